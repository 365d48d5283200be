// src/engine/step.ts against XState's own actors: the same events at the same moments of a fake clock give
// the same state, the same context and the same emissions, in order.
import {
  array,
  assert as check,
  boolean as anyBoolean,
  constantFrom,
  nat,
  property,
  record,
  tuple,
} from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import {
  assign,
  createActor,
  createMachine,
  type AnyMachineSnapshot,
  type EventObject,
} from 'xstate';
import { expect, test } from 'vitest';
import { eventOf } from '../../machines/events.ts';
import { lifecycles } from '../../machines/index.ts';
import { parts as named } from '../../machines/lifecycles.ts';
import type { Act, Part } from '../../machines/lifecycle.ts';
import { sessionActs } from '../../machines/session.ts';
import { compileAnew, type Table } from '../../src/paths/model/table.ts';
import { placesOf } from '../../src/paths/model/written.ts';
import { begin, step, type TimerChange } from '../../src/engine/step.ts';
import { Clock } from '../../src/world/clock.ts';
import type { Timer } from '../../src/world/heap.ts';
import { stateText } from '../../src/engine/wording.ts';

const seeds = [1, 2, 3, 81];

/** Transitions that some comparison has taken. */
const visited = new Set<unknown>();

/** A machine in some way of running it: events in, what was seen out. */
interface Runner {
  give(event: EventObject): void;
  readonly clock: Clock;
  readonly emitted: unknown[];
  look(): { readonly value: unknown; readonly context: unknown; readonly status: string };
}

/** Runs with step(), and timers by hand as src/world/client/parts.ts does. */
function byStep({ machine }: Part, legacy: boolean, from = begin(machine, { legacy })): Runner {
  const clock = new Clock();
  const emitted: unknown[] = [];
  const timers = new Map<string, Timer>();
  let snapshot = from;
  const time = ({ id, ms, ...change }: TimerChange): void => {
    const running = timers.get(id);
    if (running !== undefined) clock.stop(running);
    timers.delete(id);
    if (ms === undefined || !('event' in change)) return;
    timers.set(
      id,
      clock.set(() => give(change.event), ms),
    );
  };
  const give = (event: EventObject): void => {
    if (snapshot.status !== 'active') return;
    const done = step(machine, snapshot, event);
    snapshot = done.snapshot;
    emitted.push(...done.effects);
    for (const transition of done.taken) visited.add(transition);
    done.timers.forEach(time);
  };
  return { give, clock, emitted, look: () => snapshot };
}

/** Runs a live actor of XState. */
function byActor({ machine }: Part, legacy: boolean): Runner {
  const clock = new Clock();
  const emitted: unknown[] = [];
  const actor = createActor(machine, {
    input: { legacy },
    clock: {
      setTimeout: (run: () => void, ms: number) => clock.set(run, ms),
      clearTimeout: (timer: Timer | undefined) => {
        if (timer !== undefined) clock.stop(timer);
      },
    },
  });
  actor.on('*', (effect) => emitted.push(effect));
  actor.start();
  return {
    give: (event) => {
      if (actor.getSnapshot().status === 'active') actor.send(event);
    },
    clock,
    emitted,
    look: () => actor.getSnapshot() as ReturnType<Runner['look']>,
  };
}

/** Lets time pass: timers run at their own due times. */
function wait({ clock }: Runner, ms: number): void {
  const until = clock.now + ms;
  for (let due = clock.next(); due !== undefined && due <= until; due = clock.next()) {
    clock.runNext();
  }
  clock.passTo(until);
}

/** What must be the same in both. */
function same(runner: Runner): readonly unknown[] {
  const { value, context, status } = runner.look();
  return [value, context, status, [...runner.emitted]];
}

interface Happening {
  /** Which of the states that can follow, and which of the acts that lead there; counted round. */
  readonly pick: readonly [number, number];
  /** Any act instead, whether or not the state waits for it. */
  readonly isAny: boolean;
  readonly loggedIn: boolean;
  readonly inChannel: boolean;
  readonly waitMs: number;
}

