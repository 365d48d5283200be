// Timers that the application sets while time passes in a world whose clock is not over the globals:
// world.install() was forgotten, no world moves them, and the client would wait for real time. While
// such a world lets time pass, its watch stands over setTimeout and setInterval, and only looks on.
// (A client that took them before, or from Node's modules, is not seen.)
import { Place } from './place.ts';

/** Hears of a timer that was set, and where. */
type Watch = (place: Place) => void;

type AnyFunction = (...args: never) => unknown;

const globals = globalThis as unknown as Record<string, AnyFunction | undefined>;
const watches = new Set<Watch>();
/** What stands over a global, and what stood there. */
const put = new Map<string, readonly [ours: AnyFunction, theirs: AnyFunction]>();
let isHeld = false;

function lay(): void {
  for (const name of ['setTimeout', 'setInterval']) {
    const theirs = globals[name];
    if (theirs === undefined) continue; // A bare context of a script has neither.
    const apply = (target: AnyFunction, self: unknown, args: readonly unknown[]): unknown => {
      const place = new Place(apply);
      for (const watch of watches) watch(place);
      return Reflect.apply(target, self, args) as unknown;
    };
    const ours = new Proxy(theirs, { apply });
    globals[name] = ours;
    put.set(name, [ours, theirs]);
  }
}

/** Takes off what is still there: somebody may have laid fake timers over it. */
function lift(): void {
  for (const [name, [ours, theirs]] of put) if (globals[name] === ours) globals[name] = theirs;
  put.clear();
}

/** Watches from now on; gives what ends that. Where a clock is over the globals nothing is seen. */
export function watchTimers(watch: Watch): () => void {
  watches.add(watch);
  if (watches.size === 1 && !isHeld) lay();
  return () => {
    if (watches.delete(watch) && watches.size === 0) lift();
  };
}

/** Takes every watch off the globals while a clock is over them; gives what puts it back. */
export function holdWatches(): () => void {
  isHeld = true;
  lift();
  return () => {
    isHeld = false;
    if (watches.size > 0) lay();
  };
}
