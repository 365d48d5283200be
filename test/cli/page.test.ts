import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { formatSuite, writeFailure, type SuitePath } from 'sigsim/paths';
import { describe, expect, test } from 'vitest';
import type { Views } from '../../src/chart/scene.ts';
import { createWorld } from '../../src/index.ts';
import type { MachineMap } from '../../src/paths/xstate/machine-map.ts';
import { momentMax, readLink } from '../../src/scenario/link.ts';
import type { Recorded } from '../../src/trace/trace.ts';
import { sigsimHere } from '../support/command.ts';
import { pageFile } from '../support/page-file.ts';
import { suiteOf } from '../support/suite.ts';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** A machine that stands in a page. */
function machineIn(file: string): { readonly map: MachineMap; readonly views: Views } {
  const [, json = ''] = /id="machine">(.*?)<\/script>/.exec(readFileSync(file, 'utf8')) ?? [];
  return JSON.parse(json) as { map: MachineMap; views: Views };
}

/** The trace that stands in a page. */
function recordedIn(file: string): Recorded {
  const [, json = ''] = /id="recording">(.*?)<\/script>/.exec(readFileSync(file, 'utf8')) ?? [];
  return JSON.parse(json) as Recorded;
}

test('page: is one file of at most 200 kB, gzipped, that asks for nothing', () => {
  const html = readFileSync(pageFile, 'utf8');

  expect(gzipSync(html).length).toBeLessThanOrEqual(200_000);
  expect(html.match(/<(?:script|link|img)[^>]*(?:src|href)="(?!data:)[^"]+"/g)).toBeNull();
  expect(html).toContain("default-src 'none'");
});

test('page: --out writes it, and says where, with the link behind it', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sigsim-')), 'page.html');

  const { exit, out } = await sigsimHere(['page', '--out', file, '--link', 'code.LOGIN_E_NET']);

  expect({ exit, out }).toEqual({ exit: 0, out: `written: file://${file}#code.LOGIN_E_NET\n` });
  expect(statSync(file).size).toBe(statSync(pageFile).size);
});

test.each([
  [
    ['--port', 'eighty'],
    'page: "eighty" is not a port. Give a number from 0 to 65535; 0 takes any free one.',
  ],
  [
    ['--out', '/no/such/folder/page.html'],
    'page: "/no/such/folder/page.html" cannot be written (ENOENT). Give a file in a folder that exists.',
  ],
  [['--path', 'codes/1'], 'page: the page is no suite, which has no path. Leave --path out.'],
  [
    ['one.json', '--link', 'code.SUCCESS'],
    'page: a file and a link cannot be combined. Give only one of them.',
  ],
  [['--link', '1.5.abc'], 'link: part of it is missing. Copy the whole address again.'],
  [['--link', 'lesson.kik'], 'page: no lesson "kik"'],
  [
    ['--link', 'code.LOGIN_E_NETT'],
    'link: there is no code "LOGIN_E_NETT". Did you mean "LOGIN_E_NET"?',
  ],
])('page: %j is wrong use, and says so', async (args, message) => {
  const { exit, out, err } = await sigsimHere(['page', ...args]);

  expect({ exit, out }).toEqual({ exit: 1, out: '' });
  expect(err).toContain(`error: ${message}`);
});

