// What a client asks of the service, in the service's words.
import type { DataErrand } from '../../../machines/login/service.ts';
import type { InviteErrand } from '../../../machines/invite/service.ts';

/** A request that only onError reports on. */
export type FollowedRequest =
  | DataErrand
  | Extract<InviteErrand, { readonly op: 'accept' | 'refuse' | 'dtmf' }>;
