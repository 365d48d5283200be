// The session of one client: logged out, logging in, logged in, reconnecting, logging out.
//
//   loggedOut → loggingIn → loggedIn → loggingOut → loggedOut
//                              ↓  ↑
//                          reconnecting
//
// The other lifecycles hear about it only through the events that it emits (session.opened, .lost,
// .restored, .ended). Such an event comes before the session's own callback, because everything
// that belongs to a session ends before it does (decisions.md A, "Order at the end of a session").
import { assign, setup } from 'xstate';
import { isCredential, isName } from '../arguments.ts';
import { intern, type FactsOf } from '../facts.ts';
import { msOf, type Timing } from '../lifecycle.ts';
import { ask, end, row, type Effect, type RowMeta } from '../row.ts';
import { say } from './callbacks.ts';
import type { Membership } from '../membership.ts';
import { loginTiming, retryCountDefault } from './timing.ts';

/** The arguments of a login, as the application gave them. */
export interface LoginCall {
  readonly appId: unknown;
  readonly account: unknown;
  readonly token: unknown;
  /** Retries after the first attempt. @default 3 */
  readonly retryCount?: unknown;
  /** Seconds within which the retries must succeed. @default 30 */
  readonly retrySeconds?: unknown;
  /**
   * False if only a reconnect is retried, as in the Web SDK 1.4.0.
   *
   * @default true
   * @source Q13: native: yes, login2's window; web14: none (wire 10)
   */
  readonly retriesLogin?: boolean;
  /** Whose login it is, for the code that makes it. */
  readonly ref?: unknown;
  /** What its credential is like, if the caller knows, as a model does. @default 'given' */
  readonly credential?: string;
}

/** A login as the machine is told about it. */
export interface LoginFacts {
  readonly type: 'login';
  /** Whether the account is legal. @source L2 */
  readonly legal: boolean;
  /** `'missing'`, or a description that only the service uses. @source L3 */
  readonly credential: string;
  /** Retries after the first attempt, of a login and of a reconnect. */
  readonly loginRetries: number;
  readonly retries: number;
  /** Milliseconds within which they must succeed; 0 for the value in the table. */
  readonly windowMs: number;
}

/** What may happen to a session. */
export type LoginEvent =
  | LoginFacts
  | { readonly type: 'logout' }
  | { readonly type: 'login.dropped' }
  | { readonly type: 'lookup.answered' }
  | { readonly type: 'lookup.failed' }
  | { readonly type: 'connect.succeeded' }
  | { readonly type: 'connect.failed' }
  | { readonly type: 'reply.accepted'; readonly membership?: Membership }
  | { readonly type: 'reply.tokenExpired' }
  | { readonly type: 'reply.tokenWrong' }
  | { readonly type: 'reply.accountTaken' }
  | { readonly type: 'reply.accountBanned' }
  | { readonly type: 'reply.versionRefused' }
  | { readonly type: 'reply.refused' }
  | { readonly type: 'reply.garbled' }
  | { readonly type: 'logout.acknowledged' }
  | { readonly type: 'line.lost' }
  | { readonly type: 'line.errored' }
  | { readonly type: 'line.vanished' }
  | { readonly type: 'packet.corrupted' }
  | { readonly type: 'service.kicked' }
  | { readonly type: 'service.closed' }
  | { readonly type: 'service.expiredToken' }
  | { readonly type: 'service.refusedVersion' }
  | { readonly type: 'service.noticed' };

/** What a session remembers. */
export interface LoginContext {
  /** Deprecated codes are emitted. */
  readonly legacy: boolean;
  /** Retries begun since the connection was last up. */
  readonly attempt: number;
  /** The login that counts; null when logged out. */
  readonly login: LoginFacts | null;
  /** A login that waits for the logout to end (L38). */
  readonly next: LoginFacts | null;
  /** How many logins waited for it and were withdrawn: each still gets its 203 (L19b). */
  readonly takenBack: number;
}

