import { by, network, service, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const alice = by('alice');
const login = alice('login', { account: 'alice' });

/** One number, three stories. */
export const manyCauses: Lesson = {
  name: 'many-causes',
  title: { en: '201 is a number, not a cause', zh: '201 只是个数字，不是原因' },
  text: [
    {
      en: 'Three logins, and each ends with onLoginFailed and 201. The code is called LOGIN_E_NET, so it must be the network. Look at the times.',
      zh: '三次登录，次次都以 onLoginFailed 和 201 告终。错误码叫 LOGIN_E_NET，那就是网络问题了？看看时间。',
      source: 'L3, L8',
    },
    {
      en: 'First the line is cut: the SDK tries four times by itself, and gives up after 1.4 s. Then the line is fine and the token is empty: 201 again, in no time, because nothing was ever sent.',
      zh: '第一次连接断了：SDK 自己试了四次，1.4 秒后放弃。第二次连接正常，Token 却是空的：又是 201，一点时间都没花，因为什么也没有发出去。',
      source: 'L3, L4, L8',
    },
    {
      en: 'Last, line and token are fine, and the service takes the request and keeps silent: 201 after 30 s.',
      zh: '第三次连接、Token 都好，服务端收下了请求却不响应：30 秒后还是 201。',
      source: 'L7, L8',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      network('cut', 'alice'),
      login,
      wait('5 s'),
      network('restore', 'alice'),
      alice('login', { account: 'alice', token: 'missing' }),
      wait('5 s'),
      service('silence', 'login'),
      login,
      wait('40 s'),
    ],
  },
  look: { client: 'alice', part: 'login' },
  shows: ['LOGIN_E_NET', 'LOGIN_E_NET', 'LOGIN_E_NET'],
  question: {
    en: 'All that your log has is the number 201. What should it have had?',
    zh: '你的日志里只有 201 这个数字。还应该记下什么？',
  },
  choices: [
    {
      text: {
        en: 'The text of the error, which names the cause.',
        zh: '错误的说明文字，里面写着原因。',
      },
      right: false,
      why: {
        en: 'onLoginFailed brings a number and nothing else.',
        zh: 'onLoginFailed 只带一个数字，没有别的。',
        source: 'LC 1.2, L8',
      },
    },
    {
      text: {
        en: 'What login() was given, and how long it took: the whole story.',
        zh: '传给 login() 的参数，以及花了多长时间：来龙去脉。',
      },
      right: true,
      why: {
        en: 'No time at all: look at your own arguments, a retry is useless. About a second: no way through. Half a minute: something listens and does not answer. Only the last two are worth a back-off.',
        zh: '瞬间失败：检查自己的参数，重试没用。一秒左右：根本连不上。半分钟：有人在听，却不响应。只有后两种才值得退避重试。',
        source: 'L3, L8, LC 6.1',
      },
    },
    {
      text: {
        en: 'Nothing more: 201 means back off and try again, whatever it was.',
        zh: '不用再记：不管什么原因，201 就退避重试。',
      },
      right: false,
      why: {
        en: 'With an empty token that goes on for ever, and each time it fails before anything is sent.',
        zh: 'Token 是空的，这样会一直重试下去，而且每次都还没发出请求就失败了。',
        source: 'L3',
      },
      plays: [
        service('heal', 'login'),
        alice('login', { account: 'alice', token: 'missing' }),
        wait('1 s'),
        alice('login', { account: 'alice', token: 'missing' }),
        wait('2 s'),
        alice('login', { account: 'alice', token: 'missing' }),
        wait('4 s'),
      ],
    },
    {
      text: {
        en: 'Whether it was the Web SDK: there the number says more.',
        zh: '是不是 Web SDK：在那里这个数字更明确。',
      },
      right: false,
      why: {
        en: 'There it says less. The Web SDK 1.4.0 gives 201 for every refusal as well, if it is not about the token or the account.',
        zh: '在那里反而更含糊。Web SDK 1.4.0 里，凡是与 Token、账号无关的拒绝也都是 201。',
        source: 'D-13, L14, W140',
      },
    },
  ],
  takeaway: {
    en: 'Log what login() was given and how long it took: 201 alone does not say what went wrong.',
    zh: '记下 login() 的参数和耗时：单凭 201 看不出哪里出了问题。',
    source: 'L3, L8, LC 6.1',
  },
  check: checkOf(
    'a login that fails is tried again, more slowly each time',
    `  world.fail('LOGIN_E_NET', { times: 3 });
  app.connect('alice');
  await world.advance('5 min');

  expect(world).toHaveBackedOff({ first: '750 ms', factor: 2, jitter: 0.34 });
  expect(world.service.online).toEqual(['alice']);`,
    { begins: 'own' },
  ),
};
