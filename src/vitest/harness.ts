// Runs the paths of a suite as tests of a system: one table says how to do each event to it,
// another what must hold in each state.
import { describe, expect, test, vi } from 'vitest';
import type { EventObject, Snapshot } from 'xstate';
import type { LogicPath, LogicStep, LogicSuite } from '../paths/xstate/suite-for.ts';
import { UsageError } from '../base/errors.ts';
import { eventText, stateText } from '../engine/wording.ts';

/** The events of one type. */
type Of<E extends EventObject, T extends string> = Extract<E, { readonly type: T }>;

/** How to walk the paths of a machine in a system. Functions may be asynchronous. */
export interface Harness<System, S extends Snapshot<unknown>, E extends EventObject> {
  /** Creates the system, once per path. @default there is no system */
  readonly create?: () => System | Promise<System>;
  /** Ends it. */
  readonly dispose?: (system: System) => unknown;
  /**
   * How each event is done to the system, by type. A timer, `'after 1000'`, fires by itself; an
   * entry for it runs at that moment.
   */
  readonly events: {
    readonly [T in E['type']]?: (system: System, event: Of<E, T>, state: S) => unknown;
  } & Readonly<Record<string, ((system: System, event: never, state: S) => unknown) | undefined>>;
  /** What holds in each state, by its path (`'open'`, `'open.wide'`); `'*'` in every state. */
  readonly states: Readonly<Record<string, ((system: System, state: S) => unknown) | undefined>>;
  /** Lets time pass. @default installs vitest's fake timers and advances them */
  readonly wait?: (ms: number, system: System) => unknown;
}

/** Any harness, for code that does not need its types. */
type AnyHarness = Harness<unknown, Snapshot<unknown>, EventObject>;

/** The most events that a title names. */
const titleMax = 7;

/**
 * Defines one test for each path of a suite, and one that reports the entries that the harness
 * lacks.
 *
 * @example
 * describeSuite(suiteFor(machine), {
 *   create: () => new Door(),
 *   events: { OPEN: (door) => door.open(), CLOSE: (door) => door.close() },
 *   states: { open: (door) => expect(door.isOpen).toBe(true), closed: (door) => expect(door.isOpen).toBe(false) },
 * });
 */
export function describeSuite<System, S extends Snapshot<unknown>, E extends EventObject>(
  suite: LogicSuite<S, E>,
  harness: Harness<System, S, E>,
): void {
  const { name, cover, paths } = suite as unknown as LogicSuite<Snapshot<unknown>, EventObject>;
  const own = harness as unknown as AnyHarness;
  checkHarness(own);
  const lacks = lacksOf(paths, own);
  describe(`${name}: ${cover}`, () => {
    test('the harness has an entry for every event and every state', () => {
      // oxlint-disable-next-line vitest/valid-expect -- vitest takes a message.
      expect(lacks, tellLacks(lacks)).toEqual({ events: [], states: [] });
    });
    for (const [index, path] of paths.entries()) {
      test(`${index + 1}: ${titleOf(path)}`, async ({ skip }) => {
        const missing = path.steps.find((step) => lacks.events.includes(keyOf(step)));
        if (missing !== undefined) skip(`events has no entry for ${keyOf(missing)}`);
        await walk(suite, path, own);
      });
    }
  });
}

/** @throws {UsageError} if a table is missing, or an entry is not a function */
function checkHarness(harness: AnyHarness): void {
  for (const table of ['events', 'states'] as const) {
    const entries = (harness as Partial<AnyHarness>)[table];
    if (typeof entries !== 'object') {
      throw new UsageError(
        'harness.table',
        `describeSuite: "${table}" is missing. Give a table of functions, { ${table}: { NAME: (system) => … } }.`,
      );
    }
    for (const [key, entry] of Object.entries(entries)) {
      if (typeof entry === 'function' || entry === undefined) continue;
      throw new UsageError(
        'harness.entry',
        `describeSuite: ${table}[${JSON.stringify(key)}] is not a function. Give (system) => ….`,
      );
    }
  }
}

/** The key of an event in the table; a timer is `after 1000`. */
const keyOf = ({ event: { type } }: LogicStep): string => eventText(type);

