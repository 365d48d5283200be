// The caller's end of a call. An address is (channel, peer); there is no call id.
//
//   idle → pending.inviting → pending.ringing → accepted → ended
//              ↓                  ↓
//            failed        refused, failed
import { and, assign, setup, stateIn } from 'xstate';
import { flagged, intern, type FactsOf } from '../facts.ts';
import { isExtra, isName, readInviteOptions, type InviteOptions } from '../arguments.ts';
import { msOf, type Timing } from '../lifecycle.ts';
import { ask, row, type Effect, type RowMeta, type SessionWord } from '../row.ts';
import { say } from './callbacks.ts';
import { inviteTiming } from './timing.ts';

/** What may happen to an invitation that this client sent. */
export type CallerEvent =
  | {
      readonly type: 'channelInviteUser2';
      readonly loggedIn: boolean;
      /** Whether channel, peer and `extra` are legal. */
      readonly legal: boolean;
      /** What the `extra` asks for. */
      readonly options: InviteOptions;
    }
  | { readonly type: 'channelInviteEnd'; readonly loggedIn: boolean }
  | { readonly type: 'peer.acknowledged' }
  | { readonly type: 'peer.offline' }
  | { readonly type: 'peer.unable' }
  | { readonly type: 'peer.accepted' }
  | { readonly type: 'peer.refused' }
  | { readonly type: 'peer.ended' }
  | { readonly type: 'peer.silent' }
  | { readonly type: 'peer.lost' }
  | { readonly type: 'reply.refused' }
  | SessionWord;

/** What an invitation remembers. */
export interface CallerContext {
  /** Deprecated codes are emitted. */
  readonly legacy: boolean;
  /** The invitation's own `_timeout` in milliseconds, 0 for none. */
  readonly timeoutMs: number;
  /** It asked for `_require_peer_online`; this matters until the peer has the invitation. */
  readonly requirePeerOnline: boolean;
}

/** The delays of this machine from a table of durations; `_timeout` comes with the call. */
export const callerDelays = (timing: Timing) => ({
  noAck: msOf(timing, 'noAck'),
  notReceived: msOf(timing, 'notReceived'),
  _timeout: ({ context }: { context: CallerContext }) => context.timeoutMs,
});

const noOptions: InviteOptions = { requirePeerOnline: false, timeoutMs: 0 };
const ends = flagged('channelInviteEnd', 'loggedIn');

/** What an invitation is told about a call. @source I3, I15 */
export const callerFacts = {
  channelInviteUser2: ({ channel, peer, extra }, { loggedIn }): CallerEvent => {
    const legal = loggedIn && isName(channel) && isName(peer) && isExtra(extra);
    const options = legal ? readInviteOptions(extra) : noOptions;
    return intern({ type: 'channelInviteUser2', loggedIn, legal, options });
  },
  channelInviteEnd: (_, { loggedIn }) => ends(loggedIn),
} as const satisfies Readonly<Record<string, FactsOf>>;

const definition = setup({
  types: {
    context: {} as CallerContext,
    events: {} as CallerEvent,
    emitted: {} as Effect,
    transitionMeta: {} as RowMeta,
    input: {} as { readonly legacy: boolean },
  },
  delays: callerDelays(inviteTiming),
  guards: {
    isLegacy: ({ context }) => context.legacy,
    isLoggedIn: ({ event }) => 'loggedIn' in event && event.loggedIn,
    isLoggedOut: ({ event }) => 'loggedIn' in event && !event.loggedIn,
    isLegal: ({ event }) => 'legal' in event && event.legal,
    hasTimeout: ({ context }) => context.timeoutMs > 0,
    ringsTooLong: and([stateIn({ pending: 'ringing' }), ({ context }) => context.timeoutMs > 0]),
    isByUser: ({ event }) => event.type === 'session.ended' && event.by === 'user',
    isByService: ({ event }) => event.type === 'session.ended' && event.by === 'service',
  },
  actions: {
    read: assign(({ event }) => ('options' in event ? event.options : {})),
    arrive: assign({ requirePeerOnline: false }),
    forget: assign({ timeoutMs: 0, requirePeerOnline: false }),
  },
});

const fails = say('onInviteFailed', 'INVITE_E_OTHER');
const invite = row('I1', {
  to: '#caller.pending',
  when: 'isLegal',
  set: ['read'],
  gives: [ask('invite')],
});
const again = row('I4', { when: 'isLegal', gives: [say('onInviteFailed', 'INVITE_E_REINVITE')] });
const hangUp = row('I15', {
  to: '#caller.ended',
  when: 'isLoggedIn',
  gives: [ask('end'), say('onInviteEndByMyself')],
});
const peerHangsUp = row('I16', { to: '#caller.ended', gives: [say('onInviteEndByPeer')] });