/** The event that happens to a machine in this state. */
function eventAt({ machine, acts: own }: Part, runner: Runner, happening: Happening): EventObject {
  const { pick, isAny, loggedIn, inChannel } = happening;
  const briefed = ({ by, event }: Act): EventObject =>
    by === 'client' ? eventOf(event, { loggedIn, channel: inChannel ? 'lobby' : '' }) : event;
  const acts = [...own, ...sessionActs];
  const snapshot = runner.look() as Parameters<typeof step>[1];
  const leading = new Map<string, Act[]>();
  for (const act of acts) {
    const next = step(machine, snapshot, briefed(act));
    if (!isAny && next.taken.length === 0) continue;
    const to = isAny ? '' : JSON.stringify(next.snapshot.value);
    leading.set(to, [...(leading.get(to) ?? []), act]);
  }
  const groups = leading.size === 0 ? [acts] : [...leading.values()];
  const group = groups[pick[0] % groups.length] as readonly Act[];
  return briefed(group[pick[1] % group.length] as Act);
}

/** Runs one sequence in both ways; after each event both must show the same. */
function compare(part: Part, legacy: boolean, way: readonly Happening[]): void {
  const [ours, theirs] = [byStep(part, legacy), byActor(part, legacy)];
  for (const happening of way) {
    const event = eventAt(part, ours, happening);
    for (const runner of [ours, theirs]) {
      runner.give(event);
      wait(runner, happening.waitMs);
    }
    expect(same(ours)).toEqual(same(theirs));
    if (theirs.look().status !== 'active') return;
    expect(ours.clock.pending).toBe(theirs.clock.pending);
  }
}

const waits = constantFrom(0, 0, 0, 0, 0, 0, 1, 200, 400, 2_000, 6_000, 10_000, 20_000, 30_000);

const cases = lifecycles
  .flatMap(({ parts }) => parts)
  .flatMap((part) => seeds.map((seed) => [part.name, seed, part] as const));

test.each(cases)('step: %s runs as XState runs it, seed %d', (_, seed, part) => {
  const happening = record<Happening>({
    pick: tuple(nat({ max: 100 }), nat({ max: 100 })),
    isAny: constantFrom(true, false, false, false, false, false),
    loggedIn: constantFrom(true, true, true, false),
    inChannel: anyBoolean(),
    waitMs: waits,
  });
  const way = array(happening, { minLength: 1, maxLength: 40, size: 'max' });

  check(
    property(anyBoolean(), way, (legacy, events) => compare(part, legacy, events)),
    { seed, numRuns: 50 },
  );
});

test('step: every part of every lifecycle is compared', () => {
  expect([...new Set(cases.map(([name]) => name))]).toEqual([...named.keys()]);
});

/** The shortest way to every state of a table, as events. */
function waysOf({ states, events, next }: Table): readonly (readonly EventObject[])[] {
  const ways: (readonly EventObject[])[] = [[]];
  for (let state = 0; state < states.length; state++) {
    for (const [id, event] of events.entries()) {
      const to = next[state * events.length + id] ?? -1;
      if (to >= 0) ways[to] ??= [...(ways[state] ?? []), event];
    }
  }
  return ways;
}

/** A login, which is the only call that is not offered everywhere, hangs on nothing that a client knows. */
const nobody = { loggedIn: false, channel: '' };

/** Whether the model offers an event in a state; what it does not offer is not compiled. */
const isOffered = (part: Part, event: EventObject, snapshot: unknown): boolean =>
  part.acts.every(
    (act) =>
      eventOf(act.event, nobody) !== event ||
      act.when?.(snapshot as Parameters<NonNullable<Act['when']>>[0]) !== false,
  );

const tables = lifecycles
  .flatMap(({ parts }) => parts)
  .flatMap((part) => [false, true].map((legacy) => [part.name, legacy, part] as const));

/** A runner at the end of a way, with nothing emitted yet. */
function arrive(runner: Runner, way: readonly EventObject[]): Runner {
  way.forEach(runner.give);
  runner.emitted.length = 0;
  return runner;
}

