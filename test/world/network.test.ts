// What lies between a client and the service: who is held and who is let through, what is sent by a
// line that is gone, and the pings of a line that loses packets.
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const none = '_no_need_token';

/** What was done to the network so far, as the trace keeps it. */
const actsOf = (world: SignalingWorld): readonly unknown[] =>
  world.trace.entries.flatMap((entry) =>
    entry.kind === 'act' && entry.by === 'network' ? [[entry.did, ...entry.args]] : [],
  );

/** Packets to a client of an account: what, when, and whether they arrive. */
const packetsTo = (world: SignalingWorld, account: string) =>
  world.trace.entries.flatMap((entry) =>
    entry.kind === 'packet' && entry.to === 'client' && entry.client === account
      ? [[entry.name, entry.at, entry.arrives !== undefined]]
      : [],
  );

/** What went with its line. */
const lostOf = (world: SignalingWorld): readonly unknown[] =>
  world.trace.entries.flatMap((entry) => (entry.kind === 'lost' ? [entry.name] : []));

test('act: what is done to the network is kept with what was given, and no more', async () => {
  const { world } = await cast(['alice']);
  const { network } = world;
  network.cut('alice');
  network.cut('alice', { cause: 'closed' });
  network.cut('alice', { cause: 'error', appId: 'app' });
  network.restore('alice', { appId: 'app' });
  network.partition('alice');
  network.restore('alice');
  network.set({ loss: 0 });
  await world.advance('1 min');

  expect(actsOf(world)).toEqual([
    ['cut', 'alice'],
    ['cut', 'alice'],
    ['cut', 'alice', { cause: 'error', appId: 'app' }],
    ['restore', 'alice', { appId: 'app' }],
    ['partition', 'alice'],
    ['restore', 'alice'],
    ['set', { loss: 0 }],
  ]);
});

test('act: what a rule does to a line is kept with whose line it was', async () => {
  const { world } = await cast(['alice', 'bob']);
  world.fail('LOGOUT_E_OTHER', { account: 'bob' });
  await world.advance('1 min');
  world.fail('LOGOUT_E_NET', { account: 'alice' });
  await world.advance('1 min');

  expect(world.trace.entries.filter(({ kind }) => kind === 'act')).toMatchObject([
    { by: 'network', did: 'cut', args: ['bob', { cause: 'unknown' }], client: 'bob' },
    { by: 'network', did: 'restore', args: ['bob'], client: 'bob' },
    { by: 'network', did: 'cut', args: ['alice'], client: 'alice' },
    { by: 'network', did: 'restore', args: ['alice'], client: 'alice' },
  ]);
});

// --- holds -----------------------------------------------------------------------------------------

test('hold: a cut under one App ID does not take the place of one under another', async () => {
  const world = createWorld();
  const [here, there] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
  here.api.login('app', 'alice', none);
  there.api.login('other', 'alice', none);
  await world.advance('1 s');

  world.network.cut('alice', { appId: 'app' });
  world.network.cut('alice', { appId: 'other' });
  await world.advance('1 min');

  expect([here.api.getStatus(), there.api.getStatus()]).toEqual([0, 0]);
  expect(() => world.network.restore('alice', { appId: 'othre' })).toThrow(
    'network.restore: no App ID of "alice" "othre". Known: app, other. Did you mean "other"?',
  );
  world.network.restore('alice', { appId: 'other' });
  for (const { api } of [here, there]) api.login(api === here.api ? 'app' : 'other', 'alice', none);
  await world.advance('1 min');
  expect([here.api.getStatus(), there.api.getStatus()]).toEqual([0, 2]);
});

test('hold: of a device, restore wants the one that was cut', () => {
  const world = createWorld();
  world.network.cut('alice', { device: 'phone' });

  expect(() => world.network.restore('alice', { device: 'phne' })).toThrow(
    'network.restore: no device of "alice" "phne". Known: phone. Did you mean "phone"?',
  );
  expect(world.network.isCut('alice')).toBe(true);
  expect(world.network.isCut('bob')).toBe(false);
  world.network.restore('alice', { device: 'phone' });
  expect(world.network.isCut('alice')).toBe(false);
});

test('hold: a line that a rule has cut is closed, also within a partition', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.partition('alice');
  world.fail('LOGOUT_E_NET', { account: 'alice' });
  await world.advance('2 s');

  // Attempts into a partition would take 6 s each.
  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnecting', 2],
    ['onReconnecting', 3],
    ['onLogout', value('LOGOUT_E_NET')],
  ]);
});

test('hold: what is restored for a device stays silent where its account is', async () => {
  const world = createWorld();
  const alice = listen(world.device('phone').createAgoraAPI());
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');
  alice.heard.length = 0;

  world.network.partition('alice');
  world.network.partition('alice', { device: 'phone' });
  await world.advance('10 s');
  world.network.restore('alice', { device: 'phone' });
  await world.advance('30 s');

  expect(alice.heard).toEqual([['onReconnecting', 1]]);
});

