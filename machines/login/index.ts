import type { AnyMachineSnapshot } from 'xstate';
import { calls, happens, happensWhen, type Act, lifecycle } from '../lifecycle.ts';
import { loginCallbacks } from './callbacks.ts';
import { loginCalls } from './calls.ts';
import { loginCauses, requestCauses } from './causes.ts';
import { loginService } from './service.ts';
import { loginDelays, loginMachine, type LoginContext, loginFacts } from './machine.ts';
import { requestDelays, requestMachine, requestTiming, requestFacts } from './request.ts';
import { loginStory, requestStory } from './story.ts';
import { loginTiming } from './timing.ts';

/**
 * A login with one combination of arguments. The token is a word that describes the credential; the
 * machine remembers the word and lets the service judge it.
 */
const loginAs = (
  args: { readonly account?: string; readonly token?: string },
  when?: Act['when'],
) => {
  const { account = 'alice', token = 'none' } = args;
  const given = token === 'missing' ? '' : token;
  return calls(
    { type: 'login', call: { appId: 'app', account, token: given, credential: token } },
    { args: { account, token }, ...(when !== undefined && { when }) },
  );
};

const isOut = (snapshot: AnyMachineSnapshot): boolean => snapshot.matches('loggedOut');

/**
 * Whether the service may give this answer: during a login, it depends on the token that the login
 * was made with; while a client is reconnecting, any token may have become invalid in the meantime.
 */
const mayBe =
  (token: string): NonNullable<Act['when']> =>
  (snapshot) =>
    snapshot.matches('reconnecting') ||
    (snapshot.context as LoginContext).login?.credential === token;

/**
 * A login that waits after another one was withdrawn behaves like that one, so a model follows only
 * one.
 */
const takesBackNone = ({ context }: AnyMachineSnapshot): boolean =>
  (context as LoginContext).takenBack === 0;

// All combinations are needed only in states where a login can proceed; elsewhere its arguments do
// not matter.
const loginActs: readonly Act[] = [
  loginAs({}, takesBackNone),
  loginAs({ account: 'a lice' }, isOut),
  loginAs({ token: 'missing' }, isOut),
  loginAs({ token: 'expired' }, isOut),
  loginAs({ token: 'foreign' }, isOut),
  loginAs({ token: 'hour' }, isOut),
  calls({ type: 'logout' }),
  happensWhen(mayBe('none'), 'reply.accepted'),
  happensWhen(mayBe('expired'), 'reply.tokenExpired'),
  happensWhen(mayBe('foreign'), 'reply.tokenWrong'),
  happensWhen(mayBe('hour'), 'reply.accountTaken'),
  ...happens(
    'lookup.answered',
    'lookup.failed',
    'connect.succeeded',
    'connect.failed',
    'reply.accountBanned',
    'reply.versionRefused',
    'reply.refused',
    'reply.garbled',
    'logout.acknowledged',
    'line.lost',
    'line.errored',
    'line.vanished',
    'packet.corrupted',
    'service.kicked',
    'service.closed',
    'service.expiredToken',
    'service.refusedVersion',
    'service.noticed',
  ),
];

/** The login lifecycle: the session, and requests that fail only through onError. */
export const login = lifecycle({
  name: 'login',
  title: { en: 'Login', zh: '登录' },
  calls: loginCalls,
  callbacks: loginCallbacks,
  service: loginService,
  parts: [
    {
      name: 'login',
      machine: loginMachine,
      facts: loginFacts,
      timing: loginTiming,
      delays: loginDelays,
      acts: loginActs,
      causes: loginCauses,
      title: { en: 'login', zh: 'login 登录' },
      story: loginStory,
    },
    {
      name: 'request',
      machine: requestMachine,
      facts: requestFacts,
      timing: requestTiming,
      delays: requestDelays,
      acts: [
        calls({ type: 'request', method: 'queryUserStatus' }, { args: { account: 'bob' } }),
        ...happens('reply.ok', 'reply.refused', 'reply.garbled'),
      ],
      causes: requestCauses,
      title: { en: 'request', zh: 'request 请求' },
      story: requestStory,
    },
  ],
});
