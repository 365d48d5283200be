// What of a machine live actors take, counted by an inspector.
import { assert, property } from 'fast-check';
import { machineCoverage, suiteFor } from 'sigsim/paths';
import { expect, test, vi } from 'vitest';
import { createActor, createMachine, fromPromise } from 'xstate';
import { door } from '../fixtures/door.ts';
import { drawnMachine, machineOf } from '../support/random-machine.ts';

const taken = (counts: Readonly<Record<string, number>> | undefined): readonly string[] =>
  Object.entries(counts ?? {}).flatMap(([item, count]) => (count > 0 ? [item] : []));

test('machineCoverage: states, transitions and pairs of a live actor, including timers', () => {
  vi.useFakeTimers();
  const { inspect, counts } = machineCoverage(door);
  const actor = createActor(door, { inspect }).start();
  actor.send({ type: 'OPEN' });
  vi.advanceTimersByTime(30_000);
  actor.send({ type: 'CODE', right: true });
  actor.send({ type: 'CLOSE' }); // ignored
  vi.useRealTimers();

  const [own] = counts;
  expect([own?.machine, own?.actors]).toEqual(['door', 1]);
  expect(own?.states).toEqual({ closed: 3, open: 1, locked: 0 });
  expect(taken(own?.transitions)).toEqual(['closed|OPEN|0', 'closed|CODE|0', 'open|after 30000|0']);
  expect(taken(own?.pairs)).toEqual([
    'closed|OPEN|0 → open|after 30000|0',
    'open|after 30000|0 → closed|CODE|0',
  ]);
});

test('machineCoverage: counts copies made by provide and actors within actors, but no other machine', () => {
  const outer = createMachine({ id: 'outer', invoke: { src: door, id: 'door' } });
  const { inspect, counts } = machineCoverage(door);

  const one = createActor(door.provide({}), { inspect }).start();
  one.send({ type: 'OPEN' });
  const two = createActor(outer, { inspect }).start();
  two.getSnapshot().children['door']?.send({ type: 'OPEN' });

  expect(counts).toHaveLength(1);
  expect(counts[0]).toMatchObject({ actors: 2, transitions: { 'closed|OPEN|0': 2 } });
});

test('machineCoverage: counts states that are left at once, and those of a stored snapshot', () => {
  const machine = createMachine({
    initial: 'a',
    states: { a: { always: 'b' }, b: { on: { GO: 'c' } }, c: { always: 'd' }, d: {} },
  });
  const fresh = machineCoverage(machine);
  const actor = createActor(machine, { inspect: fresh.inspect }).start();
  actor.send({ type: 'GO' });
  expect(fresh.counts[0]?.states).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  expect(taken(fresh.counts[0]?.transitions)).toEqual(['a|always|0', 'b|GO|0', 'c|always|0']);

  const kept = machineCoverage(machine);
  const snapshot = actor.getPersistedSnapshot();
  createActor(machine, { snapshot, inspect: kept.inspect }).start();
  expect(taken(kept.counts[0]?.states)).toEqual(['d']);
  fresh.reset();
  expect(fresh.counts[0]).toMatchObject({ actors: 0, states: { a: 0, b: 0, c: 0, d: 0 } });
});

test('machineCoverage: actors that play a suite take exactly what it says to cover', () => {
  assert(
    property(drawnMachine(), (drawn) => {
      const machine = machineOf(drawn);
      for (const cover of ['states', 'transitions', 'pairs'] as const) {
        const suite = suiteFor(machine, { cover });
        const { inspect, counts } = machineCoverage(machine);
        for (const { steps } of suite.paths) {
          const actor = createActor(machine, { inspect }).start();
          for (const { event } of steps.slice(1)) actor.send(event);
        }
        const own = counts[0]?.[cover] ?? {};
        expect([taken(own).length, Object.keys(own).length]).toEqual([
          suite.covered,
          suite.universe,
        ]);
      }
    }),
    { numRuns: 25, seed: 1 },
  );
});

test('machineCoverage: refuses what is not a machine', () => {
  expect(() => machineCoverage(fromPromise(async () => 1) as never)).toThrow(
    'machineCoverage: this is logic without states and transitions. Pass what createMachine or setup returned.',
  );
  expect(() => machineCoverage(createActor(door) as never)).toThrow(
    'is an actor. Give the machine that it runs.',
  );
});
