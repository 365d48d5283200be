// One request that has no failure callback of its own: accept, refuse, DTMF, attributes, status and
// membership queries. Its failures reach the application through onError.
import { setup } from 'xstate';
import { flagged, type FactsOf } from '../facts.ts';
import { msOf, type Timing } from '../lifecycle.ts';
import { ask, row, type Effect, type RowMeta, type SessionWord } from '../row.ts';
import { say } from './callbacks.ts';

/** Delays of a request without a failure callback. */
export const requestTiming = {
  requestReply: { ms: 10_000, source: 'decisions.md A, G1' },
} as const satisfies Timing;

/** What may happen to a request. */
export type RequestEvent =
  | { readonly type: 'request'; readonly loggedIn: boolean }
  | { readonly type: 'reply.ok' }
  | { readonly type: 'reply.refused' }
  | { readonly type: 'reply.garbled' }
  | SessionWord;

const request = flagged('request', 'loggedIn');

/** What a request is told about a call. */
export const requestFacts = {
  request: (_, { loggedIn }) => request(loggedIn),
} as const satisfies Readonly<Record<string, FactsOf>>;

/** The delays of this machine from a table of durations. */
export const requestDelays = (timing: Timing) => ({ requestReply: msOf(timing, 'requestReply') });

const definition = setup({
  types: {
    context: {},
    events: {} as RequestEvent,
    emitted: {} as Effect,
    transitionMeta: {} as RowMeta,
  },
  delays: requestDelays(requestTiming),
  guards: { isLoggedIn: ({ event }) => 'loggedIn' in event && event.loggedIn },
});

const fails = row('G1', { to: 'done', gives: [say('onError', 'GENERAL_E_FAILED')] });

/**
 * One request of a session.
 *
 * @source decisions.md A: G1, G2, C2b
 * @source choice: G1 also stands for sending and for the successful answer, which no row describes:
 * they are part of "a request without a failure callback of its own". The answer's data is not a
 * code.
 * @source choice: when a session ends, its connection ends, too, so a pending request fails as G1
 * says.
 */
export const requestMachine = definition.createMachine({
  id: 'request',
  context: {},
  initial: 'idle',
  options: { maxIterations: 100 },
  states: {
    idle: {
      on: {
        request: [
          row('G1', { to: 'requesting', when: 'isLoggedIn', gives: [ask('other')] }),
          row('C2b', { gives: [say('onError', 'GENERAL_E_NOT_LOGIN')] }),
        ],
      },
    },
    requesting: {
      after: { requestReply: fails },
      on: {
        'reply.ok': row('G1', { to: 'done' }),
        'reply.refused': row('G1', {
          to: 'done',
          gives: [say('onError', 'GENERAL_E_FAILED')],
          primary: true,
        }),
        'reply.garbled': row('G2', {
          to: 'done',
          gives: [say('onError', 'GENERAL_E_UNKNOWN')],
          primary: true,
        }),
        'session.lost': fails,
        'session.ended': fails,
      },
    },
    done: { type: 'final' },
  },
});
