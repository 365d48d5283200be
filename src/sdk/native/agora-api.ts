// The native-shaped double: one object, flat methods and callbacks. It decides nothing; it puts the
// SDK's own arguments into a client's words and back.
import type { Client } from '../../world/client/client.ts';
import type { Delivery } from '../../world/delivery.ts';
import type { Details } from '../../../machines/callbacks.ts';
import type { LoginLimits } from '../login-limits.ts';
import { readInvoke } from '../invoke.ts';
import { misnamedIn } from '../misnamed.ts';
import { asText } from '../text.ts';
import { statusOf } from '../status.ts';
import { argumentsOf, type AgoraCallbacks } from './callbacks.ts';
import { AgoraExtras } from './extras.ts';

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

/**
 * The native-shaped double: the methods of the native SDK that matter to the lifecycles, and its
 * callbacks as properties. No method throws because of what it is given; failures arrive by
 * callback, later.
 *
 * @source LC 1.2
 */
export class AgoraAPI extends AgoraExtras {
  readonly #limits: LoginLimits | undefined;

  /** @internal `limits` are those of a login that names none, where they are not the SDK's own. */
  constructor(client: Client, limits?: LoginLimits) {
    super(client);
    this.#limits = limits;
    client.misnamed = ({ name }) => misnamedIn(this.owners, name);
    client.listener = (delivery) => {
      // Looked up at delivery, so that a handler set late, or taken away, counts as it is then.
      for (const owner of this.owners) {
        const handler: unknown = owner?.[delivery.name as keyof AgoraCallbacks];
        if (typeof handler !== 'function') continue;
        return () => Reflect.apply(handler, owner, argumentsOf(delivery)) as unknown;
      }
      return undefined;
    };
  }

