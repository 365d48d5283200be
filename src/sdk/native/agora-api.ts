// The native-shaped double: one object, flat methods and callbacks. It decides nothing; it puts the
// SDK's own arguments into a client's words and back.
import type { Delivery } from '../../world/client.ts';
import type { Client, FollowedRequest } from '../../world/client.ts';
import type { Details } from '../../world/details.ts';
import { readInvoke } from '../invoke.ts';
import { argumentsOf, noCallbacks, type AgoraCallbacks } from './callbacks.ts';

/**
 * The methods of the native SDK that matter to the lifecycles. None of them throws because of what
 * it is given; failures arrive by callback, later.
 *
 * @source LC 1.2
 */
export interface AgoraMethods {
  /** Logs in, with 3 retries in 30 s. */
  login(appId: string, account: string, token: string, uid?: number, deviceID?: string): void;
  /** Logs in, with limits of one's own. Both hold for reconnecting, too. */
  login2(
    appId: string,
    account: string,
    token: string,
    uid: number,
    deviceID: string,
    retry_time_in_s: number,
    retry_count: number,
  ): void;
  logout(): void;
  /** 0 not logged in, 1 logging in, 2 logged in (on the way out, too), 3 reconnecting. */
  getStatus(): 0 | 1 | 2 | 3;
  /** 1 where `getStatus` is 2. */
  isOnline(): 0 | 1;
  getSdkVersion(): string;
  /** One channel at a time: joining a second leaves the first. */
  channelJoin(channelID: string): void;
  channelLeave(channelID: string): void;
  channelQueryUserNum(channelID: string): void;
  channelQueryUserIsIn(channelID: string, account: string): void;
  channelSetAttr(channelID: string, name: string, value: string): void;
  channelDelAttr(channelID: string, name: string): void;
  channelClearAttr(channelID: string): void;
  /** `msgID` `''` makes one up. */
  messageInstantSend(account: string, uid: number, msg: string, msgID: string): void;
  messageInstantSend2(
    account: string,
    uid: number,
    msg: string,
    msgID: string,
    options: string,
  ): void;
  messageChannelSend(channelID: string, msg: string, msgID: string): void;
  /** Sends to a channel that one need not be in. */
  messageChannelSendForce(channelID: string, msg: string, msgID: string): void;
  /** Sends to everybody of the App ID who is online. */
  messageAppSend(msg: string, msgID: string): void;
  channelInviteUser(channelID: string, account: string, uid?: number): void;
  /** `extra` is JSON; `_require_peer_online` and `_timeout` are read from it. */
  channelInviteUser2(channelID: string, account: string, extra?: string): void;
  channelInviteAccept(channelID: string, account: string, uid: number, extra?: string): void;
  channelInviteRefuse(channelID: string, account: string, uid: number, extra?: string): void;
  channelInviteEnd(channelID: string, account: string, uid: number, extra?: string): void;
  /** Characters 0-9, * and #. */
  channelInviteDTMF(channelID: string, account: string, dtmf: string): void;
  queryUserStatus(account: string): void;
  setAttr(name: string, value: string): void;
  getAttr(name: string): void;
  getAttrAll(): void;
  getUserAttr(account: string, name: string): void;
  getUserAttrAll(account: string): void;
  /** Calls a function of the service: `'io.agora.signal.user_query_user_status'`; `req` is JSON. */
  invoke(name: string, req: string, callID: string): void;
}

/** The native-shaped double of the SDK: `world.createAgoraAPI()`. */
export interface AgoraAPI extends AgoraMethods, AgoraCallbacks {
  /** The client behind it: its name in the trace, and its states. */
  readonly client: {
    readonly name: string;
    readonly state: string;
    readonly channel: { readonly state: string; readonly name: string };
    callState(role: 'caller' | 'callee', channel: string, peer: string): string | undefined;
  };
}

const statuses: Readonly<Record<string, 0 | 1 | 2 | 3>> = {
  loggedOut: 0,
  loggingIn: 1,
  loggedIn: 2,
  reconnecting: 3,
  loggingOut: 2,
};

/** Reads the JSON of `invoke`; what is none counts as no arguments, as the service would see it. */
function parse(req: unknown): Details {
  if (typeof req !== 'string') return {};
  try {
    const value: unknown = JSON.parse(req);
    return typeof value === 'object' && value !== null ? (value as Details) : {};
  } catch {
    return {};
  }
}

