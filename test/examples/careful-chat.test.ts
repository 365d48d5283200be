// How the careful client takes every code: written as its author would test it.
import {
  byName,
  codes,
  createWorld,
  type CodeName,
  type SignalingWorld,
  type WorldOptions,
} from 'sigsim';
import 'sigsim/vitest'; // the matchers; and each world is closed and checked when its test is over
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CarefulChat } from '../../examples/careful-chat.ts';

let world: SignalingWorld;
let clients: CarefulChat[];
let told: string[];
beforeEach(() => {
  begin({ legacy: true });
});
afterEach(() => {
  for (const client of clients) client.dispose();
  expect(world).toHaveNoPendingTimers();
});

function begin(options: WorldOptions): void {
  world = createWorld({ seed: 7, ...options });
  world.install();
  clients = [];
  told = [];
}

function chat(): CarefulChat {
  const client = new CarefulChat({
    Signal: world.Signal,
    appId: 'app',
    getToken: (account) => Promise.resolve(world.service.issueToken({ account, appId: 'app' })),
    random: () => 0.5,
    tell: (text) => told.push(text),
  });
  clients.push(client);
  return client;
}

async function online(account = 'alice', room = 'lobby'): Promise<CarefulChat> {
  const client = chat();
  client.enter(room);
  client.connect(account);
  await world.advance('500 ms');
  return client;
}

test('LOGIN_E_NET: backs off and gets in', async () => {
  world.fail('LOGIN_E_NET', { account: 'alice', times: 2 });
  const app = chat();
  app.connect('alice');
  await world.advance('5 min');

  expect(world).toHaveSeenCode('LOGIN_E_NET', { account: 'alice', times: 2 });
  expect(world).toBeInState('loggedIn', { account: 'alice' });
  expect(app.status).toBe('online');
});

test('LOGIN_E_NET: waits longer each time, and never longer than the cap', async () => {
  world.network.cut('alice');
  chat().connect('alice');
  await world.advance('20 min');

  const policy = { first: '1 s', factor: 2, cap: '60 s', jitter: 0.5 } as const;
  expect(world).toHaveBackedOff({ ...policy, attemptsMax: 30 });
});

test('LOGIN_E_TOKENEXPIRED: fetches a fresh token and is in at once', async () => {
  world.fail('LOGIN_E_TOKENEXPIRED', { account: 'alice' });
  const app = chat();
  app.connect('alice');
  await world.advance('5 s');

  expect(world).toHaveSeenCode('LOGIN_E_TOKENEXPIRED', { times: 1 });
  expect(app.status).toBe('online');
});

test('LOGOUT_E_TOKENEXPIRED: fetches a fresh token and is back in the room', async () => {
  const app = await online();
  world.service.expireToken('alice');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('5 s');

  expect(app.codes).toEqual([603, 105]);
  expect(world).toBeInState('joined', { channel: 'lobby' });
});

test('LOGOUT_E_KICKED: leaves it to a person', async () => {
  const app = await online();
  world.service.kick('alice');
  await world.advance('10 min');

  expect(world).toBeInState('loggedOut');
  expect(app.status).toBe('stopped');
  expect(told).toEqual(['Your account logged in elsewhere.']);
});

test('LEAVECHANNEL_E_DISCONN: comes back into the room after a long loss', async () => {
  const app = await online();
  world.network.cut('alice');
  await world.advance('1 min');
  world.network.restore('alice');
  await world.advance('2 min');

  expect(app.codes).toEqual(expect.arrayContaining([604, 102]));
  expect(world.service.members('lobby')).toEqual(['alice']);
});

test('SENDMESSAGE_E_TIMEOUT: sends again, and nobody hears it twice', async () => {
  const alice = await online('alice');
  const bob = await online('bob');
  world.fail('SENDMESSAGE_E_TIMEOUT', { account: 'alice' });

  alice.say('hello');
  await world.advance('1 min');

  expect(bob.lines).toEqual(['alice: hello']);
});

test('GENERAL_E_FAILED: sets the topic again until it stands', async () => {
  const app = await online();
  world.fail('GENERAL_E_FAILED', { channel: 'lobby', times: 2 });

  app.describe('codes');
  await world.advance('1 min');

  expect(world).toHaveSeenCode('GENERAL_E_FAILED', { times: 2 });
  expect(world.trace.callbacks('alice').map(({ name }) => name)).toContain('onChannelAttrUpdated');
});

test.each([
  ['that it is in', '500 ms'],
  ['that it is about to be in', '0 ms'],
] as const)(
  'GENERAL_E_WRONG_PARAM: a name that no room can have does not take it out of the room %s',
  async (_, ms) => {
    const app = await online('alice', '');
    app.enter('garden');
    await world.advance(ms);
    app.enter('no such name');
    await world.advance('1 s');
    expect(told).toEqual(['You cannot enter this room.']);
    world.network.cut('alice');
    await world.advance('3 min'); // Its place in the room is lost.
    world.network.restore('alice');
    await world.advance('2 min');

    expect(world).toHaveSeenCode('GENERAL_E_WRONG_PARAM', { account: 'alice', times: 1 });
    app.say('I am still here');
    await world.advance('1 s');
    expect(app.lines).toEqual(['alice: I am still here']);
    expect(world.service.members('garden')).toEqual(['alice']);
  },
);

