// sigsim in a project of a user's, by vitest itself: one line of configuration, shards, thresholds,
// and what becomes of worlds that nobody closes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sigsim } from '../support/command.ts';
import { Project, runVitest } from '../support/project.ts';

/** A test file in which alice meets some codes; it imports nothing of sigsim/vitest. */
const meeting = (...codes: readonly string[]): string => `
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';

test.each(${JSON.stringify(codes)})('alice meets %s', async (code) => {
  const world = createWorld({ legacy: true });
  world.fail(code);
  const alice = world.createAgoraAPI();
  alice.onLoginFailed = () => alice.login('app', 'alice', '_no_need_token');
  alice.onLogout = () => undefined;
  alice.login('app', 'alice', '_no_need_token');
  await world.advance('2 min');
  expect(world.trace.codes()).toContain(code);
});
`;

const config = (options: object): string =>
  `export default { test: { reporters: [process.env.BLOB ?? 'default', ['sigsim/vitest/reporter', ${JSON.stringify(options)}]] } };`;

let project: Project;
beforeAll(() => {
  project = new Project({
    'a.test.js': meeting('LOGIN_E_NET', 'LOGOUT_E_KICKED'),
    'b.test.js': meeting('LOGIN_E_NET', 'LOGIN_E_TOKENEXPIRED', 'LOGOUT_E_PACKET'),
    'c.test.js': meeting('LOGOUT_E_OTHER'),
  });
});
afterAll(() => {
  project.dispose();
});

test('reporter: one line gives the report at the end of the run', async () => {
  project.write(
    'vitest.config.js',
    `export default { test: { reporters: ['default', 'sigsim/vitest/reporter'] } };`,
  );

  const { exit, out } = await project.vitest();

  expect(exit).toBe(0);
  expect(out).toContain('Coverage of codes, 6 worlds\n');
  expect(out).toContain('  201  LOGIN_E_NET                   2        2          2\n');
  expect(out).toContain(
    '  100  LOGOUT_E_OTHER                1        1          0  never followed',
  );
});

test('reporter: shards merge into the report of the whole run, byte for byte', async () => {
  project.write('vitest.config.js', config({ json: 'codes.json', thresholds: { raised: 10 } }));
  expect((await project.vitest()).exit).toBe(0);
  for (const index of [1, 2, 3]) {
    const { exit, out } = await project.vitest([`--shard=${index}/3`], { BLOB: 'blob' });
    expect(exit).toBe(0);
    expect(out).toContain(`shard ${index} of 3: thresholds are checked by sigsim merge`);
  }

  const files = [3, 1, 2].map((index) => `${project.folder}/codes-${index}-3.json`);
  const { exit, out } = await sigsim('merge', ...files, '--json');

  expect(exit).toBe(0);
  expect(out).toBe(project.read('codes.json'));

  project.write('codes.json', '');
  expect((await project.vitest(['--merge-reports'])).exit).toBe(0); // vitest's own way
  expect(project.read('codes.json')).toBe(out);
});

test('reporter: a threshold that is missed fails the run, and every file says so', async () => {
  const options = { thresholds: { reached: 50, recovered: 5 }, junit: 'out/junit.xml' };
  project.write('vitest.config.js', config(options));

  const { exit, out } = await project.vitest([], { GITHUB_STEP_SUMMARY: 'summary.md' });

  expect(exit).toBe(1);
  expect(out).toContain('✗ reached a handler: 11.9 % of 42, below the threshold of 50 %\n');
  expect(project.read('out/junit.xml')).toContain('failures="1"');
  expect(project.read('summary.md')).toContain('| reached a handler | 5/42 | 11.9 % | ❌ 50 % |');
});

