// The callee's end of a call. It is not told about the caller's timeout; it runs its own timer.
import { setup } from 'xstate';
import { flagged, type FactsOf } from '../facts.ts';
import { ask, row, type Effect, type RowMeta, type SessionWord } from '../row.ts';
import { say } from './callbacks.ts';

/** What may happen to an invitation that this client received. */
export type CalleeEvent =
  | { readonly type: 'channelInviteAccept'; readonly loggedIn: boolean }
  | { readonly type: 'channelInviteRefuse'; readonly loggedIn: boolean }
  | { readonly type: 'channelInviteEnd'; readonly loggedIn: boolean }
  | { readonly type: 'invite.arrived' }
  | { readonly type: 'peer.ended' }
  | { readonly type: 'peer.timedOut' }
  | SessionWord;

const accepts = flagged('channelInviteAccept', 'loggedIn');
const refuses = flagged('channelInviteRefuse', 'loggedIn');

/** What a received invitation is told about a call. */
export const calleeFacts = {
  channelInviteAccept: (_, { loggedIn }) => accepts(loggedIn),
  channelInviteRefuse: (_, { loggedIn }) => refuses(loggedIn),
} as const satisfies Readonly<Record<string, FactsOf>>;

const definition = setup({
  types: {
    context: {},
    events: {} as CalleeEvent,
    emitted: {} as Effect,
    transitionMeta: {} as RowMeta,
  },
  guards: {
    isLoggedIn: ({ event }) => 'loggedIn' in event && event.loggedIn,
    isLoggedOut: ({ event }) => 'loggedIn' in event && !event.loggedIn,
  },
});

const notLoggedIn = row('C2b', {
  when: 'isLoggedOut',
  gives: [say('onError', 'GENERAL_E_NOT_LOGIN')],
});
const hangUp = row('R4', {
  to: '#callee.ended',
  when: 'isLoggedIn',
  gives: [ask('end'), say('onInviteEndByMyself')],
});
const accept = row('R2', { to: '#callee.accepted', when: 'isLoggedIn', gives: [ask('accept')] });
const refuse = row('R3', { to: '#callee.refused', when: 'isLoggedIn', gives: [ask('refuse')] });
const peerHangsUp = row('R5', { to: '#callee.ended', gives: [say('onInviteEndByPeer')] });

/**
 * The callee's end of the invite lifecycle.
 *
 * @source LC 2.4 (callee states) with decisions.md A (R1 to R7, I18c)
 * @source choice: an invitation may arrive in any state. There is no call id, so a caller that
 * timed out (R6) and calls again is a new call at the same address.
 * @source choice: the same answer may be given again: the service may have refused it, which leaves
 * the call as it was (G1, "unchanged"). A caller who already has it does not hear it twice. The
 * opposite answer is ignored (R7): a callee that has accepted ends the call instead (R4).
 */
export const calleeMachine = definition.createMachine({
  id: 'callee',
  context: {},
  initial: 'idle',
  options: { maxIterations: 100 },
  on: {
    'invite.arrived': row('R1', {
      to: '#callee.incoming',
      gives: [ask('acknowledge'), say('onInviteReceived')],
    }),
    channelInviteAccept: [notLoggedIn, row('R7')],
    channelInviteRefuse: [notLoggedIn, row('R7')],
    channelInviteEnd: notLoggedIn,
    'session.ended': row('I18c', { to: '#callee.ended' }),
  },
  states: {
    idle: {},
    incoming: {
      on: {
        channelInviteAccept: accept,
        channelInviteRefuse: refuse,
        channelInviteEnd: hangUp,
        'peer.ended': peerHangsUp,
        'peer.timedOut': row('R6'),
      },
    },
    accepted: {
      on: { channelInviteAccept: accept, channelInviteEnd: hangUp, 'peer.ended': peerHangsUp },
    },
    refused: { tags: ['over'], on: { channelInviteRefuse: refuse } },
    ended: { tags: ['over'] },
  },
});
