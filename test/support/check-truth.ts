// Whether a suite for a drawn machine is the optimum that brute force finds, and live actors walk it.
import { assert, property } from 'fast-check';
import { suiteFor } from 'sigsim/paths';
import { expect } from 'vitest';
import { playLive } from './play-live.ts';
import { drawnMachine, machineOf, truthOf } from './random-machine.ts';

/** Holds so many drawn machines against the truth; what fails is shrunk. */
export function checkTruth(numRuns: number): void {
  assert(
    property(drawnMachine(), (drawn) => {
      const machine = machineOf(drawn);
      const { coverable, optimum } = truthOf(machine);

      const suite = suiteFor(machine);

      const { covered, universe, infeasible, steps, lowerBound, boundIs } = suite;
      expect({ covered, optimum: steps, lowerBound, boundIs }).toEqual({
        covered: coverable,
        optimum,
        lowerBound: optimum,
        boundIs: 'exact',
      });
      expect(universe - infeasible.length).toBe(covered);
      expect(playLive(machine, suite.paths as never)).toBeUndefined();
    }),
    { numRuns, seed: 1 },
  );
}
