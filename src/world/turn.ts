// One real turn of the event loop: whatever promises are ready run before it comes. The real timers
// are captured here, at import, so that fake ones laid over them later do not catch the world.
// This is the only file of the library that touches the real event loop.

interface Host {
  readonly setImmediate?: (run: () => void) => unknown;
  readonly MessageChannel?: new () => {
    readonly port1: { addEventListener(type: 'message', run: () => void): void; start(): void };
    readonly port2: { postMessage(message: unknown): void };
  };
}

const host = globalThis as unknown as Host;
const immediate = host.setImmediate;

function viaChannel(): (run: () => void) => void {
  if (host.MessageChannel === undefined) {
    throw new Error('sigsim: this platform has neither setImmediate nor MessageChannel.');
  }
  const { port1, port2 } = new host.MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return (run) => {
    waiting.push(run);
    port2.postMessage(null);
  };
}

const schedule = immediate ?? viaChannel();

/** Lets every promise that is ready, and whatever follows from it, run to its end. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    schedule(resolve);
  });
