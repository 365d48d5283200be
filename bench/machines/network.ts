// What goes over a line.
import { above, below, is, plus, put, sample, type Sample } from './sample.ts';

const fetching = sample({
  id: 'fetch',
  context: { tries: 0 },
  initial: 'idle',
  states: {
    idle: { on: { FETCH: 'loading' } },
    loading: {
      on: { OK: 'success', FAILED: 'failure', CANCEL: 'idle' },
      after: { 10_000: 'failure' },
    },
    success: { on: { REFRESH: { target: 'loading', actions: put('tries', 0) } } },
    failure: {
      after: { 1000: { guard: below('tries', 3), target: 'loading', actions: plus('tries', 1) } },
      on: { RETRY: { guard: is('tries', 3), target: 'loading', actions: put('tries', 0) } },
    },
  },
});

const socket = sample({
  id: 'socket',
  context: { tries: 0 },
  initial: 'closed',
  states: {
    closed: { on: { CONNECT: 'connecting' } },
    connecting: {
      on: { OPENED: { target: 'open', actions: put('tries', 0) }, ERROR: 'waiting' },
      after: { 5000: 'waiting' },
    },
    open: {
      initial: 'quiet',
      states: {
        quiet: { after: { 30_000: 'pinged' } },
        pinged: { on: { PONG: 'quiet' }, after: { 5000: '#socket.waiting' } },
      },
      on: { LOST: 'waiting', CLOSE: 'closing' },
    },
    waiting: {
      after: {
        2000: { guard: below('tries', 5), target: 'connecting', actions: plus('tries', 1) },
      },
      on: { CLOSE: 'closed' },
    },
    closing: { on: { CLOSED: 'closed' }, after: { 2000: 'closed' } },
  },
});

const breaker = sample({
  id: 'circuit breaker',
  context: { failures: 0 },
  initial: 'closed',
  states: {
    closed: {
      on: {
        FAILED: [{ guard: is('failures', 4), target: 'open' }, { actions: plus('failures', 1) }],
        OK: { actions: put('failures', 0) },
      },
    },
    open: { after: { 30_000: 'halfOpen' } },
    halfOpen: { on: { OK: { target: 'closed', actions: put('failures', 0) }, FAILED: 'open' } },
  },
});

const tcp = sample({
  id: 'tcp',
  initial: 'closed',
  states: {
    closed: { on: { PASSIVE_OPEN: 'listen', ACTIVE_OPEN: 'synSent' } },
    listen: { on: { SYN: 'synReceived', SEND: 'synSent', CLOSE: 'closed' } },
    synSent: { on: { SYN: 'synReceived', SYN_ACK: 'established', CLOSE: 'closed' } },
    synReceived: { on: { ACK: 'established', CLOSE: 'finWait1', RST: 'listen' } },
    established: { on: { CLOSE: 'finWait1', FIN: 'closeWait' } },
    finWait1: { on: { ACK: 'finWait2', FIN: 'closing', FIN_ACK: 'timeWait' } },
    finWait2: { on: { FIN: 'timeWait' } },
    closing: { on: { ACK: 'timeWait' } },
    timeWait: { after: { 120_000: 'closed' } },
    closeWait: { on: { CLOSE: 'lastAck' } },
    lastAck: { on: { ACK: 'closed' } },
  },
});

const login = sample({
  id: 'login',
  context: { wrong: 0 },
  initial: 'out',
  states: {
    out: { on: { SUBMIT: 'checking' } },
    checking: {
      on: {
        OK: { target: 'second', actions: put('wrong', 0) },
        WRONG: [
          { guard: is('wrong', 2), target: 'blocked' },
          { target: 'out', actions: plus('wrong', 1) },
        ],
      },
    },
    second: { on: { CODE_OK: 'in', CODE_WRONG: 'out' }, after: { 60_000: 'out' } },
    in: { on: { LOGOUT: 'out', EXPIRED: 'refreshing' } },
    refreshing: { on: { OK: 'in', WRONG: 'out' } },
    blocked: { after: { 900_000: { target: 'out', actions: put('wrong', 0) } } },
  },
});

