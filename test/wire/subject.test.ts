// The published SDK where any client can stand: in suites and scenarios (`--sdk real`).
import { createWorld } from 'sigsim';
import { onRealSdk, real, web } from 'sigsim/paths';
import { expect, test } from 'vitest';
import naive from '../../examples/naive-chat.subject.ts';
import { generate } from '../../src/paths/generate.ts';
import { runSuite } from '../../src/run/index.ts';
import { createPlayer } from '../../src/scenario/index.ts';
import { sigsimHere } from '../support/command.ts';
import { bundle } from '../support/wire.ts';

const login = (client: string) => ({
  by: 'client',
  client,
  do: 'login',
  args: { account: 'a' },
});

test('useRealSdk: world.Signal is the published SDK, on each device a copy of its own', async () => {
  const world = createWorld();
  const double = world.Signal;
  world.useRealSdk(bundle);
  const phone = world.device('phone').Signal;

  expect(world.Signal).not.toBe(double);
  expect(phone).not.toBe(world.Signal);
  const session = phone('app').login('alice', '_no_need_token');
  await world.advance('1 s');

  expect(session.getStatus()).toBe(2);
  expect(world.clients).toMatchObject([{ account: 'alice', device: 'phone', version: '1.4.0' }]);
  world.close();
});

test('suites: the real SDK follows each code that it has, and says which others it has not', async () => {
  const suite = generate({ model: 'login', cover: 'codes', each: true });

  const { outcomes, subject } = await runSuite(suite, real());

  const passed = outcomes.filter(({ verdict }) => verdict === 'passed').map(({ path }) => path);
  expect(subject).toBe('the real SDK');
  expect(passed).toEqual(
    [
      'LOGOUT_E_USER',
      'LOGOUT_E_NET',
      'LOGOUT_E_KICKED',
      'LOGIN_E_NET',
      'LOGIN_E_TOKENEXPIRED',
      'LOGIN_E_TOKENWRONG',
      'LOGIN_E_TOKEN_KICKED',
      'LOGIN_E_INVALID_USER',
    ].map((code) => `codes/${code}`),
  );
  const silent = outcomes.find(({ path }) => path === 'codes/LOGOUT_E_TOKENEXPIRED');
  expect(silent?.text).toContain('the published Web SDK has only ten codes');
});

test('suites: a client of yours does on the real SDK what it does on the double', async () => {
  const suite = generate({ model: 'login', cover: 'codes', each: true });

  const [double, wire] = [await runSuite(suite, naive), await runSuite(suite, onRealSdk(naive))];

  expect(wire.subject).toBe('naive chat on the real SDK');
  const followed = ({ outcomes }: typeof wire): readonly string[] =>
    outcomes.flatMap(({ verdict, path }) => (verdict === 'failed' ? [] : [path]));
  expect(followed(double)).toEqual(expect.arrayContaining([...followed(wire)]));
  expect(followed(wire)).toContain('codes/LOGOUT_E_KICKED');
});

test('scenarios: each client is a copy of the SDK, and its clients in the trace have its name', async () => {
  const wait = { by: 'time', wait: '1 s' };
  const player = createPlayer(
    {
      sigsim: 'scenario',
      version: 1,
      steps: [login('phone'), wait, login('laptop'), wait],
    } as never,
    real(),
  );
  await player.run();

  const heard = ['phone', 'laptop'].map((name) =>
    player.apps.get(name)?.heard.map(({ callback, value = '' }) => `${callback} ${value}`.trim()),
  );
  expect(heard).toEqual([
    ['session.onLoginSuccess', 'session.onLogout 103'],
    ['session.onLoginSuccess'],
  ]);
  expect(player.world.clients.map(({ name }) => name)).toEqual(['phone', 'laptop']);
  player.close();
});

test('run --sdk real: plays a scenario', async () => {
  const example = 'examples/login-fails-twice.json';
  const { exit, out } = await sigsimHere(['run', example, '--sdk', 'real']);

  expect(exit).toBe(0);
  expect(out.match(/◀ onLoginFailed 201 LOGIN_E_NET/g)).toHaveLength(2);
});

test('without the package, --sdk real says what to install', () => {
  expect(() => real('/nowhere/sdk.js')).toThrow(/\/nowhere\/sdk\.js cannot be read/);
  expect(() => onRealSdk(web, '/nowhere/sdk.js')).toThrow(/cannot be read/);
});
