import type { AgoraAPI } from '../sdk/native/agora-api.ts';
import { callbackNames, codePlace } from '../sdk/native/callbacks.ts';
import type { Heard } from '../world/audience.ts';
import { subject } from './subject.ts';

const appId = 'app';

/** The native-shaped double with every callback set. */
export interface NativeApp {
  readonly api: AgoraAPI;
  readonly heard: Heard[];
}

/** The native-shaped double, driven as any other client is. */
export const native = subject<NativeApp>({
  name: 'native double',
  create(world, options) {
    const api = world.createAgoraAPI(options);
    const heard: Heard[] = [];
    for (const callback of callbackNames) {
      const place = codePlace(callback);
      Object.assign(api, {
        [callback]: (...args: readonly unknown[]) => {
          heard.push({ callback, value: place === -1 ? undefined : Number(args[place]) });
        },
      });
    }
    return { api, heard };
  },
  do: {
    login: ({ api }, { account, token }) => {
      api.login(appId, account, token);
    },
    logout: ({ api }) => {
      api.logout();
    },
    channelJoin: ({ api }, { channel }) => {
      api.channelJoin(channel);
    },
    channelLeave: ({ api }, { channel }) => {
      api.channelLeave(channel);
    },
    channelQueryUserNum: ({ api }, { channel }) => {
      api.channelQueryUserNum(channel);
    },
    messageInstantSend: ({ api }, { account, body }) => {
      api.messageInstantSend(account, 0, body);
    },
    messageChannelSend: ({ api }, { channel, body }) => {
      api.messageChannelSend(channel, body);
    },
    messageChannelSendForce: ({ api }, { channel, body }) => {
      api.messageChannelSendForce(channel, body);
    },
    messageAppSend: ({ api }, { body }) => {
      api.messageAppSend(body);
    },
    channelInviteUser2: ({ api }, { channel, peer, extra }) => {
      api.channelInviteUser2(channel, peer, extra);
    },
    channelInviteAccept: ({ api }, { channel, peer, extra }) => {
      api.channelInviteAccept(channel, peer, 0, extra);
    },
    channelInviteRefuse: ({ api }, { channel, peer, extra }) => {
      api.channelInviteRefuse(channel, peer, 0, extra);
    },
    channelInviteEnd: ({ api }, { channel, peer, extra }) => {
      api.channelInviteEnd(channel, peer, 0, extra);
    },
    queryUserStatus: ({ api }, { account }) => {
      api.queryUserStatus(account);
    },
    setAttr: ({ api }, { name, value }) => {
      api.setAttr(name, value);
    },
  },
  state: ({ api }) => api.client.state,
  heard: ({ heard }) => heard,
  client: ({ api }) => api.client,
});