test('reporter: it counts the worlds of careless tests, and fails none', async () => {
  const own = new Project({
    'a.test.js': `
      import { createWorld } from 'sigsim';
      import { beforeAll, test } from 'vitest';
      beforeAll(() => createWorld().createAgoraAPI().logout());
      test('rule', () => void createWorld().fail('LOGIN_E_NET'));
      test.concurrent('timer', () => { createWorld().install(); setTimeout(() => {}, 1000); });`,
    'vitest.config.js': config({}),
  });

  const { exit, out } = await own.vitest();
  own.dispose();

  expect(exit).toBe(0);
  expect(out).toContain('Coverage of codes, 3 worlds\n');
});

test.each([
  [{ treshold: {} }, 'no option "treshold". Known: thresholds, legacy, json, junit, machines.'],
  [{ thresholds: { raised: 200 } }, 'thresholds.raised is 200. Give a percentage, 0 to 100.'],
])('reporter: wrong options say so (%j)', async (options, message) => {
  project.write('vitest.config.js', config(options));

  const { exit, out } = await project.vitest();

  expect(exit).toBe(1);
  expect(out).toContain(message);
});

test('docs: the coverage that is shown is what the suite of the careful client prints', async () => {
  const repository = fileURLToPath(new URL('../..', import.meta.url));
  const suite = ['--project=alone', 'test/examples/careful-chat.test.ts'];
  const reporter = `--reporter=${repository}dist/src/vitest/reporter.js`;

  const { exit, out } = await runVitest(repository, [...suite, reporter]);

  const readme = readFileSync(`${repository}docs/testing.md`, 'utf8');
  const shown = /<!-- coverage -->\s*```text\n([^]*?)```/.exec(readme)?.[1] ?? '';
  expect(exit).toBe(0);
  expect(/Coverage of codes[^]* transitions\n/.exec(out)?.[0]).toBe(shown);
  expect(shown).toContain('42/42 codes raised · 42/42 reached a handler');
});

const careless = `
import { createWorld } from 'sigsim';
import { leaveOpen } from 'sigsim/vitest';
import { beforeAll, describe, expect, test } from 'vitest';

test('rule', () => void createWorld().fail('LOGIN_E_NET'));
test('timer', () => { createWorld().install(); setTimeout(() => {}, 1000); });
test('left open', () => { const world = createWorld(); leaveOpen(world); world.fail('LOGIN_E_NET'); });
test('closed', () => createWorld().close());
test('threw', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.onLogout = () => { throw new RangeError('its own'); };
  api.logout();
  await world.advance(0);
});
test('failed, and threw', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.onLogout = () => { throw new RangeError('its own'); };
  api.logout();
  await world.advance(0);
  throw new Error('mine');
});
test('failed', () => { createWorld().install(); setTimeout(() => {}, 1000); throw new Error('mine'); });
describe('shared', () => {
  beforeAll(() => void createWorld().fail('LOGOUT_E_NET'));
  test('of a hook', () => {});
});
`;

const together = `
import { createWorld } from 'sigsim';
import { test } from 'vitest';

test.concurrent('one', () => void createWorld().fail('LOGOUT_E_USER'));
test.concurrent('two', () => void createWorld());
`;

