// One message on its way to the service. Success means that the service has it, not the peer.
import { setup } from 'xstate';
import { isBody, isName } from '../arguments.ts';
import { flagged, worded, type FactsOf } from '../facts.ts';
import { msOf, type Timing } from '../lifecycle.ts';
import { ask, row, type Effect, type RowMeta, type SessionWord } from '../row.ts';
import { say } from './callbacks.ts';
import { messageTiming } from './timing.ts';

/**
 * What the service did with a message that it accepted: it passed it on, dropped it because the
 * sender or the channel is over its rate, or had nobody to pass it to.
 *
 * @source M5, M10, M11
 */
export type Delivery = 'passedOn' | 'overRate' | 'peerOffline';

/** What may happen to a message. */
export type MessageEvent =
  | {
      readonly type: 'messageInstantSend' | 'messageChannelSendForce' | 'messageAppSend';
      readonly loggedIn: boolean;
      readonly legal: boolean;
    }
  | {
      readonly type: 'messageChannelSend';
      readonly loggedIn: boolean;
      readonly legal: boolean;
      readonly inChannel: boolean;
    }
  | { readonly type: 'reply.ok'; readonly delivery: Delivery }
  | { readonly type: 'reply.refused' }
  | { readonly type: 'message.arrived' }
  | SessionWord;

const toPeer = flagged('messageInstantSend', 'loggedIn', 'legal');
const toChannel = flagged('messageChannelSend', 'loggedIn', 'legal', 'inChannel');
const toAnyChannel = flagged('messageChannelSendForce', 'loggedIn', 'legal');
const toAll = flagged('messageAppSend', 'loggedIn', 'legal');

/** What a message is told about a call: whether it may be sent. @source M2, M3, M4 */
export const messageFacts = {
  messageInstantSend: ({ account, body }, { loggedIn }) =>
    toPeer(loggedIn, isBody(body) && isName(account)),
  messageChannelSend: ({ channel, body }, known) =>
    toChannel(known.loggedIn, isBody(body), known.channel !== '' && channel === known.channel),
  messageChannelSendForce: ({ channel, body }, { loggedIn }) =>
    toAnyChannel(loggedIn, isBody(body) && isName(channel)),
  messageAppSend: ({ body }, { loggedIn }) => toAll(loggedIn, isBody(body)),
  'reply.ok': worded('reply.ok', 'delivery'),
} as const satisfies Readonly<Record<string, FactsOf>>;

/** The delays of this machine from a table of durations. */
export const messageDelays = (timing: Timing) => ({ sendReply: msOf(timing, 'sendReply') });

const definition = setup({
  types: {
    context: {},
    events: {} as MessageEvent,
    emitted: {} as Effect,
    transitionMeta: {} as RowMeta,
  },
  delays: messageDelays(messageTiming),
  guards: {
    isLoggedOut: ({ event }) => 'loggedIn' in event && !event.loggedIn,
    isOutsider: ({ event }) => event.type === 'messageChannelSend' && !event.inChannel,
    isIllegal: ({ event }) => 'legal' in event && !event.legal,
    isOverRate: ({ event }) => event.type === 'reply.ok' && event.delivery === 'overRate',
    isPeerOffline: ({ event }) => event.type === 'reply.ok' && event.delivery === 'peerOffline',
  },
});

const fails = say('onMessageSendError', 'SENDMESSAGE_E_OTHER');
const loggedOut = row('M2', { to: 'failed', when: 'isLoggedOut', gives: [fails] });
const outsider = row('M3', { to: 'failed', when: 'isOutsider', gives: [fails] });
const illegal = row('M4', {
  to: 'failed',
  when: 'isIllegal',
  gives: [say('onError', 'GENERAL_E_WRONG_PARAM'), fails],
});
const goes = row('M1', { to: 'sending', gives: [ask('message')] });
const send = [loggedOut, illegal, goes];

/**
 * One message of the messaging lifecycle; in `idle`, it is also where messages arrive.
 *
 * @source LC 2.3 with decisions.md A. Not being in the channel (M3) depends on the state, so it is
 * checked before the argument (M4).
 * @source choice: after a reconnect the message is sent again with the same id, while its timer
 * keeps running (M8: "retransmission possible, else M7"); the service recognizes it by its id.
 */
export const messageMachine = definition.createMachine({
  id: 'message',
  context: {},
  initial: 'idle',
  options: { maxIterations: 100 },
  states: {
    idle: {
      on: {
        messageInstantSend: send,
        messageChannelSend: [loggedOut, outsider, illegal, goes],
        messageChannelSendForce: send,
        messageAppSend: send,
        'message.arrived': row('M12', { gives: [say('onMessageInstantReceive')] }),
      },
    },
    sending: {
      after: {
        sendReply: row('M7', {
          to: 'failed',
          gives: [say('onMessageSendError', 'SENDMESSAGE_E_TIMEOUT')],
          primary: true,
        }),
      },
      on: {
        'reply.ok': [
          row('M10', { to: 'sent', when: 'isOverRate', gives: [say('onMessageSendSuccess')] }),
          row('M11', { to: 'sent', when: 'isPeerOffline', gives: [say('onMessageSendSuccess')] }),
          row('M5', { to: 'sent', gives: [say('onMessageSendSuccess')] }),
        ],
        'reply.refused': row('M6', { to: 'failed', gives: [fails], primary: true }),
        'session.lost': row('M8'),
        'session.restored': row('M8', { gives: [ask('message')] }),
        'session.ended': row('M9', { to: 'failed', gives: [fails] }),
      },
    },
    sent: { type: 'final' },
    failed: { type: 'final' },
  },
});
