// What the machines of the benchmark are written with: guards and actions over plain counters.
import { assign, createMachine, type AnyStateMachine, type EventObject } from 'xstate';

type Context = Readonly<Record<string, number>>;
interface At {
  readonly context: Context;
}

/** A machine, and the events that it needs with what goes with them. */
export interface Sample {
  readonly machine: AnyStateMachine;
  readonly events?: readonly EventObject[];
}

/** A machine of the benchmark. What TypeScript would say of its parts, XState says when it is made. */
export const sample = (config: object, events?: readonly EventObject[]): Sample => ({
  machine: createMachine(config as never),
  ...(events && { events }),
});

/** Guards. */
export const is = (key: string, value: number) => (at: At) => at.context[key] === value;
export const below = (key: string, most: number) => (at: At) => (at.context[key] ?? 0) < most;
export const above = (key: string, least: number) => (at: At) => (at.context[key] ?? 0) > least;

/** Actions. */
export const put = (key: string, value: number) => assign({ [key]: value });
export const plus = (key: string, by: number) =>
  assign({ [key]: ({ context }: { context: Context }) => (context[key] ?? 0) + by });

/** States in a row, each with its own transitions. */
export const row = (
  length: number,
  state: (at: number) => object,
): Readonly<Record<string, object>> =>
  Object.fromEntries(Array.from({ length }, (_, at) => [`s${at}`, state(at)]));
