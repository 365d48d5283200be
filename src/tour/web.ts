import type { Call } from '../sdk/web/call.ts';
import type { Channel } from '../sdk/web/channel.ts';
import type { Info } from '../sdk/web/info.ts';
import type { Session } from '../sdk/web/session.ts';
import { createSignal } from '../sdk/web/signal.ts';
import type { Shape } from './play.ts';

/** Drives the web-shaped double, with every callback set that a code can come by. */
export const web: Shape = {
  create(world, options, hear) {
    const signal = createSignal(() => world.client('Signal', options))('app');
    let session: Session | undefined;
    let channel: Channel | undefined;

    const listen = (to: Session): Session => {
      to.onLoginFailed = (ecode) => hear('session.onLoginFailed', ecode);
      to.onLogout = (ecode) => hear('session.onLogout', ecode);
      to.onError = (_name, ecode) => hear('session.onError', ecode);
      to.onInviteReceived = () => undefined;
      return to;
    };
    const listenTo = (to: Channel): Channel => {
      to.onChannelJoinFailed = (ecode) => hear('channel.onChannelJoinFailed', ecode);
      to.onChannelLeaved = (_ecode, { value }) => hear('channel.onChannelLeaved', value);
      return to;
    };
    const call = (to: Call): void => {
      to.onInviteFailed = (_extra, { value }) => hear('call.onInviteFailed', value);
    };
    const answer = (name: string, info?: Info): void => {
      if (info !== undefined) hear(name, info.value);
    };

    return (step, token) => {
      if (step.do === 'login') {
        session = listen(signal.login(step.with.account, token, 3, 30));
        return;
      }
      if (session === undefined) return; // The scripts give every client a session first.
      switch (step.do) {
        case 'logout':
          session.logout();
          return;
        case 'channelJoin':
          channel = listenTo(session.channelJoin(step.with.channel));
          return;
        case 'channelLeave':
          channel?.channelLeave();
          return;
        case 'channelQueryUserNum':
          session.invoke(
            'io.agora.signal.channel_query_num',
            { name: step.with.channel },
            (_err, _ret, info) => answer('invoke cb', info),
          );
          return;
        case 'messageInstantSend':
          session.messageInstantSend(step.with.peer, step.with.body, (_isError, info) =>
            answer('messageInstantSend cb', info),
          );
          return;
        case 'channelInviteUser2': {
          const { channel: name, peer, extra } = step.with;
          const text = extra === undefined ? undefined : JSON.stringify(extra);
          call(session.channelInviteUser2(name, peer, text));
          return;
        }
        case 'setAttr':
          session.invoke('io.agora.signal.user_set_attr', step.with);
      }
    };
  },
};
