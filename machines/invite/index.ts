import { calls, happens, happensWhen, lifecycle } from '../lifecycle.ts';
import { inviteCallbacks } from './callbacks.ts';
import { inviteCalls } from './calls.ts';
import { callerCauses, calleeCauses } from './causes.ts';
import { inviteService } from './service.ts';
import { calleeMachine, calleeFacts } from './callee.ts';
import { callerDelays, callerMachine, type CallerContext, callerFacts } from './caller.ts';
import { ends } from './ends.ts';
import { calleeStory, callerStory } from './story.ts';
import { inviteTiming } from './timing.ts';

const invitation = { type: 'channelInviteUser2', ...ends.caller };

/** The invite lifecycle: both ends of a call. */
export const invite = lifecycle({
  name: 'invite',
  title: { en: 'Invite', zh: '呼叫' },
  calls: inviteCalls,
  callbacks: inviteCallbacks,
  service: inviteService,
  parts: [
    {
      name: 'caller',
      machine: callerMachine,
      facts: callerFacts,
      timing: inviteTiming,
      delays: callerDelays,
      acts: [
        calls(invitation),
        calls({ ...invitation, extra: '{"_require_peer_online":1}' }),
        calls({ ...invitation, extra: '{"_timeout":10}' }),
        calls({ ...invitation, extra: 'not JSON' }),
        calls({ type: 'channelInviteEnd' }, { args: ends.caller }),
        happensWhen(({ context }) => (context as CallerContext).requirePeerOnline, 'peer.offline'),
        ...happens(
          'peer.acknowledged',
          'peer.unable',
          'peer.accepted',
          'peer.refused',
          'peer.ended',
          'peer.silent',
          'peer.lost',
          'reply.refused',
        ),
      ],
      causes: callerCauses,
      title: { en: 'caller', zh: 'caller 主叫' },
      story: callerStory,
    },
    {
      name: 'callee',
      machine: calleeMachine,
      facts: calleeFacts,
      timing: {},
      delays: () => ({}),
      acts: [
        ...['channelInviteAccept', 'channelInviteRefuse', 'channelInviteEnd'].map((type) =>
          calls({ type }, { args: ends.callee }),
        ),
        ...happens('invite.arrived', 'peer.ended', 'peer.timedOut'),
      ],
      causes: calleeCauses,
      title: { en: 'callee', zh: 'callee 被叫' },
      story: calleeStory,
    },
  ],
});
