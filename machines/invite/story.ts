// The invite lifecycle in words: what the states, rows and events of both ends of a call mean.
import type { Story } from '../lifecycle.ts';

/** The caller's end of a call, in words. */
export const callerStory = {
  states: {
    idle: { en: 'The client is not calling anybody.', zh: '客户端没有发起呼叫。' },
    pending: {
      en: 'The client has called a peer, who has not decided yet.',
      zh: '客户端已发起呼叫，被叫尚未应答。',
    },
    'pending.inviting': {
      en: 'The invitation is sent, and the peer has not confirmed that it has it.',
      zh: '呼叫已发出，尚未确认被叫收到。',
    },
    'pending.ringing': {
      en: 'The peer has the invitation, and the client waits for its decision.',
      zh: '被叫已收到呼叫，主叫正在等待应答。',
    },
    accepted: {
      en: 'The peer has accepted, and the call is up.',
      zh: '被叫已接受呼叫，通话已建立。',
    },
    refused: { en: 'The peer has refused the call.', zh: '被叫已拒绝呼叫。' },
    failed: { en: 'The call has failed before the peer decided.', zh: '被叫应答之前呼叫已失败。' },
    ended: {
      en: 'The call is over, hung up by one side or ended with the session.',
      zh: '呼叫已结束：一方挂断，或随会话结束。',
    },
  },
  names: {
    idle: '未呼叫',
    pending: '呼叫中',
    'pending.inviting': '等待送达',
    'pending.ringing': '等待应答',
    accepted: '已接受',
    refused: '被拒绝',
    failed: '已失败',
    ended: '已结束',
  },
  rows: {
    C2b: {
      en: 'The client is not logged in, so nothing is sent and onError says GENERAL_E_NOT_LOGIN.',
      zh: '客户端未登录，请求不会发出，onError 报告 GENERAL_E_NOT_LOGIN。',
    },
    I1: {
      en: 'The client is logged in and the arguments are legal, so the invitation goes to the service.',
      zh: '客户端已登录，参数合法，呼叫发往服务端。',
    },
    I3: {
      en: 'A name is not legal, or the extra is too long or not JSON, so onError says GENERAL_E_WRONG_PARAM and nothing is sent.',
      zh: '名称不合法，或 extra 过长、不是 JSON，onError 报告 GENERAL_E_WRONG_PARAM，呼叫不会发出。',
    },
    I4: {
      en: 'There is already a call to this peer in this channel, so the new attempt fails with INVITE_E_REINVITE and the old one continues.',
      zh: '同一频道里对同一被叫的呼叫已存在，新的呼叫以 INVITE_E_REINVITE 失败，原来的照常。',
    },
    I5: {
      en: "The peer's SDK acknowledges the invitation automatically, so the caller knows that it has arrived.",
      zh: '被叫的 SDK 自动确认收到，主叫得知呼叫已送达。',
    },
    I6: {
      en: 'The caller asked that the peer be online and it is not, so the call fails at once with INVITE_E_PEEROFFLINE.',
      zh: '主叫要求被叫在线，而被叫不在线，呼叫立即以 INVITE_E_PEEROFFLINE 失败。',
    },
    I7: {
      en: 'No acknowledgement has come for too long, for instance because the peer is offline, so the caller gives up.',
      zh: '久等没有确认，比如被叫不在线，主叫放弃呼叫。',
    },
    I8: {
      en: 'The invitation has not reached the peer in time, so the call fails with INVITE_E_TIMEOUT.',
      zh: '呼叫没能及时送达被叫，以 INVITE_E_TIMEOUT 失败。',
    },
    I9: {
      en: 'The _timeout of the invitation is up and the peer has not decided, so the call fails with INVITE_E_TIMEOUT.',
      zh: '呼叫自带的 _timeout 已到，被叫仍未应答，呼叫以 INVITE_E_TIMEOUT 失败。',
    },
    I10: {
      en: "The caller's own connection is lost before the acknowledgement, so the call fails with INVITE_E_NET.",
      zh: '收到确认之前主叫断线，呼叫以 INVITE_E_NET 失败。',
    },
    I11: {
      en: 'The service refuses the invitation, so the call fails with INVITE_E_OTHER.',
      zh: '服务端拒绝呼叫请求，呼叫以 INVITE_E_OTHER 失败。',
    },
    I12: {
      en: "The peer's client cannot take calls: INVITE_E_CANTRECV if deprecated codes are on, otherwise INVITE_E_OTHER.",
      zh: '被叫的客户端不能接受呼叫：启用已弃用的错误码时报告 INVITE_E_CANTRECV，否则报告 INVITE_E_OTHER。',
    },
    I13: { en: 'The peer accepts, so the call is up.', zh: '被叫接受呼叫，通话建立。' },
    I14: {
      en: 'The peer refuses; that is a decision, not an error, so there is a callback but no code.',
      zh: '被叫拒绝；这是选择而不是错误，因此只有回调，没有错误码。',
    },
    I15: {
      en: 'The caller hangs up, so the service tells the peer and the call is over.',
      zh: '主叫挂断，服务端通知被叫，呼叫结束。',
    },
    I16: { en: 'The peer hangs up, so the call is over.', zh: '被叫挂断，呼叫结束。' },
    I17: {
      en: 'The peer does not react, and nothing happens: without a _timeout a call rings forever, so the application needs its own limit.',
      zh: '被叫不响应，状态不变：没有 _timeout 时会一直响铃，应用须自行限时。',
    },
    I18: {
      en: 'The caller logs out before the peer has decided, so the call fails with INVITE_E_OTHER.',
      zh: '被叫应答之前主叫登出，呼叫以 INVITE_E_OTHER 失败。',
    },
    I18b: {
      en: "The service ends the caller's session before the peer has decided, so the call fails with INVITE_E_OTHER.",
      zh: '被叫应答之前服务端结束了主叫的会话，呼叫以 INVITE_E_OTHER 失败。',
    },
    I18c: {
      en: 'The session ends and takes the accepted call with it, without a callback.',
      zh: '会话结束，已接通的呼叫随之结束，没有回调。',
    },
    I19: {
      en: "The peer's connection dies, but nothing monitors a call that is up, so the caller hears nothing.",
      zh: '被叫的连接已断，但服务端不监控已接通的呼叫，主叫不会得到通知。',
    },
    I20: {
      en: "The peer's decision comes after the call is over, so it is ignored.",
      zh: '被叫的应答来得太晚，呼叫已结束，因此被忽略。',
    },
    I21: {
      en: "The network ends the caller's session before the peer has decided, so the call fails with INVITE_E_NET.",
      zh: '被叫应答之前主叫的会话因网络结束，呼叫以 INVITE_E_NET 失败。',
    },
  },
  events: {
    channelInviteUser2: {
      en: 'the application calls channelInviteUser2()',
      zh: '应用调用 channelInviteUser2()',
    },
    channelInviteEnd: {
      en: 'the application calls channelInviteEnd()',
      zh: '应用调用 channelInviteEnd()',
    },
    'peer.acknowledged': { en: 'the peer has received the invitation', zh: '被叫确认收到呼叫' },
    'peer.offline': { en: 'the service says the peer is offline', zh: '服务端说被叫不在线' },
    'peer.unable': { en: "the peer's client cannot take calls", zh: '被叫的客户端不能接受呼叫' },
    'peer.accepted': { en: 'the peer accepts', zh: '被叫接受呼叫' },
    'peer.refused': { en: 'the peer refuses', zh: '被叫拒绝' },
    'peer.ended': { en: 'the peer hangs up', zh: '被叫挂断' },
    'peer.silent': { en: 'the peer does not react', zh: '被叫不响应' },
    'peer.lost': { en: "the peer's connection dies", zh: '被叫断线' },
    'reply.refused': { en: 'the service refuses the invitation', zh: '服务端拒绝呼叫请求' },
    'session.lost': { en: 'the session loses its line', zh: '会话断线' },
    'session.ended': { en: 'the session ends', zh: '会话结束' },
    'after noAck': { en: 'the peer has not acknowledged in time', zh: '等待被叫确认超时' },
    'after notReceived': {
      en: 'the invitation has not arrived in time',
      zh: '呼叫送达超时',
    },
    'after _timeout': { en: "the invitation's own _timeout is up", zh: '呼叫自带的 _timeout 已到' },
  },
} as const satisfies Story;

