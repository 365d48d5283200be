// The models that a suite can be generated from: the machines themselves, side by side.
import { lifecycles } from '../../../machines/index.ts';
import { retimed, type Act } from '../../../machines/lifecycle.ts';
import { didYouMean, unknownName } from '../../base/errors.ts';
import { checkOptions, type Kind } from '../../base/given.ts';
import type { System } from './board.ts';
import { exploreSystem, type ExploreOptions } from './explore.ts';
import type { Graph } from './graph.ts';
import { pair } from './pair.ts';

/**
 * The lifecycles in the model of a whole client. To add one, name it here: the states of the product are
 * multiplied by its own.
 */
const ofClient: ReadonlySet<string> = new Set(['login', 'channel', 'messaging', 'invite']);

const client: System = {
  name: 'client',
  parts: lifecycles.flatMap(({ name, parts }) => (ofClient.has(name) ? parts : [])),
  reuses: true,
};

const systems: ReadonlyMap<string, System> = new Map<string, System>([
  ['client', client],
  ...lifecycles.map(({ name, parts }) => [name, { name, parts, reuses: false }] as const),
  ['pair', pair],
]);

/** The options of a model. */
export interface ModelOptions extends ExploreOptions {
  /** Other values for named delays, in milliseconds, as for a world: `{ noAck: 40_000 }`. */
  readonly timing?: Readonly<Record<string, number>>;
  /** Only these calls, for a client that cannot make others. @default all */
  readonly calls?: readonly string[];
  /** How often a login is retried, as in `login2`. @default as in the SDK */
  readonly retries?: number;
}

/** The calls that any client of a model can make. */
const callNames: readonly string[] = [
  ...new Set(
    [...systems.values()].flatMap(({ parts }) =>
      parts.flatMap(({ acts }) =>
        acts.flatMap(({ by, event: { type, method = type } }) =>
          by === 'client' ? [method as string] : [],
        ),
      ),
    ),
  ),
];

/**
 * Checks the options of a model, and the caller's own in `more`.
 *
 * @throws {UsageError} if a key or a call is unknown, or a value is of another kind
 */
export function checkModelOptions(
  where: string,
  options: ModelOptions,
  more: Readonly<Record<string, Kind>> = {},
): void {
  checkOptions(where, options, {
    ...more,
    legacy: 'flag',
    statesMax: 'whole number',
    timing: 'object',
    calls: 'list',
    retries: 'whole number',
  });
  for (const call of options.calls ?? []) {
    // A double has calls that no model knows; only a near miss of a known call is a misspelling.
    if (callNames.includes(call) || didYouMean(call, callNames) === '') continue;
    throw unknownName('paths.call', `${where}: calls`, 'call', call, callNames);
  }
}

/** A system with other delays and retries, and without the calls that a client cannot make. */
export function adapted(system: System, { timing = {}, calls, retries }: ModelOptions): System {
  const canDo = ({ by, event: { type, method = type } }: Act): boolean =>
    calls === undefined || by !== 'client' || calls.includes(method as string);
  return {
    ...system,
    parts: system.parts.map((part) => {
      const mine = retimed(part, timing);
      const acts = mine.acts.filter(canDo).map((act) => retried(act, retries));
      // What is as it was has been compiled.
      const isSame =
        acts.length === mine.acts.length && acts.every((act, i) => act === mine.acts[i]);
      return isSame ? mine : { ...mine, acts };
    }),
  };
}

/** A login with that many retries; any other act as it is. */
function retried(act: Act, retryCount: number | undefined): Act {
  const { event, args } = act;
  if (retryCount === undefined || event.type !== 'login') return act;
  const call = { ...(event['call'] as object), retryCount };
  return { ...act, event: { ...event, call }, args: { ...args, retryCount } };
}

/**
 * The models by name: `client` is one client's lifecycles together, `pair` two clients and a call between
 * them, the others are one lifecycle alone.
 */
export const modelNames: readonly string[] = [...systems.keys()];

/** The statecharts of a model. @throws {UsageError} if the model is unknown */
export function systemOf(where: string, model: string): System {
  const system = systems.get(model);
  if (system === undefined) throw unknownName('paths.model', where, 'model', model, modelNames);
  return system;
}

/**
 * Explores a model.
 *
 * @throws {UsageError} if the model is unknown
 * @example
 * const graph = explore('invite');
 * shortestPath(graph, ({ codes }) => codes.includes('INVITE_E_TIMEOUT'));
 */
export function explore(model: string, options: ModelOptions = {}): Graph {
  const system = systemOf('explore', model);
  checkModelOptions('explore', options);
  return exploreSystem(adapted(system, options), options);
}
