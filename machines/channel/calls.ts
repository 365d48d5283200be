import { lobby, type Calls } from '../calls.ts';

const sample = { channel: lobby };

/** What a client can ask for about channels. @source LC 1.1, 1.2 */
export const channelCalls = {
  channelJoin: {
    args: ['channel'],
    part: 'channel',
    address: 'one',
    asks: 'join',
    tries: 'channelJoin',
    about: ['channel'],
    sample,
  },
  channelLeave: { args: ['channel'], part: 'channel', address: 'one', asks: 'leave', sample },
  channelQueryUserNum: {
    args: ['channel'],
    part: 'query',
    address: 'each',
    asks: 'query',
    tries: 'channelQueryUserNum',
    about: ['channel'],
    sample,
  },
} as const satisfies Calls;
