import type { SignalingWorld } from 'sigsim';
import type { CallWord, Ears, Mouth, Shape } from './shape.ts';

/** The channel of a call names its caller, so that an address says which end one is at. */
const roleOf = (account: string, channel: string): 'caller' | 'callee' =>
  channel === `call-${account}` ? 'caller' : 'callee';

/** Members with the native SDK. */
export const nativeIn =
  (world: SignalingWorld): Shape =>
  (ears: Ears, account: string): Mouth => {
    const api = world.createAgoraAPI();
    const call =
      (word: CallWord) =>
      (channel: string, peer: string): void => {
        ears.call(roleOf(account, channel), channel, peer, word);
      };
    Object.assign(api, {
      onLoginSuccess: () => ears.loggedIn(),
      onLoginFailed: () => ears.notLoggedIn(),
      onLogout: () => ears.loggedOut(),
      onChannelJoined: (channel: string) => ears.joined(channel),
      onChannelJoinFailed: (channel: string) => ears.notJoined(channel),
      onChannelLeaved: (channel: string) => ears.left(channel),
      onChannelUserList: (accounts: readonly string[]) => ears.list(accounts),
      onChannelUserJoined: (who: string) => ears.came(who),
      onChannelUserLeaved: (who: string) => ears.went(who),
      onMessageInstantReceive: (from: string, _: number, text: string) => ears.told('', from, text),
      onMessageChannelReceive: (channel: string, from: string, _: number, text: string) =>
        ears.told(channel, from, text),
      onMessageSendSuccess: (id: string) => ears.sent(id, true),
      onMessageSendError: (id: string) => ears.sent(id, false),
      onChannelQueryUserNumResult: () => ears.counted(),
      onInviteReceived: (channel: string, peer: string) => ears.rings(channel, peer),
      onInviteReceivedByPeer: call('received'),
      onInviteAcceptedByPeer: call('accepted'),
      onInviteRefusedByPeer: call('refused'),
      onInviteFailed: call('failed'),
      onInviteEndByPeer: call('endedByPeer'),
      onInviteEndByMyself: call('endedByMe'),
      onError: (name: string, code: number) => ears.other(`onError(${name}, ${code})`),
    });
    return {
      login: () => api.login('app', account, '_no_need_token'),
      logout: () => api.logout(),
      join: (channel) => api.channelJoin(channel),
      leave: (channel) => api.channelLeave(channel),
      // The text is the id: it names its sender, its addressee and its number.
      say: (channel, text) => void api.messageChannelSend(channel, text, text),
      tell: (peer, text) => void api.messageInstantSend(peer, 0, text, text),
      count: (channel) => api.channelQueryUserNum(channel),
      invite: (channel, peer, extra) => api.channelInviteUser2(channel, peer, extra),
      accept: (channel, peer) => api.channelInviteAccept(channel, peer, 0),
      refuse: (channel, peer) => api.channelInviteRefuse(channel, peer, 0),
      hangUp: (_, channel, peer) => api.channelInviteEnd(channel, peer, 0),
      get status() {
        return api.getStatus();
      },
    };
  };
