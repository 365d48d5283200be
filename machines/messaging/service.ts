import { text, type Office, type Sender, type ServiceHalf } from '../service.ts';
import type { Delivery } from './machine.ts';

/** A message as the service gets it. */
export interface MessageErrand {
  readonly op: 'message';
  readonly id: string;
  readonly to: 'peer' | 'channel' | 'app';
  /** The peer or the channel, `''` for everybody. */
  readonly name: string;
  readonly body: string;
}

const operations = {
  message: {
    noun: 'message',
    deed: 'sent a message',
    waits: ['sending'],
    names: ['account', 'peer', 'channel'],
    isEither: true,
  },
} as const;

const receivers: Readonly<Record<string, MessageErrand['to']>> = {
  messageAppSend: 'app',
  messageInstantSend: 'peer',
};

/**
 * What happens to a message, depending on its id, the rates, and whether its peer is online.
 * @source M8, M10, M11
 */
function judge(
  { id, to, name, body }: MessageErrand,
  from: Sender,
  isPeerOnline: boolean,
  { isOver }: Pick<Office, 'isOver'>,
): Delivery | 'repeated' {
  const message = `${to}\n${name}\n${id.length}\n${id}\n${body}`;
  const { appId, account, taken = new Set() } = from;
  from.taken = taken;
  if (id !== '' && taken.has(message)) return 'repeated';
  taken.add(message);
  if (isOver('user', `${appId}\n${account}`)) return 'overRate';
  if (to === 'channel' && isOver('channel', `${appId}\n${name}`)) return 'overRate';
  return to === 'peer' && !isPeerOnline ? 'peerOffline' : 'passedOn';
}

/** The service's half of the messaging lifecycle: the answer goes first, then the message. */
export const messagingService: ServiceHalf<MessageErrand, typeof operations, 'message'> = {
  operations,
  asks: {
    message: ({ address }) => ({
      op: 'message',
      id: text(address['messageID']),
      to: receivers[text(address['method'])] ?? 'channel',
      name: text(address['account'] ?? address['channel']),
      body: text(address['body']),
    }),
  },
  serves: (office) => ({
    message(errand, from, answer) {
      const { appId, account } = from;
      const { to, name, body } = errand;
      const receiver = to === 'peer' ? office.find(appId, name) : undefined;
      const delivery = judge(errand, from, receiver !== undefined, office);
      answer({ type: 'reply.ok', delivery: delivery === 'repeated' ? 'passedOn' : delivery });
      if (delivery !== 'passedOn') return;
      if (to === 'channel') office.channels.broadcast(appId, name, account, body);
      else if (receiver !== undefined) {
        const event = { type: 'message.arrived', account, body };
        office.push(receiver, { part: 'message', event });
      } else {
        for (const other of office.online(appId)) {
          const event = { type: 'app.arrived', account, body };
          office.push(other, { part: 'data', event });
        }
      }
    },
  }),
};
