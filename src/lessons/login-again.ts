import { by, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const alice = by('alice');
const login = alice('login', { account: 'alice' });
const logout = alice('logout', {});
const soon = wait('1 s');

/** What becomes of a login where there is a session already, or still. */
export const loginAgain: Lesson = {
  name: 'login-again',
  title: { en: 'Login while logged in', zh: '已登录时再登录' },
  text: [
    {
      en: 'Alice is logged in and her application calls login() once more. It hears onLoginFailed with 208, and yet nothing has failed: the session that was there goes on.',
      zh: 'alice 已经登录，应用又调用了一次 login()。它收到 onLoginFailed，错误码 208，可是什么也没有失败：原来的会话照常。',
      source: 'L18, D-18',
    },
    {
      en: 'Then it calls logout() and login() in one breath, without waiting. That is allowed: the client remembers the login, and begins it as soon as the logout is answered. First 101, then onLoginSuccess.',
      zh: '然后它一口气调用 logout() 和 login()，中间不等待。这是允许的：客户端记下这次登录，等登出有了应答就开始。先是 101，然后是 onLoginSuccess。',
      source: 'L38, L20, LC 5.1',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [login, soon, login, soon, logout, login, soon],
  },
  look: { client: 'alice', part: 'login' },
  shows: ['LOGIN_E_ALREADY_LOGIN', 'LOGOUT_E_USER'],
  question: {
    en: 'Now an impatient user makes it call logout(), login(), logout(), all at once. What does the application hear?',
    zh: '用户很急，应用一口气调用了 logout()、login()、logout()。它会收到什么？',
  },
  choices: [
    {
      text: { en: '101, and nothing more.', zh: '101，然后什么也没有。' },
      right: false,
      why: {
        en: 'The two logouts share one answer, that is true. But a login was asked for in between, and every login is answered.',
        zh: '两次登出共用一个应答，这没错。但中间要求过一次登录，而每次登录都会有应答。',
        source: 'L19b, L20',
      },
    },
    {
      text: { en: '101, and 203 for the login.', zh: '101，以及对登录的 203。' },
      right: true,
      why: {
        en: 'The second logout drops the login that was waiting, and what is dropped is told: onLoginFailed with 203. Every call for a session gets one answer, which is what keeps a state of your own in step.',
        zh: '第二次登出放弃了正在等待的登录，放弃也要告知：onLoginFailed，错误码 203。每次登录都有且只有一个应答，应用自己的状态才不会乱。',
        source: 'L19b, L17',
      },
      plays: [logout, login, logout, soon],
    },
    {
      text: { en: '101, onLoginSuccess, 101.', zh: '先 101，再 onLoginSuccess，再 101。' },
      right: false,
      why: {
        en: 'The calls do not stand in a queue. Only one login can wait, and the second logout takes it away before it begins.',
        zh: '调用并不排队。最多只有一次登录在等待，而第二次登出在它开始之前就把它取消了。',
        source: 'L38, L19b',
      },
    },
    {
      text: { en: '101, and 108 for the second logout.', zh: '101，以及对第二次登出的 108。' },
      right: false,
      why: {
        en: '108 is for a logout with no session at all. Here the first one is still on its way out, so the second shares its answer.',
        zh: '根本没有会话时登出才是 108。这里第一次登出还在途中，第二次与它共用应答。',
        source: 'L22, L19b',
      },
    },
  ],
  takeaway: {
    en: 'Every login is answered exactly once; 208 answers a second one, and the session goes on.',
    zh: '每次登录都有且只有一次应答；208 只是对第二次登录的应答，会话照常。',
    source: 'L18, L19b',
  },
  check: checkOf(
    'a second login does no harm',
    `  app.connect('alice'); // once more
  await world.advance('10 min');

  expect(world.service.online).toEqual(['alice']);
  expect(logins(world)).toBeLessThanOrEqual(2);`,
  ),
};