/**
 * The caller's end of the invite lifecycle.
 *
 * @source LC 2.4 with decisions.md A. D-10: 703 for a peer known to be offline, 700 for 20 s of
 * silence; FAQ-B, which does not know 703, yields to the table.
 * @source choice: rows in which nothing happens (I17, I19, I20) are transitions without effects, so
 * that the model has them as steps and a test can check that nothing happens.
 * @source choice: an invitation that ends before the callee has surely received it is withdrawn at
 * the service ("the invite is destroyed so the callee no longer receives it", LC 1.1).
 */
export const callerMachine = definition.createMachine({
  id: 'caller',
  context: ({ input }) => ({
    legacy: input?.legacy ?? false,
    timeoutMs: 0,
    requirePeerOnline: false,
  }),
  initial: 'idle',
  options: { maxIterations: 100 },
  on: {
    channelInviteUser2: [
      row('C2b', { when: 'isLoggedOut', gives: [say('onError', 'GENERAL_E_NOT_LOGIN')] }),
      row('I3', { gives: [say('onError', 'GENERAL_E_WRONG_PARAM')] }),
    ],
    channelInviteEnd: row('C2b', {
      when: 'isLoggedOut',
      gives: [say('onError', 'GENERAL_E_NOT_LOGIN')],
    }),
  },
  states: {
    idle: { on: { channelInviteUser2: invite } },
    pending: {
      initial: 'inviting',
      after: {
        _timeout: [
          row('I9', {
            to: 'failed',
            when: 'ringsTooLong',
            gives: [say('onInviteFailed', 'INVITE_E_TIMEOUT')],
            primary: true,
          }),
          row('I9', {
            to: 'failed',
            when: 'hasTimeout',
            gives: [ask('withdraw'), say('onInviteFailed', 'INVITE_E_TIMEOUT')],
          }),
        ],
      },
      on: {
        channelInviteUser2: row('I4', {
          when: 'isLegal',
          gives: [say('onInviteFailed', 'INVITE_E_REINVITE')],
          primary: true,
        }),
        channelInviteEnd: hangUp,
        'peer.ended': peerHangsUp,
        'peer.unable': [
          row('I12', {
            to: 'failed',
            when: 'isLegacy',
            gives: [say('onInviteFailed', 'INVITE_E_CANTRECV')],
            primary: true,
          }),
          row('I12', { to: 'failed', gives: [fails] }),
        ],
        'session.ended': [
          row('I18', { to: 'failed', when: 'isByUser', gives: [fails] }),
          row('I18b', { to: 'failed', when: 'isByService', gives: [fails] }),
          row('I21', { to: 'failed', gives: [say('onInviteFailed', 'INVITE_E_NET')] }),
        ],
      },
      states: {
        inviting: {
          after: {
            noAck: row('I7', {
              to: '#caller.failed',
              gives: [ask('withdraw'), fails],
              primary: true,
            }),
            notReceived: row('I8', {
              to: '#caller.failed',
              gives: [ask('withdraw'), say('onInviteFailed', 'INVITE_E_TIMEOUT')],
            }),
          },
          on: {
            'peer.acknowledged': row('I5', {
              to: 'ringing',
              set: ['arrive'],
              gives: [say('onInviteReceivedByPeer')],
            }),
            'peer.offline': row('I6', {
              to: '#caller.failed',
              gives: [say('onInviteFailed', 'INVITE_E_PEEROFFLINE')],
              primary: true,
            }),
            'reply.refused': row('I11', { to: '#caller.failed', gives: [fails] }),
            'session.lost': row('I10', {
              to: '#caller.failed',
              gives: [say('onInviteFailed', 'INVITE_E_NET')],
              primary: true,
            }),
          },
        },
        ringing: {
          on: {
            'peer.accepted': row('I13', {
              to: '#caller.accepted',
              gives: [say('onInviteAcceptedByPeer')],
            }),
            'peer.refused': row('I14', {
              to: '#caller.refused',
              gives: [say('onInviteRefusedByPeer')],
            }),
            'peer.silent': row('I17'),
          },
        },
      },
    },
    accepted: {
      entry: 'forget',
      on: {
        channelInviteUser2: again,
        channelInviteEnd: hangUp,
        'peer.ended': peerHangsUp,
        'peer.lost': row('I19'),
        'session.ended': row('I18c', { to: 'ended' }),
      },
    },
    refused: { tags: ['over'], entry: 'forget', on: { channelInviteUser2: invite } },
    failed: {
      tags: ['over'],
      entry: 'forget',
      on: {
        channelInviteUser2: invite,
        'peer.accepted': row('I20'),
        'peer.refused': row('I20'),
      },
    },
    ended: {
      tags: ['over'],
      entry: 'forget',
      on: {
        channelInviteUser2: invite,
        'peer.accepted': row('I20'),
        'peer.refused': row('I20'),
      },
    },
  },
});
