import { by, network, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const alice = by('alice');
const old = alice('login', { account: 'alice', token: 'expired' });

/** A token that runs out while its session goes on. */
export const expiredToken: Lesson = {
  name: 'expired-token',
  title: { en: 'The token that nobody asked for', zh: '没人过问的 Token' },
  text: [
    {
      en: 'Alice logs in with a token for one hour. Two hours later the service still takes her messages: a session that is open is not thrown out because its token has expired.',
      zh: 'alice 用有效期一小时的 Token 登录。两小时后服务端照样收下她的消息：已经建立的会话，不会因为 Token 过期而被赶下线。',
      source: 'D-14, Q20, M11',
    },
    {
      en: 'Then the line is gone for one second. Reconnecting is a full login with the old account and the old token, so now somebody looks at it: 105, and the session is over.',
      zh: '接着连接断了一秒。重连就是用原来的账号、原来的 Token 完整地再登录一次，这时才有人查看 Token：105，会话结束。',
      source: 'L27, L30',
    },
    {
      en: 'The application logs in at once, with the token that it has. That is the same fact told at another door: 204.',
      zh: '应用马上拿手头的 Token 重新登录。同一件事，换了个入口：204。',
      source: 'L10',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      alice('login', { account: 'alice', token: 'hour' }),
      wait('2 h'),
      alice('messageInstantSend', { account: 'bob', body: 'still here' }),
      wait('1 s'),
      network('cut', 'alice'),
      wait('1 s'),
      network('restore', 'alice'),
      wait('5 s'),
      old,
      wait('1 s'),
    ],
  },
  look: { client: 'alice', part: 'login' },
  shows: ['LOGOUT_E_TOKENEXPIRED', 'LOGIN_E_TOKENEXPIRED'],
  question: {
    en: 'When does this application need a fresh token?',
    zh: '这个应用什么时候需要新 Token？',
  },
  choices: [
    {
      text: {
        en: 'Every hour: fetch one and hand it to the session.',
        zh: '每小时取一个，交给会话。',
      },
      right: false,
      why: {
        en: 'There is no call that takes one. A token is given to login(), and the session keeps that one to its end.',
        zh: '没有接收新 Token 的方法。Token 只在 login() 时给出，会话一直用到结束。',
        source: 'LC 1.2, L27',
      },
    },
    {
      text: {
        en: 'On 105 and on 204: fetch one, then log in, once.',
        zh: '收到 105 或 204 时：取一个新 Token，再登录一次。',
      },
      right: true,
      why: {
        en: 'Both say that the token is too old, and that nothing else is wrong. Fetch it once even if both codes come together, and if the fresh one is refused, too, stop: then a clock is wrong.',
        zh: '两者都只说明 Token 过期，别的都正常。即使两个错误码接连到来也只取一次；如果新 Token 也被拒绝就停下来，那多半是时钟不对。',
        source: 'L10, L30, LC 6.1',
      },
      plays: [alice('login', { account: 'alice', token: 'day' }), wait('1 s')],
    },
    {
      text: {
        en: 'Not now: try the old one again, with a growing pause.',
        zh: '暂时不用：拿旧 Token 逐次加长等待重试。',
      },
      right: false,
      why: {
        en: 'An expired token does not get better. Each retry is the same 204.',
        zh: '过期的 Token 不会自己变好，重试多少次都是 204。',
        source: 'L10, Q14',
      },
      plays: [old, wait('2 s'), old, wait('4 s'), old, wait('8 s')],
    },
    {
      text: {
        en: 'Never while it is online, so never, if the line is good.',
        zh: '在线期间用不着，所以连接好就永远不需要。',
      },
      right: false,
      why: {
        en: 'It works until the first second without a line. Then every session older than its token ends with 105, and after an outage that is all of them at once.',
        zh: '只要连接断上一秒就不行了：凡是比 Token 活得久的会话都以 105 结束，一次网络故障就会同时轮到所有人。',
        source: 'L30',
      },
    },
  ],
  takeaway: {
    en: 'On 105 and on 204 fetch a fresh token and log in, once; a session never takes a new one while it is open.',
    zh: '收到 105 或 204 时取一个新 Token 再登录一次；会话期间无法更换 Token。',
    source: 'L10, L30, LC 6.1',
  },
  check: checkOf(
    'a token that has expired is replaced',
    `  world.service.expireToken('alice');
  world.network.cut('alice');
  await world.advance('500 ms');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(world).toHaveSeenCode('LOGOUT_E_TOKENEXPIRED', { times: 1 });
  expect(world.service.online).toEqual(['alice']);
  expect(logins(world)).toBe(2);`,
  ),
};
