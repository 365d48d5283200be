// Coverage of users' own machines in vitest: counted while a test file runs, told by the reporter at the end.
import { afterAll, inject } from 'vitest';
import type { AnyStateMachine, InspectionEvent } from 'xstate';
import { shared } from '../base/shared.ts';
import { addCounts } from '../coverage/machines.ts';
import {
  machineCoverage,
  type MachineCounts,
  type MachineCoverage,
} from '../paths/xstate/machine-coverage.ts';

interface State {
  /** The counter of each machine, by its configuration, which copies of the machine share. */
  readonly coverages: Map<unknown, MachineCoverage>;
}

// Even if it is loaded twice in one process, it must count once.
const state = shared('vitest machines', (): State => ({ coverages: new Map() }));

/**
 * Counts which states and transitions of machines the actors of this run take:
 * `sigsim/vitest/reporter` prints it at the end.
 *
 * @throws {UsageError} if an argument is not an XState 5 machine
 * @example
 * const actor = createActor(door, { inspect: inspectMachines(door) });
 */
export function inspectMachines(
  ...machines: readonly AnyStateMachine[]
): (event: InspectionEvent) => void {
  const coverages = machines.map((machine) => {
    const known = state.coverages.get(machine.config) ?? machineCoverage(machine);
    state.coverages.set(machine.config, known);
    return known;
  });
  return (event) => {
    for (const { inspect } of coverages) inspect(event);
  };
}

/** Hands the counts of a test file to the reporter when the file is done. */
export function handOver(): void {
  // oxlint-disable-next-line no-empty-pattern -- vitest reads here which fixtures are wanted: none.
  afterAll(({}, { file }) => {
    if (inject('sigsim') !== true) return;
    const counted: MachineCounts[] = [];
    for (const coverage of state.coverages.values()) {
      addCounts(counted, coverage.counts);
      // If files share a process, the next one starts from zero.
      coverage.reset();
    }
    if (counted.length > 0) file.meta.sigsimMachines = counted;
  });
}