const upload = sample({
  id: 'upload',
  context: { chunk: 0, tries: 0 },
  initial: 'idle',
  states: {
    idle: { on: { START: 'sending' } },
    sending: {
      on: {
        ACK: [
          { guard: is('chunk', 49), target: 'done' },
          { actions: [plus('chunk', 1), put('tries', 0)] },
        ],
        NACK: [{ guard: is('tries', 3), target: 'failed' }, { actions: plus('tries', 1) }],
        PAUSE: 'paused',
      },
    },
    paused: { on: { RESUME: 'sending', CANCEL: 'failed' } },
    failed: { on: { START: { target: 'sending', actions: put('tries', 0) } } },
    done: { type: 'final' },
  },
});

const sync = sample({
  id: 'sync',
  type: 'parallel',
  states: {
    line: {
      initial: 'online',
      states: { online: { on: { LOST: 'offline' } }, offline: { on: { BACK: 'online' } } },
    },
    queue: {
      initial: 'empty',
      states: {
        empty: { on: { CHANGE: 'full' } },
        full: { on: { SENT: 'empty', CONFLICT: 'conflict' } },
        conflict: { on: { MINE: 'full', THEIRS: 'empty' } },
      },
    },
    pull: {
      initial: 'fresh',
      states: { fresh: { after: { 60_000: 'stale' } }, stale: { on: { PULLED: 'fresh' } } },
    },
  },
});

const raft = sample({
  id: 'raft node',
  context: { term: 0, votes: 0 },
  initial: 'follower',
  states: {
    follower: {
      after: {
        300: {
          guard: below('term', 12),
          target: 'candidate',
          actions: [plus('term', 1), put('votes', 1)],
        },
      },
      on: { HEARTBEAT: { target: 'follower', reenter: true } },
    },
    candidate: {
      on: {
        VOTE: [{ guard: is('votes', 2), target: 'leader' }, { actions: plus('votes', 1) }],
        HEARTBEAT: 'follower',
      },
      after: {
        300: {
          guard: below('term', 12),
          target: 'candidate',
          reenter: true,
          actions: [plus('term', 1), put('votes', 1)],
        },
      },
    },
    leader: { on: { HIGHER_TERM: 'follower', CRASH: 'down' } },
    down: { on: { RESTART: { target: 'follower', actions: put('term', 0) } } },
  },
});

/** Go back N: how much was sent, and how much of it acknowledged. */
const slidingWindow = sample({
  id: 'sliding window',
  context: { sent: 0, acked: 0 },
  initial: 'open',
  states: {
    open: {
      on: {
        SEND: {
          guard: ({ context }: { context: { sent: number; acked: number } }) =>
            context.sent < 100 && context.sent - context.acked < 8,
          actions: plus('sent', 1),
        },
        ACK: {
          guard: ({ context }: { context: { sent: number; acked: number } }) =>
            context.acked < context.sent,
          actions: plus('acked', 1),
        },
        TIMEOUT: {
          guard: above('sent', 0),
          target: 'resending',
        },
        CLOSE: { guard: is('acked', 100), target: 'closed' },
      },
    },
    resending: { on: { RESENT: 'open' } },
    closed: { type: 'final' },
  },
});

const commit = sample({
  id: 'two-phase commit',
  context: { yes: 0, acks: 0 },
  initial: 'idle',
  states: {
    idle: { on: { BEGIN: { target: 'preparing', actions: [put('yes', 0), put('acks', 0)] } } },
    preparing: {
      on: {
        YES: [{ guard: is('yes', 4), target: 'committing' }, { actions: plus('yes', 1) }],
        NO: 'aborting',
      },
      after: { 5000: 'aborting' },
    },
    committing: {
      on: { ACK: [{ guard: is('acks', 4), target: 'committed' }, { actions: plus('acks', 1) }] },
    },
    aborting: { on: { ACK: 'aborted' } },
    committed: { on: { DONE: 'idle' } },
    aborted: { on: { DONE: 'idle' } },
  },
});

/** The network. */
export const network: readonly Sample[] = [
  fetching,
  socket,
  breaker,
  tcp,
  login,
  upload,
  sync,
  raft,
  slidingWindow,
  commit,
];
