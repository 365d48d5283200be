// What a client's statecharts tell its application: whom each callback is for, and which rule caused it.
// A call brings a `ref` along, which comes back with whatever the call leads to.
import { callbacks, type CallbackName } from '../../../machines/lifecycles.ts';
import type { Details } from '../../../machines/callbacks.ts';
import type { CodeName } from '../../../machines/codes.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import type { Callback, Effect } from '../../../machines/row.ts';
import type { Delivery } from '../delivery.ts';
import type { Ruling } from '../ruling.ts';
import type { Who } from '../rules/who.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Actor, Cause } from './actor.ts';

/** What a client was like before an event. */
export interface Earlier {
  readonly channel: string;
  readonly ref: unknown;
  /** The `ref`s of the logins that waited for a logout, in the order in which they were made. */
  readonly waited: readonly unknown[];
  /** How many of the logins that waited for a logout have been answered since. */
  answered: number;
}

/** An event, with what its callbacks need to know. */
export interface Occurrence {
  readonly actor: Actor;
  readonly cause: Cause;
  readonly earlier: Earlier;
  /** What a rule has decided, if the event is a call. */
  readonly ruling: Ruling | undefined;
}

/** Hands things to the application of one client. */
export class Handover {
  readonly #world: Surroundings;
  readonly #client: Who;
  /** The `ref` of the client's current login, or of its last one. */
  current: unknown;

  constructor(world: Surroundings, client: Who) {
    this.#world = world;
    this.#client = client;
  }

  /** Puts a callback of a statechart into the application's words, and hands it over. */
  deliver(callback: Callback, { actor, cause, earlier, ruling: given }: Occurrence): void {
    const ref = refOf(callback, actor, cause, earlier) ?? this.current;
    const { part, address, place } = actor;
    const name = callback.name as CallbackName; // A machine only emits callbacks that its lifecycle lists.
    const { type } = cause;
    const code = 'code' in callback ? callback.code : undefined;
    const context = place.snapshot.context as Details;
    const said = { address, event: cause, context, before: earlier.channel, code };
    const told = callbacks[name].details(said);
    for (const details of Array.isArray(told) ? (told as readonly Details[]) : [told as Details]) {
      const plain = { name, details, ref, part, cause: type };
      if (code === undefined) this.hand(plain);
      else {
        const ruling = catchRuling(code, actor, given);
        this.hand(ruling === undefined ? { ...plain, code } : { ...plain, code, ruling });
      }
    }
    const failed = address['failed'] as ((code: CodeName) => Delivery) | undefined;
    if (code !== undefined && failed !== undefined) this.hand(failed(code));
  }

  /** Hands something to the application, asynchronously, in order. */
  hand(delivery: Delivery): void {
    const world = this.#world;
    const { current: session } = this;
    const whole = session === undefined ? delivery : { ...delivery, session };
    world.clock.set(() => {
      world.deliver(this.#client, whole);
    }, 0);
  }

  /** Records that something came that nobody waits for. */
  late(name: string): void {
    const { trace, clock } = this.#world;
    trace.entries.push({ kind: 'late', at: clock.now, client: this.#client.line.client, name });
  }
}

/** Whether a call that brought a `ref` has begun something that further callbacks will be about. */
export function begins(type: string, effects: readonly Effect[]): boolean {
  if (type === 'channelLeave') return false; // What follows belongs to the join.
  return type === 'channelJoin'
    ? effects.every((effect) => effect.type !== 'callback' || effect.name !== 'onError')
    : effects.some((effect) => effect.type === 'request');
}

/** Whose a callback is. The answers to a join are for the join; what it ends is for the one before it. */
function refOf({ name }: Callback, actor: Actor, cause: Cause, earlier: Earlier): unknown {
  if (actor.part === 'login') {
    if (name !== 'onLoginFailed') return cause.ref;
    if (cause.type === 'login') return (cause['call'] as LoginCall).ref;
    return earlier.waited[earlier.answered++];
  }
  const isEnd = name === 'onChannelLeaved' || name === 'onChannelJoinFailed';
  if (cause.type === 'channelJoin' && isEnd) return earlier.ref;
  if (cause.type === 'channelLeave' && name === 'onChannelJoinFailed') return earlier.ref;
  return cause.ref ?? actor.ref;
}

/** The ruling that caused a code, if one waits for it. */
function catchRuling(code: CodeName, { rulings }: Actor, given?: Ruling): Ruling | undefined {
  const waits = (ruling: Ruling): boolean => ruling.code === code && !ruling.isCaught;
  const ruling = given !== undefined && waits(given) ? given : rulings?.find(waits);
  if (ruling !== undefined) ruling.isCaught = true;
  return ruling;
}
