// Of what a suite says to be infeasible, XState takes nothing: drawn machines, and every sequence of
// transitions that can be had in them, found exhaustively.
import { sample } from 'fast-check';
import { suiteFor, type LogicCriterion } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { playLive } from '../support/play-live.ts';
import {
  drawnMachine,
  machineOf,
  sequencesTaken,
  type DrawnMachine,
} from '../support/random-machine.ts';
import { sequencesInTime } from '../support/random-timed.ts';

type Truth = typeof sequencesTaken;

/** Holds a suite against the truth; the paths are walked by live actors. Gives the reasons. */
function reasonsOf(
  drawn: DrawnMachine,
  truth: Truth,
  cover: LogicCriterion,
  length: number,
): readonly string[] {
  const machine = machineOf(drawn);
  const taken = truth(drawn, machine, length);
  const { infeasible, covered, universe, paths } = suiteFor(machine, { cover });

  const wrong = infeasible.filter(({ item }) => taken.has(item));
  expect({ drawn, wrong }).toEqual({ drawn, wrong: [] });
  expect(covered).toBe(universe - infeasible.length);
  // What is drawn as a sequence may be had, or is said not to be: nothing is passed over.
  expect({ drawn, covered }).toEqual({ drawn, covered: taken.size });
  expect({ drawn, live: playLive(machine, paths as never) }).toEqual({ drawn, live: undefined });
  return infeasible.map(({ reason }) => reason);
}

const timed = ['A', 'B', 'after 1', 'after 2', 'after 3', 'after 5'];

test.each([
  ['pairs', 2, 'guard, unreachable', undefined, sequencesTaken, 150],
  ['triples', 3, 'guard, unreachable', undefined, sequencesTaken, 150],
  ['transitions', 1, 'guard, timing, unreachable', timed, sequencesInTime, 1_000],
  ['pairs', 2, 'guard, timing, unreachable', timed, sequencesInTime, 500],
  ['triples', 3, 'guard, timing, unreachable', timed, sequencesInTime, 500],
] as const)(
  'infeasible: of %s, %i in a row, 200 at least are %s, and no other than those',
  (cover, length, reasons, events, truth, numRuns) => {
    const counts: Record<string, number> = {};
    for (const drawn of sample(drawnMachine(events), { numRuns, seed: 1 })) {
      for (const reason of reasonsOf(drawn, truth, cover, length)) {
        counts[reason] = (counts[reason] ?? 0) + 1;
      }
    }
    expect(Object.keys(counts).toSorted().join(', ')).toBe(reasons);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThanOrEqual(200);
  },
);
