// A trace plays again, entry by entry: the same calls and acts, in a fresh world of the same options.
import { createWorld, type SignalingWorld } from 'sigsim';
import { native, readTrace, replayTrace, web, type Subject } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { CarefulChat } from '../../examples/careful-chat.ts';
import { traceFile } from '../../src/world/keep.ts';
import { createPlayer } from '../../src/scenario/index.ts';
import { scripts, withSession } from '../../src/tour/script.ts';
import { replayed } from '../support/replaying.ts';

test.each([
  ['native', native as Subject, scripts],
  ['web', web as Subject, scripts.map(withSession)],
])('replay: the way to every code plays again, %s shape', async (_shape, subject, ways) => {
  for (const { scenario } of ways) {
    const player = createPlayer(scenario, subject);
    await player.run();
    const { length } = player.world.trace.entries;

    expect(replayed(player.world)).toEqual({ same: length, entries: length });
    expect(length).toBeGreaterThan(0);
  }
});

/** A client with timers and promises of its own, in a world where much goes wrong. */
async function story(): Promise<SignalingWorld> {
  const world = createWorld({ seed: 5, network: { jitterMs: 40, loss: 0.05, duplicate: 0.2 } });
  world.install();
  const client = new CarefulChat({
    Signal: world.Signal,
    appId: 'app',
    getToken: (account) => Promise.resolve(world.service.issueToken({ account, expiresInS: 90 })),
    random: () => 0.5,
  });
  world.fail('LOGIN_E_NET', { times: 2 });
  world.fail('SENDMESSAGE_E_TIMEOUT', { optional: true });
  client.enter('lobby');
  client.connect('alice');
  await world.advance('3 min');
  const undo = world.service.refuse('message');
  client.say('hello');
  await world.advance('20 s');
  undo();
  world.network.cut('alice', { cause: 'error' });
  await world.advance('5 s');
  world.network.restore('alice');
  world.service.removeFromChannel('alice', 'lobby', { silently: true });
  await world.advance('2 min');
  client.dispose();
  world.uninstall();
  return world;
}

test('replay: rules, chance, tokens and the timers of a client come out the same', async () => {
  const world = await story();
  const { length } = world.trace.entries;

  expect(length).toBeGreaterThan(100);
  expect(new Set(world.trace.entries.map(({ kind }) => kind))).toContain('rule');
  expect(replayed(world)).toEqual({ same: length, entries: length });
});

test('replay: a handler that throws throws again', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.onLogout = () => {
    throw new RangeError('a secret text');
  };
  api.logout();
  await world.advance('1 s');

  expect(world.trace.entries.at(-1)).toMatchObject({ kind: 'threw', error: 'RangeError' });
  expect(replayed(world)).toEqual({ same: 4, entries: 4 });
});

test('replay: requests of both shapes answer again, those that nobody listens to, too', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.login('app', 'bob', '_no_need_token');
  const session = world.Signal('app').login('alice', '_no_need_token');
  await world.advance('1 s');
  api.setAttr('mood', 'good');
  api.getUserAttrAll('bob');
  const channel = session.channelJoin('lobby');
  session.invoke('io.agora.signal.user_get_attr', { account: 'bob', name: 'mood' });
  await world.advance('1 s');
  channel.channelSetAttr('topic', 'news');
  session.channelInviteUser2('lobby', 'bob', '{"a":1}');
  await world.advance('1 s');
  api.channelInviteAccept('lobby', 'alice', 0, '{"b":2}');
  api.channelInviteDTMF('lobby', 'alice', '5');
  await world.advance('1 s');

  const { length } = world.trace.entries;
  expect(replayed(world)).toEqual({ same: length, entries: length });
});

/** The file of a small story, with some of its text changed. */
async function changed(from: string, to: string): Promise<string> {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
  world.service.kick('alice');
  await world.advance('1 s');
  const file = traceFile(world);
  expect(file).toContain(from);
  return file.replace(from, to);
}

test('replay: stops at the first entry that is not as it was recorded', async () => {
  const file = await changed(
    '"code":"LOGOUT_E_KICKED","details"',
    '"code":"LOGOUT_E_NET","details"',
  );
  const { same, divergence } = replayTrace(readTrace(file));

  expect(same).toBe(divergence === undefined ? -1 : divergence.line - 2);
  expect(divergence).toMatchObject({
    expected: { kind: 'callback', name: 'onLogout', code: 'LOGOUT_E_NET' },
    actual: { kind: 'callback', name: 'onLogout', code: 'LOGOUT_E_KICKED' },
    why: 'something else came',
  });
});

test('replay: other options make another trace', async () => {
  const file = await changed('"latencyMs":10', '"latencyMs":5000');
  const { divergence } = replayTrace(readTrace(file));

  expect(divergence?.expected).toMatchObject({ kind: 'packet', name: 'lookup', arrives: 10 });
  expect(divergence?.actual).toMatchObject({ kind: 'packet', name: 'lookup', arrives: 5000 });
});

test('replay: an entry that never comes is missed', async () => {
  const more = '{"kind":"late","at":9000,"client":"alice","name":"x"}';
  const file = `${(await changed('{', '{')).trimEnd()}\n${more}\n`;

  expect(replayTrace(readTrace(file)).divergence).toMatchObject({
    expected: { kind: 'late', at: 9000 },
    actual: undefined,
    why: 'nothing came',
  });
});

test('replay: a trace that does not say what came from outside is refused', () => {
  const world = createWorld();
  world.createAgoraAPI({ name: 'a' }).logout();

  expect(() => replayTrace(readTrace(world.trace.toJSONL()))).toThrow(
    'replay: this trace does not contain the inputs of its world. ' +
      "Write it with traceFile(world) from 'sigsim/checks'; the matchers of 'sigsim/vitest' do so.",
  );
});