test.each([true, false])('vitest: worlds are closed and checked (isolate: %s)', async (isolate) => {
  const own = new Project({
    'a.test.js': careless,
    'b.test.js': careless,
    'c.test.js': together,
    'vitest.config.js': `export default { test: { isolate: ${isolate}, maxWorkers: 1, setupFiles: ['sigsim/vitest'] } };`,
  });

  const { exit, out } = await own.vitest(['--reporter=json']);
  own.dispose();

  const { testResults } = JSON.parse(out.slice(out.indexOf('{"numTotal'))) as {
    readonly testResults: readonly {
      readonly name: string;
      readonly message: string;
      readonly assertionResults: readonly {
        readonly title: string;
        readonly failureMessages: readonly string[];
      }[];
    }[];
  };
  expect(exit).toBe(1);
  const messages = testResults.map(({ message }) => message.split(': no successful')[0]);
  expect(new Set(messages)).toEqual(
    new Set([
      'world.close: fail("LOGOUT_E_NET") fired 0 of 1',
      'world.close: fail("LOGOUT_E_USER") fired 0 of 1',
    ]),
  );
  for (const { assertionResults } of testResults.filter(
    ({ name }) => !name.endsWith('c.test.js'),
  )) {
    const failures = assertionResults.flatMap(({ title, failureMessages }) =>
      failureMessages.map((text) => `${title}: ${text.split('\n')[0]}`),
    );
    expect(failures).toEqual([
      expect.stringMatching(/^rule: .*fail\("LOGIN_E_NET"\) fired 0 of 1: no login\(\)/),
      expect.stringMatching(
        /^timer: .*your client left 1 timer: due at 1 s, set at .*\.test\.js:7/,
      ),
      expect.stringMatching(/^threw: .*onLogout of client 1 threw RangeError: its own at 0 ms/),
      expect.stringMatching(/^failed, and threw: Error: mine/),
      expect.stringMatching(/^failed, and threw: .*onLogout of client 1 threw RangeError: its own/),
      expect.stringMatching(/^failed: Error: mine/),
    ]);
  }
});

test('reporter: machines of the user, and a threshold that fails the run', async () => {
  const own = new Project({
    'door.js': `
import { createMachine } from 'xstate';
export const door = createMachine({
  id: 'door', initial: 'closed',
  states: { closed: { on: { OPEN: 'open', LOCK: 'locked' } }, open: { on: { CLOSE: 'closed' } }, locked: {} },
});`,
    // Two files, each of which takes something else.
    ...Object.fromEntries(
      ['OPEN', 'CLOSE'].map((last) => [
        `${last}.test.js`,
        `
import { inspectMachines } from 'sigsim/vitest';
import { test } from 'vitest';
import { createActor } from 'xstate';
import { door } from './door.js';
test('${last}', () => {
  const actor = createActor(door, { inspect: inspectMachines(door) }).start();
  actor.send({ type: 'OPEN' });
  if ('${last}' === 'CLOSE') actor.send({ type: 'CLOSE' });
});`,
      ]),
    ),
    'vitest.config.js': config({ machines: { transitions: 60 } }),
  });
  try {
    // One process for all files, and one for each: nothing is counted twice.
    for (const args of [[], ['--no-isolate', '--no-file-parallelism']]) {
      const { exit, out } = await own.vitest(args);
      expect(out).toContain(
        'Coverage of machines\n' +
          '  door: 2/3 states, 2/3 transitions, 1/3 pairs by 2 actors\n' +
          '    states not taken: locked\n' +
          '    transitions not taken: closed|LOCK|0\n',
      );
      expect(out).not.toContain('Coverage of codes');
      expect(exit).toBe(0);
    }
    own.write('vitest.config.js', config({ machines: { transitions: 100, states: 60 } }));
    const missed = await own.vitest();
    expect(missed.exit).toBe(1);
    expect(missed.out).toContain(
      '✗ door: transitions: 66.6 % of 3, below the threshold of 100 %\n',
    );
    // Shards are put together by sigsim merge, which checks the thresholds.
    const least = { machines: { transitions: 100 }, json: 'door.json', junit: 'door.xml' };
    own.write('vitest.config.js', config(least));
    expect((await own.vitest()).exit).toBe(1);
    expect(own.read('door.xml')).toContain('name="door: transitions"><failure');
    for (const index of [1, 2]) expect((await own.vitest([`--shard=${index}/2`])).exit).toBe(0);
    const files = [2, 1].map((index) => `${own.folder}/door-${index}-2.json`);
    const merged = await sigsim('merge', ...files, '--json');
    expect([merged.exit, merged.out]).toEqual([2, own.read('door.json')]);
    own.write('vitest.config.js', config({ machines: { pair: 1 } }));
    expect((await own.vitest()).out).toContain('Did you mean "pairs"?');
  } finally {
    own.dispose();
  }
});
