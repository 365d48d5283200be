import type { ScenarioStep } from '../scenario/scenario.ts';
import { by, service, wait } from '../scenario/steps.ts';
import { checkOf } from './check.ts';
import type { Lesson } from './lesson.ts';

const names = Array.from({ length: 100 }, (_, i) => `u${i + 1}`);
const loginOf = (account: string): ScenarioStep => by(account)('login', { account });
const everybody = names.map(loginOf);

/** Everybody logs in within ten seconds, each at a moment of its own, drawn from a fixed seed. */
function spread(): readonly ScenarioStep[] {
  let drawn = 7;
  const moments = names.map((name) => {
    drawn = (drawn * 16_807) % 2_147_483_647; // Lehmer: enough chance for a picture.
    return { name, at: drawn % 10_000 };
  });
  let now = 0;
  const steps = moments
    .toSorted((one, other) => one.at - other.at)
    .flatMap(({ name, at }): readonly ScenarioStep[] => {
      const passes = at - now;
      now = at;
      return [...(passes === 0 ? [] : [wait(`${passes} ms`)]), loginOf(name)];
    });
  return [...steps, wait('1 s')];
}

/** A hundred clients after an outage: what all do alike, they do at once. */
export const herd: Lesson = {
  name: 'herd',
  title: { en: 'A hundred clients after an outage', zh: '故障之后的一百个客户端' },
  text: [
    {
      en: 'A hundred clients are online when the service goes down. All of them hear onReconnecting in the same millisecond, wait as long as each other, and knock at the same door together: after 200 ms, after 600 ms, after 1.4 s.',
      zh: '一百个客户端在线时，服务端宕机。它们在同一毫秒收到 onReconnecting，等待的时间也一样长，于是一起敲门：200 毫秒后、600 毫秒后、1.4 秒后。',
      source: 'L24, L27, Q17',
    },
    {
      en: 'Nobody told them to keep step. They share a beginning and an arithmetic, and that is enough. In the same millisecond all hundred hear 102; from here on it is the business of your application.',
      zh: '没有人让它们步调一致。同一个起点，同一套算法，就足够了。一百个客户端又在同一毫秒收到 102；从这里开始，就是应用自己的事了。',
      source: 'L28, LC 2.1',
    },
  ],
  scenario: {
    sigsim: 'scenario',
    version: 1,
    steps: [
      ...everybody,
      wait('1 s'),
      service('goDown'),
      wait('5 s'),
      service('comeUp'),
      wait('1 s'),
    ],
  },
  staging: everybody.length + 1,
  look: { client: 'u1', part: 'login' },
  shows: names.map(() => 'LOGOUT_E_NET'),
  tally: {
    packet: 'connect',
    span: '1 s',
    title: { en: 'Attempts to connect, by the second', zh: '每秒的连接尝试数' },
  },
  question: {
    en: 'The service is up again, and a little weak. How should the hundred applications come back?',
    zh: '服务端刚恢复，还有点虚弱。这一百个应用该怎样回来？',
  },
  choices: [
    {
      text: { en: 'At once: it is up, after all.', zh: '立刻登录：反正已经恢复了。' },
      right: false,
      why: {
        en: 'A hundred logins in one instant are the load of the worst moment there was. What has just got up is likely to go down again, and then everything begins anew, in step.',
        zh: '一百次登录挤在同一瞬间，负载比任何时候都高。刚恢复的服务很可能再次倒下，然后一切重来，步调依旧一致。',
        source: 'LC 6.1',
      },
      plays: [...everybody, wait('1 s')],
    },
    {
      text: {
        en: 'With a pause that doubles: after 1 s, then 2 s, then 4 s.',
        zh: '等待时间加倍：1 秒、2 秒、4 秒。',
      },
      right: false,
      why: {
        en: 'All double the same second, so they still come together; there are only fewer such moments. A growing pause gives the service rest, but it takes no peak away.',
        zh: '大家加倍的是同一个一秒，所以还是一起来，只是次数少了。加长等待能让服务喘口气，却削不掉尖峰。',
        source: 'LC 6.1',
      },
      plays: [wait('1 s'), ...everybody, wait('1 s')],
    },
    {
      text: {
        en: 'With a pause that grows, and a random part in it.',
        zh: '等待时间逐次加长，再加上随机的一部分。',
      },
      right: true,
      why: {
        en: 'Chance is what makes a hundred alike clients differ. The same logins, spread over ten seconds, are ten a second, and sixteen in the worst one; and nobody has waited longer than that.',
        zh: '一百个一模一样的客户端，靠随机才能错开。同样多的登录分散在十秒里，平均每秒十次，最挤的一秒也只有十六次，谁也没有等得更久。',
        source: 'LC 6.1',
      },
      plays: spread(),
    },
    {
      text: {
        en: 'Not at all: the SDK reconnects, that is its job.',
        zh: '什么都不做：重连是 SDK 的事。',
      },
      right: false,
      why: {
        en: 'It has done its job, three times, and has given up. After onLogout it does nothing any more.',
        zh: '它试了三次，已经放弃。onLogout 之后它什么也不会再做。',
        source: 'L28, LC 2.1',
      },
    },
  ],
  takeaway: {
    en: 'A pause that grows is not enough: only chance keeps clients that are all alike from coming all at once.',
    zh: '只加长等待还不够：一模一样的客户端，要靠随机才不会同时涌来。',
    source: 'LC 6.1',
  },
  check: checkOf(
    'a crowd comes back spread out',
    `  const others = Array.from({ length: 20 }, (_, i) => \`user\${i}\`);
  const crowd = others.map(() => newApp(world));
  for (const [i, one] of crowd.entries()) one.connect(others[i] ?? '');
  await world.advance('1 s');
  world.service.goDown();
  await world.advance('5 s');
  world.service.comeUp();
  const since = world.now;
  await world.advance('2 min');

  const moments = world.trace.entries
    .filter((entry) => entry.kind === 'call' && entry.method === 'login' && entry.at >= since)
    .map(({ at }) => Math.round(at));
  const most = Math.max(...moments.map((at) => moments.filter((one) => one === at).length));
  expect(most).toBeLessThan(5); // logins in one millisecond
  for (const one of crowd) one.dispose();`,
  ),
};
