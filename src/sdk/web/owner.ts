import type { Client } from '../../world/client/client.ts';
import type { Details } from '../../../machines/callbacks.ts';
import type { FollowedRequest } from '../../world/client/requests.ts';
import type { How } from '../../world/delivery.ts';
import type { Info } from './info.ts';

/** A session, as what belongs to it sees it: its channels, its calls, what waits for an answer. */
export interface Owner {
  readonly client: Client;
  /** Whether what it asks now can go to the service. */
  readonly isLoggedIn: boolean;
  /** Its calls, by address. */
  readonly calls: { isCurrent(call: object, role: 'caller' | 'callee'): boolean };
  /** The objects of the channel that the client is in. */
  readonly twins: readonly object[];
  /** How a call of this session is made: one that is over is logged in no more. */
  how(ref: unknown): How;
  /** Makes a request whose callback gets `(...answer, info?)`. */
  request(
    method: string,
    args: readonly unknown[],
    what: FollowedRequest,
    cb: unknown,
    answer: (data: Details, info?: Info) => readonly unknown[],
  ): void;
}
