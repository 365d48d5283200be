// Acts by hand name one client: an account may be there under several App IDs, and log in from several
// devices (decisions.md E.11, E.12). What they hold is theirs, what a rule holds is the rule's (E.2).
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { createPlayer, readScenario } from '../../src/scenario/index.ts';
import { native } from '../../src/run/index.ts';
import { replayTrace } from '../../src/replay/replay.ts';
import { readTrace } from '../../src/replay/read.ts';
import { traceFile } from '../../src/world/keep.ts';
import { listen, value, type Actress } from '../support/cast.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

const none = '_no_need_token';

/** Alice is there under two App IDs, in the channel of each. */
async function twins(): Promise<{ world: SignalingWorld; here: Actress; there: Actress }> {
  const world = createWorld();
  const [here, there] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
  here.api.login('app', 'alice', none);
  there.api.login('other', 'alice', none);
  await world.advance('1 s');
  for (const { api } of [here, there]) api.channelJoin('lobby');
  await world.advance('1 s');
  for (const { heard } of [here, there]) heard.length = 0;
  return { world, here, there };
}

/** Every act on an account that is there. */
const acts: readonly (readonly [string, (world: SignalingWorld, whom?: object) => unknown])[] = [
  ['service.kick', ({ service }, whom) => service.kick('alice', whom)],
  ['service.orderClose', ({ service }, whom) => service.orderClose('alice', whom)],
  [
    'service.notifyError',
    ({ service }, whom) => service.notifyError('alice', 'general error', whom),
  ],
  [
    'service.removeFromChannel',
    ({ service }, whom) => service.removeFromChannel('alice', 'lobby', whom),
  ],
  ['service.expireToken', ({ service }, whom) => service.expireToken('alice', whom)],
  ['network.cut', ({ network }, whom) => network.cut('alice', whom)],
  ['network.partition', ({ network }, whom) => network.partition('alice', whom)],
  ['network.corrupt', ({ network }, whom) => network.corrupt('alice', whom)],
];

test.each(acts)(
  '%s: wants an App ID where the account is there under several',
  async (name, act) => {
    const { world } = await twins();
    const { length } = world.trace.entries;

    expect(() => act(world)).toThrow(
      saying(`${name}: "alice" is there under 2 App IDs: app, other. Say which: { appId: "app" }.`),
    );
    expect(world.trace.entries).toHaveLength(length);
  },
);

test.each(acts)('%s: with an App ID befalls that client and no other', async (name, act) => {
  const { world, here, there } = await twins();

  act(world, { appId: 'other' });
  if (name === 'service.expireToken') {
    for (const appId of ['app', 'other']) {
      world.network.cut('alice', { appId });
      world.network.restore('alice', { appId });
    }
  }
  await world.advance('1 min');

  const isUntouched = name !== 'service.expireToken';
  expect(here.heard.map(([callback]) => callback)).toEqual(
    isUntouched ? [] : ['onReconnecting', 'onReconnected'],
  );
  expect(there.heard.map(([callback]) => callback)).not.toEqual(here.heard.map(([one]) => one));
  expect(there.heard).not.toEqual([]);
});

test.each(acts)('%s: knows no App ID and no device that are misspelt', async (name, act) => {
  const { world } = await twins();

  if (['network.cut', 'network.partition'].includes(name)) {
    // Who comes later is held when it comes; whoever never comes is told at the end.
    act(world, { appId: 'othr' });
    world.network.restore('alice');
    expect(() => world.close()).toThrow(
      'the line of "alice" was cut, but no client ever logged in',
    );
  } else if (name === 'service.expireToken') {
    expect(() => act(world, { appId: 'othr' })).toThrow('"alice" has no token under "othr"');
  } else {
    expect(() => act(world, { appId: 'othr' })).toThrow(
      saying(`${name}: no App ID of "alice" "othr". Known: app, other. Did you mean "other"?`),
    );
  }
  expect(() => act(world, { appID: 'other' })).toThrow('no option "appID"');
  expect(() => act(world, { device: '' })).toThrow('device is "". Give a name, or leave it out.');
});

