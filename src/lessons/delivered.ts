import { by, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const alice = by('alice');
const send = (account: string, body: string) => alice('messageInstantSend', { account, body });

/** Messages that succeed and that nobody receives. */
export const delivered: Lesson = {
  name: 'delivered',
  title: { en: 'Success is not delivery', zh: '发送成功不等于送达' },
  text: [
    {
      en: 'Alice writes to Carol, who is not online, and gets onMessageSendSuccess. Nobody has received anything.',
      zh: 'alice 给不在线的 carol 发消息，收到 onMessageSendSuccess。可是没有任何人收到。',
      source: 'M11, LC 5.7, D-29',
    },
    {
      en: 'Then she writes to Bob, who is there: sixty-two messages within one second. All succeed, and there is no code anywhere. A user may send 60 a second; what is more is accepted, and lost.',
      zh: '然后她给在线的 bob 发消息：一秒之内六十二条，条条成功，一个错误码都没有。每个用户每秒最多发 60 条；多出来的照收，然后丢掉。',
      source: 'M10, LC 2.6',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      alice('login', { account: 'alice' }),
      by('bob')('login', { account: 'bob' }),
      wait('1 s'),
      send('carol', 'are you there?'),
      wait('1 s'),
      ...Array.from({ length: 62 }, (_, i) => send('bob', `number ${i + 1}`)),
      wait('1 s'),
    ],
  },
  staging: 3,
  look: { client: 'alice', part: 'message' },
  shows: [],
  tally: {
    packet: 'message.arrived',
    span: '1 s',
    title: { en: 'Messages that reach somebody, by the second', zh: '每秒真正送达的消息数' },
  },
  question: {
    en: 'How can Alice’s application know that a message has been read?',
    zh: 'alice 的应用怎样才能知道消息有人读过？',
  },
  choices: [
    {
      text: { en: 'By onMessageSendSuccess.', zh: '看 onMessageSendSuccess。' },
      right: false,
      why: {
        en: 'It says that the service has taken the message, which it also says of those that it throws away.',
        zh: '它只说明服务端收下了消息，而被丢掉的那些，服务端也这么说。',
        source: 'M5, M10, M11',
      },
    },
    {
      text: {
        en: 'By asking first whether the other one is online.',
        zh: '发送前先查询对方是否在线。',
      },
      right: false,
      why: {
        en: 'That would have saved the letter to Carol, but Bob was online all the time. And who was there a moment ago may be gone: the service notices a silent client only after 2 min.',
        zh: '给 carol 的那条是可以避免，但 bob 一直都在线。况且刚才在线的人可能已经不在：静默的客户端，服务端要过 2 分钟才发觉。',
        source: 'M10, LC 2.6',
      },
      plays: [alice('queryUserStatus', { account: 'carol' }), wait('1 s')],
    },
    {
      text: {
        en: 'By an answer of the other application, a message like any other.',
        zh: '由对方应用回一条消息来确认。',
      },
      right: true,
      why: {
        en: 'Only the receiver can say so. Let it answer with the ids that it has, and send slower than the limit, so that nothing has to be lost.',
        zh: '只有接收方说了才算。让它回复已收到的 ID；同时把发送速度控制在上限以下，就不会白白丢失。',
        source: 'M10, M11, LC 5.7',
      },
      plays: [
        by('bob')('messageInstantSend', { account: 'alice', body: 'have 1 to 60, miss 61 and 62' }),
        wait('1 s'),
      ],
    },
    {
      text: { en: 'By waiting whether an error comes.', zh: '等等看有没有错误。' },
      right: false,
      why: {
        en: 'None will: for a message over the limit and for a reader who is away there is no code among the 42.',
        zh: '不会有的：超出速率上限、对方不在线，42 个错误码里都没有对应的。',
        source: 'M10, M11',
      },
    },
  ],
  takeaway: {
    en: 'onMessageSendSuccess means that the service took the message. Whether it was read, only the other application can say.',
    zh: 'onMessageSendSuccess 只表示服务端收下了消息。是否有人读过，只有对方应用才能告诉你。',
    source: 'M5, M10, M11',
  },
  check: checkOf(
    'a burst of messages arrives whole',
    `  const bob = newApp(world);
  bob.connect('bob');
  await world.advance('1 s');
  app.enter('lobby');
  bob.enter('lobby');
  await world.advance('1 s');
  for (let i = 1; i <= 100; i++) app.say(\`number \${i}\`);
  await world.advance('5 min');

  expect(bob.lines).toHaveLength(100);
  bob.dispose();`,
  ),
};
