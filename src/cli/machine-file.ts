// A machine of the user's own, and what goes with it, as a command is given them: a file and JSON.
import { existsSync, readFileSync } from 'node:fs';
import { show, unknownName, UsageError } from '../base/errors.ts';
import type { Logic } from '../paths/xstate/logic.ts';
import { checkLogic, machineOf } from '../paths/xstate/logic.ts';
import { loadModule } from './files.ts';

/** A machine in a file. */
export interface MachineFile {
  readonly logic: Logic;
  readonly file: string;
  /** The name that it is exported by; `'default'`. */
  readonly name: string;
}

/**
 * Loads the machine that `FILE` or `FILE#export` names, in JavaScript or TypeScript.
 *
 * @throws {UsageError} when the file cannot be loaded, or has no machine, or several
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
  // Logic that is no machine, and what is none at all, is told by what it is.
  if (Object.hasOwn(exported, 'default')) return { logic: logic('default'), file, name: 'default' };
  const names = Object.keys(exported).join(', ') || 'nothing';
  throw new UsageError(
    `${command}.machine`,
    `${command}: ${show(file)} exports no machine, but ${names}. Export what createMachine gives.`,
  );
}

/**
 * Reads JSON that is given as such, or in a file.
 *
 * @throws {UsageError} when it is neither
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
