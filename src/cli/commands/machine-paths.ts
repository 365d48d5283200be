// sigsim paths --machine: paths for a machine of the user's own.
import { dirname, relative } from 'node:path';
import type { EventObject } from 'xstate';
import { show, UsageError } from '../../base/errors.ts';
import type { Criterion } from '../../paths/cover/criteria.ts';
import type { Suite } from '../../paths/cover/suite.ts';
import { checkEvents } from '../../paths/xstate/given.ts';
import { machineOf } from '../../paths/xstate/logic.ts';
import { machineSuite } from '../../paths/xstate/machine-suite.ts';
import { toHarness } from '../../suites/formats/harness.ts';
import { withProgress, type OnProgress } from '../../base/progress.ts';
import { loadMachine, readGiven } from '../machine-file.ts';

/** The options of the command that concern the machine. */
export interface MachineOptions {
  readonly machine: string;
  readonly cover: string;
  readonly each: boolean;
  readonly events?: string;
  readonly input?: string;
  readonly states?: string;
  readonly budget?: number;
  readonly out?: string;
  readonly onProgress?: OnProgress;
}

/** What the command prints about a machine. */
export interface MachinePaths {
  readonly suite: Suite;
  /** A test file in which its paths are walked. */
  readonly harness: () => string;
  /** Warnings: that not everything was explored, or what threw. */
  readonly warnings: readonly string[];
}

/**
 * Makes a suite for the machine in a file.
 *
 * @throws {UsageError} if the file, the events or the input cannot be used
 */
export async function machinePaths(options: MachineOptions): Promise<MachinePaths> {
  const { cover, each, events: givenEvents, input: givenInput, out } = options;
  const { logic, file, name } = await loadMachine('paths', options.machine);
  const events = givenEvents === undefined ? undefined : eventsIn('paths', givenEvents);
  const input = givenInput === undefined ? undefined : readGiven('paths', 'input', givenInput);
  const machine = machineOf(logic);
  if (machine !== undefined && events !== undefined) checkEvents(machine, events);
  const wanted = {
    cover: cover as Criterion, // Checked there.
    each,
    ...(options.budget !== undefined && { budget: options.budget }),
    ...(events && { events }),
    ...(input !== undefined && { input }),
    ...(options.states !== undefined && { statesMax: countIn('states', options.states) }),
  };
  const { suite, report } = withProgress(options.onProgress, () => machineSuite(logic, wanted));
  const failures = report.failures.map(
    ({ event, state, message }) => `${JSON.stringify(event)} throws in ${state}: ${message}`,
  );
  const incomplete = suite.complete
    ? []
    : [
        `${suite.model} was not explored completely after ${report.states} states` +
          `${report.growing.length > 0 ? `: ${report.growing.join(', ')}` : ''}. ` +
          'Give more with --states, or limit what grows: until then, a missing item proves nothing.',
      ];
  return {
    suite,
    harness: () =>
      toHarness(suite, report, { from: specifier(file, out), name, events, input, each }),
    warnings: [...incomplete, ...failures],
  };
}

/** How the written file imports a file. */
function specifier(file: string, out: string | undefined): string {
  const path = out === undefined ? file : relative(dirname(out), file);
  const plain = path.replaceAll('\\', '/');
  return /^\.{1,2}\/|^\//.test(plain) ? plain : `./${plain}`;
}

/** Reads events that are given as an option. @throws {UsageError} if they are not a list */
export function eventsIn(command: string, given: string): readonly EventObject[] {
  const value = readGiven(command, 'events', given);
  if (Array.isArray(value)) return value as readonly EventObject[];
  throw new UsageError(
    `${command}.events`,
    `${command}: --events ${show(given)} is not a list. Give [{ "type": "NAME", … }, …].`,
  );
}

/** Reads a count that is given as an option. @throws {UsageError} if it is not a count */
export function countIn(option: string, given: string): number {
  const count = Number(given);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(
    `paths.${option}`,
    `paths: --${option} ${show(given)} is not a whole number above 0.`,
  );
}
