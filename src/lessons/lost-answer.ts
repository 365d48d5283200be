import { by, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const alice = by('alice');
const send = (id: number) =>
  alice('messageInstantSend', { account: 'bob', body: `{"id":${id},"text":"hello"}` });

/** Two messages that time out alike: one has arrived, the other has not. */
export const lostAnswer: Lesson = {
  name: 'lost-answer',
  title: { en: 'Timed out, and yet it arrived', zh: '超时了，却已送达' },
  text: [
    {
      en: 'Alice sends Bob two messages. Of the first, the acknowledgement is lost on its way back; of the second, the message itself.',
      zh: 'alice 给 bob 发了两条消息。第一条丢的是回来的确认，第二条丢的是消息本身。',
      source: 'M7',
    },
    {
      en: 'After 10 s she hears onMessageSendError with 401, twice. From where she stands the two cannot be told apart; but Bob has read one of them long ago.',
      zh: '10 秒后她收到两次 onMessageSendError，都是 401。在她看来两条一模一样；可是 bob 早就读到了其中一条。',
      source: 'M7, LC 2.3',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    rules: [
      { fault: 'dropAnswer', account: 'alice', on: 'message' },
      { fault: 'dropRequest', account: 'alice', on: 'message', nth: 2 },
    ],
    steps: [
      alice('login', { account: 'alice' }),
      by('bob')('login', { account: 'bob' }),
      wait('1 s'),
      send(7),
      send(8),
      wait('12 s'),
    ],
  },
  staging: 3,
  look: { client: 'alice', part: 'message' },
  shows: ['SENDMESSAGE_E_TIMEOUT', 'SENDMESSAGE_E_TIMEOUT'],
  question: {
    en: 'What should Alice’s application do with the two?',
    zh: 'alice 的应用该怎么处理这两条消息？',
  },
  choices: [
    {
      text: { en: 'Tell her that both have failed.', zh: '告诉她两条都失败了。' },
      right: false,
      why: {
        en: 'Half of that is wrong. 401 says that no answer has come; it does not say that nothing has arrived.',
        zh: '这话有一半是错的。401 只说明没有等到应答，并不说明没有送达。',
        source: 'M7, LC 2.3',
      },
    },
    {
      text: {
        en: 'Send both again, in such a way that a copy can be recognised.',
        zh: '两条都重发，并且让重复的那条能被认出来。',
      },
      right: true,
      why: {
        en: 'A native client sends each under the message id that it had, and the service delivers it once. The Web SDK has no id, so that it may arrive twice: watch it, sent without one. Bob hears number 7 twice, and can keep it once, because the number is in the text; onMessageInstantReceive brings no id.',
        zh: '原生端沿用原来的消息 ID 重发，服务端只送达一次。Web SDK 没有消息 ID，可能送达两次。看一看不带 ID 的情形：bob 收到两次 7 号，但 ID 写在内容里，所以可以只留一份；onMessageInstantReceive 不带 ID。',
        source: 'M7, LC 1.2, LC 2.3, LC 6.1, choice: the same id is delivered once',
      },
      plays: [send(7), send(8), wait('1 s')],
    },
    {
      text: { en: 'Send neither again, for fear of doubles.', zh: '都不重发，免得重复。' },
      right: false,
      why: {
        en: 'Then the second one never arrives. A double can be recognised; a hole cannot.',
        zh: '那第二条就永远到不了。重复能认出来，缺失认不出来。',
        source: 'M7, LC 6.1',
      },
    },
    {
      text: { en: 'Wait longer: the answer may still come.', zh: '再等等：应答也许还会来。' },
      right: false,
      why: {
        en: 'For the client the message is over; an answer that comes after the time-out is dropped.',
        zh: '对客户端来说这条消息已经结束；超时之后才到的应答会被丢弃。',
        source: 'M7, choice: late answers are dropped',
      },
    },
  ],
  takeaway: {
    en: '401 says that no answer came, not that nothing arrived: send again with an id of your own in the text, and let the receiver drop doubles.',
    zh: '401 只说明没有等到应答，并不说明没有送达：重发时在内容里带上自己的 ID，由接收方去掉重复。',
    source: 'M7, LC 2.3, LC 6.1',
  },
  check: checkOf(
    'a message whose answer was lost is shown once',
    `  const bob = newApp(world);
  bob.connect('bob');
  await world.advance('1 s');
  app.enter('lobby');
  bob.enter('lobby');
  await world.advance('1 s');
  world.fault('dropAnswer', { account: 'alice', on: 'message' });
  app.say('hello');
  await world.advance('2 min');

  expect(bob.lines).toEqual(['alice: hello']);
  bob.dispose();`,
  ),
};
