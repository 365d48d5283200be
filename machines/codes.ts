// The catalogue: the 42 documented codes in the table's order, each with what it means, how it
// arrives and what a client should do about it.
//
// The key is the name. A number will not do: 501 has two names, one of them deprecated. Names,
// numbers and deprecation marks are the documentation's (TABLE); every sentence is our own. The
// tags in `source` are explained in machines/README.md.

/**
 * The part of the service that a code belongs to, which is the prefix of its name.
 *
 * @source LC 3
 */
export type CodeGroup =
  | 'success'
  | 'logout'
  | 'login'
  | 'join'
  | 'message'
  | 'query'
  | 'leave'
  | 'invite'
  | 'general';

/** The same sentence in English and in Chinese. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/**
 * What a client should do about a code.
 *
 * - `none`: nothing, things ended as they should
 * - `ignore`: log it and go on
 * - `backOff`: repeat with growing pauses, some jitter and a limit
 * - `refreshToken`: fetch a fresh token, then try once more
 * - `fix`: correct the program or its configuration, never loop
 * - `askUser`: let the user decide, automate nothing
 * - `longDelay`: the trouble is the service's, so few tries, far apart
 * - `redial`: the call is over, and calling again is the user's choice
 *
 * @source LC 6.1, its last line for the deprecated codes
 */
export type Policy = (typeof policies)[number];

/** The policies, in no order that matters. */
export const policies = [
  'none',
  'ignore',
  'backOff',
  'refreshToken',
  'fix',
  'askUser',
  'longDelay',
  'redial',
] as const;

/**
 * A documented code.
 *
 * @source LC 3 and 6.1, decisions.md B
 */
export interface CodeRow {
  /** The key: `INVITE_E_TIMEOUT`. */
  readonly name: string;
  /** The number an application receives: 704. Two names share 501. */
  readonly value: number;
  readonly group: CodeGroup;
  /** Emitted only by a world created with `legacy: true`. */
  readonly deprecated: boolean;
  /** What has happened, in one or two sentences. */
  readonly meaning: Text;
  /**
   * The callback that brings it: in the native shape, in the web shape in its mode `documented`,
   * and in the Web SDK 1.4.0 itself, which for most codes never does (null).
   */
  readonly deliveredBy: {
    readonly native: string;
    readonly web: string;
    readonly web14: string | null;
  };
  readonly policy: Policy;
  /** What a client should do, in one sentence. */
  readonly advice: Text;
  /** Where we know it from; where sources disagree, both sides and the winner. */
  readonly source: string;
  /** The number in the SDK's headers, where it is another one. Never emitted. */
  readonly headerValue?: number;
}

/**
 * The 42 codes in documented order.
 *
 * @source TABLE (2019-11-25) for name, value, group, deprecation; `source` in each row for the rest
 */