const positive = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0;

/** What the machine is told about a login. */
export function factsOfLogin(call: LoginCall): LoginFacts {
  const { appId, account, token, retryCount, retrySeconds, retriesLogin, credential } = call;
  const retries = positive(retryCount) ? retryCount : retryCountDefault;
  return intern({
    type: 'login',
    legal: isName(account),
    credential: isCredential(appId) && isCredential(token) ? (credential ?? 'given') : 'missing',
    loginRetries: retriesLogin === false ? 0 : retries,
    retries,
    windowMs: positive(retrySeconds) ? retrySeconds * 1000 : 0,
  });
}

/** What a session is told about a call. */
export const loginFacts = {
  login: ({ call }) => factsOfLogin(call as LoginCall),
} as const satisfies Readonly<Record<string, FactsOf>>;

/** The delays of this machine from a table of durations; `login2`'s own seconds override the table. */
export const loginDelays = (timing: Timing) => ({
  lookup: msOf(timing, 'lookup'),
  connect: msOf(timing, 'connect'),
  loginReply: msOf(timing, 'loginReply'),
  logoutAck: msOf(timing, 'logoutAck'),
  backoff: ({ context }: { context: LoginContext }) => msOf(timing, 'backoff', context.attempt - 1),
  retryWindow: ({ context }: { context: LoginContext }) =>
    context.login?.windowMs || msOf(timing, 'retryWindow'),
});

const loginOf = (event: LoginEvent): LoginFacts | null => (event.type === 'login' ? event : null);

const definition = setup({
  types: {
    context: {} as LoginContext,
    events: {} as LoginEvent,
    emitted: {} as Effect,
    transitionMeta: {} as RowMeta,
    input: {} as { readonly legacy: boolean },
  },
  delays: loginDelays(loginTiming),
  guards: {
    isLegacy: ({ context }) => context.legacy,
    isIllegalAccount: ({ event }) => loginOf(event)?.legal === false,
    isCredentialMissing: ({ event }) => loginOf(event)?.credential === 'missing',
    canRetry: ({ context }) => context.attempt < (context.login?.retries ?? 0),
    canRetryLogin: ({ context }) => context.attempt < (context.login?.loginRetries ?? 0),
  },
  actions: {
    begin: assign(({ event }) => ({ login: loginOf(event) })),
    remember: assign(({ event }) => ({ next: loginOf(event) })),
    takeBack: assign(({ context: { takenBack } }) => ({ next: null, takenBack: takenBack + 1 })),
    count: assign({ attempt: ({ context }) => context.attempt + 1 }),
    rest: assign({ attempt: 0 }),
    forget: assign({ attempt: 0, login: null, next: null, takenBack: 0 }),
  },
});

/**
 * Processes the logins that waited for the logout: first those that were withdrawn, then the one
 * that was not.
 */
const haveTurn = definition.enqueueActions(({ context: { next, takenBack }, enqueue }) => {
  for (let n = 0; n < takenBack; n++) enqueue.raise({ type: 'login.dropped' });
  if (next !== null) enqueue.raise(next);
});

const out = '#login.loggedOut';
const alreadyLoggedIn = row('L18', { gives: [say('onLoginFailed', 'LOGIN_E_ALREADY_LOGIN')] });

/** A login attempt has failed: back off if a retry is left, otherwise give up (L8). */
const loginAttemptFails = (id: string) => [
  row(id, { to: '#login.loggingIn.backoff', when: 'canRetryLogin' }),
  row('L8', { to: out, gives: [say('onLoginFailed', 'LOGIN_E_NET')], primary: true }),
];

/** A reconnect attempt has failed: back off if one is left, otherwise give up (L28). */
const reconnectAttemptFails = (id: string) => [
  row(id, {
    to: '#login.reconnecting.backoff',
    when: 'canRetry',
    gives: [say('onReconnecting')],
  }),
  row('L28', { to: out, gives: [end('network'), say('onLogout', 'LOGOUT_E_NET')], primary: true }),
];

