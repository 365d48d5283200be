// The login lifecycle in words: what the states, rows and events of its two statecharts mean.
import type { Story } from '../lifecycle.ts';

/** The session in words. */
export const loginStory = {
  states: {
    loggedOut: {
      en: 'The client has no session and may log in.',
      zh: '客户端没有会话，可以登录。',
    },
    loggingIn: {
      en: 'The client is logging in, and retries network failures by itself.',
      zh: '客户端正在登录，遇到网络故障会自行重试。',
    },
    'loggingIn.resolving': {
      en: 'The client is asking for the address of a server.',
      zh: '客户端正在查询服务器地址。',
    },
    'loggingIn.connecting': {
      en: 'The client is opening a connection to the server.',
      zh: '客户端正在连接服务器。',
    },
    'loggingIn.authenticating': {
      en: 'The login request is sent, and the client waits for the reply.',
      zh: '登录请求已发出，客户端正在等待应答。',
    },
    'loggingIn.backoff': {
      en: 'An attempt has failed, and the client waits a moment before the next one.',
      zh: '一次尝试失败，客户端退避片刻后再试。',
    },
    loggedIn: {
      en: 'The session is open: the client can send messages, join a channel and make calls.',
      zh: '会话已建立，客户端可以发消息、加入频道、发起呼叫。',
    },
    reconnecting: {
      en: 'The line is lost; until it is back, the client does not count as logged in.',
      zh: '连接已断开，恢复之前客户端不算已登录。',
    },
    'reconnecting.backoff': {
      en: 'The client waits a moment before it tries to reconnect.',
      zh: '客户端退避片刻，然后尝试重连。',
    },
    'reconnecting.connecting': {
      en: 'The client is opening a new connection for its session.',
      zh: '客户端正在为会话建立新连接。',
    },
    'reconnecting.authenticating': {
      en: 'The new connection is open, and the client logs in again with the same account and token.',
      zh: '新连接已建立，客户端正用原来的账号和 Token 重新登录。',
    },
    loggingOut: {
      en: 'The client has asked to log out, waits for the acknowledgement, and no longer counts as logged in.',
      zh: '客户端已请求登出，正在等待确认，此时不再算已登录。',
    },
    'loggingOut.plain': {
      en: 'The logout is under way, and no new login is waiting.',
      zh: '正在登出，没有新的登录在等待。',
    },
    'loggingOut.remembered': {
      en: 'A new login waits for the logout to end.',
      zh: '有一次新的登录在等登出结束。',
    },
  },
  names: {
    loggedOut: '未登录',
    loggingIn: '登录中',
    'loggingIn.resolving': '查询地址',
    'loggingIn.connecting': '建立连接',
    'loggingIn.authenticating': '验证身份',
    'loggingIn.backoff': '退避',
    loggedIn: '已登录',
    reconnecting: '重连中',
    'reconnecting.backoff': '退避',
    'reconnecting.connecting': '建立连接',
    'reconnecting.authenticating': '重新登录',
    loggingOut: '登出中',
    'loggingOut.plain': '仅登出',
    'loggingOut.remembered': '等待再登录',
  },
  rows: {
    L1: {
      en: 'The arguments pass the local checks, so the login begins by looking up a server.',
      zh: '参数通过本地检查，登录开始，先查询服务器地址。',
    },
    'L1 lookup.answered': {
      en: 'The address of a server is known, so the client opens a connection to it.',
      zh: '已得到服务器地址，客户端开始建立连接。',
    },
    'L1 connect.succeeded': {
      en: 'The connection is open, so the client sends its account and token in a login request.',
      zh: '连接已建立，客户端发出登录请求，带上账号和 Token。',
    },
    'L1 after backoff': {
      en: 'The back-off is over, so the client tries again, starting with the look-up.',
      zh: '退避结束，客户端从地址查询开始重新尝试。',
    },
    L2: {
      en: 'The account is empty, too long or has invisible characters, so the login fails at once without asking the service.',
      zh: '账号为空、过长或含有不可见字符，登录不经服务端立即失败。',
    },
    L3: {
      en: 'The App ID or the token is missing, so the login fails at once; the code is LOGIN_E_NET although no network was used.',
      zh: '缺少 App ID 或 Token，登录立即失败；虽未用到网络，错误码仍是 LOGIN_E_NET。',
    },
    L4: {
      en: 'The look-up of a server fails, and a retry is left, so the client backs off.',
      zh: '服务器地址查询失败，还有重试次数，客户端开始退避。',
    },
    L5: {
      en: 'The connection cannot be opened, and a retry is left, so the client backs off.',
      zh: '连接建立失败，还有重试次数，客户端开始退避。',
    },
    L6: {
      en: 'The connection is lost before the login is answered, and a retry is left, so the client backs off.',
      zh: '登录得到应答之前连接就断了，还有重试次数，客户端开始退避。',
    },
    L7: {
      en: 'No reply to the login comes in time, and a retry is left, so the client backs off.',
      zh: '登录请求迟迟没有应答，还有重试次数，客户端开始退避。',
    },
    L8: {
      en: 'This attempt also fails and no retry is left, so the client gives up with LOGIN_E_NET.',
      zh: '这次尝试也失败了，重试次数已用完，客户端放弃登录，报告 LOGIN_E_NET。',
    },
    'L8 after retryWindow': {
      en: 'The time for the login and its retries is up, so the client gives up with LOGIN_E_NET.',
      zh: '登录连同重试的总时限已到，客户端放弃登录，报告 LOGIN_E_NET。',
    },
    L9: {
      en: 'The service accepts the account and the token, so the session is open.',
      zh: '服务端认可账号和 Token，会话建立。',
    },
    L10: {
      en: 'The token has expired, so the service refuses the login; a retry would not help, and there is none.',
      zh: 'Token 已过期，服务端拒绝登录；重试无济于事，因此不再重试。',
    },
    L11: {
      en: 'The token does not fit the App ID, the certificate or the account, so the service refuses the login.',
      zh: 'Token 与 App ID、证书或账号不符，服务端拒绝登录。',
    },
    L12: {
      en: 'The account has a session whose token expires later, so the login with the older token is refused.',
      zh: '账号已被另一个会话占用，而且对方的 Token 过期更晚，因此拿旧 Token 的这次登录被拒绝。',
    },
    L13: {
      en: 'The service has banned this account, so the login fails with LOGIN_E_INVALID_USER.',
      zh: '该账号已被服务端封禁，登录失败，错误码为 LOGIN_E_INVALID_USER。',
    },
    L14: {
      en: 'The service refuses the login for a reason that has no code of its own, so the code is LOGIN_E_FAILED.',
      zh: '服务端因没有专门错误码的原因拒绝登录，错误码为 LOGIN_E_FAILED。',
    },
    L15: {
      en: 'The client cannot make sense of the reply, so the login fails with LOGIN_E_OTHER.',
      zh: '客户端无法解读服务端的应答，登录失败，错误码为 LOGIN_E_OTHER。',
    },
    L16: {
      en: 'The service finds the SDK too old: LOGIN_E_OLDVERSION if deprecated codes are on, otherwise LOGIN_E_FAILED.',
      zh: '服务端认为 SDK 版本过旧：启用已弃用的错误码时报告 LOGIN_E_OLDVERSION，否则报告 LOGIN_E_FAILED。',
    },
    L17: {
      en: 'A logout during the login cancels it, so the login is answered with LOGIN_E_CANCEL and no onLogout follows.',
      zh: '登录过程中登出，登录随即取消，以 LOGIN_E_CANCEL 应答，不会再有 onLogout。',
    },
    L18: {
      en: 'The client already has a session or is logging in, so the second login gets LOGIN_E_ALREADY_LOGIN and changes nothing.',
      zh: '客户端已有会话或正在建立会话，第二次登录只得到 LOGIN_E_ALREADY_LOGIN，状态不变。',
    },
    L19: {
      en: 'The user wants to leave, so the client asks the service to end the session.',
      zh: '用户要离开，客户端请求服务端结束会话。',
    },
    L19b: {
      en: 'A repeated logout gets no answer of its own; if a new login was waiting, it is withdrawn, and another may wait.',
      zh: '重复的登出没有单独的应答；如有新的登录在等待，则被放弃。',
    },
    'L19b login.dropped': {
      en: 'The logout is answered, so the login that was withdrawn in the meantime gets its LOGIN_E_CANCEL.',
      zh: '登出已有应答，接着用 LOGIN_E_CANCEL 应答其间被放弃的登录。',
    },
    L20: {
      en: 'The service confirms the logout, so the session is over; a login that is still waiting begins now.',
      zh: '服务端确认登出，会话结束；如有登录仍在等待，现在就开始。',
    },
    L20b: {
      en: 'No confirmation can come any more, but the user wanted to leave, so this counts as a good logout.',
      zh: '已等不到服务端的确认，但用户本来就要离开，因此仍算正常登出。',
    },
    'L20b after logoutAck': {
      en: 'The confirmation has not come in time, but the user wanted to leave, so this counts as a good logout.',
      zh: '服务端迟迟没有确认，但用户本来就要离开，因此仍算正常登出。',
    },
    L22: {
      en: 'There is no session to leave, so the logout gets LOGOUT_E_ALREADY_LOGOUT, which may be ignored.',
      zh: '没有会话可以登出，只得到 LOGOUT_E_ALREADY_LOGOUT，可以忽略。',
    },
    L23: {
      en: 'The service kicks this session, usually because the account has logged in elsewhere, and the client does not reconnect.',
      zh: '服务端把本会话踢下线，多半因为同一账号在别处登录，客户端不会重连。',
    },
    L24: {
      en: 'The line is lost without an error, so the client starts to reconnect and says so with onReconnecting.',
      zh: '连接断开而没有报错，客户端开始重连，并用 onReconnecting 告知应用。',
    },
    L25: {
      en: 'The service itself ends the connection, so the client logs out with LOGOUT_E_NET and does not reconnect.',
      zh: '服务端主动关闭连接，客户端以 LOGOUT_E_NET 登出，不会重连。',
    },
    L26: {
      en: 'The line breaks with an error; it may still come back, so the client starts to reconnect.',
      zh: '连接出错中断，但有望恢复，客户端开始重连。',
    },
    L27: {
      en: 'The connection cannot be opened, and a retry is left, so the client backs off before the next attempt.',
      zh: '连接建立失败，还有重试次数，客户端退避后再试。',
    },
    'L27 after backoff': {
      en: 'The back-off is over, so the client opens a new connection.',
      zh: '退避结束，客户端开始建立新连接。',
    },
    'L27 connect.succeeded': {
      en: 'The new connection is open, so the client sends a full login request with its old account and token.',
      zh: '新连接已建立，客户端用原来的账号和 Token 重新发出登录请求。',
    },
    'L27 connect.failed': {
      en: 'The new connection fails, and a retry is left, so the client backs off before the next attempt.',
      zh: '新连接建立失败，还有重试次数，客户端退避后再试。',
    },
    'L27 after connect': {
      en: 'The new connection does not open in time, and a retry is left, so the client backs off before the next attempt.',
      zh: '新连接迟迟没有建立，还有重试次数，客户端退避后再试。',
    },
    L27b: {
      en: 'The line is lost again before the new login is answered, and a retry is left, so the client backs off.',
      zh: '重新登录还没有应答，连接又断了，还有重试次数，客户端开始退避。',
    },
    'L27b after loginReply': {
      en: 'No reply to the new login comes in time, and a retry is left, so the client backs off.',
      zh: '重新登录迟迟没有应答，还有重试次数，客户端开始退避。',
    },
    L27c: {
      en: 'The service ends the session while the client logs in again, so there is nothing left to reconnect to.',
      zh: '客户端重新登录时服务端结束了会话，不必再重连。',
    },
    'L27c service.closed': {
      en: 'The service itself closes the new connection, so the client stops reconnecting and logs out with LOGOUT_E_NET.',
      zh: '服务端主动关闭新连接，客户端停止重连，以 LOGOUT_E_NET 登出。',
    },
    'L27c service.kicked': {
      en: 'The service kicks the session while the client logs in again, so the client stops reconnecting and logs out with LOGOUT_E_KICKED.',
      zh: '客户端重新登录时被服务端踢下线，于是停止重连，以 LOGOUT_E_KICKED 登出。',
    },
    L28: {
      en: 'This attempt also fails and no retry is left, so the session is given up with LOGOUT_E_NET.',
      zh: '这次尝试也失败了，重试次数已用完，客户端放弃会话，报告 LOGOUT_E_NET。',
    },
    'L28 after retryWindow': {
      en: 'The time for reconnecting is up, so the session is given up with LOGOUT_E_NET.',
      zh: '重连的总时限已到，客户端放弃会话，报告 LOGOUT_E_NET。',
    },
    L29: {
      en: 'The service accepts the client again, so the session continues where it stopped.',
      zh: '服务端再次接受客户端，会话得以继续。',
    },
    L30: {
      en: 'The token has expired since the first login, so the service does not let the client back in.',
      zh: 'Token 在首次登录之后已过期，服务端不再接纳客户端。',
    },
    L31: {
      en: 'The token is no longer right: LOGOUT_E_TOKENWRONG if deprecated codes are on, otherwise LOGOUT_E_OTHER.',
      zh: 'Token 不再正确：启用已弃用的错误码时报告 LOGOUT_E_TOKENWRONG，否则报告 LOGOUT_E_OTHER。',
    },
    L32: {
      en: 'Another session has taken the account over during the outage, so this one ends with LOGOUT_E_KICKED.',
      zh: '断线期间账号被另一个会话占用，本会话以 LOGOUT_E_KICKED 结束。',
    },
    L32a: {
      en: 'The service refuses to take the client back, and there is no logout code for that, so it is LOGOUT_E_OTHER.',
      zh: '服务端拒绝客户端回来，登出没有专门的错误码，因此报告 LOGOUT_E_OTHER。',
    },
    L32b: {
      en: 'The service now finds the SDK too old: LOGOUT_E_OLDVERSION if deprecated codes are on, otherwise LOGOUT_E_OTHER.',
      zh: '服务端此时认为 SDK 版本过旧：启用已弃用的错误码时报告 LOGOUT_E_OLDVERSION，否则报告 LOGOUT_E_OTHER。',
    },
    L32c: {
      en: 'The client cannot make sense of the reply to its new login, so the session ends with LOGOUT_E_OTHER.',
      zh: '客户端无法解读对重新登录的应答，会话以 LOGOUT_E_OTHER 结束。',
    },
    L33: {
      en: 'The user logs out while there is no line, so reconnecting stops and the session ends at once.',
      zh: '用户在重连过程中登出，客户端停止重连，会话立即结束。',
    },
    L34: {
      en: 'The service announces that the token has expired, so the session ends although the connection is fine.',
      zh: '服务端通知 Token 已过期，连接虽然正常，会话仍然结束。',
    },
    L35: {
      en: 'The client cannot decode a packet and gives the session up: LOGOUT_E_PACKET if deprecated codes are on, otherwise LOGOUT_E_OTHER.',
      zh: '客户端无法解码数据包，放弃会话：启用已弃用的错误码时报告 LOGOUT_E_PACKET，否则报告 LOGOUT_E_OTHER。',
    },
    L36: {
      en: 'The service no longer supports this SDK: LOGOUT_E_OLDVERSION if deprecated codes are on, otherwise LOGOUT_E_OTHER.',
      zh: '服务端不再支持此 SDK 版本：启用已弃用的错误码时报告 LOGOUT_E_OLDVERSION，否则报告 LOGOUT_E_OTHER。',
    },
    L37: {
      en: 'The connection is gone for an unknown reason, so the session ends with LOGOUT_E_OTHER, without any more attempts.',
      zh: '连接消失，原因不明，会话以 LOGOUT_E_OTHER 结束，不再尝试。',
    },
    L38: {
      en: 'The application logs in before the logout is complete, so the client keeps the login for later.',
      zh: '登出尚未完成应用又要登录，客户端先记下这次登录。',
    },
    L38b: {
      en: 'One login already waits for the logout to end, so another one gets LOGIN_E_ALREADY_LOGIN.',
      zh: '已有一次登录在等登出结束，再次登录只得到 LOGIN_E_ALREADY_LOGIN。',
    },
    G3: {
      en: 'The service reports an error that belongs to no request, so onError passes it on as GENERAL_E and the session continues.',
      zh: '服务端通知一个不属于任何请求的错误，onError 以 GENERAL_E 转告应用，会话照常。',
    },
  },
  events: {
    login: { en: 'the application calls login()', zh: '应用调用 login()' },
    logout: { en: 'the application calls logout()', zh: '应用调用 logout()' },
    'login.dropped': { en: 'the dropped login gets its answer', zh: '被放弃的登录得到应答' },
    'lookup.answered': { en: 'the look-up finds a server', zh: '查到服务器地址' },
    'lookup.failed': { en: 'the look-up fails', zh: '地址查询失败' },
    'connect.succeeded': { en: 'the connection opens', zh: '连接建立成功' },
    'connect.failed': { en: 'the connection cannot be opened', zh: '连接建立失败' },
    'reply.accepted': { en: 'the service accepts the login', zh: '服务端接受登录' },
    'reply.tokenExpired': {
      en: 'the service says the token has expired',
      zh: '服务端说 Token 已过期',
    },
    'reply.tokenWrong': { en: 'the service says the token is wrong', zh: '服务端说 Token 不正确' },
    'reply.accountTaken': {
      en: 'the service says another session holds the account',
      zh: '服务端说账号已被另一个会话占用',
    },
    'reply.accountBanned': {
      en: 'the service says the account is banned',
      zh: '服务端说账号已被封禁',
    },
    'reply.versionRefused': {
      en: 'the service says the SDK is too old',
      zh: '服务端说 SDK 版本过旧',
    },
    'reply.refused': {
      en: 'the service refuses the login for another reason',
      zh: '服务端因其他原因拒绝登录',
    },
    'reply.garbled': { en: 'the reply makes no sense', zh: '应答无法解读' },
    'logout.acknowledged': { en: 'the service confirms the logout', zh: '服务端确认登出' },
    'line.lost': { en: 'the line is lost', zh: '连接断开' },
    'line.errored': { en: 'the line breaks with an error', zh: '连接出错中断' },
    'line.vanished': { en: 'the line is gone for no known reason', zh: '连接因不明原因消失' },
    'packet.corrupted': { en: 'a packet cannot be decoded', zh: '收到无法解码的数据包' },
    'service.kicked': { en: 'the service kicks the session', zh: '服务端把会话踢下线' },
    'service.closed': { en: 'the service closes the connection', zh: '服务端主动关闭连接' },
    'service.expiredToken': {
      en: 'the service announces that the token has expired',
      zh: '服务端通知 Token 已过期',
    },
    'service.refusedVersion': {
      en: 'the service drops support for this SDK',
      zh: '服务端不再支持此 SDK 版本',
    },
    'service.noticed': { en: 'the service sends an error notice', zh: '服务端发来错误通知' },
    'after lookup': { en: 'the look-up gets no answer in time', zh: '地址查询超时' },
    'after connect': { en: 'the connection does not open in time', zh: '建立连接超时' },
    'after loginReply': { en: 'the login gets no reply in time', zh: '登录响应超时' },
    'after logoutAck': { en: 'the logout is not confirmed in time', zh: '登出确认超时' },
    'after backoff': { en: 'the back-off is over', zh: '退避结束' },
    'after retryWindow': { en: 'the time for retries is up', zh: '重试总时限已到' },
  },
} as const satisfies Story;

