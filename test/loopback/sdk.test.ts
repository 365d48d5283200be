import { setTimeout as later } from 'node:timers/promises';
// The published SDK in plain Node against the loopback server, with the two lines of wire 14 A, and by
// the look-up of B.
import { afterEach, expect, test } from 'vitest';
import { networkInterfaces } from 'node:os';
import { Script } from 'node:vm';
import {
  pointAtSimulator,
  redirectToSimulator,
  serve,
  type LoopbackServer,
} from '../../src/loopback/index.ts';
import { Handset } from '../support/wire.ts';
import { realSignal, until } from '../support/real-sdk.ts';
import type { Sdk } from '../support/wire.ts';

const open: LoopbackServer[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function server(): Promise<LoopbackServer> {
  const one = await serve();
  open.push(one);
  return one;
}

const callbacks = ['onLoginSuccess', 'onLoginFailed', 'onLogout', 'onMessageInstantReceive'];

/** Somebody at the server, and what they hear. */
function at(port: number, options: { world?: string; lookup?: boolean } = {}) {
  const signal = pointAtSimulator(realSignal()('app'), port, options);
  const heard: string[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]): void => {
      heard.push([name, ...args].join(' '));
    };
  const login = (account: string, token = '_no_need_token'): Sdk => {
    const session = signal['login']?.(account, token) as Sdk;
    for (const name of callbacks) Object.assign(session, { [name]: note(name) });
    return session;
  };
  return { heard, login, signal };
}

test.each([
  ['A: a fixed access point', {}],
  ['B: the look-up', { lookup: true }],
])('%s: login, message, logout', async (_, options) => {
  const { port, world } = await server();
  const alice = at(port, options);
  const bob = at(port, options);
  const [a] = [alice.login('alice'), bob.login('bob')];
  await until(() => alice.heard.length + bob.heard.length === 2, 'both logins');

  a['messageInstantSend']?.('bob', 'hello');
  await until(() => bob.heard.length === 2, 'the message');
  a['logout']?.();
  await until(() => alice.heard.length === 2, 'the logout');

  expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onLogout 101']);
  expect(bob.heard[1]).toBe('onMessageInstantReceive alice 0 hello');
  await until(() => world.wire.endpoint.reports === 2, 'the reports of the logins');
});

test('each code that the SDK has, when asked', async () => {
  const { port, world } = await server();
  const logins = [
    ['LOGIN_E_NET', 201],
    ['LOGIN_E_TOKENEXPIRED', 204],
    ['LOGIN_E_TOKENWRONG', 206],
    ['LOGIN_E_TOKEN_KICKED', 207],
    ['LOGIN_E_INVALID_USER', 209],
  ] as const;
  for (const [code, number] of logins) {
    const alice = at(port);
    world.fail(code, { account: `a${number}` });
    alice.login(`a${number}`);
    await until(() => alice.heard.length > 0, code);
    expect(alice.heard).toEqual([`onLoginFailed ${number}`]);
  }
});

test('a kick by a second login, an ordered close, and a cut that is healed in silence', async () => {
  const { port, world } = await server();
  const [first, second] = [at(port), at(port)];
  first.login('alice');
  await until(() => first.heard.length === 1, 'the login');
  const session = second.login('alice');
  await until(() => first.heard.length === 2 && second.heard.length === 1, 'the kick');
  expect(first.heard).toEqual(['onLoginSuccess 1001', 'onLogout 103']);

  world.network.cut('alice');
  await until(() => session.state === 3, 'the loss');
  world.network.restore('alice');
  await until(() => second.heard.length === 2, 'the reconnect');
  expect(second.heard).toEqual(['onLoginSuccess 1001', 'onLoginSuccess 1001']);

  world.service.orderClose('alice');
  await until(() => second.heard.length === 3, 'the close');
  expect(second.heard[2]).toBe('onLogout 102');
});

test('a socket that breaks gives 102 at once', async () => {
  const { port, world } = await server();
  const alice = at(port);
  alice.login('alice');
  await until(() => alice.heard.length === 1, 'the login');

  world.network.cut('alice', { cause: 'error' });
  await until(() => alice.heard.length === 2, 'the logout');

  expect(alice.heard[1]).toBe('onLogout 102');
});

test.each(['', 'other'])(
  'C: an application that is not changed, behind a setup file (world %j): login, message, logout',
  async (name) => {
    const one = await server();
    const world = name === '' ? one.world : one.create(name, 'real').world;
    const around = (globals: object): void =>
      redirectToSimulator(one.port, { world: name, around: globals });
    const alice = new Handset(realSignal(around)('app'));
    const session = alice.login('alice');
    await until(() => alice.heard.length === 1, 'the login');

    session['logout']?.();
    await until(() => alice.heard.length === 2, 'the logout');

    expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onLogout 101']);
    await until(
      () => world.wire.endpoint.reports === 1,
      'the report of the login, by the same way',
    );
    expect(world.clients.map(({ account }) => account)).toEqual(['alice']);
  },
);