/** The states that a snapshot is in, outermost first: `['open', 'open.wide']`. */
function placesOf(snapshot: Snapshot<unknown>): readonly string[] {
  const below = (value: unknown, prefix: string): readonly string[] =>
    typeof value === 'string'
      ? [prefix + value]
      : Object.entries(value ?? {}).flatMap(([key, inner]) => [
          prefix + key,
          ...below(inner, `${prefix}${key}.`),
        ]);
  return below((snapshot as { readonly value?: unknown }).value, '');
}

/** The entries that a harness lacks. */
interface Lacks {
  readonly events: readonly string[];
  readonly states: readonly string[];
}

function lacksOf(paths: readonly LogicPath[], { events, states }: AnyHarness): Lacks {
  const steps = paths.flatMap((path) => path.steps);
  const isDone = (step: LogicStep): boolean =>
    step.by === 'time' || step.event.type === 'xstate.init' || events[keyOf(step)] !== undefined;
  const isHeld = (places: readonly string[]): boolean =>
    places.length === 0 || ['*', ...places].some((place) => states[place] !== undefined);
  const open = steps.map(({ state }) => placesOf(state)).filter((places) => !isHeld(places));
  return {
    events: [...new Set(steps.filter((step) => !isDone(step)).map(keyOf))],
    states: [...new Set(open.map((places) => places.at(-1) ?? ''))],
  };
}

const tellLacks = (lacks: Lacks): string =>
  (['events', 'states'] as const)
    .filter((table) => lacks[table].length > 0)
    .map((table) => `${table} has no entry for ${lacks[table].join(', ')}.`)
    .join(' ');

/** `login → wrong password → locked`: the events, and the state that they lead to. */
function titleOf({ steps, state }: LogicPath): string {
  const names = steps.slice(1).map(keyOf);
  const few =
    names.length <= titleMax
      ? names
      : [...names.slice(0, 3), `… ${names.length - 6} more …`, ...names.slice(-3)];
  return [...few, tell(state)].filter(Boolean).join(' → ');
}

const tell = (state: Snapshot<unknown>): string => {
  const { value } = state as { readonly value?: unknown };
  return value === undefined ? '' : stateText(value);
};

/** The parts of a suite that its failures mention. */
type Told = Pick<LogicSuite<Snapshot<unknown>, EventObject>, 'name' | 'seed'>;

/** Walks a path. A failure says how the path got there. */
async function walk(told: Told, { steps }: LogicPath, harness: AnyHarness): Promise<void> {
  const isTimed = steps.some(({ by, waitMs }) => by === 'time' || waitMs > 0);
  const isFaked = harness.wait === undefined && isTimed;
  if (isFaked) vi.useFakeTimers();
  const wait = harness.wait ?? ((ms: number) => vi.advanceTimersByTimeAsync(ms));
  try {
    const system = await harness.create?.();
    try {
      for (const [index, step] of steps.entries()) {
        try {
          if (step.waitMs > 0 || step.by === 'time') await wait(step.waitMs, system);
          await harness.events[keyOf(step)]?.(system, step.event as never, step.state);
          if (step.isPassing === true) continue;
          for (const place of ['*', ...placesOf(step.state)]) {
            await harness.states[place]?.(system, step.state);
          }
        } catch (error) {
          throw located(error, told, steps.slice(0, index + 1), steps.length - 1);
        }
      }
    } finally {
      await harness.dispose?.(system);
    }
  } finally {
    if (isFaked) vi.useRealTimers();
  }
}

/** An error whose message starts with the way to it. */
function located(
  error: unknown,
  { name, seed }: Told,
  way: readonly LogicStep[],
  count: number,
): unknown {
  if (!(error instanceof Error)) return error;
  const lines = way.map((step, index) => {
    const wait = step.waitMs > 0 ? ` after ${step.waitMs} ms` : '';
    return index === 0
      ? `  begin → ${tell(step.state)}`
      : `  ${index} ${keyOf(step)}${wait} → ${tell(step.state)}`;
  });
  const at = `${name} (seed ${seed}), step ${way.length - 1} of ${count}:`;
  error.message = [at, ...lines, error.message].join('\n');
  return error;
}
