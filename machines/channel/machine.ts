// One client and its channel. It is in one channel at a time: a second join leaves the first.
//
//   notJoined → joining → joined → leaving → notJoined
//                         ↓  ↑
//                      suspended        (the session is reconnecting)
import { assign, setup } from 'xstate';
import { isName } from '../arguments.ts';
import { intern, type FactsOf } from '../facts.ts';
import { msOf, type Timing } from '../lifecycle.ts';
import { ask, row, type Effect, type RowMeta, type SessionEnd } from '../row.ts';
import { say } from './callbacks.ts';
import type { Membership } from '../membership.ts';
import { channelTiming } from './timing.ts';

/** What may happen to a client's place in a channel. */
export type ChannelEvent =
  | {
      readonly type: 'channelJoin' | 'channelLeave';
      readonly loggedIn: boolean;
      /** The channel, `''` if the name is not legal. */
      readonly channel: string;
    }
  | { readonly type: 'reply.ok' }
  | { readonly type: 'reply.refused' }
  | { readonly type: 'channel.destroyed' }
  | { readonly type: 'member.removed' }
  | { readonly type: 'member.joined' }
  | { readonly type: 'member.left' }
  | { readonly type: 'message.arrived' }
  | { readonly type: 'attribute.changed' }
  | { readonly type: 'session.opened' }
  | { readonly type: 'session.lost' }
  | { readonly type: 'session.restored'; readonly membership: Membership }
  | { readonly type: 'session.ended'; readonly by: SessionEnd };

/** What a place in a channel remembers: the channel's name, `''` if it is in none. */
export interface ChannelContext {
  readonly channel: string;
}

/** The delays of this machine from a table of durations. */
export const channelDelays = (timing: Timing) => ({
  joinReply: msOf(timing, 'joinReply'),
  leaveReply: msOf(timing, 'leaveReply'),
});

const factsOf =
  (type: 'channelJoin' | 'channelLeave'): FactsOf =>
  ({ channel }, { loggedIn }) =>
    intern({ type, loggedIn, channel: isName(channel) ? channel : '' } satisfies ChannelEvent);

/** What a place in a channel is told about a call. */
export const channelFacts = {
  channelJoin: factsOf('channelJoin'),
  channelLeave: factsOf('channelLeave'),
};

/** The channel of an acceptable call: its name is legal, and the client is logged in. */
const wanted = (event: ChannelEvent): string | undefined =>
  (event.type === 'channelJoin' || event.type === 'channelLeave') &&
  event.loggedIn &&
  event.channel !== ''
    ? event.channel
    : undefined;

const definition = setup({
  types: {
    context: {} as ChannelContext,
    events: {} as ChannelEvent,
    emitted: {} as Effect,
    transitionMeta: {} as RowMeta,
  },
  delays: channelDelays(channelTiming),
  guards: {
    isLoggedOut: ({ event }) => 'loggedIn' in event && !event.loggedIn,
    isJoin: ({ event }) => wanted(event) !== undefined,
    isSame: ({ context, event }) => wanted(event) === context.channel,
    isKept: ({ event }) => event.type === 'session.restored' && event.membership === 'kept',
    isExpired: ({ event }) => event.type === 'session.restored' && event.membership === 'expired',
    isDestroyed: ({ event }) =>
      event.type === 'session.restored' && event.membership === 'destroyed',
    isRemoved: ({ event }) => event.type === 'session.restored' && event.membership === 'removed',
    isByNetwork: ({ event }) => event.type === 'session.ended' && event.by === 'network',
  },
  actions: {
    enter: assign(({ event }) => ({ channel: wanted(event) ?? '' })),
    forget: assign({ channel: '' }),
  },
});

const out = '#channel.notJoined';
const inTheChannel = [
  row('C16', {
    to: out,
    gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_LOGOUT')],
    primary: true,
  }),
] as const;

/** The session ended: the cause decides between 604 and 603. */
const sessionEnds = (lost: string) => [
  row(lost, {
    to: out,
    when: 'isByNetwork',
    gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_DISCONN')],
    ...(lost === 'C20' && { primary: true as const }),
  }),
  ...inTheChannel,
];

const joinFails = (id: string) =>
  row(id, { to: out, gives: [say('onChannelJoinFailed', 'JOINCHANNEL_E_OTHER')] });

/**
 * The channel lifecycle.
 *
 * @source LC 2.2 with decisions.md A
 * @source choice: a join of another channel (C8, C8b) sends a leave of the first before it. The
 * documents say that the first is left automatically; if only a successful join did it, a refused
 * one would leave behind a member that does not know about it. For the same reason, a join that is
 * given up (C6) sends a leave.
 * @source choice: a join while leaving is C8c for any channel, since no row covers a join of the
 * same one.
 * @source choice: a pending leave survives a reconnect and ends by its own timer (C12), since C11c
 * is about a connection that is lost for good.
 */
