// One real turn of the event loop: all promises that are ready run before it comes. The platform's own
// functions for it are saved here, at import, so that fake timers that are installed later do not catch
// the world; if fake ones are there already, as can happen in jest, it goes another way.

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
 * Runs something in its own turn of the event loop: every promise that was ready, and whatever followed
 * from it, has run by then.
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
