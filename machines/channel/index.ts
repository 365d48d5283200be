import { calls, happens, lifecycle } from '../lifecycle.ts';
import { channelCallbacks } from './callbacks.ts';
import { channelCalls } from './calls.ts';
import { channelCauses, queryCauses } from './causes.ts';
import { channelService } from './service.ts';
import { channelDelays, channelMachine, channelFacts } from './machine.ts';
import { queryDelays, queryMachine, queryFacts } from './query.ts';
import { channelStory, queryStory } from './story.ts';
import { channelTiming, queryTiming } from './timing.ts';

/** The channel lifecycle: a client's place in a channel, and queries of a channel's user count. */
export const channel = lifecycle({
  name: 'channel',
  title: { en: 'Channel', zh: '频道' },
  calls: channelCalls,
  callbacks: channelCallbacks,
  service: channelService,
  parts: [
    {
      name: 'channel',
      machine: channelMachine,
      facts: channelFacts,
      timing: channelTiming,
      delays: channelDelays,
      acts: [
        ...['lobby', 'games', 'no such name'].map((name) =>
          calls({ type: 'channelJoin', channel: name }),
        ),
        ...['lobby', 'games'].map((name) => calls({ type: 'channelLeave', channel: name })),
        ...happens(
          'reply.ok',
          'reply.refused',
          'channel.destroyed',
          'member.removed',
          'member.joined',
          'member.left',
          'message.arrived',
          'attribute.changed',
        ),
      ],
      alike: { key: 'channel', names: ['lobby', 'games'] },
      causes: channelCauses,
      title: { en: 'channel', zh: 'channel 频道' },
      story: channelStory,
    },
    {
      name: 'query',
      machine: queryMachine,
      facts: queryFacts,
      timing: queryTiming,
      delays: queryDelays,
      acts: [
        calls({ type: 'channelQueryUserNum', channel: 'lobby' }),
        ...happens('reply.ok', 'reply.refused'),
      ],
      causes: queryCauses,
      title: { en: 'query', zh: 'query 查询' },
      story: queryStory,
    },
  ],
});
