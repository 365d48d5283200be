import type { Causes } from '../causes.ts';

/** The causes of the events at the caller's end of a call. */
export const callerCauses: Causes = {
  'peer.accepted': { peer: 'channelInviteAccept' },
  'peer.refused': { peer: 'channelInviteRefuse' },
  'peer.ended': { peer: 'channelInviteEnd' },
};

/** The causes of the events at the callee's end of a call. */
export const calleeCauses: Causes = {
  'invite.arrived': { peer: 'channelInviteUser2' },
  'peer.ended': { peer: 'channelInviteEnd' },
};