export const channelMachine = definition.createMachine({
  id: 'channel',
  context: { channel: '' },
  initial: 'notJoined',
  options: { maxIterations: 100 },
  on: {
    channelJoin: [
      row('C2', {
        when: 'isLoggedOut',
        gives: [say('onError', 'GENERAL_E_NOT_LOGIN')],
        primary: true,
      }),
      row('C3', { gives: [say('onError', 'GENERAL_E_WRONG_PARAM')], primary: true }),
    ],
    channelLeave: [
      row('C2b', { when: 'isLoggedOut', gives: [say('onError', 'GENERAL_E_NOT_LOGIN')] }),
      row('C13', { gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_BYUSER')] }),
    ],
  },
  states: {
    notJoined: {
      entry: 'forget',
      on: {
        channelJoin: row('C1', {
          to: 'joining',
          when: 'isJoin',
          set: ['enter'],
          gives: [ask('join')],
        }),
      },
    },
    joining: {
      after: {
        joinReply: row('C6', {
          to: out,
          gives: [say('onChannelJoinFailed', 'JOINCHANNEL_E_OTHER'), ask('leave')],
        }),
      },
      on: {
        channelJoin: [
          row('C9b', { when: 'isSame' }),
          row('C8b', {
            to: 'joining',
            reenter: true,
            when: 'isJoin',
            set: ['enter'],
            gives: [say('onChannelJoinFailed', 'JOINCHANNEL_E_OTHER'), ask('leave'), ask('join')],
          }),
        ],
        channelLeave: row('C6c', {
          to: 'leaving',
          when: 'isSame',
          gives: [say('onChannelJoinFailed', 'JOINCHANNEL_E_OTHER'), ask('leave')],
        }),
        'reply.ok': row('C4', {
          to: 'joined',
          gives: [say('onChannelJoined'), say('onChannelUserList'), say('onChannelAttrUpdated')],
        }),
        'reply.refused': row('C5', {
          to: out,
          gives: [say('onChannelJoinFailed', 'JOINCHANNEL_E_OTHER')],
          primary: true,
        }),
        'session.lost': joinFails('C6b'),
        'session.ended': joinFails('C6b'),
      },
    },
    joined: {
      on: {
        channelJoin: [
          row('C9', { when: 'isSame', gives: [say('onChannelJoined')] }),
          row('C8', {
            to: 'joining',
            when: 'isJoin',
            set: ['enter'],
            gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_BYUSER'), ask('leave'), ask('join')],
          }),
        ],
        channelLeave: row('C10', { to: 'leaving', when: 'isSame', gives: [ask('leave')] }),
        'member.removed': row('C14', {
          to: out,
          gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_KICKED')],
          primary: true,
        }),
        'channel.destroyed': row('C15', {
          to: out,
          gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_OTHER')],
          primary: true,
        }),
        'session.lost': row('C17', { to: 'suspended' }),
        'session.ended': sessionEnds('C20'),
        'member.joined': row('C21', { gives: [say('onChannelUserJoined')] }),
        'member.left': row('C21', { gives: [say('onChannelUserLeaved')] }),
        'message.arrived': row('C21', { gives: [say('onMessageChannelReceive')] }),
        'attribute.changed': row('C21', { gives: [say('onChannelAttrUpdated')] }),
      },
    },
    suspended: {
      on: {
        'session.restored': [
          row('C18', { to: 'joined', when: 'isKept' }),
          row('C19', {
            to: out,
            when: 'isExpired',
            gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_DISCONN')],
          }),
          row('C15b', {
            to: out,
            when: 'isDestroyed',
            gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_OTHER')],
          }),
          row('C15b', {
            to: out,
            when: 'isRemoved',
            gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_KICKED')],
          }),
          row('C15b', { to: out, gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_DISCONN')] }),
        ],
        'session.ended': sessionEnds('C20'),
      },
    },
    leaving: {
      after: {
        leaveReply: row('C12', {
          to: out,
          gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_OTHER')],
        }),
      },
      on: {
        channelJoin: row('C8c', {
          to: 'joining',
          when: 'isJoin',
          set: ['enter'],
          gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_BYUSER'), ask('join')],
        }),
        channelLeave: row('C11b', { when: 'isSame' }),
        'reply.ok': row('C11', {
          to: out,
          gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_BYUSER')],
          primary: true,
        }),
        'reply.refused': row('C12', {
          to: out,
          gives: [say('onChannelLeaved', 'LEAVECHANNEL_E_OTHER')],
        }),
        'session.ended': sessionEnds('C11c'),
      },
    },
  },
});
