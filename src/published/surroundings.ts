import type { CodeName } from '../../machines/codes.ts';
import { plain } from '../base/plain.ts';
import type { Random } from '../world/random.ts';
import type { Timer } from '../world/heap.ts';
import type { Net } from '../wire/virtual/net.ts';
import type { Manner } from './quirks.ts';

/** A callback that was called, or would have been. */
export interface Heard {
  readonly name: string;
  readonly code?: CodeName;
  readonly args: readonly unknown[];
  readonly handled: boolean;
  /** The client that it belongs to, as the trace calls it. */
  readonly client: string;
  /** The objects on which the application may have set it. */
  readonly owners: readonly object[];
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
  net.clock.set(
    () => {
      net.hear('timer', run);
    },
    Math.max(1, ms),
  );

/** Calls what came with a request, if anything did; what is no function is a TypeError, as in 1.4.0. */
export function answer(
  around: Surroundings,
  client: string,
  [method, cb, ...args]: readonly [method: string, cb: unknown, ...args: readonly unknown[]],
): void {
  const handled = typeof cb === 'function';
  const name = `${method} cb`;
  around.onHeard({ name, args: args.map(told), handled, client, owners: [] });
  if (handled) around.net.run(name, () => Reflect.apply(cb, undefined, args) as unknown);
  else if (cb) throw new TypeError(`the callback of ${method} is not a function`);
}

/** An argument as the trace has it. */
function told(arg: unknown): unknown {
  const call = arg as { readonly channelName?: unknown; readonly peer?: unknown } | undefined;
  return call?.channelName === undefined ? plain(arg) : [call.channelName, call.peer].map(plain);
}

/** Calls a callback property of an object; gives whether it did not throw, which stops nothing else. */
export function fire(
  around: Surroundings,
  client: string,
  owner: object,
  [name, ...args]: readonly [name: string, ...args: readonly unknown[]],
  code?: CodeName,
): boolean {
  const handler: unknown = Reflect.get(owner, name);
  const handled = typeof handler === 'function';
  around.onHeard({
    name,
    args: args.map(told),
    handled,
    client,
    owners: [owner],
    ...(code !== undefined && { code }),
  });
  let isDone = !handled;
  if (handled) {
    around.net.run(name, () => {
      Reflect.apply(handler, owner, args);
      isDone = true;
    });
  }
  return isDone;
}