/** Puts the native shape over a client. */
export function createAgoraAPI(client: Client): AgoraAPI {
  const callbacks: AgoraCallbacks = noCallbacks();

  const request = (
    method: string,
    args: readonly unknown[],
    what: FollowedRequest,
    answered?: (data: Details) => Delivery,
  ): void => {
    client.request(method, args, what, answered);
  };
  const readAttribute = (method: string, account: string, name: string): void => {
    const args = method === 'getAttr' ? [name] : [account, name];
    request(method, args, { op: 'attribute', of: 'user', account, name }, ({ value }) => ({
      name: 'onUserAttrResult',
      details: { account, name, value },
    }));
  };
  const readAttributes = (method: string, account: string): void => {
    const args = method === 'getAttrAll' ? [] : [account];
    const what = { op: 'attribute', of: 'user', account, name: undefined } as const;
    request(method, args, what, ({ json }) => ({
      name: 'onUserAttrAllResult',
      details: { account, value: json },
    }));
  };
  const writeChannel = (
    method: string,
    channel: string,
    name: string | undefined,
    value: string | undefined,
  ): void => {
    const args = [channel, name, value].filter((arg) => arg !== undefined);
    request(method, args, { op: 'attribute', of: 'channel', channel, name, value });
  };

  const methods: AgoraMethods = {
    login: (appId, account, token) => {
      client.login('login', { appId, account, token });
    },
    login2: (appId, account, token, _uid, _deviceID, retrySeconds, retryCount) => {
      client.login('login2', { appId, account, token, retrySeconds, retryCount });
    },
    logout: () => {
      client.logout();
    },
    getStatus: () => statuses[client.state.split('.', 1)[0] ?? ''] ?? 0,
    isOnline: () => (methods.getStatus() === 2 ? 1 : 0),
    getSdkVersion: () => client.version,
    channelJoin: (channelID) => {
      client.join(channelID);
    },
    channelLeave: (channelID) => {
      client.leave(channelID);
    },
    channelQueryUserNum: (channelID) => {
      client.query(channelID);
    },
    channelQueryUserIsIn: (channel, account) => {
      const what = { op: 'membership', channel, account } as const;
      request('channelQueryUserIsIn', [channel, account], what, ({ isin }) => ({
        name: 'onChannelQueryUserIsIn',
        details: { channel, account, isIn: isin },
      }));
    },
    channelSetAttr: (channel, name, value) => {
      writeChannel('channelSetAttr', channel, name, value);
    },
    channelDelAttr: (channel, name) => {
      writeChannel('channelDelAttr', channel, name, undefined);
    },
    channelClearAttr: (channel) => {
      writeChannel('channelClearAttr', channel, undefined, undefined);
    },
    messageInstantSend: (to, _uid, body, messageID = '') => {
      client.send({ method: 'messageInstantSend', to, body, messageID });
    },
    messageInstantSend2: (to, _uid, body, messageID = '') => {
      client.send({ method: 'messageInstantSend', to, body, messageID });
    },
    messageChannelSend: (to, body, messageID = '') => {
      client.send({ method: 'messageChannelSend', to, body, messageID });
    },
    messageChannelSendForce: (to, body, messageID = '') => {
      client.send({ method: 'messageChannelSendForce', to, body, messageID });
    },
    messageAppSend: (body, messageID = '') => {
      client.send({ method: 'messageAppSend', body, messageID });
    },
    channelInviteUser: (channelID, account) => {
      client.invite('channelInviteUser', channelID, account, undefined);
    },
    channelInviteUser2: (channelID, account, extra) => {
      client.invite('channelInviteUser2', channelID, account, extra);
    },
    channelInviteAccept: (channelID, account, _uid, extra) => {
      client.accept(channelID, account, extra);
    },
    channelInviteRefuse: (channelID, account, _uid, extra) => {
      client.refuse(channelID, account, extra);
    },
    channelInviteEnd: (channelID, account, _uid, extra) => {
      client.endCall(channelID, account, extra);
    },
    channelInviteDTMF: (channel, peer, dtmf) => {
      const extra = JSON.stringify({ msgtype: 'dtmf', msgdata: dtmf });
      request('channelInviteDTMF', [channel, peer, dtmf], { op: 'dtmf', channel, peer, extra });
    },
    queryUserStatus: (account) => {
      request('queryUserStatus', [account], { op: 'status', account }, ({ status }) => ({
        name: 'onQueryUserStatusResult',
        details: { name: account, status: String(status) },
      }));
    },
    setAttr: (name, value) => {
      request('setAttr', [name, value], { op: 'attribute', of: 'own', name, value });
    },
    getAttr: (name) => {
      readAttribute('getAttr', client.account, name);
    },
    getAttrAll: () => {
      readAttributes('getAttrAll', client.account);
    },
    getUserAttr: (account, name) => {
      readAttribute('getUserAttr', account, name);
    },
    getUserAttrAll: (account) => {
      readAttributes('getUserAttrAll', account);
    },
    invoke: (name, req, callID) => {
      const what = readInvoke(name, parse(req));
      if (what === undefined) return;
      client.request(
        'invoke',
        [name, req, callID],
        what,
        (data) => ({
          name: 'onInvokeRet',
          details: { callID, err: '', resp: JSON.stringify({ result: 'ok', ...data }) },
        }),
        (code) => ({ name: 'onInvokeRet', details: { callID, err: code, resp: '' } }),
      );
    },
  };

  const api: AgoraAPI = { ...callbacks, ...methods, client };
  client.listener = (delivery) => {
    // Looked up at delivery, so that a handler set late, or taken away, counts as it is then.
    const handler: unknown = api[delivery.name as keyof AgoraCallbacks];
    if (typeof handler !== 'function') return undefined;
    return () => (handler as (...args: readonly unknown[]) => unknown)(...argumentsOf(delivery));
  };
  return api;
}
