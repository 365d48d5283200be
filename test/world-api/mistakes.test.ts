// The commonest mistakes of a test have a sentence of their own, at close and in a check that fails.
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { createWorld, type SignalingWorld } from 'sigsim';
import { assertCheck, seenCode } from 'sigsim/checks';
import { expect, test } from 'vitest';
import { readTrace } from '../../src/replay/read.ts';
import { replayTrace } from '../../src/replay/replay.ts';
import { traceFile } from '../../src/world/keep.ts';
import { turn } from '../../src/world/turn.ts';
import { idle, sentenceOf } from '../support/retrying.ts';

const none = '_no_need_token';
const later = (): Promise<void> => turn(() => undefined);

/** What `close` throws, its id before it; `''` where it throws nothing. */
function closing(world: SignalingWorld): string {
  try {
    world.close();
    return '';
  } catch (error) {
    const { id, message } = error as { readonly id: string; readonly message: string };
    return `${id}: ${message}`;
  }
}

test('mistakes: a handler that sets a real timer is told, with its line, before the rule that did not fire', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED', { times: 2 });
  const alice = world.createAgoraAPI();
  alice.onLoginFailed = idle;
  alice.login('app', 'alice', none);
  await world.advance('5 min');

  const { setTimeout: after } = globalThis;
  const sentence = sentenceOf(seenCode(world, 'LOGIN_E_FAILED', { times: 2 }));
  expect(sentence).toMatch(
    /\n\nhint {4}your client set a real timer, which no world moves, at .*retrying\.ts:\d+:\d+\)?\. The world's clock was not installed\. Call world\.install\(\) before your client begins\.$/,
  );
  expect(closing(world)).toMatch(
    /^world\.realTimers: world\.close: your client set a real timer, which no world moves, at .*retrying\.ts/,
  );
  expect(after.name).toBe('setTimeout');
  expect(Object.hasOwn(after, 'apply')).toBe(false);
});

test('mistakes: a real timer that a promise set may be another test’s, so that only a failure tells it', async () => {
  const world = createWorld();
  const alice = world.createAgoraAPI();
  alice.onLoginSuccess = () => void Promise.resolve().then(idle);
  alice.login('app', 'alice', none);
  await world.advance('1 s');

  expect(sentenceOf(seenCode(world, 'LOGOUT_E_NET'))).toContain('hint    your client set a real');
  expect(closing(world)).toBe('');
});

test('mistakes: a world with its clock installed, or with none of its own, has none of them', async () => {
  for (const clock of ['virtual', 'global'] as const) {
    const world = createWorld({ clock });
    if (clock === 'virtual') world.install();
    const alice = world.createAgoraAPI();
    alice.onLogout = idle;
    alice.logout();
    await world.advance(10);
    expect(closing(world)).toBe('');
  }
});

test('mistakes: a check right after an advance that nobody awaits says so, whichever way it asks', async () => {
  const world = createWorld();
  const alice = world.createAgoraAPI();
  alice.logout();
  const advance = world.advance('5 min');

  expect(() => seenCode(world, 'LOGOUT_E_ALREADY_LOGOUT')).toThrow(
    /^seenCode: world\.advance\("5 min"\), called at .*mistakes\.test\.ts:\d+:\d+\)?, is not over: 0 ms of it have passed\. Write await before it\.$/,
  );
  await advance;
  assertCheck(seenCode(world, 'LOGOUT_E_ALREADY_LOGOUT'));
  expect(closing(world)).toBe('');
});

test('mistakes: an advance that nobody awaits fails close, where nothing was expected, too', async () => {
  const world = createWorld();
  const advance = world.advance('5 min');
  await later();

  expect(closing(world)).toMatch(
    /^world\.unawaited: world\.close: world\.advance\("5 min"\), called/,
  );
  await advance;
});

test('mistakes: what runs while time passes may ask and close', async () => {
  const world = createWorld();
  const alice = world.createAgoraAPI();
  let isSeen = false;
  alice.onLogout = () => {
    isSeen = seenCode(world, 'LOGOUT_E_ALREADY_LOGOUT').pass;
    world.close();
  };
  alice.logout();
  await world.advance('1 s');

  expect(isSeen).toBe(true);
  expect(world.errors).toEqual([]);
});

