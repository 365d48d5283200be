import type { SignalingWorld } from 'sigsim';
import type { Call, Channel, Session } from '../../../src/sdk/index.ts';
import type { Ears, Mouth, Shape } from './shape.ts';

/** Members with the Web SDK. */
export const webIn =
  (world: SignalingWorld): Shape =>
  (ears: Ears, account: string): Mouth => {
    const signal = world.Signal('app');
    let session: Session | undefined;
    let channel: Channel | undefined;
    const calls = new Map<string, Call>();
    const watch = (call: Call, role: 'caller' | 'callee'): void => {
      const { channelName, peer } = call;
      calls.set(`${role} ${channelName} ${peer}`, call);
      const hear = (word: Parameters<Ears['call']>[3]) => () =>
        ears.call(role, channelName, peer, word);
      Object.assign(call, {
        onInviteReceivedByPeer: hear('received'),
        onInviteAcceptedByPeer: hear('accepted'),
        onInviteRefusedByPeer: hear('refused'),
        onInviteFailed: hear('failed'),
        onInviteEndByPeer: hear('endedByPeer'),
        onInviteEndByMyself: hear('endedByMe'),
      });
    };
    const at = (role: string, name: string, peer: string) => calls.get(`${role} ${name} ${peer}`);
    return {
      login: () => {
        let isIn = false;
        const made = (session = signal.login(account, '_no_need_token'));
        Object.assign(made, {
          // It comes again after every reconnect.
          onLoginSuccess: () => {
            if (!isIn) ears.loggedIn();
            isIn = true;
          },
          onLoginFailed: () => ears.notLoggedIn(),
          onLogout: () => ears.loggedOut(),
          onMessageInstantReceive: (from: string, _: number, text: string) =>
            ears.told('', from, text),
          onInviteReceived: (call: Call) => {
            watch(call, 'callee');
            ears.rings(call.channelName, call.peer);
          },
          onError: (name: string, code: number) => {
            // The same failure has come by its own callback.
            if (name !== 'messageChannelSend') ears.other(`onError(${name}, ${code})`);
          },
        });
      },
      logout: () => session?.logout(),
      join: (name) => {
        const made = (channel = session?.channelJoin(name));
        if (made === undefined) return;
        Object.assign(made, {
          onChannelJoined: () => ears.joined(name),
          onChannelJoinFailed: () => ears.notJoined(name),
          onChannelLeaved: () => ears.left(name),
          onChannelUserList: (users: readonly (readonly [string, number])[]) =>
            ears.list(users.map(([who]) => who)),
          onChannelUserJoined: (who: string) => ears.came(who),
          onChannelUserLeaved: (who: string) => ears.went(who),
          onMessageChannelReceive: (from: string, _: number, text: string) =>
            ears.told(name, from, text),
        });
      },
      leave: () => channel?.channelLeave(),
      say: (_, text) =>
        channel?.messageChannelSend(text, (_none, info) => ears.sent(text, info === undefined)),
      tell: (peer, text) =>
        session?.messageInstantSend(peer, text, (isError) => ears.sent(text, !isError)),
      count: (name) =>
        session?.invoke('io.agora.signal.channel_query_num', { name }, () => ears.counted()),
      invite: (name, peer, extra) => {
        const call = session?.channelInviteUser2(name, peer, extra);
        if (call !== undefined) watch(call, 'caller');
      },
      accept: (name, peer) => at('callee', name, peer)?.channelInviteAccept(),
      refuse: (name, peer) => at('callee', name, peer)?.channelInviteRefuse(),
      hangUp: (role, name, peer) => at(role, name, peer)?.channelInviteEnd(),
      get status() {
        return session?.getStatus() ?? 0;
      },
    };
  };
