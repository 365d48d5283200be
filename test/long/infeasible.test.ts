// Of what a suite says to be infeasible, XState takes nothing: drawn machines, and every sequence of
// transitions that can be had in them, found exhaustively.
import { sample } from 'fast-check';
import { suiteFor } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { drawnMachine, machineOf, sequencesTaken } from '../support/random-machine.ts';

test.each([
  ['pairs', 2],
  ['triples', 3],
] as const)(
  'infeasible: of %s, 200 a reason at least, and no other than those',
  (cover, length) => {
    const counts: Record<string, number> = {};
    for (const drawn of sample(drawnMachine(), { numRuns: 150, seed: 1 })) {
      const machine = machineOf(drawn);
      const taken = sequencesTaken(drawn, machine, length);

      const { infeasible, covered, universe } = suiteFor(machine, { cover });

      const wrong = infeasible.filter(({ item }) => taken.has(item));
      expect({ drawn, wrong }).toEqual({ drawn, wrong: [] });
      expect(covered).toBe(universe - infeasible.length);
      // What is drawn as a sequence may be had, or is said not to be: nothing is passed over.
      expect(taken.size).toBe(covered);
      for (const { reason } of infeasible) counts[reason] = (counts[reason] ?? 0) + 1;
    }
    expect(Object.keys(counts).toSorted()).toEqual(['guard', 'unreachable']);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThanOrEqual(200);
  },
);
