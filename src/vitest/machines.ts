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
  /** By the configuration of a machine, which copies of it share, what counts it. */
  readonly coverages: Map<unknown, MachineCoverage>;
}

// Loaded twice in one process, it is still to count once.
const state = shared('vitest machines', (): State => ({ coverages: new Map() }));

/**
 * Counts what actors take of machines in this run: `sigsim/vitest/reporter` prints it at the end.
 *
 * @throws {UsageError} when something is no machine of XState 5
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

/** Hands what a test file has counted to the reporter, when it is over. */
export function handOver(): void {
  // oxlint-disable-next-line no-empty-pattern -- vitest reads there which fixtures are wanted: none.
  afterAll(({}, { file }) => {
    if (inject('sigsim') !== true) return;
    const counted: MachineCounts[] = [];
    for (const coverage of state.coverages.values()) {
      addCounts(counted, coverage.counts);
      // Where files share a process, the next one begins with nothing.
      coverage.reset();
    }
    if (counted.length > 0) file.meta.sigsimMachines = counted;
  });
}
