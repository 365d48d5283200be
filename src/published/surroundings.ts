import type { CodeName } from '../../machines/codes.ts';
import type { Random } from '../world/random.ts';
import type { Timer } from '../world/clock.ts';
import type { Net } from '../wire/virtual/net.ts';
import type { Manner } from './quirks.ts';

/** A callback that was called, or would have been. */
export interface Heard {
  readonly name: string;
  readonly code?: CodeName;
  readonly args: readonly unknown[];
  readonly handled: boolean;
  /** The account of the session that it belongs to. */
  readonly session: object;
  /** The objects on which the application might have set it. */
  readonly owner: object;
}

/** What a copy of the SDK finds around it. */
export interface Surroundings {
  readonly net: Net;
  readonly manner: Manner;
  /** What the browser says it is. */
  readonly userAgent: string;
  readonly random: Random;
  /** Is told of every callback. */
  readonly onHeard: (heard: Heard) => void;
}

/** Runs something of the SDK's own after a while; a browser waits 1 ms at the least. */
export const later = ({ net }: Surroundings, ms: number, run: () => void): Timer =>
  net.clock.set(() => {
    net.run('timer', run);
  }, Math.max(1, ms));

/** Calls a callback property of an object; a handler that throws stops nothing. */
export function fire(
  around: Surroundings,
  session: object,
  owner: object,
  [name, ...args]: readonly [name: string, ...args: readonly unknown[]],
  code?: CodeName,
): void {
  const handler: unknown = Reflect.get(owner, name);
  const handled = typeof handler === 'function';
  around.onHeard({ name, args, handled, session, owner, ...(code !== undefined && { code }) });
  if (handled) around.net.run(name, () => Reflect.apply(handler, owner, args) as unknown);
}
