import { by, network, service, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const channel = 'lobby';
const alice = by('alice');
const login = alice('login', { account: 'alice' });
const join = alice('channelJoin', { channel });
const soon = wait('1 s');

/** Out of a channel by five doors, one after the other. */
export const fiveExits: Lesson = {
  name: 'five-exits',
  title: { en: 'Five ways out of a channel', zh: '离开频道的五种方式' },
  text: [
    {
      en: 'Alice joins the lobby five times, and five times the same callback, onChannelLeaved, says that she is out. Only the number says why.',
      zh: 'alice 五次加入 lobby，五次都由同一个回调 onChannelLeaved 告知她已离开。只有错误码说明原因。',
      source: 'C11, C14, C15, C16, C20',
    },
    {
      en: 'She leaves: 602. An administrator removes her: 601. The channel is destroyed: 600. She logs out: 603, and only then 101. Her line is lost for good: 604, and then 102.',
      zh: '她自己离开：602。管理员将她移出：601。频道被销毁：600。她登出：603，之后才是 101。连接彻底断开：604，之后是 102。',
      source: 'C11, C14, C15, C16, C20, LC 5.10',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      login,
      soon,
      join,
      soon,
      alice('channelLeave', { channel }),
      soon,
      join,
      soon,
      service('removeFromChannel', 'alice', channel),
      soon,
      join,
      soon,
      service('destroyChannel', channel),
      soon,
      join,
      soon,
      alice('logout', {}),
      soon,
      login,
      soon,
      join,
      soon,
      network('cut', 'alice'),
      wait('5 s'),
    ],
  },
  staging: 2,
  look: { client: 'alice', part: 'channel' },
  shows: [
    'LEAVECHANNEL_E_BYUSER',
    'LEAVECHANNEL_E_KICKED',
    'LEAVECHANNEL_E_OTHER',
    'LEAVECHANNEL_E_LOGOUT',
    'LOGOUT_E_USER',
    'LEAVECHANNEL_E_DISCONN',
    'LOGOUT_E_NET',
  ],
  question: {
    en: 'After which of them may an application join again by itself?',
    zh: '哪些情况下，应用可以自动重新加入？',
  },
  choices: [
    {
      text: {
        en: 'After all five: whoever is out wants to be in.',
        zh: '五种都可以：离开了就该回去。',
      },
      right: false,
      why: {
        en: 'After 602 and 603 the user wanted to go. After 601 somebody wanted her to go, and an application that comes back by itself undoes what an administrator decided.',
        zh: '602 和 603 是用户自己要走。601 是有人要她走，应用擅自回来，等于推翻管理员的决定。',
        source: 'LC 6.1',
      },
    },
    {
      text: {
        en: 'After 600, and after 604 once it is logged in again.',
        zh: '600 之后可以；604 之后，重新登录了也可以。',
      },
      right: true,
      why: {
        en: 'Nobody has decided anything there: a place went for a reason unknown, or with the line. Back off, and join once.',
        zh: '这两种都没有人做过决定：位置因不明原因丢失，或者随连接丢失。退避之后，加入一次。',
        source: 'LC 6.1',
      },
      plays: [network('restore', 'alice'), login, soon, join, soon],
    },
    {
      text: {
        en: 'After 604, without a login: only the line was lost.',
        zh: '604 之后，不必登录：丢的只是连接。',
      },
      right: false,
      why: {
        en: '604 comes when the session is given up, and 102 is right behind it. Without a login the join gets 1003.',
        zh: '604 是在放弃会话时到来的，102 紧随其后。不先登录，加入只会得到 1003。',
        source: 'Q6, C20, C2',
      },
      plays: [network('restore', 'alice'), join, soon],
    },
    {
      text: { en: 'After none of them.', zh: '都不可以。' },
      right: false,
      why: {
        en: 'Then a line lost for a few seconds throws every user out, though nobody wanted it.',
        zh: '那么连接断上几秒，所有用户就都出去了，可谁也不想这样。',
        source: 'LC 6.1',
      },
    },
  ],
  takeaway: {
    en: 'Join again by itself only after 600 and 604, where nobody has decided that you should be out.',
    zh: '只有 600 和 604 之后才可以自动重新加入，因为没有人决定让你离开。',
    source: 'LC 6.1',
  },
  check: checkOf(
    'who was removed stays out',
    `  app.enter('lobby');
  await world.advance('1 s');
  world.service.removeFromChannel('alice', 'lobby');
  await world.advance('10 min');

  expect(world).toHaveSeenCode('LEAVECHANNEL_E_KICKED', { times: 1 });
  expect(world.service.members('lobby')).toEqual([]);`,
  ),
};