test('device: the same each time, and both shapes of it are told apart from the others', async () => {
  const world = createWorld();
  const phone = listen(world.device('phone').createAgoraAPI());
  const laptop = world.device('laptop').Signal('app');
  expect(world.device('phone')).toBe(world.device('phone'));
  expect(world.device('laptop').Signal).toBe(world.device('laptop').Signal);
  expect(() => world.device('')).toThrow(saying('world.device: device is "". Give a text.'));

  world.network.cut('alice', { device: 'laptop' });
  phone.api.login('app', 'alice', none);
  const session = laptop.login('alice', none);
  await world.advance('1 s');
  expect([phone.api.getStatus(), session.getStatus()]).toEqual([2, 1]);

  world.network.restore('alice', { device: 'laptop' });
  await world.advance('10 s');
  expect(session.getStatus()).toBe(2);
  expect(phone.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_KICKED')]);
});

test('ban: with a device refuses that device alone, until the ban is taken back', async () => {
  const world = createWorld();
  const [phone, laptop] = ['phone', 'laptop'].map((name) =>
    listen(world.device(name).createAgoraAPI()),
  ) as [Actress, Actress];
  world.service.ban('alice', { device: 'phone' });

  phone.api.login('app', 'alice', none);
  laptop.api.login('app', 'alice', none);
  await world.advance('1 s');
  expect(phone.heard).toEqual([['onLoginFailed', value('LOGIN_E_INVALID_USER')]]);
  expect(laptop.api.getStatus()).toBe(2);

  expect(() => world.service.unban('alice', { device: 'laptop' })).toThrow('no device of "alice"');
  world.service.unban('alice');
  phone.api.login('app', 'alice', none);
  await world.advance('1 s');
  expect(phone.api.getStatus()).toBe(2);
});

test('refuse: with an App ID refuses the requests of that client alone', async () => {
  const { world, here, there } = await twins();
  world.service.refuse('query', { account: 'alice', appId: 'other' });

  for (const { api } of [here, there]) api.channelQueryUserNum('lobby');
  await world.advance('1 s');

  expect(here.heard.map((call) => call[2])).toEqual([0]);
  expect(there.heard.map((call) => call[2])).toEqual([value('QUERYUSERNUM_E_OTHER')]);
});

test('token: of one text, expired under one App ID, is good under the other', async () => {
  const { world, here, there } = await twins();
  world.service.expireToken('alice', { appId: 'other' });

  for (const { api } of [here, there]) api.logout();
  await world.advance('1 s');
  here.api.login('app', 'alice', none);
  there.api.login('other', 'alice', none);
  await world.advance('1 s');

  expect([here.api.getStatus(), there.api.getStatus()]).toEqual([2, 0]);
});

test('scenario and trace: acts for one device play and replay alike', async () => {
  const scenario = readScenario('two devices', {
    sigsim: 'scenario',
    version: 1,
    clients: { phone: { device: 'phone' }, laptop: { device: 'laptop' } },
    steps: [
      { by: 'client', client: 'phone', do: 'login', args: { account: 'alice' } },
      { by: 'network', do: 'cut', args: ['alice', { device: 'laptop' }] },
      { by: 'client', client: 'laptop', do: 'login', args: { account: 'alice' } },
      { by: 'time', wait: '1 s' },
      { by: 'network', do: 'restore', args: ['alice', { device: 'laptop' }] },
      { by: 'time', wait: '10 s' },
    ],
  });
  const player = createPlayer(scenario, native);
  await player.run();

  expect(player.world.trace.codes()).toEqual(['LOGOUT_E_KICKED']);
  expect(replayTrace(readTrace(traceFile(player.world))).divergence).toBeUndefined();
});
