// Whether a run is the same when it is played again. If not, nothing that a campaign says can be relied on,
// so the first difference is reported, and what in the client may cause it.
import type { TraceEntry } from '../trace/entry.ts';
import { Patches } from '../world/globals/patches.ts';
import { playRun, type Bench, type DrawnRun } from './play.ts';

/** A run that differed when it was played again. */
export interface Differs {
  readonly run: number;
  /** The number of the first event in the trace that differs, from 1. */
  readonly line: number;
  readonly first: string;
  readonly second: string;
  /** What may cause it, most likely first. */
  readonly causes: readonly string[];
}

const text = (entry: TraceEntry | undefined): string =>
  entry === undefined ? 'nothing more' : JSON.stringify(entry);

/** Watches the platform's randomness and time that no world can replace, while a run is played. */
function watchPlatform(): { readonly used: Set<string>; readonly undo: () => void } {
  const used = new Set<string>();
  const patches = new Patches();
  const crypto = Reflect.get(globalThis, 'crypto') as unknown as
    | Record<string, unknown>
    | undefined;
  for (const name of ['randomUUID', 'getRandomValues'] as const) {
    const real = crypto?.[name];
    if (crypto === undefined || typeof real !== 'function') continue;
    patches.put(crypto, name, (...args: readonly unknown[]): unknown => {
      used.add(`crypto.${name}`);
      return Reflect.apply(real, crypto, args) as unknown;
    });
  }
  return { used, undo: () => patches.undo() };
}

/** Plays a run again; returns what differs, if anything does. */
export async function checkAgain(
  bench: Bench,
  seed: number,
  first: DrawnRun,
): Promise<Differs | undefined> {
  const second = await playRun(bench, seed, first.run, true);
  if (second.hash === first.hash) return undefined;
  const watch = watchPlatform();
  const looking = { ...bench, looksClosely: true };
  const third = await playRun(looking, seed, first.run, true).finally(watch.undo);
  const [before = [], after = []] = [first.entries, second.entries];
  const at = before.findIndex((entry, index) => text(entry) !== text(after[index]));
  const line = at < 0 ? Math.min(before.length, after.length) : at;
  const causes = [
    ...[...watch.used].map((name) => `${name}: use Math.random instead, which the world seeds`),
    ...(third.strays > 0
      ? ['a real timer: one that was taken from the platform before the world replaced it']
      : []),
    ...(third.hash === second.hash
      ? ['something that outlives a run: a module variable, a static field, a cache, a counter']
      : [
          'Math.random or Date, if the client kept its own reference when it was loaded',
          'an order that is not fixed: promises that race in real time, keys of a WeakMap',
        ]),
  ];
  return {
    run: first.run,
    line: line + 1,
    first: text(before[line]),
    second: text(after[line]),
    causes,
  };
}
