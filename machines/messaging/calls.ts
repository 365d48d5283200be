import { lobby, type Calls } from '../calls.ts';

const message = {
  part: 'message',
  address: 'each',
  asks: 'message',
  tries: 'message',
  about: { made: 'messageID' },
} as const;
const toChannel = {
  ...message,
  args: ['channel', 'body'],
  sample: { channel: lobby, body: 'hello' },
} as const;

/** The ways of sending a message. @source LC 1.1, 1.2 */
export const messagingCalls = {
  messageInstantSend: {
    ...message,
    args: ['account', 'body'],
    also: ['messageInstantSend2'],
    sample: { account: '$peer', body: 'hello' },
  },
  messageChannelSend: toChannel,
  messageChannelSendForce: toChannel,
  messageAppSend: { ...message, args: ['body'], sample: { body: 'hello' } },
} as const satisfies Calls;
