import { by, network, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const channel = 'lobby';
const alice = by('alice');
const cut = network('cut', 'alice');
const restore = network('restore', 'alice');

/** What the documents promise, against what the Web SDK as it was published did. */
export const promises: Lesson = {
  name: 'promises',
  title: {
    en: 'What the documents promise, and what the Web SDK did',
    zh: '文档承诺的，和 Web SDK 实际做的',
  },
  text: [
    {
      en: 'What you see is what the documents describe. A call to somebody offline: 703, a number. In the Web SDK 1.4.0 onInviteFailed had no number at all, only a text; applications parsed it as JSON and hoped.',
      zh: '你看到的是文档描述的行为。呼叫不在线的人：703，是个数字。而在 Web SDK 1.4.0 里，onInviteFailed 根本没有错误码，只有一段文本；应用拿它当 JSON 解析，听天由命。',
      source: 'I6, D-34, WP 10, APPS',
    },
    {
      en: 'A short cut: onReconnected, and Alice is still in the lobby. There, onLoginSuccess came a second time, and she was in no channel any more, and nobody said so.',
      zh: '短暂断线：onReconnected，alice 仍在 lobby。而在那里，会再来一次 onLoginSuccess，她已不在任何频道，却没有任何通知。',
      source: 'L29, C18, D-32, WP 10',
    },
    {
      en: 'Two hours later her token is too old, and there is another short cut: 603, then 105. There, onChannelLeaved never came but for a leave of one’s own.',
      zh: '两小时后 Token 已过期，又一次短暂断线：603，然后 105。而在那里，除了自己主动离开，onChannelLeaved 从不出现。',
      source: 'L30, C16, LC 1.1',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      alice('login', { account: 'alice', token: 'hour' }),
      wait('1 s'),
      alice('channelJoin', { channel }),
      wait('1 s'),
      alice('channelInviteUser2', { channel, peer: 'bob', extra: { _require_peer_online: 1 } }),
      wait('1 s'),
      cut,
      wait('500 ms'),
      restore,
      wait('2 h'),
      cut,
      wait('500 ms'),
      restore,
      wait('5 s'),
    ],
  },
  staging: 4,
  look: { client: 'alice', part: 'login' },
  shows: ['INVITE_E_PEEROFFLINE', 'LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_TOKENEXPIRED'],
  question: {
    en: 'The last cut once more, in the Web SDK 1.4.0: the line is back, the old token is refused. What did the application hear?',
    zh: '同样是最后这次断线，换成 Web SDK 1.4.0：连接恢复，旧 Token 被拒绝。应用会收到什么？',
  },
  choices: [
    {
      text: { en: 'onLogout with 105, as documented.', zh: 'onLogout，错误码 105，与文档一致。' },
      right: false,
      why: {
        en: 'That number is not in it. The only ones that its onLogout ever brought are 101, 102 and 103.',
        zh: '它里面根本没有这个数字。它的 onLogout 只会带来 101、102 和 103。',
        source: 'WP 10',
      },
    },
    {
      text: {
        en: 'onLogout with 102, as for any lost line.',
        zh: 'onLogout，错误码 102，与断线一样。',
      },
      right: false,
      why: {
        en: '102 came when the attempts were used up. This attempt was answered, if only with a no.',
        zh: '重试次数用完才是 102。而这次重试得到了应答，虽然是拒绝。',
        source: 'WP 10',
      },
    },
    {
      text: { en: 'Nothing.', zh: '什么也没有。' },
      right: true,
      why: {
        en: 'A refused login while reconnecting set the status to 0, and no callback was called. An application that wanted to know had to look at getStatus() from time to time: a watchdog is no luxury. And the second onLoginSuccess was the sign to join again.',
        zh: '重连过程中登录被拒绝，状态变成 0，却不调用任何回调。想知道就只能不时查看 getStatus()：看门狗并不多余。而第二次 onLoginSuccess，正是该重新加入频道的信号。',
        source: 'L30, LC 2.1, WP 10',
      },
    },
    {
      text: { en: 'onLoginFailed with 204.', zh: 'onLoginFailed，错误码 204。' },
      right: false,
      why: {
        en: 'That is what the first login of a session hears. While reconnecting the same refusal was swallowed.',
        zh: '会话首次登录时确实如此。重连过程中，同样的拒绝却被吞掉了。',
        source: 'L10, L30, WP 10',
      },
    },
  ],
  takeaway: {
    en: 'Name the SDK that you test against: the documents promise codes that the Web SDK 1.4.0 never gave.',
    zh: '说清楚测试针对的是哪个 SDK：文档承诺的一些错误码，Web SDK 1.4.0 从未给出过。',
    source: 'WP 10, D-32',
  },
  check: checkOf(
    'a short outage costs no place in the room',
    `  app.enter('lobby');
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance('500 ms');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(world.service.members('lobby')).toEqual(['alice']);
  expect(world.service.online).toEqual(['alice']);`,
  ),
};
