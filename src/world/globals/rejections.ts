// A promise of the client may fail while the test waits for time to pass, and the test looks at it
// only then. Node would call that an unhandled rejection. So it is told only where nobody has looked
// when time has passed and the event loop has turned once.
import { turn } from '../turn.ts';
import { isNode } from './node.ts';
import { Patches } from './patches.ts';

type Emit = (event: string, ...args: unknown[]) => boolean;

/** What was held back, by its promise; there is one process, so there is one. */
const held = new Map<unknown, unknown>();
const patches = new Patches();
let waiters = 0;

const emitOf = (): Emit => (process as unknown as { readonly emit: Emit }).emit;

function hold(): void {
  waiters += 1;
  if (waiters > 1 || !isNode) return;
  const emit = emitOf();
  patches.put(process, 'emit', ((event, ...args) => {
    const [first, promise] = args;
    if (event === 'unhandledRejection') {
      held.set(promise, first);
      return true;
    }
    if (event === 'rejectionHandled' && held.delete(first)) return true;
    return Reflect.apply(emit, process, [event, ...args]);
  }) satisfies Emit);
}

function release(): void {
  waiters -= 1;
  if (waiters > 0) return;
  patches.undo();
  const left = [...held];
  held.clear();
  for (const [promise, reason] of left) {
    const isTold = Reflect.apply(emitOf(), process, ['unhandledRejection', reason, promise]);
    if (!isTold) throw reason; // As Node does where nobody listens.
  }
}

/** Waits for time to pass; a rejection that nobody has handled a turn later is told then. */
export async function holdRejections(wait: () => Promise<void>): Promise<void> {
  hold();
  try {
    await wait();
  } finally {
    void turn(release);
  }
}