test('C: the same as a script for a page; without sockets it says where to call it', async () => {
  const one = await server();
  one.create('other', 'real');
  const text = await (await fetch(`http://127.0.0.1:${one.port}/w/other/setup.js`)).text();

  expect(text).toContain(`"127.0.0.1:${one.port}/w/other", globalThis`);
  expect(() => new Script(text)).not.toThrow();
  expect(() => redirectToSimulator(1, { around: {} })).toThrow(/neither a WebSocket nor/);
});

test.each([
  ['a fixed access point', {}],
  ['the look-up', { lookup: true }],
])('worlds of one server never meet, by %s', async (_, options) => {
  const one = await server();
  const other = one.create('other', 'real', {}).world;
  const [here, there] = [at(one.port, options), at(one.port, { ...options, world: 'other' })];
  here.login('alice');
  there.login('alice');

  await until(() => here.heard.length + there.heard.length === 2, 'both logins');
  one.world.service.kick('alice');
  await until(() => here.heard.length === 2, 'the kick');

  expect(here.heard).toEqual(['onLoginSuccess 1001', 'onLogout 103']);
  expect(there.heard).toEqual(['onLoginSuccess 1001']);
  const reports = () => [one.world, other].map(({ wire }) => wire.endpoint.reports);
  await until(() => Math.min(...reports()) > 0, 'the reports of the logins');
  expect(reports()).toEqual([1, 1]);
});

test('the look-up of a world names addresses of that world alone; one that is not there has none', async () => {
  const one = await server();
  one.create('other', 'real');
  one.create('down', 'real').world.wire.set({ lookup: { status: 503, body: '' } });
  const look = (path: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${one.port}${path}getaddr?vid=app`);
  const root = `127.0.0.1:${one.port}`;

  expect(await (await look('/w/other/')).json()).toEqual({
    web: [`ws://${root}/w/other/d/1/`],
    wx_web: [`${root}/w/other/d/1/`],
  });
  expect(await (await look('/')).json()).toMatchObject({ web: [`ws://${root}/d/2/`] });
  expect((await look('/w/down/')).status).toBe(503);
  expect((await look('/w/nowhere/')).status).toBe(404);
});

test.each(['/getaddr?vid=app', '/telemetry', '/w/other/getaddr?vid=app', '/w/other/telemetry'])(
  'a page of any origin may ask for %s, by what CORS wants before and after',
  async (path) => {
    const one = await server();
    one.create('other', 'real');
    const headers = { Origin: 'https://app.example', 'Content-Type': 'application/json' };
    const isReport = path.endsWith('telemetry');
    const ask = (method: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${one.port}${path}`, { method, headers });

    const [before, answer] = [await ask('OPTIONS'), await ask(isReport ? 'POST' : 'GET')];

    expect([before.status, answer.status]).toEqual([204, 200]);
    for (const { headers: told } of [before, answer]) {
      expect(told.get('access-control-allow-origin')).toBe('*');
    }
    expect(before.headers.get('access-control-allow-headers')).toBe('Content-Type');
    expect(before.headers.get('access-control-allow-methods')).toContain(isReport ? 'POST' : 'GET');
  },
);

/** The status that a look-up at an address is answered with; 0 where nobody listens. */
const statusAt = (host: string, { port }: LoopbackServer): Promise<number> =>
  fetch(`http://${host}:${port}/getaddr`).then(
    ({ status }) => status,
    () => 0,
  );

test('a server listens on the loopback alone: another address of this machine finds nobody', async () => {
  const [here, everywhere] = [await server(), await serve({ host: '0.0.0.0' })];
  open.push(everywhere);
  const cards = Object.values(networkInterfaces()).flatMap((card = []) =>
    card.flatMap(({ family, address }) => (family === 'IPv4' ? [address] : [])),
  );
  const loopback = process.platform === 'linux' ? ['127.0.0.2'] : []; // Only there it has so many.
  const others = [...cards, ...loopback].filter((address) => address !== here.host);

  expect(await statusAt(here.host, here)).toBe(200);
  expect(await Promise.all(others.map((address) => statusAt(address, here)))).toEqual(
    others.map(() => 0),
  );
  for (const address of loopback) expect(await statusAt(address, everywhere)).toBe(200);
});

test('a client made through the server begins now, however long nothing has happened', async () => {
  const quiet = await serve({ port: 0 });
  const { world } = quiet;
  const begun = world.now;
  await later(60);
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  const last = world.trace.entries.at(-1);
  await quiet.close();

  expect((last?.at ?? 0) - begun).toBeGreaterThan(50);
  expect(() => quiet.world).toThrow('this server is closed.');
});
