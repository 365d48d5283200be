import { by, network, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const alice = by('alice');
const bob = by('bob');
const channel = 'lobby';
const cut = network('cut', 'alice');
const restore = network('restore', 'alice');
const say = alice('messageChannelSend', { channel, body: 'am I here?' });
const login = alice('login', { account: 'alice' });

/** A short outage and a longer one. */
export const reconnecting: Lesson = {
  name: 'reconnecting',
  title: {
    en: 'What reconnecting keeps, and what it loses',
    zh: '重连能保住什么，会丢掉什么',
  },
  text: [
    {
      en: 'Alice is in the lobby. She sends a message, calls Bob, and asks how many are there; in the same moment her line is cut, and it is back after one second.',
      zh: 'alice 在 lobby 频道里。她发出一条消息，呼叫 bob，又查询人数；就在这一刻连接断了，一秒后恢复。',
      source: 'L24, C17',
    },
    {
      en: 'Three things were on their way, and they fare differently. The query fails with 500 and the call with 702, both at once. The message fails not at all: it is sent again after onReconnected, and arrives. And she is still in the lobby, without a word.',
      zh: '途中有三样东西，下场各不相同。查询以 500 失败，呼叫以 702 失败，都是立刻。消息没有失败：onReconnected 之后重新发出，并且送达。而她仍在频道里，没有任何提示。',
      source: 'Q2, I10, M8, C18, L29',
    },
    {
      en: 'The second cut lasts too long: 1.4 s, three attempts, and the SDK gives up. First 604, then 102, in this order.',
      zh: '第二次断得太久：1.4 秒里试了三次，SDK 放弃。先是 604，然后是 102，顺序固定。',
      source: 'L28, C20, LC 5.10',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      login,
      bob('login', { account: 'bob' }),
      wait('1 s'),
      alice('channelJoin', { channel }),
      wait('1 s'),
      alice('messageInstantSend', { account: 'bob', body: 'hello' }),
      alice('channelInviteUser2', { channel, peer: 'bob' }),
      alice('channelQueryUserNum', { channel }),
      cut,
      wait('1 s'),
      restore,
      wait('5 s'),
      say,
      wait('1 s'),
      cut,
      wait('5 s'),
      restore,
    ],
  },
  look: { client: 'alice', part: 'channel' },
  shows: ['QUERYUSERNUM_E_OTHER', 'INVITE_E_NET', 'LEAVECHANNEL_E_DISCONN', 'LOGOUT_E_NET'],
  question: {
    en: 'The line is back for good. How does Alice come back into the lobby?',
    zh: '连接彻底恢复了。alice 怎样回到 lobby？',
  },
  choices: [
    {
      text: {
        en: 'By itself: the SDK is reconnecting.',
        zh: '什么都不用做：SDK 会重连。',
      },
      right: false,
      why: {
        en: 'Not any more. After onLogout the SDK never tries again by itself, however good the line.',
        zh: '不会了。onLogout 之后，连接再好 SDK 也不会自己重试。',
        source: 'L28, LC 2.1',
      },
      plays: [wait('10 min'), say, wait('1 s')],
    },
    {
      text: { en: 'It logs in again; the place is kept.', zh: '重新登录即可，位置还留着。' },
      right: false,
      why: {
        en: 'The first outage spoils one: there the place was kept, because the session was. A new session is in no channel, and a message to the lobby gets 400.',
        zh: '别被第一次断线误导：那次会话还在，所以位置也在。新会话不在任何频道里，向 lobby 发消息只会得到 400。',
        source: 'C20, M3, LC 5.6',
      },
      plays: [login, wait('1 s'), say, wait('1 s')],
    },
    {
      text: { en: 'It logs in, and then joins again.', zh: '重新登录，然后再加入频道。' },
      right: true,
      why: {
        en: '102 took the session and 604 the place, so both have to be asked for, one after the other, the login with back-off. Whoever joins in onLoginSuccess has done it.',
        zh: '102 带走了会话，604 带走了位置，两样都要依次重新取得，登录要退避。在 onLoginSuccess 里加入频道，就都做到了。',
        source: 'LC 5.6, LC 6.1',
      },
      plays: [login, wait('1 s'), alice('channelJoin', { channel }), wait('1 s'), say, wait('1 s')],
    },
  ],
  takeaway: {
    en: 'After onLogout nothing comes back by itself: log in with back-off, and join again in onLoginSuccess.',
    zh: 'onLogout 之后什么都不会自己恢复：退避后登录，再在 onLoginSuccess 里重新加入频道。',
    source: 'L28, LC 5.6, LC 6.1',
  },
  check: checkOf(
    'it is back in its room after an outage',
    `  app.enter('lobby');
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance('10 s');
  world.network.restore('alice');
  await world.advance('2 min');

  expect(world.service.members('lobby')).toEqual(['alice']);`,
  ),
};
