// Reads the user's own machine, and what belongs to it, from a file and JSON given to a command.
import { existsSync, readFileSync } from 'node:fs';
import { show, unknownName, UsageError } from '../base/errors.ts';
import type { Logic } from '../paths/xstate/logic.ts';
import { checkLogic, machineOf } from '../paths/xstate/logic.ts';
import { loadModule } from './files.ts';

/** A machine in a file. */
export interface MachineFile {
  readonly logic: Logic;
  readonly file: string;
  /** The name that it is exported under, such as `'default'`. */
  readonly name: string;
}

/**
 * Loads the machine that `FILE` or `FILE#export` names, in JavaScript or TypeScript.
 *
 * @throws {UsageError} if the file cannot be loaded, or does not have exactly one machine
 */
export async function loadMachine(command: string, place: string): Promise<MachineFile> {
  const [, file = place, wanted] = /^(.*)#([\w$]+)$/.exec(place) ?? [];
  const give = 'Give a file of JavaScript or TypeScript that exports a machine.';
  const exported = await loadModule(command, `${command}.machine`, file, give);
  const logic = (name: string): Logic => {
    const value = exported[name];
    checkLogic(`${command}: ${file}#${name}`, value);
    return value;
  };
  if (wanted !== undefined) {
    if (Object.hasOwn(exported, wanted)) return { logic: logic(wanted), file, name: wanted };
    const where = `${command}: ${show(file)}`;
    throw unknownName(`${command}.machine`, where, 'export', wanted, Object.keys(exported));
  }
  const machines = Object.keys(exported).filter(
    (name) => machineOf(Object(exported[name]) as object) !== undefined,
  );
  const distinct = [...new Set(machines.map((name) => exported[name]))];
  if (distinct.length === 1) {
    const name = machines.find((one) => one !== 'default') ?? 'default';
    return { logic: logic(name), file, name };
  }
  if (distinct.length > 1) {
    throw new UsageError(
      `${command}.machine`,
      `${command}: ${show(file)} exports ${distinct.length} machines: ${machines.join(', ')}. ` +
        `Say which: ${file}#${machines[0] ?? ''}`,
    );
  }
  // If it is other actor logic, or something else, the error says what it is.
  if (Object.hasOwn(exported, 'default')) return { logic: logic('default'), file, name: 'default' };
  const names = Object.keys(exported).join(', ') || 'nothing';
  throw new UsageError(
    `${command}.machine`,
    `${command}: ${show(file)} exports no machine, only ${names}. Export what createMachine returns.`,
  );
}

/**
 * Reads JSON that is given directly, or in a file.
 *
 * @throws {UsageError} if it is neither JSON nor a file
 */
export function readGiven(command: string, option: string, given: string): unknown {
  const text = existsSync(given) ? readFileSync(given, 'utf8') : given;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${command}.${option}`,
      `${command}: --${option} ${show(given)} is neither a file nor JSON (${why}).`,
    );
  }
}
