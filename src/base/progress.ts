// Progress of long work. Code deep inside reports it to the current listener, without being passed
// a callback: such work is synchronous, so there is never more than one listener.

/** Asks for the rate of long work, and how long it will still take. */
export interface Pace {
  /** Milliseconds of real time until it ends. @default calculated from the rate */
  readonly leftMs?: number;
}

/** Receives what is being done, how much of it is done, and, if known, out of how much. */
export type OnProgress = (what: string, done: number, all?: number, pace?: Pace) => void;

let listener: OnProgress | undefined;

/** Reports how far the work has come. Costs almost nothing if nobody listens. */
export const progress: OnProgress = (what, done, all, pace) => listener?.(what, done, all, pace);

/** Runs synchronous work while `onProgress` listens. */
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