export const codes = [
  {
    name: 'SUCCESS',
    value: 0,
    group: 'success',
    deprecated: false,
    meaning: {
      en: 'The operation succeeded. Of all successful results, only the answer to a user count carries it as a code.',
      zh: '操作成功。在所有成功的结果中，只有频道人数查询会以错误码的形式带回它。',
    },
    deliveredBy: {
      native: 'onChannelQueryUserNumResult(channelID, ecode, num)',
      web: "invoke cb('', ret, info)",
      web14: 'channel.onChannelLeaved(0)',
    },
    policy: 'none',
    advice: {
      en: 'Use the result and continue.',
      zh: '直接使用返回的结果即可。',
    },
    source:
      'TABLE, WEB, W140; W130 and OLDJS also give onLogout(0) when the service closes, which D-12 keeps to old web clients; D-6: 0 after leaving is the Web SDK alone, native says 602',
  },
  {
    name: 'LOGOUT_E_OTHER',
    value: 100,
    group: 'logout',
    deprecated: false,
    meaning: {
      en: 'The session ended for a reason without a code of its own, most often an unexplained failure of the network.',
      zh: '会话因没有专属错误码的原因而结束，多半是原因不明的网络故障。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: 'session.onLoginFailed(100), only in WeChat, when the look-up lists no server',
    },
    policy: 'backOff',
    advice: {
      en: 'Log in again with growing, jittered pauses, just as after LOGOUT_E_NET.',
      zh: '与 LOGOUT_E_NET 同样处理：加随机抖动，逐次拉长间隔，重新登录。',
    },
    source:
      'TABLE; W140 in WeChat gives it to onLoginFailed, D-17: elsewhere onLogout, as the table groups it; APPS: some read it as a kick, the table does not',
  },
  {
    name: 'LOGOUT_E_USER',
    value: 101,
    group: 'logout',
    deprecated: false,
    meaning: {
      en: 'The user logged out, and the session is over as intended.',
      zh: '用户主动登出，会话按预期结束。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: 'session.onLogout(101)',
    },
    policy: 'none',
    advice: {
      en: 'Stay logged out until the user wants back in.',
      zh: '保持登出状态，直到用户再次要求登录。',
    },
    source:
      'TABLE, W140, W130, PY; choice (L20b): also when no acknowledgement comes, the intent stands',
  },
  {
    name: 'LOGOUT_E_NET',
    value: 102,
    group: 'logout',
    deprecated: false,
    meaning: {
      en: 'The connection is lost and the SDK has used up its reconnects, or the service ordered the connection closed.',
      zh: '连接断开且重连次数或时间已用尽，或者服务端要求关闭连接。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: 'session.onLogout(102)',
    },
    policy: 'backOff',
    advice: {
      en: 'Log in again yourself with growing, jittered pauses, then join the channel again.',
      zh: 'SDK 已不再重连，请由应用加随机抖动、逐次拉长间隔重新登录，成功后重新加入频道。',
    },
    source:
      'TABLE, FAQ-A, W140, LOG7, HQ; D-11: FAQ-A has 102 for a kick as well on Web and Java, the table and W140 say 103',
  },
  {
    name: 'LOGOUT_E_KICKED',
    value: 103,
    group: 'logout',
    deprecated: false,
    meaning: {
      en: 'The same account logged in elsewhere, and this session had to give way.',
      zh: '同一账号在别处登录，当前会话被顶下线。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: 'session.onLogout(103)',
    },
    policy: 'askUser',
    advice: {
      en: 'Tell the user and offer to log in here, but never do it automatically, or two devices will kick each other forever.',
      zh: '提示用户，由用户决定是否在此重新登录；切勿自动登录，否则两端会不停互踢。',
    },
    source:
      'TABLE, HDR, FAQ-A, W140, HQ, APPS; D-11: FAQ-A has 102 for kicks on Web and Java and calls it a fault; 103 wins, the table names it and W140 gives it',
  },
  {
    name: 'LOGOUT_E_PACKET',
    value: 104,
    group: 'logout',
    deprecated: true,
    meaning: {
      en: 'The client received a packet that it could not decode, and gave up the session.',
      zh: '客户端收到无法解码的数据包，于是放弃会话。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Treat it like LOGOUT_E_NET, and report the packet if it comes back.',
      zh: '按 LOGOUT_E_NET 处理；若反复出现，请上报该数据包。',
    },
    source:
      'TABLE (deprecated), PY emits it; W140 lets the exception escape and stays up; D-16: only with legacy, else LOGOUT_E_OTHER',
  },
  {
    name: 'LOGOUT_E_TOKENEXPIRED',
    value: 105,
    group: 'logout',
    deprecated: false,
    meaning: {
      en: 'The token had expired by the time the client had to authenticate again after losing the connection.',
      zh: '断线后重新鉴权时 Token 已过期，会话因此结束。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: null,
    },
    policy: 'refreshToken',
    advice: {
      en: 'Fetch a new token and log in once with it, never with the old one.',
      zh: '获取新 Token 后登录一次，不要再用旧 Token 重试。',
    },
    source:
      'TABLE, HDR, HQ; W140 is silent; D-14: the table has a logout by expiry, FAQ-A says expiry alone evicts nobody; both hold when it is told at re-authentication, so that is the default',
  },
  {
    name: 'LOGOUT_E_OLDVERSION',
    value: 106,
    group: 'logout',
    deprecated: true,
    meaning: {
      en: 'The service stopped supporting this version of the SDK while the client was online.',
      zh: '客户端在线期间，服务端停止支持当前 SDK 版本。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: null,
    },
    policy: 'fix',
    advice: {
      en: 'Ask the user to update the application, and do not log in again before that.',
      zh: '请用户升级应用，升级之前不要重新登录。',
    },
    source:
      'TABLE (deprecated), HDR; no SDK read emits it and the earliest HDR-IOS lacks it, so the trigger is inferred from the name; only with legacy, else LOGOUT_E_OTHER',
  },
  {
    name: 'LOGOUT_E_TOKENWRONG',
    value: 107,
    group: 'logout',
    deprecated: true,
    meaning: {
      en: 'While the client was reconnecting, the service found its token no longer valid, though not expired.',
      zh: '重连过程中，服务端判定 Token 虽未过期却已失效。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: null,
    },
    policy: 'fix',
    advice: {
      en: 'Check how the token is made, as for LOGIN_E_TOKENWRONG, and do not retry with this one.',
      zh: '按 LOGIN_E_TOKENWRONG 检查 Token 的生成方式，不要用这个 Token 重试。',
    },
    source:
      'TABLE (deprecated), HQ still branches on it; D-15: deprecated wins, so only with legacy, else LOGOUT_E_OTHER',
  },
  {
    name: 'LOGOUT_E_ALREADY_LOGOUT',
    value: 108,
    group: 'logout',
    deprecated: false,
    meaning: {
      en: 'The application asked to log out although it was not logged in.',
      zh: '应用尚未登录或早已登出，却又调用了登出。',
    },
    deliveredBy: {
      native: 'onLogout(ecode)',
      web: 'session.onLogout(ecode)',
      web14: null,
    },
    policy: 'ignore',
    advice: {
      en: 'Ignore it: the client is already logged out.',
      zh: '忽略即可，客户端本来就处于登出状态。',
    },
    source: 'TABLE, HQ; missing in OLDTAB, D-4: the newer table wins; W140: the call does nothing',
  },
  {
    name: 'LOGIN_E_OTHER',
    value: 200,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'The service answered the login, but not in a way that the client understands.',
      zh: '服务端应答了登录请求，但客户端无法理解这个应答。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Try a few more times with growing pauses, then report the fault.',
      zh: '逐次拉长间隔再试几次，仍失败则上报故障。',
    },
    source:
      'TABLE; the trigger is inferred from the name; D-13: W140 folds it into 201, native keeps 200, 201 and 202 apart, as the table does',
  },
  {
    name: 'LOGIN_E_NET',
    value: 201,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'The client could not reach the service within its retries. An empty App ID or token also ends here, before anything is sent.',
      zh: '客户端用完重试次数或时间仍未连上服务端。App ID 或 Token 为空时，不发请求也会直接得到这个错误码。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: 'session.onLoginFailed(201)',
    },
    policy: 'backOff',
    advice: {
      en: 'Make sure that App ID and token are not empty, then retry with growing, jittered pauses.',
      zh: '先确认 App ID 与 Token 都不为空，再加随机抖动、逐次拉长间隔重试。',
    },
    source:
      'TABLE, FAQ-A, W140, HQ; D-13: FAQ-A adds an empty App ID or token, W140 adds every refusal it has no code for; native follows FAQ-A only, 200 and 202 exist for the rest',
  },
  {
    name: 'LOGIN_E_FAILED',
    value: 202,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'The service refused the login and gave no reason that has a code.',
      zh: '服务端拒绝了登录，所给的原因没有对应的错误码。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: null,
    },
    policy: 'longDelay',
    advice: {
      en: 'Tell the user that the service has trouble, and try again only rarely, at least 30 s apart.',
      zh: '告知用户服务端暂时有问题，至少间隔 30 秒再试，且次数要少。',
    },
    source: 'TABLE, OLDTAB; D-13: W140 shows 201 instead, native follows the table',
  },
  {
    name: 'LOGIN_E_CANCEL',
    value: 203,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'The application logged out before the login had finished, so the login was cancelled.',
      zh: '登录尚未完成应用就调用了登出，本次登录被取消。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: null,
    },
    policy: 'none',
    advice: {
      en: 'Stay out, since this is what the user asked for.',
      zh: '无需处理，保持未登录状态，这正是用户的意思。',
    },
    source: 'TABLE; W140 is silent; choice (Q10): one end per attempt, so no LOGOUT_E_USER follows',
  },
  {
    name: 'LOGIN_E_TOKENEXPIRED',
    value: 204,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'The expiry time written in the token lay in the past when the client logged in.',
      zh: '登录时 Token 中写明的有效期已过。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: 'session.onLoginFailed(204)',
    },
    policy: 'refreshToken',
    advice: {
      en: 'Fetch a fresh token and try the login once more.',
      zh: '获取新 Token，再登录一次。',
    },
    source: 'TABLE, KEY, W140, HQ',
  },
  {
    name: 'LOGIN_E_OLDVERSION',
    value: 205,
    group: 'login',
    deprecated: true,
    meaning: {
      en: 'The service no longer lets this version of the SDK log in.',
      zh: 'SDK 版本过旧，服务端不再允许其登录。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: null,
    },
    policy: 'fix',
    advice: {
      en: 'Ship the application with a newer SDK, and stop retrying with this one.',
      zh: '为应用换用新版 SDK，旧版不必再重试。',
    },
    source:
      'TABLE (deprecated), HDR; no published client emits it and the web login sends no version, so the trigger is inferred from the name; only with legacy, else LOGIN_E_FAILED',
  },
  {
    name: 'LOGIN_E_TOKENWRONG',
    value: 206,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'The token does not fit: made for another account or App ID, signed with another certificate, or malformed.',
      zh: 'Token 不匹配：账号、App ID 或证书不符，或者格式有误。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: 'session.onLoginFailed(206)',
    },
    policy: 'fix',
    advice: {
      en: 'Correct the code that makes the token: the same token will never be accepted.',
      zh: '检查并修正 Token 的生成代码，同一 Token 重试多少次都不会通过。',
    },
    source:
      'TABLE, FAQ-A, KEY, W140, HQ; FAQ-A names the causes, among them a time stamp of 13 digits and a certificate switched on less than an hour ago',
  },
  {
    name: 'LOGIN_E_TOKEN_KICKED',
    value: 207,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'The account is already held by a session with a newer token, so this older one is turned away.',
      zh: '该账号已有会话使用更新的 Token 登录，较旧的 Token 因此被拒。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: 'session.onLoginFailed(207)',
    },
    policy: 'askUser',
    advice: {
      en: 'Say that the account is in use elsewhere, and fetch a fresh token only if the user wants to take it over.',
      zh: '提示账号正在别处使用，仅当用户要求接管时才获取新 Token 登录。',
    },
    source: 'TABLE, W140; choice (L12): the older token is the one that expires earlier',
  },
  {
    name: 'LOGIN_E_ALREADY_LOGIN',
    value: 208,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'A login was requested although the client already has a session or is logging in. That session or login is not affected.',
      zh: '客户端已登录或正在登录，又一次调用了登录。原有的会话不受影响。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode), on the new session',
      web14: null,
    },
    policy: 'ignore',
    advice: {
      en: 'Ignore it and keep using the session that exists.',
      zh: '忽略即可，继续使用原有会话。',
    },
    source:
      'TABLE, HQ, APPS; D-18: documented as a login failure, apps also filter it in onError, W140 opens a second session; onLoginFailed wins, it is the documented callback',
  },
  {
    name: 'LOGIN_E_INVALID_USER',
    value: 209,
    group: 'login',
    deprecated: false,
    meaning: {
      en: 'The account name is not allowed: empty, longer than 128 bytes, with spaces or invisible characters, or banned by the service.',
      zh: '账号名不合法：为空、超过 128 字节、含空格或不可见字符，或已被服务端封禁。',
    },
    deliveredBy: {
      native: 'onLoginFailed(ecode)',
      web: 'session.onLoginFailed(ecode)',
      web14: 'session.onLoginFailed(209)',
    },
    policy: 'fix',
    advice: {
      en: 'Choose a legal account name before logging in again.',
      zh: '换用合法的账号名后再登录。',
    },
    source:
      'TABLE, HDR, HDR-IOS 1.3.3.1 and W140 have it; the enum of WEB, HDR-AND, NODE, OLDTAB and FAQ-B lack it; D-3: the table wins, since W140 really raises it, new in 1.4.0',
  },
  {
    name: 'JOINCHANNEL_E_OTHER',
    value: 300,
    group: 'join',
    deprecated: false,
    meaning: {
      en: 'The client did not get into the channel: the join was refused, unanswered, cut off or cancelled. Every failed join has this code.',
      zh: '加入频道失败：被拒绝、无应答、中途断线或被取消。加入失败只有这一个错误码。',
    },
    deliveredBy: {
      native: 'onChannelJoinFailed(channelID, ecode)',
      web: 'channel.onChannelJoinFailed(ecode)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Try up to three more times with growing pauses, then tell the user.',
      zh: '逐次拉长间隔，最多再试三次，仍失败则告知用户。',
    },
    source:
      'TABLE, PY; D-8: OLDTAB blames the media engine, the newer table wins; D-35: WEB documents a number, W140 gives a text',
  },
  {
    name: 'SENDMESSAGE_E_OTHER',
    value: 400,
    group: 'message',
    deprecated: false,
    meaning: {
      en: 'The message failed: refused by the service, too large, or its sender was not logged in or not in the channel.',
      zh: '消息发送失败：被服务端拒绝、内容过长，或发送者未登录、不在频道内。',
    },
    deliveredBy: {
      native: 'onMessageSendError(messageID, ecode)',
      web: 'P2P cb(true, info); channel cb(undefined, info) and session.onError(name, ecode, desc)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Check login and membership first, then send it again, natively under the same message id.',
      zh: '先确认已登录且在频道内，再重发；原生端沿用同一消息 ID。',
    },
    source:
      'TABLE, LOG7, PY; D-8: OLDTAB blames the media engine, the newer table wins; D-19: the name of 1003 fits a message sent while out, LOG7 shows 400 and wins as an observation',
  },
  {
    name: 'SENDMESSAGE_E_TIMEOUT',
    value: 401,
    group: 'message',
    deprecated: false,
    meaning: {
      en: 'The service did not confirm the message in time. It may have arrived anyway.',
      zh: '服务端未在限时内确认消息，但消息可能已经送达。',
    },
    deliveredBy: {
      native: 'onMessageSendError(messageID, ecode)',
      web: 'P2P cb(true, info); channel cb(undefined, info) and session.onError(name, ecode, desc)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Send it again after a pause. Native: under the same message id, so that the service delivers it once. Web: there is no id, so it may arrive twice.',
      zh: '稍候重发。原生端沿用同一消息 ID，服务端只送达一次；Web 端没有消息 ID，可能送达两次。',
    },
    source:
      'TABLE; W140 has no timer; choice (Q4): 10 s, no source gives a time; decisions.md E.13 for sending again',
  },
  {
    name: 'QUERYUSERNUM_E_OTHER',
    value: 500,
    group: 'query',
    deprecated: false,
    meaning: {
      en: 'The number of users in the channel could not be determined: the service refused, or the connection or the session ended before the answer.',
      zh: '未能查到频道人数：服务端拒绝了查询，或应答到来之前断线、会话结束。',
    },
    deliveredBy: {
      native: 'onChannelQueryUserNumResult(channelID, ecode, num)',
      web: 'invoke cb(err, ret, info)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Treat the count as unknown, and ask again after a pause.',
      zh: '把人数视为未知，稍候重新查询。',
    },
    source:
      'TABLE; D-7: its Chinese text can be read as a telephone number, the name and the English text say number of users; choice (Q39): a lost line is 500, only a timer gives 501',
  },
  {
    name: 'QUERYUSERNUM_E_TIMEOUT',
    value: 501,
    group: 'query',
    deprecated: false,
    meaning: {
      en: 'The query for the number of users in the channel was not answered in time.',
      zh: '查询频道人数超时，服务端一直没有应答。',
    },
    deliveredBy: {
      native: 'onChannelQueryUserNumResult(channelID, ecode, num)',
      web: 'invoke cb(err, ret, info)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Ask again with growing pauses and a limit.',
      zh: '逐次拉长间隔重新查询，并限制次数。',
    },
    source:
      'TABLE; W140 has no timer; choice (Q4): 10 s, no source gives a time; D-1: shares 501 with QUERYUSERNUM_E_BYUSER and is the living one of the two',
  },
  {
    name: 'QUERYUSERNUM_E_BYUSER',
    value: 501,
    group: 'query',
    deprecated: true,
    meaning: {
      en: 'The user ended the query by logging out before the answer came. It has the same number as the timeout.',
      zh: '应答到来之前用户登出，查询随之终止。仅凭数值无法与超时区分。',
    },
    deliveredBy: {
      native: 'onChannelQueryUserNumResult(channelID, ecode, num)',
      web: 'invoke cb(err, ret, info), before session.onLogout(ecode)',
      web14: null,
    },
    policy: 'none',
    advice: {
      en: 'Drop the query, because the user has left.',
      zh: '用户已登出，不必再查询。',
    },
    source:
      'TABLE (deprecated), TABLE-EN and OLDTAB say 501; HDR, WEB, NODE and FAQ-B say 502; D-1: the table wins, it is the authority for names and values, and 502 is kept as headerValue; choice (Q2b): the trigger, only with legacy, else QUERYUSERNUM_E_OTHER',
    headerValue: 502,
  },
  {
    name: 'LEAVECHANNEL_E_OTHER',
    value: 600,
    group: 'leave',
    deprecated: false,
    meaning: {
      en: 'The client is out of the channel for no stated reason, or its request to leave was refused or not answered.',
      zh: '客户端因不明原因离开了频道，或离开请求被拒绝、无人应答。',
    },
    deliveredBy: {
      native: 'onChannelLeaved(channelID, ecode)',
      web: 'channel.onChannelLeaved(ecode); a failed leave as for 602, and session.onError(name, ecode, desc)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Join again after a pause, unless leaving was what you wanted.',
      zh: '若并非主动离开，稍候重新加入频道。',
    },
    source: 'TABLE; choice (Q32): a failed leave has no other code; W140 counts it as success',
  },
  {
    name: 'LEAVECHANNEL_E_KICKED',
    value: 601,
    group: 'leave',
    deprecated: false,
    meaning: {
      en: 'An administrator removed the client from the channel on the service side.',
      zh: '管理员在服务端将客户端移出了频道。',
    },
    deliveredBy: {
      native: 'onChannelLeaved(channelID, ecode)',
      web: 'channel.onChannelLeaved(ecode)',
      web14: null,
    },
    policy: 'askUser',
    advice: {
      en: 'Inform the user, and do not rejoin automatically.',
      zh: '告知用户，不要自动重新加入。',
    },
    source: 'TABLE, HDR; no client call brings it about, so only the service can',
  },
  {
    name: 'LEAVECHANNEL_E_BYUSER',
    value: 602,
    group: 'leave',
    deprecated: false,
    meaning: {
      en: 'The client left the channel as it asked, or asked to leave a channel that it was not in.',
      zh: '客户端按自己的请求离开了频道，或者它本就不在要离开的频道内。',
    },
    deliveredBy: {
      native: 'onChannelLeaved(channelID, ecode)',
      web: 'channel.onChannelLeaved(0, info), or cb(undefined, info) alone where channelLeave has a cb',
      web14: null,
    },
    policy: 'none',
    advice: {
      en: 'Treat it as a normal end.',
      zh: '视为正常离开，无需处理。',
    },
    source:
      'TABLE: the user is not in the channel; TABLE-EN: the user has left; PY, iOS demos: own leave; D-5: neither excludes the other, so 602 is given for both, and for an own leave the name decides; D-6: W140 gives 0 instead, native 602',
  },
  {
    name: 'LEAVECHANNEL_E_LOGOUT',
    value: 603,
    group: 'leave',
    deprecated: false,
    meaning: {
      en: 'The session ended by a logout, a kick or a refused token, and took the membership with it.',
      zh: '会话因登出、被踢或 Token 被拒而结束，客户端随之离开频道。',
    },
    deliveredBy: {
      native: 'onChannelLeaved(channelID, ecode)',
      web: 'channel.onChannelLeaved(ecode)',
      web14: null,
    },
    policy: 'none',
    advice: {
      en: 'Clear what you know of the channel, and join it again after the next login.',
      zh: '清理频道状态，下次登录后再重新加入。',
    },
    source:
      'TABLE; the earliest HDR-IOS lacks it; choice (Q8, Q9): any end of the session not caused by the network, told before onLogout',
  },
  {
    name: 'LEAVECHANNEL_E_DISCONN',
    value: 604,
    group: 'leave',
    deprecated: false,
    meaning: {
      en: 'The connection was lost for good, or for so long that the service removed the client from the channel.',
      zh: '网络彻底断开，或断开太久，服务端已将客户端从频道除名。',
    },
    deliveredBy: {
      native: 'onChannelLeaved(channelID, ecode)',
      web: 'channel.onChannelLeaved(ecode)',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Join again as soon as the session is back, with growing pauses if that fails.',
      zh: '会话恢复后重新加入频道，若失败则逐次拉长间隔再试。',
    },
    source:
      'TABLE; the earliest HDR-IOS lacks it; choice (Q6): when the reconnects are used up, before onLogout, or at a reconnect that comes too late',
  },
  {
    name: 'INVITE_E_OTHER',
    value: 700,
    group: 'invite',
    deprecated: false,
    meaning: {
      en: 'The call failed without a more precise reason: no sign of the peer for 20 s, a refusal by the service, or a session that ended first.',
      zh: '呼叫失败，没有更具体的原因：被叫 20 秒没有任何响应，服务端拒绝了呼叫，或会话先行结束。',
    },
    deliveredBy: {
      native: 'onInviteFailed(channelID, account, uid, ecode, extra)',
      web: 'call.onInviteFailed(extra, info)',
      web14: null,
    },
    policy: 'redial',
    advice: {
      en: 'Tell the user that the call did not go through, and let them decide whether to call again.',
      zh: '告知用户呼叫未能接通，由用户决定是否重拨。',
    },
    source:
      'TABLE, FAQ-B, PY; FAQ-B has 700 for an offline peer and for 20 s of silence, the table has 703 for the first; D-10: 700 wins for the silence, the only trigger that FAQ-B times, and leaves the peer known to be offline to 703',
  },
  {
    name: 'INVITE_E_REINVITE',
    value: 701,
    group: 'invite',
    deprecated: false,
    meaning: {
      en: 'The same peer was called again in the same channel while the first call was still open. The first call continues.',
      zh: '对同一频道、同一被叫的呼叫尚未结束，又发起了一次。原呼叫不受影响。',
    },
    deliveredBy: {
      native: 'onInviteFailed(channelID, account, uid, ecode, extra)',
      web: 'call.onInviteFailed(extra, info), on the new call',
      web14: null,
    },
    policy: 'ignore',
    advice: {
      en: 'Keep the open call and do not dial again.',
      zh: '保留原呼叫，不要重拨。',
    },
    source:
      'TABLE; choice (Q30, I4): same channel and peer, also once accepted; W140 orphans the first call',
  },
  {
    name: 'INVITE_E_NET',
    value: 702,
    group: 'invite',
    deprecated: false,
    meaning: {
      en: "The caller's own network failed while the call was pending.",
      zh: '呼叫等待期间，主叫自己的网络断开了。',
    },
    deliveredBy: {
      native: 'onInviteFailed(channelID, account, uid, ecode, extra)',
      web: 'call.onInviteFailed(extra, info)',
      web14: null,
    },
    policy: 'redial',
    advice: {
      en: 'Wait for the reconnect, then let the user place the call anew.',
      zh: '等网络恢复后，由用户重新发起呼叫。',
    },
    source:
      'TABLE, AND; choice (Q24): at once while the invitation is unacknowledged, while ringing only when the session is lost',
  },
  {
    name: 'INVITE_E_PEEROFFLINE',
    value: 703,
    group: 'invite',
    deprecated: false,
    meaning: {
      en: 'The peer is offline, and the caller had asked with _require_peer_online to be told at once.',
      zh: '被叫不在线，而主叫用 _require_peer_online 要求这种情况立即失败。',
    },
    deliveredBy: {
      native: 'onInviteFailed(channelID, account, uid, ecode, extra)',
      web: 'call.onInviteFailed(extra, info)',
      web14: null,
    },
    policy: 'redial',
    advice: {
      en: 'Show the peer as offline, and let the user try later.',
      zh: '显示对方不在线，由用户稍后再拨。',
    },
    source:
      'TABLE has it for an offline peer, WEB and AND have an immediate failure with _require_peer_online; FAQ-B says it never occurs and 700 is used; D-10: 703 wins for the immediate failure, the one place where the service knows, and 700 for the silence',
  },
  {
    name: 'INVITE_E_TIMEOUT',
    value: 704,
    group: 'invite',
    deprecated: false,
    meaning: {
      en: 'The time that the caller set with _timeout passed before the peer answered, or the invitation was not delivered within 30 s.',
      zh: '主叫用 _timeout 设定的时间已到，被叫仍未应答；或呼叫 30 秒内未能送达。',
    },
    deliveredBy: {
      native: 'onInviteFailed(channelID, account, uid, ecode, extra)',
      web: 'call.onInviteFailed(extra, info)',
      web14: null,
    },
    policy: 'redial',
    advice: {
      en: 'Show that nobody answered, and offer to call again.',
      zh: '提示无人应答，由用户选择是否重拨。',
    },
    source:
      'TABLE, WEB, FAQ-A; neither names the code of its timer, choice (Q23): 704 for both; D-23: _timeout counts from 1 to 30 s; D-25: the 30 s rule matters only where the 20 s of 700 are raised',
  },
  {
    name: 'INVITE_E_CANTRECV',
    value: 705,
    group: 'invite',
    deprecated: true,
    meaning: {
      en: "The peer's client is unable to receive calls at all.",
      zh: '被叫的客户端不具备接收呼叫的能力。',
    },
    deliveredBy: {
      native: 'onInviteFailed(channelID, account, uid, ecode, extra)',
      web: 'call.onInviteFailed(extra, info)',
      web14: null,
    },
    policy: 'redial',
    advice: {
      en: 'Treat it like INVITE_E_OTHER, and suggest another way to reach the peer.',
      zh: '按 INVITE_E_OTHER 处理，并建议用户换一种方式联系对方。',
    },
    source:
      'TABLE (deprecated), HDR; no client emits it, so the trigger is inferred from the name; only with legacy, else INVITE_E_OTHER',
  },
  {
    name: 'GENERAL_E',
    value: 1000,
    group: 'general',
    deprecated: false,
    meaning: {
      en: 'The service reports an error that belongs to no request of the client.',
      zh: '服务端报告了一个错误，它与客户端的任何请求都无关。',
    },
    deliveredBy: {
      native: 'onError(name, ecode, desc)',
      web: 'session.onError(name, ecode, desc)',
      web14: null,
    },
    policy: 'ignore',
    advice: {
      en: 'Log it, and act only on what the callbacks of your own operations say.',
      zh: '记入日志即可，是否重试以各操作自身的回调为准。',
    },
    source:
      'TABLE, AND; choice (G3): the trigger; D-36: WEB documents onError, W140 never fires it',
  },
  {
    name: 'GENERAL_E_FAILED',
    value: 1001,
    group: 'general',
    deprecated: false,
    meaning: {
      en: 'A request without a failure callback of its own, such as one for attributes, was refused, not answered, or lost its connection.',
      zh: '没有专属失败回调的请求（例如属性操作）被拒绝、无应答或中途断线。',
    },
    deliveredBy: {
      native: 'onError(name, ecode, desc)',
      web: 'session.onError(name, ecode, desc), and cb(err, ret, info) or cb(undefined, info) of the call',
      web14: null,
    },
    policy: 'backOff',
    advice: {
      en: 'Log it, and repeat the operation given by `name` after a pause.',
      zh: '记入日志，稍候重试 name 所指的操作。',
    },
    source: 'TABLE; choice (G1): the trigger; D-36: WEB documents onError, W140 never fires it',
  },
  {
    name: 'GENERAL_E_UNKNOWN',
    value: 1002,
    group: 'general',
    deprecated: false,
    meaning: {
      en: 'A request without a failure callback of its own was answered, but the answer makes no sense.',
      zh: '没有专属失败回调的请求得到了应答，但应答无法解读。',
    },
    deliveredBy: {
      native: 'onError(name, ecode, desc)',
      web: 'session.onError(name, ecode, desc), and cb(err, ret, info) or cb(undefined, info) of the call',
      web14: null,
    },
    policy: 'ignore',
    advice: {
      en: 'Log it for later analysis, and continue.',
      zh: '记入日志备查，继续运行。',
    },
    source:
      'TABLE, APPS ignore it; choice (G2): the trigger; D-36: WEB documents onError, W140 never fires it',
  },
  {
    name: 'GENERAL_E_NOT_LOGIN',
    value: 1003,
    group: 'general',
    deprecated: false,
    meaning: {
      en: 'An operation that needs a session was called while the client was not logged in. Nothing was sent.',
      zh: '未登录就调用了需要登录的操作，请求没有发出。',
    },
    deliveredBy: {
      native: 'onError(name, ecode, desc)',
      web: 'session.onError(name, ecode, desc)',
      web14: null,
    },
    policy: 'refreshToken',
    advice: {
      en: 'Log in with a fresh token, then repeat the operation. While the client is reconnecting, wait until that is over instead: a login would only bring 208.',
      zh: '用新 Token 登录，再重复该操作。重连过程中则等待其结束：此时登录只会得到 208。',
    },
    source:
      'TABLE, FAQ-B, APPS; D-20: FAQ-B suspects an expired or wrong token, the trigger is the same and the advice starts there; D-19: a message sent while out is 400 instead',
  },
  {
    name: 'GENERAL_E_WRONG_PARAM',
    value: 1004,
    group: 'general',
    deprecated: false,
    meaning: {
      en: 'An argument is not legal: a bad channel name, an empty peer, a text too long, or an extra that is not JSON.',
      zh: '参数不合法：频道名有误、被叫或接收者为空、内容过长，或 extra 不是 JSON。',
    },
    deliveredBy: {
      native: 'onError(name, ecode, desc)',
      web: 'session.onError(name, ecode, desc)',
      web14: null,
    },
    policy: 'fix',
    advice: {
      en: 'Correct the call in the program: the same arguments will fail again.',
      zh: '修正程序中的调用，同样的参数再试仍会失败。',
    },
    source:
      'TABLE; D-2: HDR, WEB and NODE have 1005 for an argument that is too long, the table lacks it and wins, so this is 1004 as well',
  },
] as const satisfies readonly CodeRow[];

