// Timers that the application sets while time passes in a world whose clock is not installed:
// world.install() was forgotten, no world moves them, and the client would wait for real time. While such
// a world lets time pass, it wraps setTimeout and setInterval, only to watch. (A client that took them
// before, or from Node's modules, is not seen.)
import { Place } from './place.ts';

/** Called when a timer is set, with the place that set it. */
type Watch = (place: Place) => void;

type AnyFunction = (...args: never) => unknown;

const globals = globalThis as unknown as Record<string, AnyFunction | undefined>;
const watches = new Set<Watch>();
/** For each global that is wrapped: the wrapper, and what was there before. */
const put = new Map<string, Wrapped>();
let isHeld = false;

interface Wrapped {
  readonly ours: AnyFunction;
  readonly theirs: AnyFunction;
}

/** The last wrapper of each: what is wrapped is nearly always the same. */
const last = new Map<string, Wrapped>();

function wrapped(name: string, theirs: AnyFunction): Wrapped {
  const known = last.get(name);
  if (known?.theirs === theirs) return known;
  const apply = (target: AnyFunction, self: unknown, args: readonly unknown[]): unknown => {
    const place = new Place(apply);
    for (const watch of watches) watch(place);
    return Reflect.apply(target, self, args) as unknown;
  };
  const made = { ours: new Proxy(theirs, { apply }), theirs };
  last.set(name, made);
  return made;
}

function lay(): void {
  for (const name of ['setTimeout', 'setInterval']) {
    const theirs = globals[name];
    if (theirs === undefined) continue; // A bare script context has neither.
    const one = wrapped(name, theirs);
    globals[name] = one.ours;
    put.set(name, one);
  }
}

/** Removes the wrappers that are still there: somebody may have put fake timers over them. */
function lift(): void {
  for (const [name, { ours, theirs }] of put) if (globals[name] === ours) globals[name] = theirs;
  put.clear();
}

/** Watches from now on; returns a function that stops it. While a clock is installed, nothing is seen. */
export function watchTimers(watch: Watch): () => void {
  watches.add(watch);
  if (watches.size === 1 && !isHeld) lay();
  return () => {
    if (watches.delete(watch) && watches.size === 0) lift();
  };
}

/** Removes the wrappers while a clock is installed; returns a function that puts them back. */
export function holdWatches(): () => void {
  isHeld = true;
  lift();
  return () => {
    isHeld = false;
    if (watches.size > 0) lay();
  };
}
