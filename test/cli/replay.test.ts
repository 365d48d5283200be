// sigsim replay: suites, failures and traces, through the built command.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from 'sigsim';
import { formatSuite, native, runPath, writeFailure } from 'sigsim/paths';
import { beforeAll, expect, test } from 'vitest';
import { traceFile } from '../../src/world/keep.ts';
import { sigsimHere as sigsim } from '../support/command.ts';
import { accepted, login, suiteOf } from '../support/suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigsim-replay-'));

/** A file of that text. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const suite = suiteOf();
const wrong = { ...accepted, expect: { ...accepted.expect, callbacks: [{ name: 'onLogout' }] } };
const broken = suiteOf([{ id: 'broken', codes: [], steps: [...login(), wrong] }, ...suite.paths]);

let path: string;
beforeAll(() => {
  path = file('suite.json', formatSuite(suite, 'json'));
});

test('replay: every path of a suite passes by a double', async () => {
  expect(await sigsim(['replay', path])).toEqual({
    exit: 0,
    out:
      '✓ codes/LOGIN_E_TOKENEXPIRED, 4 steps\n' +
      '✓ codes/LOGOUT_E_USER, 6 steps\n' +
      '2/2 paths passed by native double\n',
    err: '',
  });
});

test('replay: one path of a suite by its id, in the other shape', async () => {
  expect(await sigsim(['replay', path, '--path', 'codes/LOGOUT_E_USER', '--sdk', 'web'])).toEqual({
    exit: 0,
    out: '✓ codes/LOGOUT_E_USER, 6 steps\n1/1 paths passed by web double\n',
    err: '',
  });
});

test('replay: stops at the first divergence, expected and actual side by side', async () => {
  const at = file('broken.json', formatSuite(broken, 'json'));

  expect(await sigsim(['replay', at])).toEqual({
    exit: 2,
    out: `✗ broken
native double left the path at step 4 of 4.
  path      broken (model login, seed 1)
  step      the world: reply.accepted to login

  expected  │ actual
  onLogout  │ onLoginSuccess
  rows L9   │ rows L9

replay      npx sigsim replay ${at} --path broken
page        npx sigsim page ${at} --path broken
hint        the client was in another state before this step; look at the steps before it.

0/3 paths passed by native double, 1 failed
`,
    err: '',
  });
});

test('replay: a saved failure brings its path along', async () => {
  const outcome = await runPath(
    broken,
    broken.paths[0] ?? { id: '', codes: [], steps: [] },
    native,
  );
  const at = file('failure.json', writeFailure(broken, outcome));
  const { exit, out } = await sigsim(['replay', at, '--json']);

  expect(exit).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    subject: 'native double',
    outcomes: [{ path: 'broken', verdict: 'failed', steps: 3, divergence: { step: 4 } }],
  });
});

const client = `export default {
  name: 'my client',
  create: (world) => world.createAgoraAPI(),
  do: { login: (api, { account, token }) => api.login('app', account, token) },
};
`;

test.each(['client.js', 'client.ts'])('replay: runs a client of your own: %s', async (name) => {
  const typed = name.endsWith('.ts') ? `const typed: string = 'ts';\nvoid typed;\n` : '';
  const subject = file(name, typed + client);

  expect((await sigsim(['replay', path, '--subject', subject])).out).toBe(
    '✓ codes/LOGIN_E_TOKENEXPIRED, 4 steps\n' +
      '– codes/LOGOUT_E_USER\n' +
      '  my client cannot logout, which codes/LOGOUT_E_USER asks for.\n' +
      '1/2 paths passed by my client, 1 skipped\n',
  );
});

/** A world in which alice was kicked. */
async function kicked(): Promise<string> {
  const world = createWorld();
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
  world.service.kick('alice');
  await world.advance('1 s');
  return traceFile(world);
}

test('replay: a trace plays again, and says how many entries were the same', async () => {
  expect(await sigsim(['replay', file('a.jsonl', await kicked())])).toEqual({
    exit: 0,
    out: '✓ 17 entries, all as recorded\n',
    err: '',
  });
});

test('replay: a trace that goes apart shows the last entries and both sides', async () => {
  const text = (await kicked()).replace('"code":"LOGOUT_E_KICKED","d', '"code":"LOGOUT_E_NET","d');
  const { exit, out } = await sigsim(['replay', file('b.jsonl', text)]);

  expect(exit).toBe(2);
  expect(out).toContain('service.kick("alice")');
  expect(out).toContain('✗ line 18: something else came\n');
  expect(out).toContain('  code "LOGOUT_E_NET"  │ code "LOGOUT_E_KICKED"\n');
});

test.each([
  [['nope.json'], 'replay: "nope.json" cannot be read (ENOENT). Give the path of a trace,'],
  [['suite.json', '--path', 'codes/LOGOUT_E_USR'], 'Did you mean "codes/LOGOUT_E_USER"?'],
  [['suite.json', '--subject', 'nope.ts'], '"nope.ts" cannot be loaded ('],
  [['a.jsonl', '--path', 'x'], 'is a trace, which has no path. Leave --path out.'],
  [['empty.json', '--subject', 'x'], 'not JSON: line 1, column 1.'],
] as const)('replay: wrong use ends with 1 and says what to do: %j', async (args, message) => {
  file('a.jsonl', await kicked());
  file('empty.json', '');
  const given = args.map((arg) => (/^(?:suite|a|empty)\./.test(arg) ? join(folder, arg) : arg));
  const { exit, out, err } = await sigsim(['replay', ...given]);

  expect([exit, out]).toEqual([1, '']);
  expect(err).toContain(message);
});

test.each([
  ['export default 5;', '5 is not a subject. Export one: export default subject({ name, create:'],
  ['export default { name: "x" };', 'it has no create(world).'],
  [
    'export default { name: "x", create() {} };',
    'it has no do, which lists what the client can do.',
  ],
  [
    'export default { name: "x", create() {}, do: { logn() {} } };',
    'do: no call "logn". Did you mean "login"?',
  ],
  [
    'export default { name: "x", create() {}, do: { login: 1 } };',
    'do.login is 1, not a function.',
  ],
])('replay: a file that exports no subject is refused: %s', async (text, message) => {
  // A module is loaded once, so that each has a name of its own.
  const subject = file(`wrong${text.length}.mjs`, text);
  const { exit, err } = await sigsim(['replay', path, '--subject', subject]);

  expect([exit, err.startsWith(`error: ${subject}: `)]).toEqual([1, true]);
  expect(err).toContain(message);
});
