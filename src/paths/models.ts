// The models that a suite may be made of: the machines themselves, side by side.
import { lifecycles } from '../../machines/index.ts';
import { retimed, type Act } from '../../machines/lifecycle.ts';
import { unknownName } from '../errors.ts';
import { exploreSystem, type ExploreOptions, type System } from './explore.ts';
import type { Graph } from './graph.ts';

const client: System = {
  name: 'client',
  parts: lifecycles.flatMap(({ parts }) => parts),
  reuses: true,
};

const systems: ReadonlyMap<string, System> = new Map([
  ['client', client],
  ...lifecycles.map(({ name, parts }) => [name, { name, parts, reuses: false }] as const),
]);

/** What a model is to be like. */
export interface ModelOptions extends ExploreOptions {
  /** Named delays in other milliseconds, as for a world: `{ noAck: 40_000 }`. */
  readonly timing?: Readonly<Record<string, number>>;
  /** Only these calls, for a client that can do no others. @default all */
  readonly calls?: readonly string[];
}

/** A system with other delays, and without the calls that a client cannot make. */
export function adapted(system: System, { timing = {}, calls }: ModelOptions): System {
  const canDo = ({ event: { type, method = type } }: Act): boolean =>
    calls === undefined || calls.includes(method as string);
  return {
    ...system,
    parts: system.parts.map((part) => {
      const mine = retimed(part, timing);
      return calls === undefined
        ? mine
        : { ...mine, acts: mine.acts.filter((act) => act.by !== 'client' || canDo(act)) };
    }),
  };
}

/** The models by name: `client` is one client's lifecycles together, the others are one alone. */
export const modelNames: readonly string[] = [...systems.keys()];

/** The statecharts of a model. @throws {UsageError} when there is no such model */
export function systemOf(where: string, model: string): System {
  const system = systems.get(model);
  if (system === undefined) throw unknownName('paths.model', where, 'model', model, modelNames);
  return system;
}

/**
 * Explores a model.
 *
 * @throws {UsageError} when there is no such model
 * @example
 * const graph = explore('invite');
 * shortestPath(graph, ({ codes }) => codes.includes('INVITE_E_TIMEOUT'));
 */
export const explore = (model: string, options: ModelOptions = {}): Graph =>
  exploreSystem(adapted(systemOf('explore', model), options), options);
