// src/step.ts against XState's own actors: the same events at the same moments of a fake clock give
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
import { createActor, type AnyMachineSnapshot, type EventObject } from 'xstate';
import { expect, test } from 'vitest';
import { lifecycles } from '../../machines/index.ts';
import type { Act, Part } from '../../machines/lifecycle.ts';
import { explore, shortestPath, type Graph, type GraphEdge } from '../../src/paths/index.ts';
import { placesOf } from '../../src/paths/written.ts';
import { begin, step, type TimerChange } from '../../src/step.ts';
import { Clock, type Timer } from '../../src/world/clock.ts';
import { eventText } from '../../src/wording.ts';

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
  return [value, context, status, runner.emitted];
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
function eventOf({ machine, acts }: Part, runner: Runner, happening: Happening): EventObject {
  const { pick, isAny, loggedIn, inChannel } = happening;
  const briefed = ({ by, event }: Act): EventObject =>
    by === 'client' ? Object.assign({ loggedIn, inChannel }, event) : event;
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
    const event = eventOf(part, ours, happening);
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

/** The event of an edge of the explored graph; a timer's is XState's own name for it. */
function eventAlong({ states }: Graph, edge: GraphEdge, runner: Runner): EventObject {
  if (edge.by === 'time') {
    const { _nodes: nodes } = runner.look() as AnyMachineSnapshot;
    const types = nodes.flatMap(({ transitions }) => [...transitions.keys()]);
    return { type: types.find((type) => eventText(type) === edge.event) ?? '' };
  }
  const [, phase] = JSON.parse(states[edge.from]?.key ?? '[]') as readonly unknown[];
  return {
    type: edge.event,
    ...(edge.by === 'client' && { loggedIn: phase === 'in' }),
    ...edge.args,
  };
}

const graphs = lifecycles.flatMap(({ parts }) =>
  parts.flatMap((part) => [false, true].map((legacy) => [part.name, legacy, part] as const)),
);

test.each(graphs)('step: every edge of %s is as XState runs it, legacy %s', (_, legacy, part) => {
  const graph = explore(part, { legacy });

  for (const wanted of graph.edges) {
    const [ours, theirs] = [byStep(part, legacy), byActor(part, legacy)];
    for (const edge of shortestPath(graph, (other) => other === wanted) ?? []) {
      const event = eventAlong(graph, edge, ours);
      ours.give(event);
      theirs.give(event);
    }
    expect(same(ours)).toEqual(same(theirs));
  }
});

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
