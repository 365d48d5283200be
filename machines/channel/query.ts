// One query of a channel's user count: asked once, answered once.
import { setup } from 'xstate';
import { flagged, type FactsOf } from '../facts.ts';
import { msOf, type Timing } from '../lifecycle.ts';
import { ask, row, type Effect, type RowMeta, type SessionWord } from '../row.ts';
import { say } from './callbacks.ts';
import { queryTiming } from './timing.ts';

/** What may happen to a query. */
export type QueryEvent =
  | { readonly type: 'channelQueryUserNum'; readonly loggedIn: boolean }
  | { readonly type: 'reply.ok' }
  | { readonly type: 'reply.refused' }
  | SessionWord;

const query = flagged('channelQueryUserNum', 'loggedIn');

/** What a query is told about a call. */
export const queryFacts = {
  channelQueryUserNum: (_, { loggedIn }) => query(loggedIn),
} as const satisfies Readonly<Record<string, FactsOf>>;

/** The delays of this machine from a table of durations. */
export const queryDelays = (timing: Timing) => ({ queryReply: msOf(timing, 'queryReply') });

const definition = setup({
  types: {
    context: {} as { readonly legacy: boolean },
    events: {} as QueryEvent,
    emitted: {} as Effect,
    transitionMeta: {} as RowMeta,
    input: {} as { readonly legacy: boolean },
  },
  delays: queryDelays(queryTiming),
  guards: {
    isLoggedIn: ({ event }) => 'loggedIn' in event && event.loggedIn,
    isByUser: ({ event }) => event.type === 'session.ended' && event.by === 'user',
    isByUserLegacy: ({ context, event }) =>
      context.legacy && event.type === 'session.ended' && event.by === 'user',
  },
});

const fails = say('onChannelQueryUserNumResult', 'QUERYUSERNUM_E_OTHER');

/**
 * One user-count query of the channel lifecycle. It needs no membership and no existing channel.
 *
 * @source LC 2.5 with decisions.md A (Q2b)
 */
export const queryMachine = definition.createMachine({
  id: 'query',
  context: ({ input }) => ({ legacy: input?.legacy ?? false }),
  initial: 'idle',
  options: { maxIterations: 100 },
  states: {
    idle: {
      on: {
        channelQueryUserNum: [
          row('Q1', { to: 'querying', when: 'isLoggedIn', gives: [ask('query')] }),
          row('C2b', { gives: [say('onError', 'GENERAL_E_NOT_LOGIN')] }),
        ],
      },
    },
    querying: {
      after: {
        queryReply: row('Q3', {
          to: 'done',
          gives: [say('onChannelQueryUserNumResult', 'QUERYUSERNUM_E_TIMEOUT')],
          primary: true,
        }),
      },
      on: {
        'reply.ok': row('Q1', {
          to: 'done',
          gives: [say('onChannelQueryUserNumResult', 'SUCCESS')],
          primary: true,
        }),
        'reply.refused': row('Q2', { to: 'done', gives: [fails], primary: true }),
        'session.lost': row('Q2', { to: 'done', gives: [fails] }),
        'session.ended': [
          row('Q2b', {
            to: 'done',
            when: 'isByUserLegacy',
            gives: [say('onChannelQueryUserNumResult', 'QUERYUSERNUM_E_BYUSER')],
            primary: true,
          }),
          row('Q2b', { to: 'done', when: 'isByUser', gives: [fails] }),
          row('Q2', { to: 'done', gives: [fails] }),
        ],
      },
    },
    done: { type: 'final' },
  },
});