/** The name of a documented code: `INVITE_E_TIMEOUT`. */
export type CodeName = (typeof codes)[number]['name'];

/** The names of the codes of one or several groups: `CodeOf<'login'>`. */
export type CodeOf<G extends CodeGroup> = Extract<
  (typeof codes)[number],
  { readonly group: G }
>['name'];

const rowOfName = new Map<string, CodeRow>(codes.map((row) => [row.name, row]));

/** The row of a code. */
export function byName(name: CodeName): CodeRow {
  // Every name is a key, since both come from the same table.
  return rowOfName.get(name) as CodeRow;
}

/**
 * The rows that have a number, living ones before deprecated ones; none for an unknown number.
 *
 * @source D-1: 501 is documented twice. 502, its number in the headers, finds nothing here.
 * @example
 * ```ts
 * byValue(501).map((row) => row.name); // ['QUERYUSERNUM_E_TIMEOUT', 'QUERYUSERNUM_E_BYUSER']
 * ```
 */
export function byValue(value: number): readonly CodeRow[] {
  return Array.from(rowOfName.values())
    .filter((row) => row.value === value)
    .toSorted((a, b) => Number(a.deprecated) - Number(b.deprecated));
}

/** Whether a text is the name of a documented code, in exactly this spelling. */
export function isCodeName(text: string): text is CodeName {
  return rowOfName.has(text);
}
