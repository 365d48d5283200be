// Our suites in place of XState's own: a PathGenerator for its test models.
import { checkGiven, isObject } from '../../base/given.ts';
import type { ActorLogic, EventObject, Snapshot } from 'xstate';
import type { StatePath, TraversalOptions } from 'xstate/graph';
import { UsageError } from '../../base/errors.ts';
import { nameOf, text } from './logic.ts';
import { coverLogic, type CoverOptions, type LogicReport } from './suite-for.ts';

/** The options of the paths of a test model. */
export interface SigsimPathsOptions extends CoverOptions {
  /** Receives what the paths cover, and what they cannot cover. */
  readonly report?: (report: LogicReport) => void;
}

/** A path generator for any logic. */
export type AnyPathGenerator = <S extends Snapshot<unknown>, E extends EventObject, I>(
  logic: ActorLogic<S, E, I>,
  options: TraversalOptions<S, E, I>,
) => StatePath<S, E>[];

/**
 * A few short paths that cover every transition of a machine, or what `cover` says: a path generator for
 * the test models of `xstate/graph`.
 *
 * @throws {UsageError} if the logic throws, or has more states than are explored, and there is no `report`
 * @example
 * for (const path of createTestModel(machine).getPaths(sigsimPaths)) await path.test({ events, states });
 * createTestModel(machine).getPaths(sigsimPaths({ cover: 'codes', report: console.log }));
 */
export const sigsimPaths = ((
  first: SigsimPathsOptions | AnyLogic,
  traversal: AnyTraversal,
): AnyPathGenerator | StatePath<Snapshot<unknown>, EventObject>[] => {
  const pass = 'Pass a machine, or options: createTestModel(machine).getPaths(sigsimPaths).';
  checkGiven('sigsimPaths', first, isObject(first), 'a machine', pass);
  return 'transition' in first
    ? generateFor({}, first, traversal)
    : (logic, options) => generateFor(first, logic, options);
}) as AnyPathGenerator & ((options: SigsimPathsOptions) => AnyPathGenerator);

type AnyLogic = ActorLogic<Snapshot<unknown>, EventObject>;
type AnyTraversal = TraversalOptions<Snapshot<unknown>, EventObject, unknown>;

function generateFor<S extends Snapshot<unknown>, E extends EventObject, I>(
  { report, ...options }: SigsimPathsOptions,
  logic: ActorLogic<S, E, I>,
  traversal: TraversalOptions<S, E, I>,
): StatePath<S, E>[] {
  const {
    paths,
    name: _name,
    seed: _seed,
    ...told
  } = coverLogic(logic, { ...traversal, ...options });
  if (!told.complete && report === undefined) {
    throw new UsageError(
      'paths.limit',
      `sigsimPaths: ${nameOf(logic)} is not fully explored after ${told.states} states and ${told.edges} ` +
        'edges. Limit its context, leave out of serializeState what does not matter, raise statesMax or ' +
        'limit, or give `report` to get paths for what was explored.',
    );
  }
  const [failure] = told.failures;
  if (failure !== undefined && report === undefined) {
    throw new UsageError(
      'paths.logic',
      `sigsimPaths: ${nameOf(logic)} threw at ${text(failure.event)} in ${failure.state}: ` +
        `${failure.message}. Fix it, give the event with the data that is read ` +
        '(`events: [{ type, … }]`), leave it out there with filterEvents, or give `report` to receive the failures.',
    );
  }
  report?.(told);
  return paths;
}