/**
 * The connection was lost: first tell the application that the SDK is reconnecting, then all
 * others.
 */
const lineGoes = (id: string) =>
  row(id, {
    to: '#login.reconnecting',
    gives: [say('onReconnecting'), { type: 'session.lost' }],
  });

/**
 * The logout is complete; logins that were remembered or withdrawn in the meantime get their own
 * answers afterwards.
 */
const logoutEnds = (id: string, more: { readonly primary?: true } = {}) =>
  row(id, {
    to: out,
    gives: [end('user'), say('onLogout', 'LOGOUT_E_USER')],
    raise: [haveTurn],
    ...more,
  });

/**
 * The login lifecycle.
 *
 * @source LC 2.1 with decisions.md A. The phases of an attempt (resolving, connecting,
 * authenticating) carry the row that begins it: L1 for a login, L27 for a reconnect.
 * @source choice: a retry of a login starts again with the look-up, since L4 counts a failed
 * look-up as an attempt; a reconnect does not, since its phases do not include one.
 * @source choice: when the connection is lost (L24, L26), onReconnecting comes before the session
 * event: LC 5.10 has it first, and the application should know why a request has just failed.
 * @source choice: a connection lost for an unknown reason during a login is a failed attempt like
 * any other (L6); L37 names only loggedIn and reconnecting.authenticating.
 * @source decisions.md E.6: a remembered login that is withdrawn makes room for another, and gets
 * its 203 after the 101.
 */
