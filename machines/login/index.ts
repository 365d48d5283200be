import { calls, happens, sessionActs, type Act, type Lifecycle } from '../lifecycle.ts';
import { loginDelays, loginMachine } from './machine.ts';
import { requestDelays, requestMachine, requestTiming } from './request.ts';
import { loginStory, requestStory } from './story.ts';
import { loginTiming } from './timing.ts';

const valid = { appId: 'app', account: 'alice', token: '_no_need_token' };
const loginActs: readonly Act[] = [
  calls({ type: 'login', call: valid }),
  calls({ type: 'login', call: { ...valid, account: 'a lice' } }),
  calls({ type: 'login', call: { ...valid, token: '' } }),
  calls({ type: 'logout' }),
  ...happens(
    'lookup.answered',
    'lookup.failed',
    'connect.succeeded',
    'connect.failed',
    'reply.accepted',
    'reply.tokenExpired',
    'reply.tokenWrong',
    'reply.accountTaken',
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
export const login: Lifecycle = {
  name: 'login',
  title: { en: 'Login', zh: '登录' },
  parts: [
    {
      name: 'login',
      machine: loginMachine,
      timing: loginTiming,
      delays: loginDelays,
      acts: loginActs,
      story: loginStory,
    },
    {
      name: 'request',
      machine: requestMachine,
      timing: requestTiming,
      delays: requestDelays,
      acts: [
        calls({ type: 'request', method: 'queryUserStatus' }),
        ...happens('reply.ok', 'reply.refused', 'reply.garbled'),
        ...sessionActs,
      ],
      story: requestStory,
    },
  ],
};