/** Every event in every state of a table: where it comes out otherwise than XState has it. */
function wrongCells(part: Part, legacy: boolean): readonly unknown[] {
  const table = compileAnew(part, { legacy, statesMax: 10_000 });
  const { events, next, outcome, states, outcomes } = table;
  return waysOf(table).flatMap((way, state) => {
    const here = arrive(byStep(part, legacy), way).look() as AnyMachineSnapshot;
    let theirs = arrive(byActor(part, legacy), way);
    return events.flatMap((event, id) => {
      if (!isOffered(part, event, here)) return [];
      const ours = byStep(part, legacy, here);
      for (const runner of [ours, theirs]) runner.give(event);

      const [mine, seen] = [same(ours), same(theirs)];
      const { value, context } = theirs.look();
      const cell = state * events.length + id;
      const to = states[next[cell] ?? -1] ?? states[state];
      const told = [to?.value, outcomes[outcome[cell] ?? -1]?.effects ?? []];
      const isTold = isDeepStrictEqual(told, [stateText(value), theirs.emitted]);
      const isRight = isTold && isDeepStrictEqual(mine, seen);
      // An actor that has not moved takes the next event, too: to walk there again takes longest.
      const isThere = isDeepStrictEqual([value, context], [here.value, here.context]);
      if (isThere) theirs.emitted.length = 0;
      else theirs = arrive(byActor(part, legacy), way);
      return isRight ? [] : [{ in: states[state]?.value, event, mine, seen, told }];
    });
  });
}

test.each(tables)(
  'table: every event in every state of %s, legacy %s, as XState has it',
  (_, legacy, part) => {
    expect(wrongCells(part, legacy)).toEqual([]);
  },
);

test('step: the two comparisons above have taken every transition that is written', () => {
  const written = lifecycles.flatMap(({ parts }) =>
    parts.flatMap(({ name, machine }) =>
      [...placesOf(machine)].map(([definition, { id }]) => [`${name} ${id}`, definition] as const),
    ),
  );

  const missed = written.filter(([, definition]) => !visited.has(definition));

  expect(missed.map(([id]) => id)).toEqual([]);
});

test('step: gives the same for the same, and changes nothing that it is given', () => {
  const part = lifecycles[0]?.parts[0] as Part;
  const from = begin(part.machine, { legacy: false });
  const before = JSON.stringify(from);
  const event = eventOf(part.acts[0]?.event ?? { type: '' }, nobody);

  const [one, two] = [step(part.machine, from, event), step(part.machine, from, event)];

  expect(JSON.stringify(from)).toBe(before);
  expect([one.snapshot.value, one.effects, one.timers]).toEqual([
    two.snapshot.value,
    two.effects,
    two.timers,
  ]);
});

test('step: an event that nobody waits for takes nothing and gives nothing off', () => {
  const part = lifecycles[0]?.parts[0] as Part;
  const from = begin(part.machine, { legacy: false });

  const { snapshot, ...done } = step(part.machine, from, { type: 'reply.accepted' });

  expect(snapshot.value).toBe(from.value);
  expect(done).toEqual({ taken: [], effects: [], timers: [] });
});

test('step: says which transition was taken, by its row', () => {
  const part = lifecycles[0]?.parts[0] as Part;
  const from = begin(part.machine, { legacy: false });

  const { taken, effects } = step(part.machine, from, { type: 'logout' });

  expect(taken.map(({ eventType, meta }) => [eventType, meta?.row])).toEqual([['logout', 'L22']]);
  expect(effects).toEqual([
    { type: 'callback', name: 'onLogout', code: 'LOGOUT_E_ALREADY_LOGOUT' },
  ]);
});

test.each([
  [999, true],
  [1000, false],
])(
  'step: a machine that gives itself %i turns after an event comes to rest: %o',
  (turns, rests) => {
    const count = assign<{ left: number }, EventObject, undefined, EventObject, never>({
      left: ({ context }) => context.left - 1,
    });
    const turn = (target: string) => ({
      target,
      guard: ({ context }: { context: { left: number } }) => context.left > 0,
      actions: count,
    });
    const machine = createMachine({
      context: { left: turns },
      initial: 'rest',
      states: {
        rest: { on: { go: 'tick' } },
        tick: { always: turn('tock') },
        tock: { always: turn('tick') },
      },
    });
    const go = () => step(machine, begin(machine, undefined), { type: 'go' });

    if (rests) expect(go().taken).toHaveLength(turns + 1);
    else expect(go).toThrow('It takes more than 1000 transitions and does not come to rest.');
  },
);

test('step: a machine that does not come to rest is stopped, after as many transitions as are enough', () => {
  const endless = createMachine({
    initial: 'rest',
    states: {
      rest: { on: { go: 'ping' } },
      ping: { always: 'pong' },
      pong: { always: 'ping' },
    },
  });

  expect(() => step(endless, begin(endless, {}), { type: 'go' })).toThrow(
    'It takes more than 1000 transitions and does not come to rest.',
  );
});
