import { by, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const alice = by('alice');
const join = alice('channelJoin', { channel: 'lobby' });
const say = alice('messageChannelSend', { channel: 'lobby', body: 'hello' });

/** Calls that are made before there is anything to make them with. */
export const tooEarly: Lesson = {
  name: 'too-early',
  title: { en: 'Called is not done: calls made too early', zh: '调用了不等于完成：过早的调用' },
  text: [
    {
      en: 'The first line logs in, the next ones use the session. But login() only begins the way in: onLoginSuccess comes 60 ms later here, and a good deal later out there.',
      zh: '第一行登录，接下来几行就要用会话。可是 login() 只是开了个头：这里要过 60 毫秒才有 onLoginSuccess，真实环境里还要久得多。',
      source: 'L1, L9',
    },
    {
      en: 'So the join and the query get 1003 through onError, while the message gets 400 through onMessageSendError: the same mistake, two numbers. Nothing was sent, and nothing will be done later.',
      zh: '于是加入频道和查询人数从 onError 得到 1003，消息却从 onMessageSendError 得到 400：同一个错误，两个错误码。什么都没有发出去，以后也不会补发。',
      source: 'C2, C2b, M2, Q5, D-19',
    },
    {
      en: 'Then she is in, and makes the mistake once more, one storey up: the message follows the join at once, before onChannelJoined. Again it is 400.',
      zh: '登录成功后，她在更高一层又犯了一次：加入频道后立刻发消息，没有等 onChannelJoined。结果又是 400。',
      source: 'M3, C4',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      alice('login', { account: 'alice' }),
      join,
      alice('channelQueryUserNum', { channel: 'lobby' }),
      alice('messageInstantSend', { account: 'bob', body: 'hello' }),
      wait('1 s'),
      join,
      say,
      wait('1 s'),
    ],
  },
  look: { client: 'alice', part: 'channel' },
  shows: [
    'GENERAL_E_NOT_LOGIN',
    'GENERAL_E_NOT_LOGIN',
    'SENDMESSAGE_E_OTHER',
    'SENDMESSAGE_E_OTHER',
  ],
  question: {
    en: 'Messages fail with 400 now and then, right after the start. What cures it?',
    zh: '应用刚启动时，消息偶尔以 400 失败。怎样根治？',
  },
  choices: [
    {
      text: {
        en: 'On 400, send again with a growing pause.',
        zh: '收到 400 就逐次加长等待，重新发送。',
      },
      right: false,
      why: {
        en: 'It hides the mistake, and it never ends for a client that is not in the channel at all. First look whether there is a session and a membership, then send again.',
        zh: '这只是掩盖错误；如果客户端根本不在频道里，重发永远不会成功。先看有没有会话、是否仍在频道内，再谈重发。',
        source: 'M3, LC 6.1',
      },
    },
    {
      text: { en: 'Wait a second between the calls.', zh: '每次调用之间等一秒。' },
      right: false,
      why: {
        en: 'Here it would do. With a slow line a login takes up to 30 s and may still fail, and then the second was no use.',
        zh: '在这里够用。连接慢的时候，一次登录最长可达 30 秒，还可能失败，那一秒就白等了。',
        source: 'L8',
      },
    },
    {
      text: {
        en: 'Begin each thing in the callback that ends the one before: onLoginSuccess, onChannelJoined.',
        zh: '前一步的回调到了再做下一步：onLoginSuccess、onChannelJoined。',
      },
      right: true,
      why: {
        en: 'A callback is the only proof. In the Web SDK 1.4.0 the methods do not even exist before the socket is open: there, the early call is a TypeError.',
        zh: '只有回调才算数。在 Web SDK 1.4.0 里，套接字打开之前这些方法根本不存在，过早调用直接抛出 TypeError。',
        source: 'L9, C4, LC 1.1',
      },
      plays: [say, wait('1 s')],
    },
    {
      text: {
        en: 'Send with messageChannelSendForce, which needs no membership.',
        zh: '改用 messageChannelSendForce，它不要求在频道里。',
      },
      right: false,
      why: {
        en: 'It needs no membership, but a session all the same: before the login it fails with 400 like any other. And who is not in the channel does not hear the answers.',
        zh: '它不要求在频道里，但照样要有会话：登录之前一样以 400 失败。而且不在频道里，也收不到别人的回复。',
        source: 'M2, LC 5.7',
      },
    },
  ],
  takeaway: {
    en: 'Begin each thing in the callback that ends the one before: onLoginSuccess, then onChannelJoined.',
    zh: '前一步的回调到了再做下一步：先 onLoginSuccess，再 onChannelJoined。',
    source: 'L9, C4',
  },
  check: checkOf(
    'nothing is called too early',
    `  app.enter('lobby'); // at once, as an impatient user would
  app.say('hello');
  await world.advance('10 s');

  expect(world.trace.codes()).not.toContain('GENERAL_E_NOT_LOGIN');
  expect(world.trace.codes()).not.toContain('SENDMESSAGE_E_OTHER');`,
    { begins: 'early' },
  ),
};
