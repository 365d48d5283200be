// Bundles that are not the SDK, or not as it was published, and what surrounds them.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createWorld } from 'sigsim';
import { afterEach, expect, test, vi } from 'vitest';
import { epochSeconds } from '../../src/world/clock.ts';
import { bundle, Phone, phones, type Sdk } from '../support/wire.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const nothing = (): void => undefined;
const at = (path: string): URL => new URL(path, import.meta.url);

const source = readFileSync(bundle, 'utf8');

test('the published bundle is known by its hash', () => {
  const world = createWorld();

  const { sha256 } = world.loadSdk(bundle);

  expect(sha256).toMatch(/^f36cfb1b.*ddbe7$/);
  expect([...world.wire.notes]).toEqual([]);
});

test('a changed bundle runs, and its hash is said', async () => {
  const world = createWorld();
  const { Signal, sha256 } = world.loadSdk('my.js', { source: `${source}\n// changed` });

  const session = (Signal as (appId: string) => Sdk)('app')['login']?.('alice', '_no_need_token');
  await world.advance('1 s');

  expect(session?.state).toBe(2);
  expect([...world.wire.notes]).toEqual([
    `my.js is not a published bundle: its SHA-256 is ${sha256}`,
  ]);
});

test.each([
  ['exports no function', 'module.exports = { a: 1 };', /my\.js exports .*a function, Signal/],
  ['is no JavaScript', 'this is no JavaScript', /my\.js failed while it was loaded \(SyntaxError/],
  ['throws', 'throw new RangeError("no");', /failed while it was loaded \(RangeError: no\)/],
  [
    'asks for what a virtual browser does not have',
    'document.createElement("a");',
    /document is not defined|reading 'createElement'.*A virtual browser has setTimeout.*WebSocket/s,
  ],
])('a bundle that %s is refused, and the message says why', (_, text, message) => {
  expect(() => createWorld().loadSdk('my.js', { source: text })).toThrow(message);
});

test('a file that is not there is named', () => {
  expect(() => createWorld().loadSdk('/nowhere/sdk.js')).toThrow('/nowhere/sdk.js cannot be read');
});

test('an application that replaces globals itself leaves the SDK alone, and the world its own', async () => {
  for (const name of ['WebSocket', 'XMLHttpRequest', 'setTimeout', 'setInterval', 'Date']) {
    vi.stubGlobal(name, nothing);
  }
  const { world, alice } = phones(['alice']);
  alice.login('alice');
  const passed = world.advance('1 min');
  vi.unstubAllGlobals();
  await passed;

  expect(alice.heard).toEqual(['onLoginSuccess 1001']);
});

test('what the SDK takes from its surroundings is of the world: its clock, its seed, its console', async () => {
  const program = `module.exports = () => {
    setTimeout(() => console.log(Date.now(), new Date().getTime(), Math.random()), 5000);
  };`;
  const lines = async (seed: number): Promise<readonly unknown[]> => {
    const world = createWorld({ seed });
    const sdk = world.loadSdk('my.js', { source: program, device: 'phone' });
    (sdk.Signal as () => void)();
    await world.advance('1 h');
    return sdk.console.map(({ args }) => args);
  };
  const now = epochSeconds * 1000 + 5000;

  const [first, again, other] = [await lines(1), await lines(1), await lines(2)];

  expect(first).toEqual([[now, now, expect.any(Number)]]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('each world has a copy of its own: what one does to its SDK, no other sees', async () => {
  const { world, alice } = phones(['alice']);
  const other = phones(['alice']);
  alice.signal['setup_debugging']?.('ap_url', 'ws://nowhere.test/');
  Object.assign(alice.sdk.globals['window'] as object, { WebSocket: nothing });

  const session = other.alice.login('alice');
  await Promise.all([world.advance('1 s'), other.world.advance('1 s')]);

  expect(alice.sdk.Signal).not.toBe(other.alice.sdk.Signal);
  expect([session.state, other.alice.heard]).toEqual([2, ['onLoginSuccess 1001']]);
  expect([...world.clients]).toEqual([]);
});

test('the bundle is no part of the package: no file that is shipped has any of it', () => {
  const manifest = JSON.parse(readFileSync(at('../../package.json'), 'utf8')) as {
    readonly files: readonly string[];
    readonly dependencies: object;
    readonly peerDependencies?: object;
  };
  const { files, dependencies, peerDependencies = {} } = manifest;
  const part = source.slice(source.length / 2, source.length / 2 + 200);
  const folders = files.map((name) => at(`../../${name}`)).filter((url) => existsSync(url));
  const shipped = folders
    .filter((url) => statSync(url).isDirectory())
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.\w*js$/.test(name))
        .map((name) => readFileSync(`${fileURLToPath(folder)}/${name}`, 'utf8')),
    );

  expect({ ...dependencies, ...peerDependencies }).not.toHaveProperty('agora-signaling-sdk');
  expect(shipped.length).toBeGreaterThan(10);
  expect(shipped.filter((text) => text.includes(part))).toEqual([]);
});

test('hosts other than the SDK’s are refused, and named', async () => {
  const { world, alice } = phones(['alice']);
  Object.assign(alice.signal, { lbs_url1: ['https://evil.test'], lbs_url2: ['http://10.0.0.1'] });
  alice.login('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual(['onLoginFailed 201']);
  expect(alice.sdk.refused).toEqual(['evil.test', '10.0.0.1']);
});

test.each([
  ['onLogout, which the SDK catches', 'onLogout', 'kick'],
  ['onLoginSuccess', 'onLoginSuccess', undefined],
  ['onMessageInstantReceive', 'onMessageInstantReceive', 'message'],
])('what a handler throws fails the test, as on the doubles: %s', async (_, handler, how) => {
  const world = createWorld();
  const [alice, bob] = [new Phone(world), new Phone(world)];
  const session = alice.login('alice');
  const other = bob.login('bob');
  Object.assign(session, {
    [handler]: () => {
      throw new Error('my mistake');
    },
  });
  await world.advance('1 s');
  if (how === 'kick') world.service.kick('alice');
  if (how === 'message') other['messageInstantSend']?.('alice', 'hello');
  await world.advance('1 s');

  expect(world.errors).toMatchObject([{ message: 'my mistake' }]);
  expect(() => world.close()).toThrow(/my mistake/);
});

test('what the SDK throws at itself and catches is no mistake of the application', async () => {
  const world = createWorld();
  const alice = new Phone(world);
  const session = alice.login('alice');
  await world.advance('1 s');
  const call = alice.invite(session, 'lobby', 'nobody', '{"_require_peer_online":1}');
  Object.assign(call, { onInviteFailed: undefined }); // E6: not looked for, logged.
  await world.advance('1 s');

  expect(alice.sdk.console.some(({ level }) => level === 'error')).toBe(true);
  expect(world.errors).toEqual([]);
  world.close();
});

test('WeChat: a mini program without sockets of a page logs in, sends, and is kicked', async () => {
  const world = createWorld();
  const wx = new Phone(world, { surroundings: 'wechat' });
  const bob = new Phone(world);
  const session = wx.login('alice');
  const other = bob.login('bob');
  await world.advance('1 s');
  session['messageInstantSend']?.('bob', 'from WeChat');
  other['messageInstantSend']?.('alice', 'to WeChat');
  await world.advance('1 s');
  world.service.kick('alice');
  await world.advance('1 s');

  expect(wx.sdk.globals['WebSocket']).toBeUndefined();
  expect(bob.heard).toEqual(['onLoginSuccess 1002', 'onMessageInstantReceive alice 0 from WeChat']);
  expect(wx.heard).toEqual([
    'onLoginSuccess 1001',
    'onMessageInstantReceive bob 0 to WeChat',
    'onLogout 103',
  ]);
  expect(world.wire.endpoint.reports).toBe(1); // No telemetry from there.
});

test('WeChat: a line that closes is fetched back, and one that does not come back is given up', async () => {
  const world = createWorld();
  const wx = new Phone(world, { surroundings: 'wechat' });
  wx.login('alice');
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance('1 s');
  world.network.restore('alice');
  await world.advance('10 s');
  world.network.cut('alice');
  await world.advance('1 min');

  expect(wx.heard).toEqual(['onLoginSuccess 1001', 'onLoginSuccess 1001', 'onLogout 102']);
});

test.each([
  ['an empty list: ecode 100', { status: 200, body: '{"wx_web":[]}' }, 'onLoginFailed 100'],
  ['refused: 201', 'refuse', 'onLoginFailed 201'],
] as const)('WeChat: a look-up with %s', async (_, lookup, heard) => {
  const world = createWorld();
  world.wire.set({ lookup });
  const wx = new Phone(world, { surroundings: 'wechat' });
  wx.login('alice');
  await world.advance('1 min');

  expect(wx.heard).toEqual([heard]);
});

test('unknown surroundings are refused', () => {
  expect(() => createWorld().loadSdk(bundle, { surroundings: 'wechatt' as 'wechat' })).toThrow(
    'Did you mean "wechat"?',
  );
});
