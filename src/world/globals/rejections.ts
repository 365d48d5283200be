// A promise of the client may fail while the test waits for time to pass, and the test handles it only
// afterwards. Node would call that an unhandled rejection. So it is reported only if nobody has handled
// it once time has passed and the event loop has turned.
import { shared } from '../../base/shared.ts';
import { turn } from '../turn.ts';
import { builtin } from './node.ts';
import { Patches } from './patches.ts';

/** The real process object: what test runners show their tests may be a copy. */
const node = builtin('node:process');
/**
 * What was held back, by its promise, and how many waits hold it; there is one process, so there is one
 * of these.
 */
const { held, patches, waiters } = shared('rejections', () => ({
  held: new Map<unknown, unknown>(),
  patches: new Patches(),
  waiters: { count: 0 },
}));

function hold(): void {
  waiters.count += 1;
  if (waiters.count > 1 || node === undefined) return;
  const { emit } = node;
  patches.put(node, 'emit', (event: string, ...args: unknown[]): boolean => {
    const [first, promise] = args;
    if (event === 'unhandledRejection') {
      held.set(promise, first);
      return true;
    }
    if (event === 'rejectionHandled' && held.delete(first)) return true;
    return Reflect.apply(emit, node, [event, ...args]);
  });
}

function release(): void {
  waiters.count -= 1;
  if (waiters.count > 0) return;
  patches.undo();
  const left = [...held];
  held.clear();
  for (const [promise, reason] of left) {
    const isTold = node?.emit('unhandledRejection', reason, promise) === true;
    if (!isTold) throw reason; // As Node does if nobody listens.
  }
}

/** Waits for time to pass; a rejection that nobody has handled a turn later is reported then. */
export async function holdRejections(wait: () => Promise<void>): Promise<void> {
  hold();
  try {
    await wait();
  } finally {
    void turn(release);
  }
}