// --- what is let through, and when -----------------------------------------------------------------

/** Alice behind a partition, with a message from bob that waits, and carol beside. */
async function heldUp() {
  const people = await cast(['alice', 'bob', 'carol']);
  const { world, bob } = people;
  world.network.partition('alice');
  bob.api.messageInstantSend('alice', 0, 'hello', '');
  await world.advance('1 s');
  return people;
}

/** When alice heard the message, after a moment. */
const heardAfter = (world: SignalingWorld, begun: number): readonly number[] =>
  world.trace
    .callbacks('alice')
    .flatMap(({ name, at }) => (name === 'onMessageInstantReceive' ? [at - begun] : []));

test('restore: what waited takes its latency, whatever else is restored meanwhile', async () => {
  const { world } = await heldUp();
  world.network.cut('carol');
  const begun = world.now;
  world.network.restore('alice');
  await world.advance(5);
  world.network.restore('carol');
  await world.advance('1 s');

  expect(heardAfter(world, begun)).toEqual([10]);
});

test('restore: what waited takes its latency from the last restore', async () => {
  const { world } = await heldUp();
  const begun = world.now;
  world.network.restore('alice');
  await world.advance(1);
  world.network.partition('alice');
  await world.advance(4);
  world.network.restore('alice');
  await world.advance('1 s');

  expect(heardAfter(world, begun)).toEqual([15]);
});

test('restore: a line that was cut within a partition is not missed later', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.partition('alice');
  await world.advance('5 s');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('10 min');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnected', 0],
  ]);
});

test('partition: whoever has no line is not missed on a later one', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.logout();
  await world.advance('1 s');
  const begun = world.now;
  world.network.partition('alice');
  await world.advance('38 s');
  alice.api.login('app', 'alice', none);
  await world.advance('5 s');

  const lookups = world.trace.entries.flatMap((entry) =>
    entry.kind === 'packet' && entry.name === 'lookup' ? [entry.at - begun] : [],
  );
  expect(lookups.slice(1)).toEqual([38_000]);
});

test('cut: what waits for an answer before the login fails by its own name', async () => {
  const world = createWorld({ network: { latencyMs: 50 } });
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', none);
  const begun = world.now;
  for (const ms of [50, 400]) {
    await world.advance(begun + ms - world.now);
    world.network.cut('alice');
    world.network.restore('alice');
  }

  const failed = world.trace.entries.flatMap((entry) =>
    entry.kind === 'transition' && entry.event.endsWith('.failed') ? [entry.event] : [],
  );
  expect(failed).toEqual(['lookup.failed', 'connect.failed']);
});

test('cut: a look-up that was given up fails no later one', async () => {
  const { world } = await cast(['bob']);
  const alice = listen(world.createAgoraAPI());
  world.network.cut('alice');
  alice.api.login('app', 'alice', none);
  alice.api.logout();
  world.network.restore('alice');
  alice.api.login('app', 'alice', none);
  await world.advance(100);

  expect(alice.heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_CANCEL')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('cut: a line that is not there cannot be lost', async () => {
  const { world } = await cast(['alice']);
  world.network.cut('alice');
  await world.advance(100);
  const { length } = world.trace.entries;
  world.network.cut('alice', { cause: 'error' });

  expect(world.trace.entries.slice(length).map(({ kind }) => kind)).toEqual(['act']);
});

test('corrupt: wants an account whose line is open', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  alice.api.logout();
  await world.advance('1 s');

  expect(() => world.network.corrupt('alice')).toThrow(
    'network.corrupt: no account with a line "alice". Known: bob.',
  );
});

// --- packets of a line that is gone ----------------------------------------------------------------

test('lost: what was sent to the service goes with a line that is cut, and the trace says so', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  world.network.cut('alice');
  await world.advance('1 min');

  expect(bob.heard).toEqual([]);
  expect(lostOf(world)).toEqual(['message']);
});

test('lost: what was sent by an earlier line does not wait for the end of a partition', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  world.network.cut('alice');
  world.network.partition('alice');
  await world.advance(50);
  expect(lostOf(world)).toEqual(['message']);
  world.network.restore('alice');
  await world.advance(100);

  expect(bob.heard).toEqual([]);
});

test('lost: nothing sets out to a client that has no line', async () => {
  const { world } = await cast(['alice']);
  world.service.goDown();
  world.service.comeUp();
  await world.advance(100);
  world.service.kick('alice');
  await world.advance(1);

  expect(packetsTo(world, 'alice').filter(([name]) => name === 'service.kicked')).toEqual([
    ['service.kicked', world.now - 1, false],
  ]);
});