  /** Logs in, with 3 retries in 30 s. `uid` and `deviceID` are unused, as they were. */
  login(appId: string, account: string, token: string, _uid = 0, _deviceID = ''): void {
    this.client.login('login', { appId, account, token, ...this.#limits });
  }

  /** Logs in, with limits of one's own. Both hold for reconnecting, too. */
  login2(
    appId: string,
    account: string,
    token: string,
    _uid: number,
    _deviceID: string,
    retry_time_in_s: number,
    retry_count: number,
  ): void {
    const limits = { retrySeconds: retry_time_in_s, retryCount: retry_count };
    this.client.login('login2', { appId, account, token, ...limits });
  }

  logout(): void {
    this.client.call('logout', {});
  }

  /** 0 not logged in, 1 logging in, 2 logged in (on the way out, too), 3 reconnecting. */
  getStatus(): 0 | 1 | 2 | 3 {
    return statusOf(this.client.state);
  }

  /** 1 where `getStatus` is 2. */
  isOnline(): 0 | 1 {
    return this.getStatus() === 2 ? 1 : 0;
  }

  getSdkVersion(): string {
    return this.client.version;
  }

  /** One channel at a time: joining a second leaves the first. */
  channelJoin(channelID: string): void {
    this.client.call('channelJoin', { channel: channelID });
  }

  channelLeave(channelID: string): void {
    this.client.call('channelLeave', { channel: channelID });
  }

  /** Needs no membership. → onChannelQueryUserNumResult */
  channelQueryUserNum(channelID: string): void {
    this.client.call('channelQueryUserNum', { channel: channelID });
  }

  /** → onChannelQueryUserIsIn */
  channelQueryUserIsIn(channelID: string, account: string): void {
    const what = {
      op: 'membership',
      channel: asText(channelID),
      account: asText(account),
    } as const;
    this.client.request('channelQueryUserIsIn', [channelID, account], what, ({ isin }) => ({
      name: 'onChannelQueryUserIsIn',
      details: { channel: channelID, account, isIn: isin },
    }));
  }

  channelSetAttr(channelID: string, name: string, value: string): void {
    this.#writeChannel('channelSetAttr', channelID, asText(name), asText(value));
  }

  channelDelAttr(channelID: string, name: string): void {
    this.#writeChannel('channelDelAttr', channelID, asText(name), undefined);
  }

  channelClearAttr(channelID: string): void {
    this.#writeChannel('channelClearAttr', channelID, undefined, undefined);
  }

  /** `msgID` `''` makes one up. → onMessageSendSuccess, onMessageSendError */
  messageInstantSend(account: string, _uid: number, msg: string, msgID = ''): void {
    this.client.call('messageInstantSend', { account, body: msg, messageID: msgID });
  }

  messageInstantSend2(
    account: string,
    uid: number,
    msg: string,
    msgID: string,
    _options: string,
  ): void {
    this.messageInstantSend(account, uid, msg, msgID);
  }

  messageChannelSend(channelID: string, msg: string, msgID = ''): void {
    this.client.call('messageChannelSend', { channel: channelID, body: msg, messageID: msgID });
  }

  /** Sends to a channel that one need not be in. */
  messageChannelSendForce(channelID: string, msg: string, msgID = ''): void {
    const args = { channel: channelID, body: msg, messageID: msgID };
    this.client.call('messageChannelSendForce', args);
  }

  /** Sends to everybody of the App ID who is online. */
  messageAppSend(msg: string, msgID = ''): void {
    this.client.call('messageAppSend', { body: msg, messageID: msgID });
  }

  channelInviteUser(channelID: string, account: string, _uid = 0): void {
    const args = { channel: channelID, peer: account };
    this.client.call('channelInviteUser2', args, {}, 'channelInviteUser');
  }

  /** `extra` is JSON; `_require_peer_online` and `_timeout` are read from it. */
  channelInviteUser2(channelID: string, account: string, extra?: string): void {
    this.client.call('channelInviteUser2', { channel: channelID, peer: account, extra });
  }

  channelInviteAccept(channelID: string, account: string, _uid: number, extra?: string): void {
    this.client.call('channelInviteAccept', { channel: channelID, peer: account, extra });
  }

  channelInviteRefuse(channelID: string, account: string, _uid: number, extra?: string): void {
    this.client.call('channelInviteRefuse', { channel: channelID, peer: account, extra });
  }

  /** Ends a call from either end, answered or not. */
  channelInviteEnd(channelID: string, account: string, _uid: number, extra?: string): void {
    this.client.call('channelInviteEnd', { channel: channelID, peer: account, extra });
  }

  /** Characters 0-9, * and #. The peer gets onInviteMsg. */
  channelInviteDTMF(channelID: string, account: string, dtmf: string): void {
    const extra = JSON.stringify({ msgtype: 'dtmf', msgdata: asText(dtmf) });
    const [channel, peer] = [asText(channelID), asText(account)];
    const what = { op: 'dtmf', channel, peer, extra } as const;
    this.client.request('channelInviteDTMF', [channelID, account, dtmf], what);
  }

  /** → onQueryUserStatusResult */
  queryUserStatus(account: string): void {
    const what = { op: 'status', account: asText(account) } as const;
    this.client.request('queryUserStatus', [account], what, ({ status }) => ({
      name: 'onQueryUserStatusResult',
      details: { name: account, status: String(status) },
    }));
  }

  setAttr(name: string, value: string): void {
    const what = { op: 'attribute', of: 'own', name: asText(name), value: asText(value) } as const;
    this.client.request('setAttr', [name, value], what);
  }

  /** → onUserAttrResult */
  getAttr(name: string): void {
    this.#readAttribute('getAttr', [name], this.client.account, name);
  }

  /** → onUserAttrAllResult */
  getAttrAll(): void {
    this.#readAttributes('getAttrAll', [], this.client.account);
  }

  /** → onUserAttrResult */
  getUserAttr(account: string, name: string): void {
    this.#readAttribute('getUserAttr', [account, name], account, name);
  }

  /** → onUserAttrAllResult */
  getUserAttrAll(account: string): void {
    this.#readAttributes('getUserAttrAll', [account], account);
  }

  /**
   * Calls a function of the service: `'io.agora.signal.user_query_user_status'`; `req` is JSON.
   * → onInvokeRet
   */
  invoke(name: string, req: string, callID: string): void {
    const what = readInvoke(name, parse(req));
    const result = (err: string, resp: string): Delivery => ({
      name: 'onInvokeRet',
      details: { callID, err, resp },
    });
    this.client.request(
      'invoke',
      [name, req, callID],
      what,
      (data) => result('', JSON.stringify({ result: 'ok', ...data })),
      (code) => result(code, ''),
    );
  }

  #readAttribute(method: string, args: readonly string[], account: string, name: string): void {
    const what = {
      op: 'attribute',
      of: 'user',
      account: asText(account),
      name: asText(name),
    } as const;
    this.client.request(method, args, what, ({ value }) => ({
      name: 'onUserAttrResult',
      details: { account, name, value },
    }));
  }

  #readAttributes(method: string, args: readonly string[], account: string): void {
    const what = {
      op: 'attribute',
      of: 'user',
      account: asText(account),
      name: undefined,
    } as const;
    this.client.request(method, args, what, ({ json }) => ({
      name: 'onUserAttrAllResult',
      details: { account, value: json },
    }));
  }

  #writeChannel(
    method: string,
    channel: string,
    name: string | undefined,
    value: string | undefined,
  ): void {
    const args = [channel, name, value].filter((arg) => arg !== undefined);
    const what = { op: 'attribute', of: 'channel', channel: asText(channel), name, value } as const;
    this.client.request(method, args, what);
  }
}