test.each(['onLoginFail', 'onloginfailed', 'onLoginFailled'])(
  'mistakes: a handler %s is told once, in the trace and at close, and the trace replays',
  async (name) => {
    const world = createWorld();
    world.fail('LOGIN_E_FAILED', { times: 2 });
    const alice = Object.assign(world.createAgoraAPI(), { [name]: () => undefined });
    for (let times = 0; times < 2; times++) {
      alice.login('app', 'alice', none);
      await world.advance('1 s');
    }

    const misnamed = { kind: 'misnamed', at: 60, client: 'alice', name, near: 'onLoginFailed' };
    expect(world.trace.entries.filter(({ kind }) => kind === 'misnamed')).toEqual([misnamed]);
    expect(String(world.trace)).toContain(`! ${name} is not onLoginFailed`);
    const { entries } = world.trace;
    expect(replayTrace(readTrace(traceFile(world)))).toEqual({
      same: entries.length,
      entries: entries.length,
    });
    expect(closing(world)).toBe(
      `world.handler: world.close: alice has a handler ${name}, which the SDK never calls, so ` +
        'LOGIN_E_FAILED reached nobody at 60 ms. Did you mean "onLoginFailed"?',
    );
  },
);

test('mistakes: web sessions, channels and calls are looked at, too', async () => {
  const world = createWorld();
  const bob = world.Signal('app').login('bob', none);
  const session = world.Signal('app').login('alice', none);
  await world.advance('1 s');
  const channel = Object.assign(session.channelJoin('lobby'), { onChannelJoind: () => undefined });
  const call = Object.assign(session.channelInviteUser2('lobby', 'bob'), {
    onInviteReceivedbyPeer: () => undefined,
  });
  Object.assign(bob, { onInviteRecieved: () => undefined });
  await world.advance('1 s');

  const told = world.trace.entries.flatMap((entry) =>
    entry.kind === 'misnamed' ? [[entry.client, entry.name, entry.near]] : [],
  );
  expect([channel.name, call.peer]).toEqual(['lobby', 'bob']);
  expect(told).toEqual([
    ['alice', 'onChannelJoind', 'onChannelJoined'],
    ['bob', 'onInviteRecieved', 'onInviteReceived'],
    ['alice', 'onInviteReceivedbyPeer', 'onInviteReceivedByPeer'],
  ]);
  expect(closing(world)).toContain('world.handler');
});

test('mistakes: a name that is near to none, or stands beside the right one, is the application’s own', async () => {
  const world = createWorld();
  const alice = Object.assign(world.createAgoraAPI(), {
    onTelemetry: () => undefined,
    onLogouts: () => undefined,
    onLogout: () => undefined,
  });
  alice.logout();
  await world.advance('1 s');

  expect(closing(world)).toBe('');
});

test('checks: a code that came where no handler was set is told where it was to be handled', async () => {
  const world = createWorld();
  world.createAgoraAPI().logout();
  await world.advance('1 s');

  const code = 'LOGOUT_E_ALREADY_LOGOUT';
  expect(seenCode(world, code).pass).toBe(true);
  expect(seenCode(world, code, { handled: false }).pass).toBe(true);
  expect(sentenceOf(seenCode(world, code, { handled: true })).split('\n')[0]).toBe(
    'LOGOUT_E_ALREADY_LOGOUT (108) did not reach any handler in 1 s. It came to client 1 at 0 ms, ' +
      'where no handler was set: set onLogout before the call.',
  );
  expect(() => seenCode(world, code, { handled: 1 as unknown as true })).toThrow(
    'seenCode: handled is 1. Give true or false, or leave it out.',
  );
});

test('mistakes: whatever a test forgets, close names the first of it, and a test that forgets nothing is green', async () => {
  const forgotten = record({
    handler: constantFrom('right', 'misspelt'),
    timer: constantFrom('none', 'real', 'installed'),
    await: constantFrom(true, false),
    span: integer({ min: 100, max: 100_000 }),
  });
  await assert(
    asyncProperty(array(forgotten, { minLength: 1, maxLength: 3 }), async (worlds) => {
      for (const plan of worlds) {
        const world = createWorld();
        if (plan.timer === 'installed') world.install();
        const alice = world.createAgoraAPI();
        alice.onLogout = () => {
          if (plan.timer !== 'none') idle();
        };
        if (plan.handler === 'misspelt') Object.assign(alice, { onLoginSucces: () => undefined });
        alice.logout();
        await world.advance('1 s');
        alice.login('app', 'alice', none);
        const advance = world.advance(plan.span);
        await (plan.await ? advance : later());

        const id = closing(world).split(':', 1)[0];
        await advance;
        if (!plan.await) expect(id).toBe('world.unawaited');
        else if (plan.timer === 'real') expect(id).toBe('world.realTimers');
        else expect(id).toBe(plan.handler === 'misspelt' ? 'world.handler' : '');
      }
    }),
    { seed: 19, numRuns: 40 },
  );
});
