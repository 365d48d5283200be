// Why a test failed, in Chinese.
import { createWorld } from 'sigsim';
import {
  assertCheck,
  backedOff,
  followedPath,
  gaveUp,
  inState,
  noErrors,
  noPendingTimers,
  seenCode,
  type Check,
  type PathLike,
} from 'sigsim/checks';
import { leaveOpen } from 'sigsim/vitest';
import { expect, test } from 'vitest';
import { idle, naive, replayOf, retrying, stubborn } from '../support/retrying.ts';

const zh = { lang: 'zh' } as const;

/** The first line of a message, which says why. */
const whyOf = (check: Check): string => check.message().split('\n', 1)[0] ?? '';

const path: PathLike = {
  id: 'login/1',
  steps: [
    {
      by: 'client',
      do: 'login',
      expect: {
        callbacks: [{ name: 'onLoginSuccess' }, { name: 'onLogout', code: 'LOGOUT_E_KICKED' }],
      },
    },
  ],
};

test("checks: a failure with lang: 'zh' is told in Chinese from its sentence to its last line", async () => {
  const world = createWorld({ seed: 3 });
  world.createAgoraAPI({ name: 'alice' }).logout();
  await world.advance('1 s');

  const check = seenCode(world, 'LOGIN_E_OTHER', { account: 'alice', ...zh });

  expect(check.message()).toBe(
    `1 秒内，LOGIN_E_OTHER（200）没有到达 alice。到达的只有 LOGOUT_E_ALREADY_LOGOUT。事先调用 world.fail("LOGIN_E_OTHER") 可以让它发生。

  200 LOGIN_E_OTHER
  含义  服务端应答了登录请求，但客户端无法理解这个应答。
  建议  逐次拉长间隔再试几次，仍失败则上报故障。

全部 2 个事件
          时间  alice                                   服务
          0 ms  logout()                                │
                ◁ onLogout 108 LOGOUT_E_ALREADY_LOGOUT  │

种子    3
${replayOf(check).replace('replay', '重放  ').replace('page  ', '教学页')}`,
  );
});