/** A request that fails only through `onError`, in words. */
export const requestStory = {
  states: {
    idle: { en: 'Nothing has been asked yet.', zh: '尚未发出请求。' },
    requesting: {
      en: 'The request is sent, and the client waits for the reply.',
      zh: '请求已发出，客户端正在等待应答。',
    },
    done: {
      en: 'The request is over, whether or not it succeeded.',
      zh: '请求已结束，无论成败。',
    },
  },
  names: {
    idle: '未请求',
    requesting: '请求中',
    done: '已结束',
  },
  rows: {
    C2b: {
      en: 'The client is not logged in, so nothing is sent and onError says GENERAL_E_NOT_LOGIN.',
      zh: '客户端未登录，请求不会发出，onError 报告 GENERAL_E_NOT_LOGIN。',
    },
    G1: {
      en: 'The request fails and has no failure callback of its own, so onError says GENERAL_E_FAILED.',
      zh: '请求失败，又没有自己的失败回调，因此由 onError 报告 GENERAL_E_FAILED。',
    },
    'G1 request': {
      en: 'The client is logged in, so the request goes to the service.',
      zh: '客户端已登录，请求发往服务端。',
    },
    'G1 reply.ok': {
      en: 'The service does what it was asked to do, and the request is over.',
      zh: '服务端执行了请求，请求完成。',
    },
    'G1 reply.refused': {
      en: 'The service refuses a request that has no failure callback of its own, so onError says GENERAL_E_FAILED.',
      zh: '服务端拒绝了请求，而请求没有自己的失败回调，因此由 onError 报告 GENERAL_E_FAILED。',
    },
    'G1 after requestReply': {
      en: 'No reply has come in time, so the request is given up and onError says GENERAL_E_FAILED.',
      zh: '迟迟没有应答，客户端放弃请求，onError 报告 GENERAL_E_FAILED。',
    },
    'G1 session.lost': {
      en: 'The line is lost before the reply, and the request is not sent again, so onError says GENERAL_E_FAILED.',
      zh: '应答到来之前连接断开，请求不会重发，onError 报告 GENERAL_E_FAILED。',
    },
    'G1 session.ended': {
      en: 'The session ends before the reply, so onError says GENERAL_E_FAILED.',
      zh: '应答到来之前会话结束，onError 报告 GENERAL_E_FAILED。',
    },
    G2: {
      en: 'The client cannot make sense of the reply, so onError says GENERAL_E_UNKNOWN.',
      zh: '客户端无法解读应答，onError 报告 GENERAL_E_UNKNOWN。',
    },
  },
  events: {
    request: { en: 'the application makes a request', zh: '应用发起请求' },
    'reply.ok': { en: 'the service grants the request', zh: '服务端应答成功' },
    'reply.refused': { en: 'the service refuses the request', zh: '服务端拒绝请求' },
    'reply.garbled': { en: 'the reply makes no sense', zh: '应答无法解读' },
    'session.lost': { en: 'the session loses its line', zh: '会话断线' },
    'session.ended': { en: 'the session ends', zh: '会话结束' },
    'after requestReply': { en: 'the request gets no reply in time', zh: '请求响应超时' },
  },
} as const satisfies Story;