export const loginMachine = definition.createMachine({
  id: 'login',
  context: ({ input }) => ({
    legacy: input?.legacy ?? false,
    attempt: 0,
    login: null,
    next: null,
    takenBack: 0,
  }),
  initial: 'loggedOut',
  options: { maxIterations: 100 },
  states: {
    loggedOut: {
      tags: ['lineless'],
      entry: 'forget',
      on: {
        login: [
          row('L2', {
            when: 'isIllegalAccount',
            gives: [say('onLoginFailed', 'LOGIN_E_INVALID_USER')],
          }),
          row('L3', { when: 'isCredentialMissing', gives: [say('onLoginFailed', 'LOGIN_E_NET')] }),
          row('L1', { to: 'loggingIn', set: ['begin'], gives: [ask('lookup')] }),
        ],
        logout: row('L22', { gives: [say('onLogout', 'LOGOUT_E_ALREADY_LOGOUT')], primary: true }),
        'login.dropped': row('L19b', { gives: [say('onLoginFailed', 'LOGIN_E_CANCEL')] }),
      },
    },
    loggingIn: {
      initial: 'resolving',
      after: { retryWindow: row('L8', { to: out, gives: [say('onLoginFailed', 'LOGIN_E_NET')] }) },
      on: {
        login: alreadyLoggedIn,
        logout: row('L17', {
          to: out,
          gives: [say('onLoginFailed', 'LOGIN_E_CANCEL')],
          primary: true,
        }),
      },
      states: {
        resolving: {
          tags: ['lineless'],
          after: { lookup: loginAttemptFails('L4') },
          on: {
            'lookup.answered': row('L1', { to: 'connecting', gives: [ask('connect')] }),
            'lookup.failed': loginAttemptFails('L4'),
          },
        },
        connecting: {
          after: { connect: loginAttemptFails('L5') },
          on: {
            'connect.succeeded': row('L1', { to: 'authenticating', gives: [ask('login')] }),
            'connect.failed': loginAttemptFails('L5'),
          },
        },
        authenticating: {
          after: { loginReply: loginAttemptFails('L7') },
          on: {
            'line.lost': loginAttemptFails('L6'),
            'line.errored': loginAttemptFails('L6'),
            'line.vanished': loginAttemptFails('L6'),
            'service.closed': loginAttemptFails('L6'),
            'reply.accepted': row('L9', {
              to: '#login.loggedIn',
              gives: [{ type: 'session.opened' }, say('onLoginSuccess')],
            }),
            'reply.tokenExpired': row('L10', {
              to: out,
              gives: [say('onLoginFailed', 'LOGIN_E_TOKENEXPIRED')],
              primary: true,
            }),
            'reply.tokenWrong': row('L11', {
              to: out,
              gives: [say('onLoginFailed', 'LOGIN_E_TOKENWRONG')],
              primary: true,
            }),
            'reply.accountTaken': row('L12', {
              to: out,
              gives: [say('onLoginFailed', 'LOGIN_E_TOKEN_KICKED')],
              primary: true,
            }),
            'reply.accountBanned': row('L13', {
              to: out,
              gives: [say('onLoginFailed', 'LOGIN_E_INVALID_USER')],
              primary: true,
            }),
            'reply.refused': row('L14', {
              to: out,
              gives: [say('onLoginFailed', 'LOGIN_E_FAILED')],
              primary: true,
            }),
            'reply.garbled': row('L15', {
              to: out,
              gives: [say('onLoginFailed', 'LOGIN_E_OTHER')],
              primary: true,
            }),
            'reply.versionRefused': [
              row('L16', {
                to: out,
                when: 'isLegacy',
                gives: [say('onLoginFailed', 'LOGIN_E_OLDVERSION')],
                primary: true,
              }),
              row('L16', { to: out, gives: [say('onLoginFailed', 'LOGIN_E_FAILED')] }),
            ],
          },
        },
        backoff: {
          tags: ['lineless'],
          entry: 'count',
          after: { backoff: row('L1', { to: 'resolving', gives: [ask('lookup')] }) },
        },
      },
    },
    loggedIn: {
      entry: 'rest',
      on: {
        login: row('L18', {
          gives: [say('onLoginFailed', 'LOGIN_E_ALREADY_LOGIN')],
          primary: true,
        }),
        logout: row('L19', { to: 'loggingOut', gives: [ask('logout')] }),
        'service.kicked': row('L23', {
          to: out,
          gives: [end('service'), say('onLogout', 'LOGOUT_E_KICKED')],
          primary: true,
        }),
        'line.lost': lineGoes('L24'),
        'service.closed': row('L25', {
          to: out,
          gives: [end('network'), say('onLogout', 'LOGOUT_E_NET')],
        }),
        'line.errored': lineGoes('L26'),
        'service.expiredToken': row('L34', {
          to: out,
          gives: [end('service'), say('onLogout', 'LOGOUT_E_TOKENEXPIRED')],
        }),
        'packet.corrupted': [
          row('L35', {
            to: out,
            when: 'isLegacy',
            gives: [end('network'), say('onLogout', 'LOGOUT_E_PACKET')],
            primary: true,
          }),
          row('L35', { to: out, gives: [end('network'), say('onLogout', 'LOGOUT_E_OTHER')] }),
        ],
        'service.refusedVersion': [
          row('L36', {
            to: out,
            when: 'isLegacy',
            gives: [end('service'), say('onLogout', 'LOGOUT_E_OLDVERSION')],
            primary: true,
          }),
          row('L36', { to: out, gives: [end('service'), say('onLogout', 'LOGOUT_E_OTHER')] }),
        ],
        'line.vanished': row('L37', {
          to: out,
          gives: [end('network'), say('onLogout', 'LOGOUT_E_OTHER')],
          primary: true,
        }),
        'service.noticed': row('G3', { gives: [say('onError', 'GENERAL_E')], primary: true }),
      },
    },
    reconnecting: {
      initial: 'backoff',
      after: {
        retryWindow: row('L28', {
          to: out,
          gives: [end('network'), say('onLogout', 'LOGOUT_E_NET')],
        }),
      },
      on: {
        login: alreadyLoggedIn,
        logout: row('L33', { to: out, gives: [end('user'), say('onLogout', 'LOGOUT_E_USER')] }),
      },
      states: {
        backoff: {
          tags: ['lineless'],
          entry: 'count',
          after: { backoff: row('L27', { to: 'connecting', gives: [ask('connect')] }) },
        },
        connecting: {
          after: { connect: reconnectAttemptFails('L27') },
          on: {
            'connect.succeeded': row('L27', { to: 'authenticating', gives: [ask('login')] }),
            'connect.failed': reconnectAttemptFails('L27'),
          },
        },
        authenticating: {
          after: { loginReply: reconnectAttemptFails('L27b') },
          on: {
            'line.lost': reconnectAttemptFails('L27b'),
            'line.errored': reconnectAttemptFails('L27b'),
            'service.closed': row('L27c', {
              to: out,
              gives: [end('network'), say('onLogout', 'LOGOUT_E_NET')],
            }),
            'service.kicked': row('L27c', {
              to: out,
              gives: [end('service'), say('onLogout', 'LOGOUT_E_KICKED')],
            }),
            'reply.accepted': row('L29', {
              to: '#login.loggedIn',
              gives: [{ type: 'session.restored' }, say('onReconnected')],
            }),
            'reply.tokenExpired': row('L30', {
              to: out,
              gives: [end('service'), say('onLogout', 'LOGOUT_E_TOKENEXPIRED')],
              primary: true,
            }),
            'reply.tokenWrong': [
              row('L31', {
                to: out,
                when: 'isLegacy',
                gives: [end('service'), say('onLogout', 'LOGOUT_E_TOKENWRONG')],
                primary: true,
              }),
              row('L31', { to: out, gives: [end('service'), say('onLogout', 'LOGOUT_E_OTHER')] }),
            ],
            'reply.accountTaken': row('L32', {
              to: out,
              gives: [end('service'), say('onLogout', 'LOGOUT_E_KICKED')],
            }),
            'reply.refused': row('L32a', {
              to: out,
              gives: [end('service'), say('onLogout', 'LOGOUT_E_OTHER')],
            }),
            'reply.accountBanned': row('L32a', {
              to: out,
              gives: [end('service'), say('onLogout', 'LOGOUT_E_OTHER')],
            }),
            'reply.versionRefused': [
              row('L32b', {
                to: out,
                when: 'isLegacy',
                gives: [end('service'), say('onLogout', 'LOGOUT_E_OLDVERSION')],
              }),
              row('L32b', { to: out, gives: [end('service'), say('onLogout', 'LOGOUT_E_OTHER')] }),
            ],
            'reply.garbled': row('L32c', {
              to: out,
              gives: [end('network'), say('onLogout', 'LOGOUT_E_OTHER')],
            }),
            'line.vanished': row('L37', {
              to: out,
              gives: [end('network'), say('onLogout', 'LOGOUT_E_OTHER')],
            }),
          },
        },
      },
    },
    loggingOut: {
      initial: 'plain',
      after: { logoutAck: logoutEnds('L20b') },
      on: {
        'logout.acknowledged': logoutEnds('L20', { primary: true }),
        'service.kicked': logoutEnds('L20b'),
        'service.closed': logoutEnds('L20b'),
        'line.lost': logoutEnds('L20b'),
        'line.errored': logoutEnds('L20b'),
        'line.vanished': logoutEnds('L20b'),
        logout: row('L19b'),
      },
      states: {
        plain: { on: { login: row('L38', { to: 'remembered', set: ['remember'] }) } },
        remembered: {
          on: {
            logout: row('L19b', { to: 'plain', set: ['takeBack'] }),
            login: row('L38b', { gives: [say('onLoginFailed', 'LOGIN_E_ALREADY_LOGIN')] }),
          },
        },
      },
    },
  },
});
