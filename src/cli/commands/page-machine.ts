// sigsim page --machine: the statechart of the user's own machine, laid out here; the page gets
// coordinates.
import { UsageError } from '../../base/errors.ts';
import { withProgress, type OnProgress } from '../../base/progress.ts';
import type { Views } from '../../chart/scene.ts';
import type { Criterion } from '../../paths/cover/criteria.ts';
import { checkEvents } from '../../paths/xstate/given.ts';
import { checkMachine } from '../../paths/xstate/logic.ts';
import { machineMap, type MachineMap } from '../../paths/xstate/machine-map.ts';
import { loadMachine, readGiven } from '../machine-file.ts';
import { eventsIn } from './machine-paths.ts';

/** The options of the command that concern a machine. */
export interface PageMachineOptions {
  readonly machine?: string;
  readonly events?: string;
  readonly input?: string;
  readonly cover?: string;
}

/** What the page shows of a machine. */
export interface MachineShown {
  readonly map: MachineMap;
  readonly views: Views;
}

/**
 * Explores the machine in a file and lays it out.
 *
 * @throws {UsageError} if the file, the events or the input cannot be used, or elkjs is not
 * installed
 */
export async function machineShown(
  { machine: place = '', events: givenEvents, input: givenInput, cover }: PageMachineOptions,
  onProgress?: OnProgress,
): Promise<MachineShown> {
  const { logic: machine, file } = await loadMachine('page', place);
  checkMachine(`page: ${file}`, machine);
  const events = givenEvents === undefined ? undefined : eventsIn('page', givenEvents);
  if (events !== undefined) checkEvents(machine, events);
  const input = givenInput === undefined ? undefined : readGiven('page', 'input', givenInput);
  const { viewsOfMachine } = await layouts();
  const map = withProgress(onProgress, () =>
    machineMap(machine, {
      ...(cover !== undefined && { cover: cover as Criterion }), // Checked there.
      ...(events && { events }),
      ...(input !== undefined && { input }),
    }),
  );
  return { map, views: await viewsOfMachine({ name: map.name, machine }) };
}

/** The layout module, which needs a package that nothing else needs. */
async function layouts(): Promise<typeof import('../../chart/layout.ts')> {
  try {
    return await import('../../chart/layout.ts');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      'page.elkjs',
      'page: --machine lays the chart out with elkjs, which is not installed. npm install --save-dev elkjs',
    );
  }
}
