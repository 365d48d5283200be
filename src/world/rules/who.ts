import type { Details } from '../../../machines/callbacks.ts';
import type { CallName } from '../../../machines/lifecycles.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import type { Delivery, How } from '../delivery.ts';
import type { Ruling } from '../ruling.ts';
import type { Device } from '../service/device.ts';

/** A client, as rules see it: what state it is in, and what they can make it do. */
export interface Who extends Device {
  /** The state of its login lifecycle: `'loggingIn.resolving'`. */
  readonly state: string;
  /** The state of its channel, and which one. */
  readonly channel: { readonly state: string; readonly name: string };
  /** Its current login; empty if there is none. */
  readonly loginCall: LoginCall;
  /** The `ref` of its current login, or of its last one. */
  readonly current: unknown;
  /** How many sessions it has had, and how many stays in a channel. */
  readonly visits: Readonly<Record<'loggedIn' | 'joined', number>>;
  /** Whether its application has set a handler for a delivery. */
  hears(delivery: Delivery): boolean;
  /** Takes a ruling on its session, or on its stay in a channel. */
  bear(ruling: Ruling): void;
  login(method: string, call: LoginCall, how: How): void;
  /** Makes a call; `method` is the SDK's method, if that has another name. */
  call(name: CallName, args: Details, how: How, method?: string): unknown;
}
