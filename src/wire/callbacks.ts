// The callbacks that an application of the published Web SDK sets, by the object that it sets them on.

/** On a session, besides `onInviteReceived`, which hands over a call. @source wire-protocol.md §10 */
export const sessionCallbacks = [
  'onLoginSuccess',
  'onLoginFailed',
  'onLogout',
  'onMessageInstantReceive',
] as const;

/** On a channel. @source wire-protocol.md §8 */
export const channelCallbacks = [
  'onChannelJoined',
  'onChannelJoinFailed',
  'onChannelUserList',
  'onChannelUserJoined',
  'onChannelUserLeaved',
  'onChannelAttrUpdated',
  'onMessageChannelReceive',
  'onChannelLeaved',
] as const;

/** On a call. @source wire-protocol.md §9 */
export const callCallbacks = [
  'onInviteReceivedByPeer',
  'onInviteAcceptedByPeer',
  'onInviteRefusedByPeer',
  'onInviteFailed',
  'onInviteEndByPeer',
  'onInviteEndByMyself',
  'onInviteMsg',
] as const;