test('JOINCHANNEL_E_OTHER: who leaves while a room refuses it for the last time goes back to none', async () => {
  const app = await online('alice', 'garden');
  world.fail('JOINCHANNEL_E_OTHER', { channel: 'lobby', times: 6 });
  app.enter('lobby');
  const asked = (): number =>
    world.trace.entries.filter(
      (entry) => entry.kind === 'call' && entry.method === 'channelJoin' && entry.at >= 500,
    ).length;
  for (let ms = 0; ms < 60_000 && asked() < 6; ms++) await world.advance(1);
  app.leave();
  await world.advance('5 min');

  expect(asked()).toBe(6);
  expect(told).toEqual([]);
  expect(world.service.members('garden')).toEqual([]);
});

test('JOINCHANNEL_E_OTHER: a room that is asked for three times is tried again as one', async () => {
  const app = await online('alice', '');
  world.fail('JOINCHANNEL_E_OTHER', { account: 'alice', times: 12 });
  for (const pause of ['100 ms', '100 ms', '10 min'] as const) {
    app.enter('lobby');
    await world.advance(pause);
  }

  const joins = world.trace.entries.filter(
    (entry) => entry.kind === 'call' && entry.method === 'channelJoin',
  );
  expect(joins.length).toBe(13);
  expect(world).toBeInState('joined', { channel: 'lobby' });
});

test('GENERAL_E_WRONG_PARAM: a name that cannot be takes nobody out of the room that is asked for next', async () => {
  const app = await online('alice', '');
  app.enter('no such name');
  app.enter('lobby');
  await world.advance('10 s');
  expect(world).toBeInState('joined', { channel: 'lobby' });

  world.network.cut('alice');
  await world.advance('1 min');
  world.network.restore('alice');
  await world.advance('2 min');

  expect(world).toBeInState('joined', { channel: 'lobby' });
});

test('INVITE_E_PEEROFFLINE: a call that failed is not placed again', async () => {
  const app = await online();
  world.fail('INVITE_E_PEEROFFLINE');

  app.ring('bob');
  await world.advance('5 min');

  expect(app.codes).toEqual([703]);
  expect(told).toHaveLength(1);
});

/** A world whose SDK has no time limits, and leaves out codes as the published one does. */
function beginPublished(): void {
  world.close();
  begin({ web: '1.4.0' });
}

test('1.4.0: a login that is never answered is let go and begun again, until it is in', async () => {
  beginPublished();
  world.service.silence('login', { times: 2 });
  const app = chat();
  app.connect('alice');
  await world.advance('1 min');
  expect(app.status).toBe('connecting');
  await world.advance('1 min');

  expect(app.status).toBe('online');
});

test('1.4.0: a logout during the login stands, though the login is accepted after it', async () => {
  beginPublished();
  const app = chat();
  app.connect('alice');
  await world.advance('30 ms');
  app.disconnect();
  await world.advance('1 min');

  expect(app.status).toBe('offline');
  expect(world).toBeInState('loggedOut', { account: 'alice' });
});

test('1.4.0: a reconnect that is refused without a word is noticed, and a fresh token fetched', async () => {
  beginPublished();
  const app = await online();
  world.service.expireToken('alice');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('5 min');

  expect(app.codes).toEqual([]);
  expect(app.status).toBe('online');
  expect(world.service.members('lobby')).toEqual(['alice']);
});

test('1.4.0: a message that is refused without a word is sent again until it is heard', async () => {
  beginPublished();
  const alice = await online('alice');
  const bob = await online('bob');
  world.service.refuse('message', { times: 2 });

  alice.say('hello');
  await world.advance('2 min');

  expect(bob.lines).toEqual(['alice: hello']);
  expect(told).toEqual([]);
});

test('1.4.0: who is out of the room without a word is told, and stays out', async () => {
  beginPublished();
  await online();
  world.service.removeFromChannel('alice', 'lobby');
  await world.advance('5 min');

  expect(told).toEqual(['You are no longer in the room.']);
  expect(world.service.members('lobby')).toEqual([]);
});

test('1.4.0: a count that is never answered is asked for again', async () => {
  beginPublished();
  const app = await online();
  world.service.silence('query', { times: 1 });

  app.count();
  await world.advance('1 min');

  expect(app.members).toBe(1);
});

/** What a person does in the client so that the occasion of a code comes. */
async function use(app: CarefulChat): Promise<void> {
  app.say('hello');
  app.ring('bob');
  app.count();
  app.describe('codes');
  await world.advance('1 min');
}

/** Raises a code, and looks on for a while. */
async function meet(name: CodeName): Promise<CarefulChat> {
  world.fail(name);
  const app = chat();
  app.enter('lobby');
  app.connect('alice');
  await world.advance('30 s');
  await use(app);
  return app;
}

test.each(codes.map(({ name }) => [name]))(
  '%s: reaches the careful client',
  async (name: CodeName) => {
    const app = await meet(name);

    expect(world).toHaveSeenCode(name);
    expect(app.codes).toContain(byName(name).value);
  },
);

test.each(codes.filter(({ deprecated }) => !deprecated).map(({ name }) => [name]))(
  '%s: reaches the careful client in a plain world, too',
  async (name: CodeName) => {
    world.close(); // The one with deprecated codes.
    begin({ legacy: false });
    const app = await meet(name);

    expect(world).toHaveSeenCode(name);
    expect(app.codes).toContain(byName(name).value);
  },
);
