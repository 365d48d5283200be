import { by, network, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const channel = 'lobby';
const alice = by('alice');
const bob = by('bob');

/** A line that is neither good nor cut. */
export const silentLine: Lesson = {
  name: 'silent-line',
  title: { en: 'A silent line is not a cut one', zh: '连接静默不等于断开' },
  text: [
    {
      en: 'Alice and Bob are in the lobby. Then her line falls silent: it is not closed, only nothing comes through any more, as in a lift. She hears nothing of it for 40 s; then more than three pings are missing, and onReconnecting comes.',
      zh: 'alice 和 bob 都在 lobby。然后她的连接静默了：没有关闭，只是什么都过不去，就像进了电梯。整整 40 秒她毫无察觉；直到丢了三次以上心跳，才有 onReconnecting。',
      source: 'L24, Q18',
    },
    {
      en: 'Bob writes to her meanwhile, and it succeeds. At the end Alice hears 604 and 102. And Bob? He learns that she is gone only when the service has had no sign of her for 2 min.',
      zh: '其间 bob 给她发消息，显示成功。最后 alice 收到 604 和 102。bob 呢？服务端 2 分钟没有她的动静，他才得知她离开了。',
      source: 'M5, C20, L28, LC 2.6, C21',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      alice('login', { account: 'alice' }),
      bob('login', { account: 'bob' }),
      wait('1 s'),
      bob('channelJoin', { channel }),
      alice('channelJoin', { channel }),
      wait('1 s'),
      network('partition', 'alice'),
      wait('10 s'),
      bob('messageInstantSend', { account: 'alice', body: 'are you there?' }),
      wait('3 min'),
    ],
  },
  staging: 6,
  look: { client: 'alice', part: 'login' },
  shows: ['LEAVECHANNEL_E_DISCONN', 'LOGOUT_E_NET'],
  question: {
    en: 'Your users complain: people are shown as present who left long ago. What helps?',
    zh: '用户抱怨：早就走了的人还显示在线。怎么办？',
  },
  choices: [
    {
      text: {
        en: 'Ask the service again and again who is in the channel.',
        zh: '反复向服务端查询频道里有谁。',
      },
      right: false,
      why: {
        en: 'It would say the same as before: for 2 min the service itself believes that she is there.',
        zh: '答案不会变：这 2 分钟里，服务端自己也以为她在。',
        source: 'LC 2.6, C19',
      },
    },
    {
      text: {
        en: 'Let the applications give a sign of life to each other, and mark as doubtful who has given none for a while.',
        zh: '让应用之间定期互报平安，一段时间没有动静的人标为存疑。',
      },
      right: true,
      why: {
        en: 'How soon is soon enough is your decision, so the watch must be yours, too. It pays twice: the Web SDK 1.4.0 sends its pings for ever and never looks at the answers, so a half-open line stays “online” there.',
        zh: '多快才算及时由你决定，所以也要由你来盯。这还有一个好处：Web SDK 1.4.0 不停地发心跳，却从不看应答，半开的连接在那里一直“在线”。',
        source: 'Q18, LC 2.1, WP 10',
      },
    },
    {
      text: {
        en: 'Wait for onChannelUserLeaved: it comes in the end.',
        zh: '等 onChannelUserLeaved，它总会来。',
      },
      right: false,
      why: {
        en: 'It does. Until then Bob talks to somebody who is not there, and each message succeeds.',
        zh: '确实会来。但在那之前，bob 一直在对一个不在的人说话，而且每条都成功。',
        source: 'C21, M5',
      },
    },
  ],
  takeaway: {
    en: 'A line can be dead for 40 s before anybody says so: if that is too long for you, let the applications give signs of life.',
    zh: '连接可能断了 40 秒才有人告知：如果这太久，就让应用之间定期互报平安。',
    source: 'L24, Q18',
  },
  check: checkOf(
    'it is back in its room after a long silence',
    `  app.enter('lobby');
  await world.advance('1 s');
  world.network.partition('alice');
  await world.advance('3 min');
  world.network.restore('alice');
  await world.advance('3 min');

  expect(world.service.members('lobby')).toEqual(['alice']);`,
  ),
};
