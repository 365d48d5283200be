// The service's half of a lifecycle: what a client's statecharts ask for, and what the service then
// does. A lifecycle defines it in its service.ts. It is pure except for what it remembers about a
// world, in a closure.
import type { Details } from './callbacks.ts';

/** What the service answers: an event for the statechart that asked. */
export interface Answer {
  readonly type: string;
  readonly [argument: string]: unknown;
}

/**
 * Something that the service tells a client without being asked; `Part` names the statecharts that
 * may hear it.
 */
export interface Push<Part extends string = string> {
  /** The statechart that hears it; `data` goes to the application unchanged. */
  readonly part: Part | 'data';
  /** The address that it is about. */
  readonly channel?: string;
  readonly peer?: string;
  /** Whether it is obsolete before it has arrived, so that nobody hears it. */
  readonly isOver?: () => boolean;
  /** Runs when it is heard. */
  readonly taken?: () => void;
  /** The session that it ends; a client that has a different session by then ignores it. */
  readonly session?: number;
  readonly event: { readonly type: string; readonly [argument: string]: unknown };
}

/**
 * A client that makes a request: the subject of its statechart, why it asks, and what it knows
 * about itself.
 */
export interface Asking {
  readonly part: string;
  readonly address: Details;
  /** The event that makes it ask. */
  readonly event: Details;
  readonly self: Self;
}

/** The state of a client that goes into its requests. */
export interface Self {
  /** The login of its session, or the one that it is making. */
  readonly call: Readonly<Record<'appId' | 'account' | 'token', unknown>>;
  readonly version: string;
  readonly device: string;
  /** The session that it has, or wants back. */
  readonly session: number | undefined;
  /** Whether it makes a full login to get that session back. */
  readonly isWhole: boolean;
  readonly channel: string;
  /** The channel that it was in before the event that makes it ask. */
  readonly channelBefore: string;
  /** The connection that it uses. */
  readonly epoch: number;
}

/** The holder of a session, as the service knows it. */
export interface Sender {
  readonly appId: string;
  readonly account: string;
  /** The channel it is in, `''` for none. */
  readonly channel: string;
  /** Whether it is connected, as far as the service knows. */
  readonly hasLine: boolean;
  /** Messages already accepted, so that a repeated one counts once. */
  taken: Set<string> | undefined;
}

/** An invitation: who sent it, and what came with it. */
export interface Invitation {
  readonly appId: string;
  readonly channel: string;
  readonly caller: string;
  readonly callee: string;
  readonly extra: string;
}

/**
 * What the service offers to the lifecycles. It hides time, presence, mailboxes and rates. `Part`
 * names the statecharts that can receive pushes; without it, only data can be pushed.
 */
export interface Office<From extends Sender = Sender, Part extends string = never> {
  /** The session of an account. */
  find(appId: string, account: string): From | undefined;
  /** All sessions of an App ID, in order of login. */
  online(appId: string): readonly From[];
  /** Tells a client something, by its mailbox. A property, so that no office takes fewer parts. */
  readonly push: (to: From, push: Push<Part>) => void;
  /** Counts one message; returns whether it is over the rate. */
  isOver(kind: 'user' | 'channel', name: string): boolean;
  /** Runs when a new session begins, and when a session ends. */
  watch(watcher: {
    readonly comes?: (one: From) => void;
    readonly goes?: (one: From) => void;
  }): void;
  readonly channels: {
    hasRoom(appId: string, name: string): boolean;
    /** Moves somebody into a channel, out of the previous one; returns what the joiner is told. */
    join(one: From, name: string): Details;
    leave(one: From): void;
    members(appId: string, name: string): readonly From[];
    broadcast(appId: string, name: string, from: string, body: string): void;
    /** An undefined `value` deletes, an undefined `name` clears. */
    setAttribute(
      one: From,
      channel: string,
      name: string | undefined,
      value: string | undefined,
    ): void;
  };
  readonly invitations: {
    /** Sends an invitation, or keeps it; false if the callee cannot receive calls. */
    invite(invitation: Invitation): boolean;
    withdraw(address: Omit<Invitation, 'extra'>): void;
    hangUp(address: Omit<Invitation, 'extra'>): void;
    tellCaller(
      to: From,
      address: Pick<Invitation, 'channel' | 'callee'>,
      type: string,
      extra?: string,
    ): void;
    tellCallee(
      to: From,
      address: Pick<Invitation, 'channel' | 'caller'>,
      type: string,
      extra?: string,
    ): void;
  };
}

/** What is sent to the service; `op` names what is wanted. */
export interface Errand {
  readonly op: string;
}

/** Serves errands, each by its name. `answer` sends an answer back; not every errand gets one. */
export type Serving<One extends Errand, From extends Sender> = {
  readonly [Op in One['op']]: (
    errand: Extract<One, { readonly op: Op }>,
    from: From,
    answer: (answer: Answer) => void,
  ) => void;
};

/** How rules and faults describe an operation. */
export interface Operation {
  /** In a sentence: `no invitation`; without it, rules cannot name the operation. */
  readonly noun?: string;
  /** About somebody who did it: `alice invited somebody 2 times`. */
  readonly deed?: string;
  /** The fields that a rule can ask for. */
  readonly names: readonly ('account' | 'peer' | 'channel')[];
  /** It has a peer or a channel, never both. */
  readonly isEither?: true;
  /** States of its client in which it may come. @default logged in, whatever the channel */
  readonly states?: readonly string[];
  /** States of its statechart in which it waits for the answer. */
  readonly waits?: readonly string[];
  /** A request that fails only through onError. */
  readonly isRequest?: true;
  /** It only reads or writes data; such operations come last in lists. */
  readonly isData?: true;
}

/** The service's half of a lifecycle; `Part` names the statecharts that it pushes to. */
export interface ServiceHalf<
  One extends Errand = never,
  Operations extends Readonly<Record<string, Operation>> = Readonly<Record<string, Operation>>,
  Part extends string = never,
> {
  /** What is sent for each request of a statechart, by the name of the request. */
  readonly asks: Readonly<Record<string, (asking: Asking) => One>>;
  /** What the service then does, in a world. */
  readonly serves: <From extends Sender>(office: Office<From, Part>) => Partial<Serving<One, From>>;
  readonly operations: Operations;
}

/** The service's half of any lifecycle that has only these statecharts. */
export interface AnyHalf<Part extends string = string> {
  readonly asks: Readonly<Record<string, (asking: Asking) => Errand>>;
  readonly serves: <From extends Sender>(office: Office<From, Part>) => object;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** A value as text, `''` if it is not text, which the machines never let happen. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
