// What a session is told without asking, in one queue: whatever was under way when its line was lost
// stands before what came later, and all of it goes by the next line of the same session. A new login has
// a new mailbox.
//
// @source decisions.md E.3, LC 5.7
import type { Membership } from '../../../machines/membership.ts';
import type { Network } from '../network/network.ts';
import type { Push } from '../../../machines/lifecycles.ts';
import type { Device } from './device.ts';

/** Something pushed that its client has not heard yet. */
interface Waiting {
  readonly push: Push;
  /** It has not been sent yet, so no rule has seen it. */
  isNew: boolean;
}

/** Why a client is no longer in a channel. */
export type Removal = Exclude<Membership, 'kept'>;

const removals: Readonly<Record<string, Removal>> = {
  'member.removed': 'removed',
  'channel.destroyed': 'destroyed',
};

const removalOf = ({ push }: Waiting): Removal | undefined => removals[push.event.type];

/** Tells a session something; without a line, it waits for the next one. */
export const tell = (
  { mailbox, hasLine }: { readonly mailbox: Mailbox; readonly hasLine: boolean },
  push: Push,
): void => {
  mailbox.push(push, hasLine);
};

/** The mailbox of one session. */
export class Mailbox {
  readonly #network: Network;
  readonly #device: Device;
  /** Oldest first, under way or waiting for a line. */
  #queue: Set<Waiting> | undefined;

  constructor(network: Network, device: Device) {
    this.#network = network;
    this.#device = device;
  }

  /** Made when it is needed: most sessions of a large world are told nothing. */
  get #waiting(): Set<Waiting> {
    return (this.#queue ??= new Set());
  }

  /** The mailbox of the session that replaces this one: everything but what was told about the channel. */
  get next(): Mailbox {
    const next = new Mailbox(this.#network, this.#device);
    for (const waiting of this.#waiting) {
      if (waiting.push.part !== 'channel') next.#waiting.add(waiting);
    }
    return next;
  }

  /** Adds something, and sends it if there is a line. */
  push(push: Push, hasLine: boolean): void {
    const waiting = { push, isNew: true };
    this.#waiting.add(waiting);
    if (hasLine) this.#send(waiting);
  }

  /** Sends by a new line whatever has not been heard yet, in order. */
  sendAll(): void {
    for (const waiting of this.#queue ?? []) this.#send(waiting);
  }

  /**
   * What a client that is back hears about a channel that it was removed from: the reason, or that it is
   * still in, if it has yet to hear what happened in the channel before that. Undefined if nothing here
   * says why.
   */
  membershipOf(channel: string): Membership | undefined {
    const ofChannel = [...this.#waiting].filter(({ push }) => push.channel === channel);
    const removed = ofChannel.find((waiting) => removalOf(waiting) !== undefined);
    if (removed === undefined) return undefined;
    if (ofChannel[0] !== removed) return 'kept';
    this.#waiting.delete(removed);
    return removalOf(removed);
  }

  /** Why a client is no longer in its channel, if it has not heard that yet. */
  get removal(): Removal | undefined {
    return [...this.#waiting].map(removalOf).find((why) => why !== undefined);
  }

  /** A rule treats a push only once: what is sent again has had its turn. */
  #send(waiting: Waiting): void {
    const { push, isNew } = waiting;
    const { rules } = this.#device;
    const heard = (): void => {
      this.#waiting.delete(waiting);
    };
    waiting.isNew = false;
    this.#network.push(
      this.#device,
      push.event.type,
      () => this.#device.hear(push, heard),
      heard,
      isNew && !rules.isEmpty ? rules.onPush(this.#device, push) : undefined,
    );
  }
}