test('close: the service sends nothing by a line that its client has closed', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.service.silence('logout');
  alice.api.logout();
  await world.advance(1);
  const closed = (): boolean =>
    world.trace.entries.some((entry) => entry.kind === 'packet' && entry.name === 'close');
  while (!closed()) await world.advance(9);
  const { length } = packetsTo(world, 'alice');
  world.service.notifyError('alice');
  await world.advance('1 min');

  expect(packetsTo(world, 'alice')).toHaveLength(length);
  expect(bob.heard).toEqual([]);
});

test('push: one that got lost on a good line is not sent again by the next', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.fault('dropAnswer', { on: 'push', account: 'alice' });
  bob.api.messageInstantSend('alice', 0, 'hello', 'm1');
  await world.advance('1 s');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.heard.map(([name]) => name)).toEqual(['onReconnecting', 'onReconnected']);
});

// --- chance ----------------------------------------------------------------------------------------

test('jitter: a packet may take all of it', async () => {
  const { world, alice } = await cast(['alice'], { network: { jitterMs: 1 } });
  for (let i = 0; i < 20; i++) alice.api.messageInstantSend('bob', 0, 'hello', '');
  await world.advance('1 s');

  const took = world.trace.entries.flatMap((entry) =>
    entry.kind === 'packet' && entry.arrives !== undefined ? [entry.arrives - entry.at] : [],
  );
  expect([...new Set(took)].toSorted((a, b) => a - b)).toEqual([10, 11]);
});

/** Which of 40 packets arrive on a line that loses some, after something was done before. */
async function arrivals(prepare?: (world: SignalingWorld) => unknown, times = 1) {
  const { world, alice } = await cast(['alice'], { timing: { silence: 20_000 } });
  prepare?.(world);
  await world.advance('1 s');
  for (let i = 0; i < times; i++) world.network.set({ loss: 0.3 });
  const begun = world.trace.entries.length;
  for (let i = 0; i < 40; i++) {
    alice.api.messageInstantSend('bob', 0, 'hello', '');
    await world.advance('300 ms');
  }
  return world.trace.entries
    .slice(begun)
    .flatMap((entry) =>
      entry.kind === 'packet' && entry.client === 'alice' ? [entry.arrives !== undefined] : [],
    );
}

test('ping: a line has one at a time, and whoever has no line has none', async () => {
  const plain = await arrivals();

  expect(new Set(plain)).toEqual(new Set([true, false]));
  expect(await arrivals(({ network }) => network.set({ loss: 0 }))).toEqual(plain);
  expect(await arrivals((world) => world.createAgoraAPI())).toEqual(plain);
  expect(await arrivals(undefined, 2)).toEqual(plain);
});

test('ping: it gets lost on its way or on the way back', async () => {
  const world = createWorld({ timing: { silence: 20_000 } });
  const people = Array.from({ length: 30 }, (_, i) => {
    const one = listen(world.createAgoraAPI());
    one.api.login('app', `user${i}`, none);
    return one;
  });
  await world.advance('1 s');
  world.network.set({ loss: 0.3 });
  await world.advance('2 min');

  // A half of the pings goes unanswered: four in a row are 1 of 16. Were it 1 of 11, they would be rare.
  const lost = people.filter(({ heard }) => heard.some(([name]) => name === 'onReconnecting'));
  expect(lost.length).toBeGreaterThan(10);
});

/** Alice, whose session has ended without her knowing, on a line that is well again. */
async function outOfStep(loss: number) {
  const timing = { silence: 20_000, presence: 2000 };
  const people = await cast(['alice'], { timing });
  const { world } = people;
  world.network.set({ loss });
  world.network.set({ loss: 0 });
  await world.advance(5000 * Math.ceil(loss));
  world.network.partition('alice');
  await world.advance('3 s');
  expect(world.service.online).toEqual([]);
  world.network.restore('alice');
  return people;
}

test('ping: a client that is out of step hears of it with a ping that is answered', async () => {
  const { world, alice } = await outOfStep(0);
  world.network.set({ loss: 1e-9 });
  await world.advance('6 s');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_NET')]]);
});

test('ping: one that is not answered says nothing', async () => {
  const { world } = await outOfStep(0);
  world.network.set({ loss: 1 });
  await world.advance('16 s');

  expect(packetsTo(world, 'alice').filter(([name]) => name === 'service.closed')).toEqual([]);
});

test.each([[0], [1e-9]])(
  'ping: there is none on a line that loses nothing any more: %o',
  async (loss) => {
    const { world, alice } = await outOfStep(loss);
    await world.advance('10 min');

    expect(alice.heard).toEqual([]);
    expect(alice.api.getStatus()).toBe(2);
  },
);
