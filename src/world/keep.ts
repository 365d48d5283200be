// Where the trace of a failure is kept, so that it can be replayed. The file's name is the hash of the
// trace and of the check that failed: the same failure gives the same file, and tests that run in
// parallel do not collide.
import { checkGiven, isObject } from '../base/given.ts';
import { sha256Of } from '../base/hash.ts';
import { traceVersion, type Failed } from '../trace/trace.ts';
import type { World } from './world.ts';

const folder = ['node_modules', '.sigsim'];

/** A module of Node, if this is Node; a page has none, and nowhere to keep a file. */
const builtin = <Name extends 'node:fs' | 'node:os' | 'node:path'>(name: Name) =>
  typeof process === 'object' ? process.getBuiltinModule?.(name) : undefined;

/**
 * The trace of a world as a file that `sigsim replay` plays again. It is JSONL; its head says how the
 * world was made (all options but `certificate`, `clock` and `errors`), which clients it had, and what
 * came into it from outside.
 */
export function traceFile(world: World): string {
  const isWorld = isObject(world) && 'journal' in world;
  checkGiven('traceFile', world, isWorld, 'a world', 'Pass what createWorld returned.');
  return fileOf(world, world.trace.toJSONL());
}

/** The same from the lines of its trace, with the check that failed, if one did, in its head. */
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
    // If there are fewer, the file was cut off.
    entries: trace.entries.length,
    world: options,
    clients: known,
    inputs,
    ...(failed && { failed }),
  };
  return JSON.stringify(head) + written.slice(written.indexOf('\n'));
}

/**
 * Writes the trace of a world to `node_modules/.sigsim/`, or to the folder for temporary files if the
 * project has no node_modules.
 *
 * @param failed the check that failed, which the page then shows
 * @returns the path, relative to the current folder if it is inside it; undefined if nothing can be
 * written
 */
export function keep(world: World, failed?: Failed): string | undefined {
  const [fs, os, path] = [builtin('node:fs'), builtin('node:os'), builtin('node:path')];
  if (fs === undefined || os === undefined || path === undefined) return undefined;
  const written = world.trace.toJSONL();
  const text = fileOf(world, written, failed);
  const hash = sha256Of(written); // This is trace.hash, which would write the trace out once more.
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
