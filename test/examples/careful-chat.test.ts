// How the careful client takes every code: written as its author would test it.
import { byName, codes, createWorld, type CodeName, type SignalingWorld } from 'sigsim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CarefulChat } from '../../examples/careful-chat.ts';

let world: SignalingWorld;
let clients: CarefulChat[];
let told: string[];
beforeEach(() => {
  world = createWorld({ seed: 7, legacy: true });
  world.install();
  clients = [];
  told = [];
});
afterEach(() => {
  for (const client of clients) client.dispose();
  world.close(); // Throws if a rule never fired, or a client left a timer.
});

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

/** When `login` was called, in seconds. */
const logins = (account: string): readonly number[] =>
  world.trace.entries.flatMap((entry) =>
    entry.kind === 'call' && entry.client === account && entry.method === 'login'
      ? [entry.at / 1000]
      : [],
  );

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

  expect(world.trace.codes('alice')).toEqual(['LOGIN_E_NET', 'LOGIN_E_NET']);
  expect(app.status).toBe('online');
});

test('LOGIN_E_NET: waits longer each time, and never longer than the cap', async () => {
  world.network.cut('alice');
  chat().connect('alice');
  await world.advance('20 min');

  const times = logins('alice');
  const waits = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(Math.max(...waits)).toBeLessThan(90);
  expect(times.length).toBeLessThan(35);
});

test('LOGIN_E_TOKENEXPIRED: fetches a fresh token and is in at once', async () => {
  world.fail('LOGIN_E_TOKENEXPIRED', { account: 'alice' });
  const app = chat();
  app.connect('alice');
  await world.advance('5 s');

  expect(app.status).toBe('online');
});

test('LOGOUT_E_TOKENEXPIRED: fetches a fresh token and is back in the room', async () => {
  const app = await online();
  world.service.expireToken('alice');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('5 s');

  expect(app.codes).toEqual([603, 105]);
  expect(world.service.members('lobby')).toEqual(['alice']);
});

test('LOGOUT_E_KICKED: leaves it to a person', async () => {
  const app = await online();
  world.fail('LOGOUT_E_KICKED', { optional: true });
  world.service.kick('alice');
  await world.advance('10 min');

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

test('INVITE_E_PEEROFFLINE: a call that failed is not placed again', async () => {
  const app = await online();
  world.fail('INVITE_E_PEEROFFLINE');

  app.ring('bob');
  await world.advance('5 min');

  expect(app.codes).toEqual([703]);
  expect(told).toHaveLength(1);
});

/** What a person does in the client so that the occasion of a code comes. */
async function use(app: CarefulChat): Promise<void> {
  app.say('hello');
  app.ring('bob');
  app.count();
  app.describe('codes');
  await world.advance('1 min');
}

test.each(codes.map(({ name }) => [name]))(
  '%s: reaches the careful client',
  async (name: CodeName) => {
    world.fail(name);
    const app = chat();
    app.enter('lobby');
    app.connect('alice');
    await world.advance('30 s');
    await use(app);

    expect(app.codes).toContain(byName(name).value);
  },
);
