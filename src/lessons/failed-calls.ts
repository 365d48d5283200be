import { by, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const channel = 'lobby';
const alice = by('alice');
const bob = by('bob');

/** Three invitations that fail, each in its own way. */
export const failedCalls: Lesson = {
  name: 'failed-calls',
  title: { en: 'Three ways for a call to fail', zh: '呼叫失败的三种方式' },
  text: [
    {
      en: 'Alice calls three people. Dave is offline, and she has asked for _require_peer_online: 703, after 20 ms. Bob is online, his phone rings, and he does nothing; she has set a _timeout: 704, after 10 s.',
      zh: 'alice 呼叫三个人。dave 不在线，而她设了 _require_peer_online：20 毫秒后 703。bob 在线，响了铃却不接，她设了 _timeout：10 秒后 704。',
      source: 'I6, I9, D-10',
    },
    {
      en: 'Carol is as offline as Dave, but nothing was asked for: the service waits for her, and only after 20 s it is 700. The same absence, two codes; what you asked for decides.',
      zh: 'carol 和 dave 一样不在线，但呼叫她时什么也没设：服务端会等她，20 秒后才是 700。同样是不在线，却有两个错误码，全看你怎么要求。',
      source: 'I7, D-10, D-24',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      alice('login', { account: 'alice' }),
      bob('login', { account: 'bob' }),
      wait('1 s'),
      alice('channelInviteUser2', { channel, peer: 'carol' }),
      alice('channelInviteUser2', { channel, peer: 'dave', extra: { _require_peer_online: 1 } }),
      alice('channelInviteUser2', { channel, peer: 'bob', extra: { _timeout: 10 } }),
      wait('25 s'),
    ],
  },
  staging: 3,
  look: { client: 'bob', part: 'callee' },
  shows: ['INVITE_E_PEEROFFLINE', 'INVITE_E_TIMEOUT', 'INVITE_E_OTHER'],
  question: {
    en: 'For Alice the call to Bob is over. What does Bob see, and what happens when he accepts now?',
    zh: '对 alice 来说，打给 bob 的呼叫已经结束。bob 看到的是什么？他现在接受呼叫会怎样？',
  },
  choices: [
    {
      text: {
        en: 'His phone has stopped ringing: 704 went to both.',
        zh: '他那边已经停止响铃：704 两边都收到了。',
      },
      right: false,
      why: {
        en: 'Only the caller hears it. No callback tells the callee that a call has timed out: Bob’s phone still rings.',
        zh: '只有主叫收到。没有任何回调告诉被叫呼叫已超时：bob 那边还在响。',
        source: 'I9, R6, Q26',
      },
    },
    {
      text: {
        en: 'It still rings. He accepts, and believes that he is connected.',
        zh: '还在响。他一接受呼叫，就以为接通了。',
      },
      right: true,
      why: {
        en: 'He accepts without an error, and Alice ignores it. So write the limit into the extra, let Bob’s application keep the same time, and let nobody believe in a call before both are heard in the channel.',
        zh: '他接受呼叫时没有任何错误，而 alice 会忽略。所以要把时限写进 extra，让 bob 的应用按同样的时限计时；双方都在频道里出现之前，谁也别当作已接通。',
        source: 'R2, I20, Q25, Q26',
      },
      plays: [bob('channelInviteAccept', { channel, peer: 'alice' }), wait('5 s')],
    },
    {
      text: {
        en: 'It still rings. He accepts, and then they are connected after all.',
        zh: '还在响。他一接受呼叫，两人终究还是接通了。',
      },
      right: false,
      why: {
        en: 'What comes after the end of a call is ignored: Alice has counted it as failed, and it stays so.',
        zh: '呼叫结束之后才到的一概忽略：alice 已经算它失败，不会改变。',
        source: 'I20, Q29',
      },
      plays: [bob('channelInviteAccept', { channel, peer: 'alice' }), wait('5 s')],
    },
    {
      text: {
        en: 'It still rings. He accepts, and hears an error.',
        zh: '还在响。他一接受呼叫，就收到错误。',
      },
      right: false,
      why: {
        en: 'It would be kind, but there is none: the service takes his answer, and nothing comes back.',
        zh: '那样倒好，可是没有：服务端收下他的应答，之后什么也不会来。',
        source: 'R2, I20',
      },
      plays: [bob('channelInviteAccept', { channel, peer: 'alice' }), wait('5 s')],
    },
  ],
  takeaway: {
    en: 'Put the time limit into the extra, keep it on both ends, and count a call as connected only when both are heard in the channel.',
    zh: '把时限写进 extra，两端都按它计时；双方都在频道里出现了，才算接通。',
    source: 'R2, I20, Q25, Q26',
  },
  check: checkOf(
    'a call that nobody takes is not placed again by itself',
    `  world.fail('INVITE_E_TIMEOUT');
  app.ring('bob');
  await world.advance('10 min');

  const invitations = world.trace.entries.filter(
    (entry) => entry.kind === 'call' && entry.method === 'channelInviteUser2',
  );
  expect(world).toHaveSeenCode('INVITE_E_TIMEOUT', { times: 1 });
  expect(invitations).toHaveLength(1);`,
  ),
};
