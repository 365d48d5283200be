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
 * A login with one argument case. The token is a word for what the credential is like; the machine
 * remembers the word and leaves the judging to the service.
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
 * Whether the service may judge a login so: on the way in that hangs on the token it was made with;
 * while a client is reconnecting, any token may have gone bad meanwhile.
 */
const mayBe =
  (token: string): NonNullable<Act['when']> =>
  (snapshot) =>
    snapshot.matches('reconnecting') ||
    (snapshot.context as LoginContext).login?.credential === token;

/** A login that waits after one was taken back does as that one did: a model follows one. */
const takesBackNone = ({ context }: AnyMachineSnapshot): boolean =>
  (context as LoginContext).takenBack === 0;

// Case by case only where a login may go through; elsewhere its arguments are not looked at.
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

/** The login lifecycle: the session, and requests that only onError speaks for. */
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
