import { text, type ServiceHalf } from '../service.ts';

/** What the service is asked about channels. */
export type ChannelErrand =
  | { readonly op: 'join'; readonly channel: string }
  | { readonly op: 'leave'; readonly channel: string }
  | { readonly op: 'query'; readonly channel: string };

const operations = {
  join: {
    noun: 'channelJoin()',
    deed: 'called channelJoin()',
    waits: ['joining'],
    names: ['account', 'channel'],
  },
  leave: {
    noun: 'channelLeave()',
    deed: 'called channelLeave()',
    waits: ['leaving'],
    names: ['account', 'channel'],
    states: ['loggedIn', 'joining', 'joined'],
  },
  query: {
    noun: 'channelQueryUserNum()',
    deed: 'called channelQueryUserNum()',
    waits: ['querying'],
    names: ['account', 'channel'],
  },
} as const;

/** The service's half of the channel lifecycle. @source C4, C5, C11, Q1 */
export const channelService: ServiceHalf<ChannelErrand, typeof operations> = {
  operations,
  asks: {
    join: ({ self }) => ({ op: 'join', channel: self.channel }),
    leave: ({ self }) => ({ op: 'leave', channel: self.channelBefore }),
    query: ({ address }) => ({ op: 'query', channel: text(address['channel']) }),
  },
  serves: ({ channels }) => ({
    join({ channel }, from, answer) {
      if (!channels.hasRoom(from.appId, channel)) answer({ type: 'reply.refused' });
      else answer({ type: 'reply.ok', ...channels.join(from, channel) });
    },
    leave({ channel }, from, answer) {
      if (from.channel === channel) channels.leave(from);
      answer({ type: 'reply.ok' });
    },
    query({ channel }, { appId }, answer) {
      answer({ type: 'reply.ok', count: channels.members(appId, channel).length });
    },
  }),
};
