import { voice, type Callbacks, type Said } from '../callbacks.ts';

const own = ({ address }: Said) => ({
  messageID: address['messageID'],
  method: address['method'],
});

/** What a client hears of messages. @source LC 1.2, 3 */
export const messagingCallbacks = {
  onMessageSendSuccess: { answers: 'message', details: own },
  onMessageSendError: { codes: ['message'], answers: 'message', details: own },
  onMessageInstantReceive: {
    details: ({ event }) => ({ account: event['account'], body: event['body'] }),
  },
} as const satisfies Callbacks;

/** Emits a callback of the messaging lifecycle. */
export const say = voice(messagingCallbacks);