test('page: a port that is taken is said to be, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;

  const { exit, err } = await sigsimHere(['page', '--port', String(port)]);
  other.close();

  expect({ exit, err }).toEqual({
    exit: 1,
    err:
      `error: page: port ${port} is taken. ` +
      'Give another one with --port, or --port 0 for any free one.\n',
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'page: is served until %s, and ends with 0',
  async (signal) => {
    const child = spawn(process.execPath, [main, 'page', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const [, address = ''] = /^page on (http:\/\/127\.0\.0\.1:\d+\/)\n/.exec(String(said)) ?? [];

    const response = await fetch(address);
    const missing = await fetch(`${address}etc/passwd`);

    expect(await response.text()).toBe(readFileSync(pageFile, 'utf8'));
    expect([response.headers.get('content-type'), missing.status]).toEqual([
      'text/html; charset=utf-8',
      404,
    ]);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

test('page: a trace of a test stands in the page, whatever it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigsim-'));
  const world = createWorld();
  world.createAgoraAPI({ name: '</script><script>alert(1)' }).login('app', 'alice', 'none');
  await world.advance('1 s');
  writeFileSync(join(folder, 'trace.jsonl'), world.trace.toJSONL());

  const { exit } = await sigsimHere([
    'page',
    join(folder, 'trace.jsonl'),
    '--out',
    join(folder, 'page.html'),
  ]);

  expect(exit).toBe(0);
  expect(recordedIn(join(folder, 'page.html'))).toEqual({
    entries: JSON.parse(JSON.stringify(world.trace.entries)) as unknown,
  });
});

describe('page: the path of a suite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigsim-'));
  const page = join(folder, 'page.html');
  const suite = join(folder, 'suite.json');
  writeFileSync(suite, formatSuite(suiteOf(), 'json'));

  test('is run, and what happened stands in the page', async () => {
    const args = ['page', suite, '--path', 'codes/LOGIN_E_TOKENEXPIRED', '--out', page];
    const { exit, out } = await sigsimHere(args);

    expect({ exit, out }).toEqual({
      exit: 0,
      out: `codes/LOGIN_E_TOKENEXPIRED: passed\nwritten: file://${page}\n`,
    });
    expect(recordedIn(page).entries.findLast(({ kind }) => kind === 'callback')).toMatchObject({
      name: 'onLoginFailed',
      code: 'LOGIN_E_TOKENEXPIRED',
    });
  });

  test('may be that of a failure, by the other double', async () => {
    const one = suiteOf().paths[0] as SuitePath;
    const failure = join(folder, 'failure.json');
    const outcome = { path: one.id, verdict: 'failed', steps: 0, text: 'it left' } as const;
    writeFileSync(failure, writeFailure(suiteOf(), outcome));

    const { out } = await sigsimHere(['page', failure, '--sdk', 'web', '--out', page]);

    expect(out).toContain(`${one.id}: passed`);
    expect(recordedIn(page).entries.length).toBeGreaterThan(4);
  });

  test('is opened where the client left it, and says where', async () => {
    const subject = join(folder, 'late.js');
    writeFileSync(
      subject,
      `export default {
        name: 'late',
        create: (world, options) => world.createAgoraAPI(options),
        do: {
          login: (api, { account, token }) => api.login('app', account, token),
          logout: (api) => setTimeout(() => api.logout(), 250),
        },
      };`,
    );

    const args = ['page', suite, '--path', 'codes/LOGOUT_E_USER', '--subject', subject];
    const { out } = await sigsimHere([...args, '--out', page]);

    const { entries, moment, failed } = recordedIn(page);
    expect(out).toContain('codes/LOGOUT_E_USER: failed');
    expect(failed).toEqual({
      text: 'late left codes/LOGOUT_E_USER at step 5 of 6, logout().',
      moment,
      expected: 'no callback; login loggingOut.plain; rows L19',
      actual: 'no callback; login loggedIn; the call 250 ms late',
    });
    const called = entries.findIndex((entry) => entry.kind === 'call' && entry.method === 'logout');
    expect(called).toBeGreaterThan(0);
    expect(moment).toBe(called);
  });

  test.each([
    [
      [],
      `page: ${suite} is a suite of 2 paths, but the page can show only one. ` +
        'Choose it with --path: --path codes/LOGIN_E_TOKENEXPIRED.',
    ],
    [
      ['--path', 'codes/LOGOUT_E_USR'],
      'page: no path "codes/LOGOUT_E_USR". Known: ' +
        'codes/LOGIN_E_TOKENEXPIRED, codes/LOGOUT_E_USER. Did you mean "codes/LOGOUT_E_USER"?',
    ],
  ])('%j is wrong use, and says so', async (args, message) => {
    const { exit, out, err } = await sigsimHere(['page', suite, ...args]);

    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain(`error: ${message}`);
  });
});

test('page: a scenario is opened at its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigsim-'));
  const scenario = {
    sigsim: 'scenario',
    version: 1,
    steps: [{ by: 'time', wait: '1 s' }],
  } as const;
  writeFileSync(join(folder, 'one.json'), JSON.stringify(scenario));

  const { out } = await sigsimHere([
    'page',
    join(folder, 'one.json'),
    '--out',
    join(folder, 'page.html'),
  ]);

  const read = readLink(out.trim().replace(/^.*#/, ''));
  expect(read).toEqual({ what: 'scenario', scenario, moment: momentMax });
});

test('page: --machine lays out a machine of the user, with all that can happen and the paths', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sigsim-')), 'door.html');
  const door = ['test/fixtures/door.ts', '--events', 'test/fixtures/door-events.json'];

  const { exit, out } = await sigsimHere(['page', '--machine', ...door, '--out', file]);

  expect(exit).toBe(0);
  expect(out).toContain('door: 7/7 transitions, 9 steps (exact)\n');
  const { map, views } = machineIn(file);
  // Each path can be walked over the edges, and takes what is drawn as an arrow or a line of a state.
  expect(views.wide.states.map(({ path }) => path).sort()).toEqual([
    '',
    'closed',
    'locked',
    'open',
  ]);
  const [path] = map.paths;
  let state = 0;
  for (const { edge } of path?.steps ?? []) {
    const { from, to, taken } = map.edges[edge] as MachineMap['edges'][number];
    expect(from).toBe(state);
    const drawn = [
      ...views.wide.edges.map((one) => ({ ...one, source: one.from })),
      ...views.wide.states.flatMap(({ path: source, lines }) =>
        lines.map((line) => ({ source, to: line.to ?? source, events: line.events })),
      ),
    ].filter((one) => one.source === taken?.source && one.to === taken.to);
    expect(drawn.flatMap(({ events }) => events)).toContain(taken?.event);
    state = to;
  }
  expect(map.states[0]).toEqual({ text: 'closed', paths: ['', 'closed'], context: '{"wrong":0}' });
  expect(map.isWhole).toBe(true);
});

test.each([
  [['--machine', 'test/fixtures/codes.csv'], 'page: "test/fixtures/codes.csv" cannot be loaded'],
  [
    ['--machine', 'test/fixtures/door.ts', '--link', 'code.SUCCESS'],
    'page: --machine and a link cannot be combined. Give only one of them.',
  ],
  [['--cover', 'pairs'], 'page: --cover works only with --machine. Leave it out.'],
  [
    ['--machine', 'test/fixtures/door.ts', '--cover', 'pair'],
    'triples, edges. Did you mean "pairs"?',
  ],
])('page: wrong use of --machine says so (%j)', async (args, message) => {
  const { exit, err } = await sigsimHere(['page', ...args]);

  expect(exit).toBe(1);
  expect(err).toContain(message);
});
