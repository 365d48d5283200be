import { calls, happens, lifecycle } from '../lifecycle.ts';
import { messagingCallbacks } from './callbacks.ts';
import { messagingCalls } from './calls.ts';
import { messageCauses } from './causes.ts';
import { messagingService } from './service.ts';
import { messageDelays, messageMachine, messageFacts } from './machine.ts';
import { messageStory } from './story.ts';
import { messageTiming } from './timing.ts';

const body = 'hello';

/** The messaging lifecycle: one message to a peer, a channel, or everybody. */
export const messaging = lifecycle({
  name: 'messaging',
  title: { en: 'Messaging', zh: '消息' },
  calls: messagingCalls,
  callbacks: messagingCallbacks,
  service: messagingService,
  parts: [
    {
      name: 'message',
      machine: messageMachine,
      facts: messageFacts,
      timing: messageTiming,
      delays: messageDelays,
      acts: [
        calls({ type: 'messageInstantSend', account: 'bob', body }),
        calls({ type: 'messageInstantSend', account: '', body }),
        calls({ type: 'messageChannelSend', channel: 'lobby', body }),
        calls({ type: 'messageChannelSend', channel: 'games', body }),
        calls({ type: 'messageChannelSend', channel: 'lobby', body: null }),
        calls({ type: 'messageChannelSendForce', channel: 'lobby', body }),
        calls({ type: 'messageChannelSendForce', channel: '', body }),
        calls({ type: 'messageAppSend', body }),
        calls({ type: 'messageAppSend', body: null }),
        ...happens(
          { type: 'reply.ok', delivery: 'passedOn' },
          { type: 'reply.ok', delivery: 'overRate' },
          { type: 'reply.ok', delivery: 'peerOffline' },
          'reply.refused',
          'message.arrived',
        ),
      ],
      alike: { key: 'channel', names: ['lobby', 'games'] },
      causes: messageCauses,
      title: { en: 'message', zh: 'message 消息' },
      story: messageStory,
    },
  ],
});
