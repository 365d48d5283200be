import type { ScenarioStep } from '../scenario/scenario.ts';
import { by, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const phone = by('phone')('login', { account: 'alice' });
const laptop = by('laptop')('login', { account: 'alice' });
const soon = wait('1 s');

/** Two devices that both take the account back as soon as they have lost it. */
const fight: readonly ScenarioStep[] = [phone, soon, laptop, soon, phone, soon, laptop, soon];

/** One account on two devices: whoever retries after a kick fights itself. */
export const kick: Lesson = {
  name: 'kick',
  title: { en: 'A kick must not be retried', zh: '被踢下线不要自动重连' },
  text: [
    {
      en: 'Alice is logged in on her phone. Then she opens her laptop, and it logs in with the same account. The service keeps one session an account: the newer one.',
      zh: 'alice 在手机上登录后，又打开笔记本，用同一个账号登录。服务端每个账号只保留一个会话：较新的那个。',
      source: 'L23, LC 5.1',
    },
    {
      en: 'Watch the phone: its session ends with 103, although its line is fine and its token is good.',
      zh: '看手机：它的会话以 103 结束，尽管连接正常、Token 有效。',
      source: 'L23',
    },
  ],
  scenario: { sigsim: 'scenario', version: 1, steps: [phone, soon, laptop, soon] },
  look: { client: 'phone', part: 'login' },
  shows: ['LOGOUT_E_KICKED'],
  question: {
    en: 'The phone has heard LOGOUT_E_KICKED. What should it do?',
    zh: '手机收到了 LOGOUT_E_KICKED，它应该怎么做？',
  },
  choices: [
    {
      text: { en: 'Log in again at once.', zh: '立刻重新登录。' },
      right: false,
      why: {
        en: 'That kicks the laptop, which logs in again and kicks the phone, and so on for ever. Nobody can use the account.',
        zh: '这会把笔记本踢下线，笔记本再登录又踢掉手机，如此循环不止，谁都用不了这个账号。',
        source: 'LC 5.1, L23',
      },
      plays: fight,
    },
    {
      text: { en: 'Log in again after a growing pause.', zh: '逐次加长等待再登录。' },
      right: false,
      why: {
        en: 'Backing off is for a network or a service in trouble. Here nothing is broken, so a pause only makes the fight slower.',
        zh: '退避是给网络或服务故障准备的。这里什么都没坏，等待只会让争抢变慢。',
        source: 'LC 6.1',
      },
    },
    {
      text: {
        en: 'Say that the account is used elsewhere, and let the user decide.',
        zh: '提示账号已在别处登录，由用户决定。',
      },
      right: true,
      why: {
        en: 'Only the user knows which device should be the one. Offer a button, automate nothing.',
        zh: '只有用户知道该用哪台设备。给一个按钮，不要自动重试。',
        source: 'LC 6.1',
      },
    },
    {
      text: { en: 'Fetch a fresh token and log in.', zh: '换一个新 Token 再登录。' },
      right: false,
      why: {
        en: 'The token was never the trouble; with a fresh one the fight goes on just the same.',
        zh: 'Token 没有问题，换新 Token 也照样互踢。',
        source: 'L12, LC 5.1',
      },
      plays: fight,
    },
  ],
  takeaway: {
    en: 'A kick is somebody’s decision: say so, offer a button, and never log in again by itself.',
    zh: '被踢下线是有人做了决定：告诉用户，给一个按钮，绝不自动重新登录。',
    source: 'L23, LC 6.1',
  },
  check: checkOf(
    'a kick is left alone',
    `  world.service.kick('alice');
  await world.advance('10 min');

  expect(world).toHaveSeenCode('LOGOUT_E_KICKED', { times: 1 });
  expect(logins(world)).toBe(1);`,
  ),
};
