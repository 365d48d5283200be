import { lobby } from '../calls.ts';
import type { Causes } from '../causes.ts';

/** The causes of the events that affect a client's place in a channel. */
export const channelCauses: Causes = {
  'reply.ok': { tells: { users: ['alice', 'bob'], attributes: { topic: 'news' } } },
  'member.joined': { tells: { account: 'bob' }, peer: 'channelJoin' },
  'member.left': { tells: { account: 'bob' }, peer: 'channelLeave', peerFirst: 'channelJoin' },
  'message.arrived': {
    tells: { account: 'bob', body: 'hello' },
    peer: 'messageChannelSendForce',
  },
  'attribute.changed': { tells: { name: 'topic', value: 'news', kind: 'update' } },
  'member.removed': { act: ['removeFromChannel', '$me', lobby] },
  'channel.destroyed': { act: ['destroyChannel', lobby] },
};

/** The causes of the events that affect a query. */
export const queryCauses: Causes = { 'reply.ok': { tells: { count: 2 } } };
