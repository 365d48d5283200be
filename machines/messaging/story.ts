// The messaging lifecycle in words: what the states, rows and events of its statechart mean.
import type { Story } from '../lifecycle.ts';

/** One message, in words. */
export const messageStory = {
  states: {
    idle: {
      en: 'Nothing has been sent yet; messages from others may arrive.',
      zh: '尚未发送，可以收到别人的消息。',
    },
    sending: {
      en: 'The message is on its way, and the client waits for the service to take it.',
      zh: '消息已发出，客户端正在等服务端接收。',
    },
    sent: {
      en: 'The service has the message, which does not mean that anybody has read it.',
      zh: '服务端已收下消息，但不代表有人读过。',
    },
    failed: {
      en: 'The client has given up on the message and told the application.',
      zh: '客户端已放弃这条消息，并告知应用。',
    },
  },
  names: {
    idle: '未发送',
    sending: '发送中',
    sent: '已收下',
    failed: '已失败',
  },
  rows: {
    M1: {
      en: 'The client is logged in and the arguments are legal, so the message goes to the service.',
      zh: '客户端已登录，参数合法，消息发往服务端。',
    },
    M2: {
      en: 'The client is not logged in, so the message fails at once and is never sent.',
      zh: '客户端未登录，消息立即失败，不会发出。',
    },
    M3: {
      en: 'The client is not in the channel that it writes to, so the message fails at once.',
      zh: '客户端不在目标频道中，消息立即失败。',
    },
    M4: {
      en: 'The body is too long or the name of the receiver is not legal, so onError says GENERAL_E_WRONG_PARAM and the message fails too.',
      zh: '消息过长或接收方名称不合法，onError 报告 GENERAL_E_WRONG_PARAM，消息同时失败。',
    },
    M5: {
      en: 'The service takes the message and passes it on, so the sender is told that it succeeded.',
      zh: '服务端收下消息并转发，发送者得知成功。',
    },
    M6: {
      en: 'The service refuses the message, so it fails with SENDMESSAGE_E_OTHER.',
      zh: '服务端拒收消息，发送以 SENDMESSAGE_E_OTHER 失败。',
    },
    M7: {
      en: 'No reply has come in time, so the sender gets SENDMESSAGE_E_TIMEOUT; the service may have the message anyway.',
      zh: '迟迟没有应答，发送者得到 SENDMESSAGE_E_TIMEOUT；服务端也许其实已收到消息。',
    },
    M8: {
      en: 'The connection is lost, but the client keeps the message, and its timer keeps running.',
      zh: '连接断开，客户端保留消息，计时照常继续。',
    },
    'M8 session.restored': {
      en: 'The connection is back, so the client sends the message again under the same id.',
      zh: '连接恢复，客户端用同一个消息 ID 重发。',
    },
    M9: {
      en: 'The session ends before the service has replied, so the message fails with SENDMESSAGE_E_OTHER.',
      zh: '服务端应答之前会话结束，消息以 SENDMESSAGE_E_OTHER 失败。',
    },
    M10: {
      en: 'More messages come than the rate limit allows, so the service drops this one, but the sender is still told that it succeeded.',
      zh: '发送超过频率限制，服务端丢弃了消息，发送者却仍得知成功。',
    },
    M11: {
      en: 'The service takes the message although the peer is offline: success only means that the service has it.',
      zh: '对方不在线，服务端照样收下消息；成功只表示服务端已收到。',
    },
    M12: {
      en: 'Somebody has sent this client a message, and the service delivers it.',
      zh: '有人给本客户端发来消息，由服务端送达。',
    },
  },
  events: {
    messageInstantSend: {
      en: 'the application calls messageInstantSend()',
      zh: '应用调用 messageInstantSend()',
    },
    messageChannelSend: {
      en: 'the application calls messageChannelSend()',
      zh: '应用调用 messageChannelSend()',
    },
    messageChannelSendForce: {
      en: 'the application calls messageChannelSendForce()',
      zh: '应用调用 messageChannelSendForce()',
    },
    messageAppSend: {
      en: 'the application calls messageAppSend()',
      zh: '应用调用 messageAppSend()',
    },
    'message.arrived': { en: 'a message from a peer arrives', zh: '收到对方的消息' },
    'reply.ok': { en: 'the service takes the message', zh: '服务端收下消息' },
    'reply.refused': { en: 'the service refuses the message', zh: '服务端拒收消息' },
    'session.lost': { en: 'the session loses its line', zh: '会话断线' },
    'session.restored': { en: 'the session is back', zh: '会话恢复' },
    'session.ended': { en: 'the session ends', zh: '会话结束' },
    'after sendReply': { en: 'the message gets no reply in time', zh: '消息响应超时' },
  },
} as const satisfies Story;