test("checks: every reason has its Chinese with lang: 'zh'", async () => {
  const said: string[] = [];
  const ask = (...checks: readonly Check[]): void => void said.push(...checks.map(whyOf));
  const policy = { first: '1 s', factor: 2, attemptsMax: 3 } as const;

  const empty = createWorld();
  ask(
    backedOff(empty, policy, zh),
    followedPath(empty, path, zh),
    gaveUp(empty, zh),
    gaveUp(empty, { after: 'LOGOUT_E_KICKED', ...zh }),
    noErrors(empty, zh),
    noPendingTimers(empty, zh),
    seenCode(empty, 'LOGIN_E_NET', zh),
    seenCode(empty, 'LOGIN_E_OLDVERSION', zh),
  );

  const flat = await retrying({ failures: 4 });
  flat.install();
  idle();
  flat.uninstall();
  ask(
    seenCode(flat, 'LOGIN_E_OTHER', { times: 1, handled: true, ...zh }),
    seenCode(flat, 'LOGIN_E_OTHER', { times: 0, account: 'alice', ...zh }),
    seenCode(flat, 'LOGIN_E_OTHER', { handled: false, ...zh }),
    seenCode(flat, 'LOGIN_E_OTHER', { since: '1 min', until: '2 min', ...zh }),
    backedOff(flat, policy, { account: 'alice', ...zh }),
    backedOff(flat, { first: '1 s', factor: 1 }, zh),
    backedOff(flat, { first: '10 s', jitter: 0.5 }, zh),
    inState(flat, 'loggedOut', zh),
    inState(flat, 'loggedIn', zh),
    inState(flat, 'joined', { channel: 'lobby', ...zh }),
    inState(flat, 'accepted', { channel: 'lobby', peer: 'bob', ...zh }),
    followedPath(flat, path, zh),
    noPendingTimers(flat, zh),
  );
  await flat.advance(1);

  const kicked = createWorld();
  leaveOpen(kicked); // Two devices that kick each other never come to rest.
  kicked.install();
  naive(kicked);
  await kicked.advance('1 s');
  naive(kicked);
  await kicked.advance('5 s');
  kicked.uninstall();
  ask(gaveUp(kicked, { after: 'LOGOUT_E_KICKED', ...zh }), backedOff(kicked, policy, zh));

  const refused = await stubborn('LOGIN_E_TOKENWRONG');
  ask(gaveUp(refused, zh), backedOff(refused, policy, zh));

  expect(said).toEqual([
    '没有可以测量的等待：0 毫秒内 login 尝试了 0 次，没有一次在失败之后。请让它多失败几次，或多推进一些时间。',
    '路径 login/1 的 2 个回调中只到达了 0 个：缺少第 1 步（client login）的 onLoginSuccess；到 0 毫秒为止再没有回调。',
    '0 毫秒内，应当就此放弃的错误码没有到达任何客户端，因此无从判断是否放弃。可以让它发生：world.fail("LOGOUT_E_KICKED")。',
    '0 毫秒内，LOGOUT_E_KICKED 没有到达任何客户端，因此无从判断是否放弃。可以让它发生：world.fail("LOGOUT_E_KICKED")。',
    '预期你的客户端抛出错误，但它没有抛出。',
    '预期有未到期的定时器，但一个都没有。',
    '0 毫秒内，LOGIN_E_NET（201）没有到达任何客户端。任何错误码都没有到达。事先调用 world.fail("LOGIN_E_NET") 可以让它发生。',
    '0 毫秒内，LOGIN_E_OLDVERSION（205）没有到达任何客户端。它已废弃，这个世界不发出废弃的错误码：createWorld({ legacy: true })。',
    'LOGIN_E_OTHER（200）到达客户端 4 次，时间为 60 毫秒、1.12 秒、2.18 秒、3.24 秒，应为 1 次。请少推进一些时间、停掉客户端，或把预期的次数改成这么多。',
    'LOGIN_E_OTHER（200）到达 alice 4 次，时间为 60 毫秒、1.12 秒、2.18 秒、3.24 秒，应为 0 次。请少推进一些时间、停掉客户端，或把预期的次数改成这么多。',
    '5 分钟内，LOGIN_E_OTHER（200）没有到达任何客户端（只计没有处理函数的）。它在 60 毫秒到达 alice，但那里设置了 onLoginFailed。',
    '从 1 分钟到 2 分钟，LOGIN_E_OTHER（200）没有到达任何客户端。它到达过 alice（60 毫秒）、alice（1.12 秒）、alice（2.18 秒）、alice（3.24 秒），但不计入这次检查。',
    'alice 在 LOGIN_E_OTHER 之后等待了 1 秒，而策略要求 2 秒：第 3 次 login 太早。等待没有增长：每次应为前一次的 2 倍。连续尝试 5 次仍未成功，而策略最多允许 3 次。',
    '预期 login 之前的等待不符合策略，但实际符合。',
    'alice 在 LOGIN_E_OTHER 之后等待了 1 秒，而策略要求 5 秒到 15 秒：第 2 次 login 太早。等待没有增长：每次应为前一次的 2 倍。',
    'alice 的 login 自 4.3 秒起处于 "loggedIn"，而不是 "loggedOut"。',
    'alice 的 login 自 4.3 秒起处于 "loggedIn"，但不应处于该状态。',
    'alice 的 channel（lobby）自 0 毫秒起处于 "notJoined"，而不是 "joined"。',
    '没有这样的呼叫（lobby、bob），状态不是 "accepted"。',
    '路径 login/1 的 2 个回调中只到达了 1 个：缺少第 1 步（client login）的 onLogout LOGOUT_E_KICKED；到 5 分钟为止再没有回调。',
    '在 5 分钟时，你的客户端还有 1 个定时器未到期。请在释放客户端时停掉它，或推进时间直到它运行。',
    'alice 在 LOGOUT_E_KICKED（103）之后 1 秒再次尝试 login。这样的尝试共 4 次。alice 的两台设备互相踢下线：到目前为止共 5 次。',
    '没有可以测量的等待：6 秒内 login 尝试了 6 次，没有一次在失败之后。请让它多失败几次，或多推进一些时间。',
    'alice 在 LOGIN_E_TOKENWRONG（206）之后 2 秒再次尝试 login。这样的尝试共 3 次。',
    '没有可以测量的等待：login 有 3 次尝试在 LOGIN_E_TOKENWRONG（206）之后，它要求修正程序，而不是重试。请用一个要求退避的错误码让它失败，或改用 gaveUp。',
  ]);
});

test("checks: assertCheck and matchers tell it with lang: 'zh', English stays the default", async () => {
  const world = await retrying({ failures: 1, waitMs: () => 600_000 });
  const sentence = '在 5 分钟时，你的客户端还有 1 个定时器未到期。';

  expect(() => assertCheck(noPendingTimers(world, zh))).toThrow(sentence);
  expect(() => expect(world).toHaveNoPendingTimers(zh)).toThrow(sentence);
  expect(() => expect(world).toHaveNoPendingTimers()).toThrow('Your client has 1 timer pending');
  expect(() => expect(world).not.toHaveNoErrors(zh)).toThrow('预期你的客户端抛出错误');
  expect(() => expect(world).toHaveSeenCode('LOGIN_E_NET', zh)).toThrow('没有到达任何客户端');
  expect(() => expect(world).toBeInState('loggedIn', zh)).toThrow('而不是 "loggedIn"');
  expect(() => expect(world).toHaveBackedOff({ first: '1 s' }, zh)).toThrow('没有可以测量的等待');
  expect(() => expect(world).toHaveGivenUp(zh)).toThrow('没有到达任何客户端');
  expect(() => expect(world).toHaveFollowedPath(path, zh)).toThrow('路径 login/1 的 2 个回调');
  await world.advance('10 min');
});

test('checks: a language that is neither English nor Chinese is refused', () => {
  const lang = 'cn' as 'zh';

  expect(() => noErrors(createWorld(), { lang })).toThrow(
    'noErrors: lang is "cn". Give "en" or "zh", or leave it out.',
  );
  expect(() => noPendingTimers(createWorld(), { language: 'zh' } as object)).toThrow(
    'noPendingTimers: no option "language". Known: lang.',
  );
});
