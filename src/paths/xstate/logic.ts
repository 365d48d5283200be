// The user's own logic: any machine, or other logic of XState, and how messages describe it.
import type { ActorLogic, AnyStateMachine, EventObject, Snapshot } from 'xstate';
import type { TraversalOptions } from 'xstate/graph';
import { show, UsageError } from '../../base/errors.ts';
import { criteria, type Criterion } from '../cover/criteria.ts';

/** How a logic is explored: the options of xstate/graph, and a limit. */
export type LogicOptions<
  S extends Snapshot<unknown> = Snapshot<unknown>,
  E extends EventObject = EventObject,
  I = unknown,
> = Partial<TraversalOptions<S, E, I>> & {
  /** The most states to explore. @default 10000 */
  readonly statesMax?: number;
};

/** Any logic, whatever its types. */
export type Logic = ActorLogic<Snapshot<unknown>, EventObject>;

/**
 * What a suite for a logic covers: the `states` and `transitions` of a machine as they are written in it,
 * `pairs` and `triples` of transitions in a row, the `codes` that emitted events carry, or `edges`, which
 * is every event in every explored state. Logic that is not a machine has no transitions other than its
 * edges, and no states other than the explored ones.
 */
export const logicCriteria = criteria;

/** One of `logicCriteria`. */
export type LogicCriterion = Criterion;

/** The function that messages name. */
export const where = 'sigsimPaths';

/** The machine that a logic is; undefined for other logic. */
export const machineOf = (logic: object): AnyStateMachine | undefined =>
  'root' in logic && 'getStateNodeById' in logic ? (logic as AnyStateMachine) : undefined;

/** The name of a logic in messages. */
export const nameOf = (logic: object): string => machineOf(logic)?.id ?? 'logic';

/**
 * Checks that something is logic of XState 5.
 *
 * @throws {UsageError} if it is an XState 4 machine, an actor, or not logic at all
 */
export function checkLogic(from: string, value: unknown): asserts value is Logic {
  const { transition, getInitialSnapshot, interpret, withContext, getSnapshot, send } = Object(
    value,
  ) as Readonly<Record<string, unknown>>;
  if (typeof transition === 'function' && typeof getInitialSnapshot === 'function') return;
  const what =
    typeof withContext === 'function' || typeof interpret === 'function'
      ? 'is an XState 4 machine, but XState 5 is required. Migrate it: https://stately.ai/docs/migration'
      : typeof getSnapshot === 'function' && typeof send === 'function'
        ? 'is an actor. Give the machine that it runs.'
        : 'is not a machine or other actor logic of XState 5. Pass what createMachine or setup returned.';
  throw new UsageError('paths.logic', `${from}: ${show(value)} ${what}`);
}

/**
 * Checks that something is a machine of XState 5.
 *
 * @throws {UsageError} if it is other logic, or not logic
 */
export function checkMachine(from: string, value: unknown): asserts value is AnyStateMachine {
  checkLogic(from, value);
  if (machineOf(value) !== undefined) return;
  throw new UsageError(
    'paths.machine',
    `${from}: this is logic without states and transitions. Pass what createMachine or setup returned.`,
  );
}

/** The codes that emitted events carry. */
export const codesIn = (emitted: readonly unknown[]): readonly string[] =>
  emitted.flatMap((event) => {
    const { code } = event as { readonly code?: unknown };
    return typeof code === 'string' || typeof code === 'number' ? [String(code)] : [];
  });

/** What was thrown, in one line. */
export const told = (error: unknown): string =>
  (error instanceof Error ? error.message : show(error)).replaceAll(/\s+/g, ' ');

/** A value in messages: as JSON, with what JSON cannot express as text. */
export function text(value: unknown): string {
  const seen: object[] = [];
  const plain = (_key: string, one: unknown): unknown => {
    if (typeof one === 'bigint') return `${one}n`;
    if (typeof one === 'number' && !Number.isFinite(one)) return String(one);
    if (one instanceof Set) return [...(one as Set<unknown>)];
    if (one instanceof Map) return Object.fromEntries(one as Map<string, unknown>);
    if (typeof one !== 'object' || one === null) return one;
    if (seen.includes(one)) return '(again)';
    seen.push(one);
    return one;
  };
  try {
    return JSON.stringify(value, plain) ?? show(value);
  } catch {
    return show(value);
  }
}

/** The fields of a snapshot that are read. */
interface Whole {
  readonly value?: unknown;
  readonly context?: unknown;
}

/** A state in a message: what it is, and a context that is not too long. */
export function tellState(snapshot: Snapshot<unknown>): string {
  const { value, context } = snapshot as Whole;
  const whole = text({ value, context });
  return whole.length > 200 ? text({ value }) : whole;
}
