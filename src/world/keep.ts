// Where the trace of a failure is kept, so that it can be replayed. The file's name is the hash of the
// trace and of the check that failed: the same failure gives the same file, and tests in parallel do not meet.
import { checkGiven, isObject } from '../base/given.ts';
import { sha256Of } from '../base/hash.ts';
import { traceVersion, type Failed } from '../trace/trace.ts';
import type { World } from './world.ts';

const folder = ['node_modules', '.sigsim'];

/** A module of Node where there is Node; a page has none, and nowhere to keep a file. */
const builtin = <Name extends 'node:fs' | 'node:os' | 'node:path'>(name: Name) =>
  typeof process === 'object' ? process.getBuiltinModule?.(name) : undefined;

/**
 * The trace of a world as a file that `sigsim replay` plays again: JSONL, whose head says how the world
 * was made, but for its certificate, its clock and what becomes of errors, which clients it had, and what came into it from outside.
 */
export function traceFile(world: World): string {
  const isWorld = isObject(world) && 'journal' in world;
  checkGiven('traceFile', world, isWorld, 'a world', 'Pass what createWorld returned.');
  return fileOf(world, world.trace.toJSONL());
}

/** The same, of the lines of its trace, with the check that failed in its head, where one did. */
function fileOf(world: World, written: string, failed?: Failed): string {
  const { trace, settings, clients, journal } = world;
  const { certificate: _certificate, clock: _clock, errors: _errors, ...options } = settings;
  const known = clients.flatMap(({ nameYet: name, version, canReceiveCalls, device, dialer }) => {
    const onWire = dialer === undefined ? {} : { wire: true };
    return name === undefined
      ? []
      : [{ name, version, canReceiveCalls, ...(device !== '' && { device }), ...onWire }];
  });
  const { inputs } = journal;
  const head = {
    sigsim: 'trace',
    version: traceVersion,
    // Where there are fewer, the file was cut off.
    entries: trace.entries.length,
    world: options,
    clients: known,
    inputs,
    ...(failed && { failed }),
  };
  return JSON.stringify(head) + written.slice(written.indexOf('\n'));
}

/**
 * Writes the trace of a world to `node_modules/.sigsim/`, or to the folder for temporary files
 * where a project has no node_modules.
 *
 * @param failed the check that failed, which the page then shows
 * @returns the path, from the current folder where it is below it; undefined where nothing can be written
 */
export function keep(world: World, failed?: Failed): string | undefined {
  const [fs, os, path] = [builtin('node:fs'), builtin('node:os'), builtin('node:path')];
  if (fs === undefined || os === undefined || path === undefined) return undefined;
  const written = world.trace.toJSONL();
  const text = fileOf(world, written, failed);
  const hash = sha256Of(written); // That of the trace, which would write it out once more.
  const whole = failed === undefined ? hash : sha256Of(hash + JSON.stringify(failed));
  const name = `${whole.slice(0, 12)}.jsonl`;
  const places = fs.existsSync('node_modules') ? [path.join(...folder)] : [];
  for (const place of [...places, path.join(os.tmpdir(), 'sigsim')]) {
    try {
      fs.mkdirSync(place, { recursive: true });
      fs.writeFileSync(path.join(place, name), text);
      return path.join(place, name);
    } catch {
      // A folder that cannot be written to is no reason to lose the failure: try the next.
    }
  }
  return undefined;
}
