import { callbackNames } from '../sdk/native/callbacks.ts';
import type { Shape } from './play.ts';

const appId = 'app';

/** Drives the native-shaped double. */
export const native: Shape = {
  create(world, options, hear) {
    const api = world.createAgoraAPI(options);
    for (const name of callbackNames) {
      // A code is the one number that is no uid: where it stands is the callback's business.
      const place = codePlaces[name];
      if (place === undefined) continue;
      Object.assign(api, {
        [name]: (...args: readonly unknown[]) => {
          hear(name, Number(args[place]));
        },
      });
    }
    return (step, token) => {
      switch (step.do) {
        case 'login':
          api.login(appId, step.with.account, token);
          return;
        case 'logout':
          api.logout();
          return;
        case 'channelJoin':
          api.channelJoin(step.with.channel);
          return;
        case 'channelLeave':
          api.channelLeave(step.with.channel);
          return;
        case 'channelQueryUserNum':
          api.channelQueryUserNum(step.with.channel);
          return;
        case 'messageInstantSend':
          api.messageInstantSend(step.with.peer, 0, step.with.body, '');
          return;
        case 'channelInviteUser2': {
          const { channel, peer, extra } = step.with;
          const text = extra === undefined ? undefined : JSON.stringify(extra);
          api.channelInviteUser2(channel, peer, text);
          return;
        }
        case 'setAttr':
          api.setAttr(step.with.name, step.with.value);
      }
    };
  },
};

/** Where the code stands among the arguments of the callbacks that have one. @source LC 1.2 */
const codePlaces: Readonly<Record<string, number>> = {
  onLoginFailed: 0,
  onLogout: 0,
  onError: 1,
  onChannelJoinFailed: 1,
  onChannelLeaved: 1,
  onChannelQueryUserNumResult: 1,
  onInviteFailed: 3,
  onMessageSendError: 1,
};
