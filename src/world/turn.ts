// One real turn of the event loop: whatever promises are ready run before it comes. The platform's own
// ways to it are taken here, at import, so that fake timers laid over them later do not catch the
// world; where fake ones are there before it, as jest can have them, it goes another way.

interface Port {
  addEventListener(type: 'message', run: () => void): void;
  start(): void;
  postMessage(message: unknown): void;
  readonly ref?: () => void;
  readonly unref?: () => void;
}
interface Host {
  readonly setImmediate?: ((run: () => void) => unknown) & { readonly clock?: unknown };
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
}

const { setImmediate: immediate, MessageChannel: Channel } = globalThis as unknown as Host;

function viaChannel(): (run: () => void) => void {
  if (Channel === undefined) {
    throw new Error('sigsim: this platform has neither setImmediate nor MessageChannel.');
  }
  const { port1, port2 } = new Channel();
  const waiting: (() => void)[] = [];
  port1.addEventListener('message', () => {
    const run = waiting.shift();
    if (waiting.length === 0) port1.unref?.();
    run?.();
  });
  port1.start();
  port1.unref?.();
  return (run) => {
    waiting.push(run);
    port1.ref?.();
    port2.postMessage(null);
  };
}

/** Runs something in the next turn of the event loop. */
export const schedule: (run: () => void) => void =
  immediate === undefined || immediate.clock !== undefined ? viaChannel() : immediate;

/**
 * Runs something in a turn of the event loop of its own: every promise that was ready, and whatever
 * followed from it, has run by then.
 */
export const turn = <T>(run: () => T): Promise<T> =>
  new Promise((resolve, reject) => {
    schedule(() => {
      try {
        resolve(run());
      } catch (error) {
        reject(error);
      }
    });
  });
