// How far long work has come. What works deep inside says so to whoever listens, and nothing is handed
// down to it: such work is synchronous, so that only one can be listening.

/** Hears what is being done, and how much of it is done, of how much where that is known. */
export type OnProgress = (what: string, done: number, all?: number) => void;

let listener: OnProgress | undefined;

/** Says how far work has come. Costs next to nothing where nobody listens. */
export const progress: OnProgress = (what, done, all) => listener?.(what, done, all);

/** Does synchronous work while `onProgress` listens. */
export function withProgress<T>(onProgress: OnProgress | undefined, work: () => T): T {
  if (onProgress === undefined) return work();
  const before = listener;
  listener = onProgress;
  try {
    return work();
  } finally {
    listener = before;
  }
}
