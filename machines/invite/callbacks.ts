import { voice, type Callbacks, type Said } from '../callbacks.ts';

const call = ({ address, event }: Said) => ({
  channel: address['channel'],
  peer: address['peer'],
  extra: event['extra'] ?? '',
});

/** What a client hears of calls, from either end. @source LC 1.2, 3 */
export const inviteCallbacks = {
  onInviteReceived: { details: call },
  onInviteReceivedByPeer: { answers: 'invite', details: call },
  onInviteAcceptedByPeer: { answers: 'invite', details: call },
  onInviteRefusedByPeer: { details: call },
  onInviteEndByPeer: { details: call },
  onInviteEndByMyself: { details: (said) => ({ ...call(said), extra: '' }) },
  onInviteFailed: { codes: ['invite'], answers: 'invite', details: call },
} as const satisfies Callbacks;

/** Emits a callback of the invite lifecycle. */
export const say = voice(inviteCallbacks);
