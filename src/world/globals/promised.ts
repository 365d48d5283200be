// The timers of node:timers/promises on the world's clock.
import type { AppTimers } from './app-timers.ts';
import { Place } from './place.ts';

/** The options of the timers of node:timers/promises that matter here. */
export interface PromisedOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What Node rejects with when a signal has ended a wait; undefined as long as it has not. */
function abortionOf(signal: AbortSignal | undefined): Error | undefined {
  if (signal?.aborted !== true) return undefined;
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

/** The timers of node:timers/promises, on the timers of an application. */
export function createPromised(timers: AppTimers) {
  const wait = <T>(ms: unknown, value: T, { signal }: PromisedOptions, place: Place): Promise<T> =>
    new Promise((resolve, reject) => {
      const aborted = abortionOf(signal);
      if (aborted !== undefined) {
        reject(aborted);
        return;
      }
      const abort = (): void => {
        timers.clear(Number(timer));
        reject(abortionOf(signal));
      };
      const done = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      };
      const timer = timers.set(done, ms, [], { place });
      signal?.addEventListener('abort', abort, { once: true });
    });

  const setTimeout = <T>(ms?: unknown, value?: T, options: PromisedOptions = {}): Promise<T> =>
    wait(ms, value as T, options, new Place(setTimeout));

  const setInterval = <T>(ms?: unknown, value?: T, options: PromisedOptions = {}) =>
    ticks(ms, value as T, options, new Place(setInterval));

  // Ticks that nobody has taken yet wait for whoever asks, as in Node.
  async function* ticks<T>(
    ms: unknown,
    value: T,
    { signal }: PromisedOptions,
    place: Place,
  ): AsyncGenerator<T> {
    let [waiting, wake] = [0, (): void => undefined];
    const tick = (): void => {
      waiting += 1;
      wake();
    };
    const stir = (): void => wake();
    const timer = timers.set(tick, ms, [], { place, repeats: true });
    signal?.addEventListener('abort', stir, { once: true });
    try {
      for (;;) {
        if (waiting === 0 && signal?.aborted !== true) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const ended = abortionOf(signal);
        if (ended !== undefined) throw ended;
        for (; waiting > 0; waiting--) yield value;
      }
    } finally {
      timers.clear(Number(timer));
      signal?.removeEventListener('abort', stir);
    }
  }

  const schedulerWait = (ms?: unknown, options: PromisedOptions = {}): Promise<void> =>
    wait(ms, undefined, options, new Place(schedulerWait));

  return { setTimeout, setInterval, schedulerWait };
}
