import { lobby, type Calls } from '../calls.ts';

const invitation = {
  args: ['channel', 'peer', 'extra?'],
  address: ['channel', 'peer'],
  sample: { channel: lobby, peer: '$peer' },
} as const;

const answer = { ...invitation, part: 'callee', hides: ['extra'] } as const;

/** What a client can ask for about calls. @source LC 1.1, 1.2 */
export const inviteCalls = {
  channelInviteUser2: {
    ...invitation,
    part: 'caller',
    asks: 'invite',
    tries: 'invite',
    about: ['channel', 'peer'],
    also: ['channelInviteUser'],
  },
  channelInviteAccept: { ...answer, asks: 'accept' },
  channelInviteRefuse: { ...answer, asks: 'refuse' },
  // An address does not say which end is meant, so this ends whichever is active.
  channelInviteEnd: { ...invitation, part: ['caller', 'callee'], hides: ['extra'] },
} as const satisfies Calls;
