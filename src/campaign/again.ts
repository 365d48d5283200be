// Whether a run is the same again. Where it is not, nothing that a campaign says can be relied on, so that
// the first difference is told, and what of the client may cause it.
import type { TraceEntry } from '../trace/entry.ts';
import { Patches } from '../world/globals/patches.ts';
import { playRun, type Bench, type DrawnRun } from './play.ts';

/** A run that was not the same again. */
export interface Differs {
  readonly run: number;
  /** The place in the trace of the first event that is another, from 1. */
  readonly line: number;
  readonly first: string;
  readonly second: string;
  /** What may cause it, the likeliest first. */
  readonly causes: readonly string[];
}

const text = (entry: TraceEntry | undefined): string =>
  entry === undefined ? 'nothing more' : JSON.stringify(entry);

/** Chance and time of the platform that no world can lay a hand on, watched while a run is played. */
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

/** Plays a run again; gives what is otherwise, if anything is. */
export async function checkAgain(
  bench: Bench,
  seed: number,
  first: DrawnRun,
): Promise<Differs | undefined> {
  const second = await playRun(bench, seed, first.run, true);
  if (second.hash === first.hash) return undefined;
  const watch = watchPlatform();
  const looking = { ...bench, findsStrays: true };
  const third = await playRun(looking, seed, first.run, true).finally(watch.undo);
  const [before = [], after = []] = [first.entries, second.entries];
  const at = before.findIndex((entry, index) => text(entry) !== text(after[index]));
  const line = at < 0 ? Math.min(before.length, after.length) : at;
  const causes = [
    ...[...watch.used].map((name) => `${name}: draw from Math.random, which the world seeds`),
    ...(third.strays > 0
      ? ['a real timer: one that was taken from the platform before the world laid its own over it']
      : []),
    ...(third.hash === second.hash
      ? [
          'something that outlives a run: a variable of a module, a static field, a cache, a counter',
        ]
      : [
          'Math.random or Date, where the client took hold of it when it was loaded',
          'the order of what is not ordered: promises that race in real time, keys of a WeakMap',
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
