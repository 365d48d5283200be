// The callbacks of the native SDK, with their arguments in its order. Every code arrives as a number.
import { byName } from '../../../machines/codes.ts';
import type { Delivery } from '../../world/delivery.ts';

/**
 * Callbacks that an application sets on the native-shaped double. Names, arguments and their order
 * are the SDK's; `uid` and `fd` are always 0.
 *
 * @source LC 1.2; Q42 for the uid
 */
export class AgoraCallbacks {
  onLoginSuccess: ((uid: number, fd: number) => void) | null = null;
  onLoginFailed: ((ecode: number) => void) | null = null;
  onLogout: ((ecode: number) => void) | null = null;
  /** The retry that begins: 1 is the first. */
  onReconnecting: ((nretry: number) => void) | null = null;
  onReconnected: ((fd: number) => void) | null = null;
  /** `name` is the method that failed, `''` where no request was behind it. */
  onError: ((name: string, ecode: number, desc: string) => void) | null = null;
  onChannelJoined: ((channelID: string) => void) | null = null;
  onChannelJoinFailed: ((channelID: string, ecode: number) => void) | null = null;
  onChannelLeaved: ((channelID: string, ecode: number) => void) | null = null;
  onChannelUserJoined: ((account: string, uid: number) => void) | null = null;
  onChannelUserLeaved: ((account: string, uid: number) => void) | null = null;
  /** At most the 200 who came last. */
  onChannelUserList: ((accounts: readonly string[], uids: readonly number[]) => void) | null = null;
  onChannelQueryUserNumResult: ((channelID: string, ecode: number, num: number) => void) | null =
    null;
  onChannelQueryUserIsIn: ((channelID: string, account: string, isIn: number) => void) | null =
    null;
  /** `type` is `'update'`, `'del'` or `'clear'`. */
  onChannelAttrUpdated:
    | ((channelID: string, name: string, value: string, type: string) => void)
    | null = null;
  onInviteReceived:
    | ((channelID: string, account: string, uid: number, extra: string) => void)
    | null = null;
  onInviteReceivedByPeer: ((channelID: string, account: string, uid: number) => void) | null = null;
  onInviteAcceptedByPeer:
    | ((channelID: string, account: string, uid: number, extra: string) => void)
    | null = null;
  onInviteRefusedByPeer:
    | ((channelID: string, account: string, uid: number, extra: string) => void)
    | null = null;
  onInviteFailed:
    | ((channelID: string, account: string, uid: number, ecode: number, extra: string) => void)
    | null = null;
  onInviteEndByPeer:
    | ((channelID: string, account: string, uid: number, extra: string) => void)
    | null = null;
  onInviteEndByMyself: ((channelID: string, account: string, uid: number) => void) | null = null;
  /** DTMF: `extra` is JSON with `msgtype` and `msgdata`. */
  onInviteMsg: ((channelID: string, account: string, uid: number, extra: string) => void) | null =
    null;
  /** The service has the message; not that the peer has it. */
  onMessageSendSuccess: ((messageID: string) => void) | null = null;
  onMessageSendError: ((messageID: string, ecode: number) => void) | null = null;
  onMessageInstantReceive: ((account: string, uid: number, msg: string) => void) | null = null;
  onMessageChannelReceive:
    | ((channelID: string, account: string, uid: number, msg: string) => void)
    | null = null;
  onMessageAppReceived: ((msg: string) => void) | null = null;
  onUserAttrResult: ((account: string, name: string, value: string) => void) | null = null;
  /** `value` is JSON of all attributes. */
  onUserAttrAllResult: ((account: string, value: string) => void) | null = null;
  /** `status` is `'1'` online or `'0'`. */
  onQueryUserStatusResult: ((name: string, status: string) => void) | null = null;
  /** `err` is `''` where it went well, `resp` is JSON. */
  onInvokeRet: ((callID: string, err: string, resp: string) => void) | null = null;
  /** Never called: the double writes no log. */
  onLog: ((txt: string) => void) | null = null;
  /** Never called: nothing says what for. */
  onMsg: ((from: string, type: string, msg: string) => void) | null = null;
  /** Never called: nothing says what for. */
  onDbg: ((a: string, b: string) => void) | null = null;
  /** Never called: `bc_call` changes nothing. */
  onBCCall_result: ((reason: string, json_ret: string, callID: string) => void) | null = null;
  /** Never called: it exists, and is never described. */
  onMessageSendProgress:
    | ((account: string, msgID: string, type: string, info: string) => void)
    | null = null;
}

/** The names of the callbacks. */
export const callbackNames = Object.keys(new AgoraCallbacks()) as readonly (keyof AgoraCallbacks)[];

/** Positional arguments of a delivery; `code` stands for the code's number, `0` for uid and fd. */
const order: Readonly<Record<keyof AgoraCallbacks, readonly (string | 0)[]>> = {
  onLoginSuccess: [0, 0],
  onLoginFailed: ['code'],
  onLogout: ['code'],
  onReconnecting: ['attempt'],
  onReconnected: [0],
  onError: ['method', 'code', 'text'],
  onChannelJoined: ['channel'],
  onChannelJoinFailed: ['channel', 'code'],
  onChannelLeaved: ['channel', 'code'],
  onChannelUserJoined: ['account', 0],
  onChannelUserLeaved: ['account', 0],
  onChannelUserList: ['users', 'uids'],
  onChannelQueryUserNumResult: ['channel', 'code', 'count'],
  onChannelQueryUserIsIn: ['channel', 'account', 'isIn'],
  onChannelAttrUpdated: ['channel', 'name', 'value', 'kind'],
  onInviteReceived: ['channel', 'peer', 0, 'extra'],
  onInviteReceivedByPeer: ['channel', 'peer', 0],
  onInviteAcceptedByPeer: ['channel', 'peer', 0, 'extra'],
  onInviteRefusedByPeer: ['channel', 'peer', 0, 'extra'],
  onInviteFailed: ['channel', 'peer', 0, 'code', 'extra'],
  onInviteEndByPeer: ['channel', 'peer', 0, 'extra'],
  onInviteEndByMyself: ['channel', 'peer', 0],
  onInviteMsg: ['channel', 'peer', 0, 'extra'],
  onMessageSendSuccess: ['messageID'],
  onMessageSendError: ['messageID', 'code'],
  onMessageInstantReceive: ['account', 0, 'body'],
  onMessageChannelReceive: ['channel', 'account', 0, 'body'],
  onMessageAppReceived: ['body'],
  onUserAttrResult: ['account', 'name', 'value'],
  onUserAttrAllResult: ['account', 'value'],
  onQueryUserStatusResult: ['name', 'status'],
  onInvokeRet: ['callID', 'err', 'resp'],
  onLog: [],
  onMsg: [],
  onDbg: [],
  onBCCall_result: [],
  onMessageSendProgress: [],
};

/** Where the number of a code stands among a callback's arguments; -1 where it has none. */
export const codePlace = (name: keyof AgoraCallbacks): number => order[name].indexOf('code');

/** The arguments that the native SDK gives with a delivery, in its order. */
export function argumentsOf({ name, code, details }: Delivery): readonly unknown[] {
  const users = details['users'] as readonly string[] | undefined;
  const known: Readonly<Record<string, unknown>> = {
    ...details,
    uids: users?.map(() => 0),
    code: code === undefined ? undefined : byName(code).value,
  };
  return order[name as keyof AgoraCallbacks].map((key) => (key === 0 ? 0 : known[key]));
}