/** The callee's end of a call, in words. */
export const calleeStory = {
  states: {
    idle: { en: 'Nobody is calling this client.', zh: '没有人呼叫本客户端。' },
    incoming: {
      en: 'A call has come in, and the application has not decided yet.',
      zh: '有来电，应用尚未应答。',
    },
    accepted: {
      en: 'The application has accepted, and the call is up.',
      zh: '应用已接受呼叫，通话已建立。',
    },
    refused: { en: 'The application has refused the call.', zh: '应用已拒绝呼叫。' },
    ended: {
      en: 'The call is over, hung up by one side or ended with the session.',
      zh: '呼叫已结束：一方挂断，或随会话结束。',
    },
  },
  names: {
    idle: '无来电',
    incoming: '有来电',
    accepted: '已接受',
    refused: '已拒绝',
    ended: '已结束',
  },
  rows: {
    C2b: {
      en: 'The client is not logged in, so nothing is sent and onError says GENERAL_E_NOT_LOGIN.',
      zh: '客户端未登录，请求不会发出，onError 报告 GENERAL_E_NOT_LOGIN。',
    },
    I18c: {
      en: 'The session ends and takes the call with it, without a callback.',
      zh: '会话结束，呼叫随之结束，没有回调。',
    },
    R1: {
      en: 'An invitation arrives, so the SDK acknowledges it automatically and tells the application.',
      zh: '呼叫到达，SDK 自动确认收到，并告知应用。',
    },
    R2: {
      en: 'The application accepts, so the caller is told; the callee itself gets no callback.',
      zh: '应用接受呼叫，主叫得到通知；被叫自己没有回调。',
    },
    R3: {
      en: 'The application refuses, so the caller is told; the callee itself gets no callback.',
      zh: '应用拒绝，主叫得到通知；被叫自己没有回调。',
    },
    R4: {
      en: 'The callee hangs up, so the service tells the caller and the call is over.',
      zh: '被叫挂断，服务端通知主叫，呼叫结束。',
    },
    R5: { en: 'The caller hangs up, so the call is over.', zh: '主叫挂断，呼叫结束。' },
    R6: {
      en: 'The caller has given up after a timeout, but nobody tells the callee, so its end keeps ringing.',
      zh: '主叫因超时放弃，但没人通知被叫，被叫这边仍在响铃。',
    },
    R7: {
      en: 'No call is waiting for a decision, so accepting or refusing is ignored.',
      zh: '没有待应答的呼叫，接受或拒绝都被忽略。',
    },
  },
  events: {
    channelInviteAccept: {
      en: 'the application calls channelInviteAccept()',
      zh: '应用调用 channelInviteAccept()',
    },
    channelInviteRefuse: {
      en: 'the application calls channelInviteRefuse()',
      zh: '应用调用 channelInviteRefuse()',
    },
    channelInviteEnd: {
      en: 'the application calls channelInviteEnd()',
      zh: '应用调用 channelInviteEnd()',
    },
    'invite.arrived': { en: 'an invitation arrives', zh: '呼叫到达' },
    'peer.ended': { en: 'the caller hangs up', zh: '主叫挂断' },
    'peer.timedOut': { en: 'the caller gives up after a timeout', zh: '主叫超时放弃' },
    'session.ended': { en: 'the session ends', zh: '会话结束' },
  },
} as const satisfies Story;
