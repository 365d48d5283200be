// What a client asks of the service, in the service's words.
import type { DataErrand } from '../../../machines/login/service.ts';
import type { InviteErrand } from '../../../machines/invite/service.ts';
import { asks, type Errand } from '../../../machines/lifecycles.ts';
import type { Asking, Self } from '../../../machines/service.ts';
import type { Actor, Cause } from './actor.ts';

/** A request that only onError speaks for. */
export type FollowedRequest =
  | DataErrand
  | Extract<InviteErrand, { readonly op: 'accept' | 'refuse' | 'dtmf' }>;

/** What an actor sends because of an event. */
export function errandOf(name: string, { part, address }: Actor, cause: Cause, self: Self): Errand {
  const ask = asks.get(name) as (asking: Asking) => Errand; // A test sees that all that is asked is there.
  return ask({ part, address, event: cause, self });
}
