// What is asked of a client under test, and what becomes of it.
import type { SignalingWorld } from '../create-world.ts';
import type { CallName } from '../run/index.ts';

/** Something that was asked of the client, and what became of the promise that it returned, if any. */
export interface Asked {
  readonly call: CallName | 'dispose';
  readonly at: number;
  /** The trace entries that came during the call: what the client did at once. */
  readonly from: number;
  to: number;
  outcome: 'none' | 'pending' | 'resolved' | 'rejected';
}

/**
 * Asks something of a client, and records it.
 *
 * @param onThrow what to do with what it throws at once
 */
export function ask(
  { trace, now }: SignalingWorld,
  all: Asked[],
  call: Asked['call'],
  run: () => unknown,
  onThrow: (error: unknown) => void,
): void {
  const from = trace.entries.length;
  const asked: Asked = { call, at: now, from, to: from, outcome: 'none' };
  all.push(asked);
  try {
    const given = run();
    if (given instanceof Promise) {
      asked.outcome = 'pending';
      given.then(
        () => {
          asked.outcome = 'resolved';
        },
        () => {
          asked.outcome = 'rejected';
        },
      );
    }
  } catch (error) {
    onThrow(error);
  }
  asked.to = trace.entries.length;
}
