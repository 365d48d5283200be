// src/step.ts against XState's own actors: the same events at the same moments of a fake clock give
// the same state, the same context and the same emissions, in order.
import fc from 'fast-check';
import { createActor, type EventObject } from 'xstate';
import { expect, test } from 'vitest';
import { lifecycles } from '../../machines/index.ts';
import type { Act, Part } from '../../machines/lifecycle.ts';
import { placesOf } from '../../src/paths/written.ts';
import { begin, step, type TimerChange } from '../../src/step.ts';
import { Clock, type Timer } from '../../src/world/clock.ts';

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

/** Runs with step(), and timers by hand as src/world/client.ts does. */
function byStep({ machine }: Part, legacy: boolean): Runner {
  const clock = new Clock();
  const emitted: unknown[] = [];
  const timers = new Map<string, Timer>();
  let snapshot = begin(machine, { legacy });
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
    give: (event) => actor.send(event),
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
  clock.now = until;
}

interface Happening {
  /** Which of the acts, counted round. */
  readonly pick: number;
  /** Of all acts, or of those alone that the state waits for. */
  readonly isAny: boolean;
  readonly loggedIn: boolean;
  readonly inChannel: boolean;
  readonly waitMs: number;
}

/** The event that happens to a machine in this state. */
function eventOf({ machine, acts }: Part, runner: Runner, happening: Happening): EventObject {
  const { pick, isAny, loggedIn, inChannel } = happening;
  const briefed = ({ by, event }: Act): EventObject =>
    by === 'client' ? { ...event, loggedIn, inChannel } : event;
  const snapshot = runner.look() as Parameters<typeof step>[1];
  const awaited = acts.filter((act) => step(machine, snapshot, briefed(act)).taken.length > 0);
  const among = isAny || awaited.length === 0 ? acts : awaited;
  return briefed(among[pick % among.length] as Act);
}

/** Runs one sequence in both ways; after each event both must show the same. */
function compare(part: Part, legacy: boolean, way: readonly Happening[]): void {
  const [ours, theirs] = [byStep(part, legacy), byActor(part, legacy)];
  for (const happening of way) {
    const event = eventOf(part, ours, happening);
    for (const runner of [ours, theirs]) {
      runner.give(event);
      wait(runner, happening.waitMs);
    }
    const [a, b] = [ours.look(), theirs.look()];
    expect([a.value, a.context, a.status]).toEqual([b.value, b.context, b.status]);
    expect(ours.emitted).toEqual(theirs.emitted);
    if (b.status !== 'active') return;
    expect(ours.clock.pending).toBe(theirs.clock.pending);
  }
}

const waits = fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 200, 400, 2_000, 6_000, 10_000, 20_000, 30_000);

const cases = lifecycles
  .flatMap(({ parts }) => parts)
  .flatMap((part) => seeds.map((seed) => [part.name, seed, part] as const));

test.each(cases)('step: %s runs as XState runs it, seed %d', (_, seed, part) => {
  const happening = fc.record<Happening>({
    pick: fc.nat({ max: 10_000 }),
    isAny: fc.constantFrom(true, false, false, false),
    loggedIn: fc.constantFrom(true, true, true, false),
    inChannel: fc.boolean(),
    waitMs: waits,
  });
  const way = fc.array(happening, { minLength: 1, maxLength: 40, size: 'max' });

  fc.assert(
    fc.property(fc.boolean(), way, (legacy, events) => compare(part, legacy, events)),
    { seed, numRuns: 60, errorWithCause: true },
  );
});

test('step: every part of every lifecycle is compared', () => {
  expect([...new Set(cases.map(([name]) => name))]).toEqual([
    'login',
    'request',
    'channel',
    'query',
    'message',
    'caller',
    'callee',
  ]);
});

test('step: the comparison has taken nearly every transition that is written', () => {
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
  const event = part.acts[0]?.event ?? { type: '' };

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
