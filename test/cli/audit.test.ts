// `sigsim audit`, as a user runs it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { linesOf, sigsim, sigsimHere } from '../support/command.ts';

interface Report {
  readonly client: string;
  readonly wrong: number;
  readonly manners: readonly string[];
  readonly reactions: readonly {
    readonly code: string;
    readonly verdict: string;
    readonly rule?: string;
    readonly replay: string;
    readonly moments: readonly {
      readonly moment: string;
      readonly rules: readonly string[];
      readonly ruleOnly?: Readonly<Record<string, string>>;
    }[];
  }[];
}

test('audit: the naive chat fights the other device for ever, and a line replays it', async () => {
  const { exit, out } = await sigsim(
    'audit',
    'examples/naive-chat.subject.ts',
    '--code',
    'LOGOUT_E_KICKED',
    '--json',
  );
  const { wrong, reactions } = JSON.parse(out) as Report;

  expect({ exit, wrong }).toEqual({ exit: 2, wrong: 1 });
  expect(reactions).toMatchObject([
    { code: 'LOGOUT_E_KICKED', verdict: 'wrong', rule: 'kick-war' },
  ]);
  const [, , ...replay] = reactions[0]?.replay.split(' ') ?? [];
  expect((await sigsimHere(replay)).exit).toBe(0);
});

test('audit: the careful chat does nothing wrong', async () => {
  const only = ['--code', 'LOGOUT_E_KICKED'];
  const { exit, out } = await sigsimHere(['audit', 'examples/careful-chat.subject.ts', ...only]);

  expect(exit).toBe(0);
  expect(out).toContain('0 of 1 codes wrong');
});

const inManners = (name: string, ...args: readonly string[]) =>
  sigsimHere(['audit', `test/judge/manners/${name}.ts`, ...args]);

test.each([
  ['waits-for-the-answer', 'SENDMESSAGE_E_TIMEOUT', '1.4.0', 'message-lost'],
  ['hears-no-removal', 'LEAVECHANNEL_E_KICKED', 'documented', 'no-handler'],
])(
  'audit: a web client is judged in both manners, and what one alone brings about is marked: %s on %s, only %s',
  async (name, code, only, rule) => {
    const both = await inManners(name, '--code', code);
    const { manners, reactions } = JSON.parse(
      (await inManners(name, '--code', code, '--json')).out,
    ) as Report;

    expect(both.exit).toBe(2);
    expect(both.out).toMatch(new RegExp(`✗ ${rule}  only ${only}: \\d`));
    expect(both.out).toMatch(/in both manners: 1 of 1 codes wrong.*; wrong only .*: \d+$/m);
    expect(manners).toEqual(['documented', '1.4.0']);
    expect(reactions[0]).toMatchObject({ code, verdict: 'wrong', only });
    expect(reactions[0]?.moments[0]?.ruleOnly).toMatchObject({ [rule]: only });
  },
);

test('audit: --web judges in one manner alone, with no marks', async () => {
  const kept = ['waits-for-the-answer', '--code', 'SENDMESSAGE_E_TIMEOUT', '--web'] as const;
  const wrong = await inManners(...kept, '1.4.0');
  const right = await inManners(...kept, 'documented');

  expect([wrong.exit, right.exit]).toEqual([2, 0]);
  expect(wrong.out).not.toContain('only');
});

test('audit: a client that never gets in in one of the manners is judged in the other, and that is a failure', async () => {
  const { exit, out } = await inManners('joins-at-once', '--code', 'LOGOUT_E_KICKED');

  expect(exit).toBe(2);
  expect(out).toMatch(/It cannot be judged in the manner of 1\.4\.0: .*TypeError/);
  expect(out).toContain('as documented: 0 of 1 codes wrong');
});

test.each([
  [['audit', 'test/judge/bad/throws.mjs'], /throws\.mjs" cannot be loaded.*no config here/s],
  [['audit', 'test/judge/bad/no-syntax.mjs.txt'], /no-syntax\.mjs\.txt" cannot be loaded/],
  [['audit', 'examples/naive-chat.subject.ts', '--patience', '0'], /--patience is "0"/],
  [['audit', 'nowhere.ts'], /"nowhere\.ts" cannot be loaded/],
  [['audit', 'examples/naive-chat.ts'], /Export one: export default subject/],
  [
    ['audit', 'examples/naive-chat.subject.ts', '--web', '1.4.0', '--sdk', 'native'],
    /--web 1\.4\.0 is only for the web shape/,
  ],
  [['audit', 'examples/naive-chat.subject.ts', '--code', 'LOGOUT_E_KICK'], /LOGOUT_E_KICKED/],
  [['audit', 'examples/naive-chat.subject.ts', '--rule', 'kick-wars'], /"kick-war"/],
])('audit: %j is wrong use, and the message says what to do', async (args, message) => {
  const { exit, err } = await sigsimHere(args);

  expect(exit).toBe(1);
  expect(err).toMatch(message);
});

// One manner is enough, and cheaper, where the manner does not matter.
const naive = ['audit', 'examples/naive-chat.subject.ts', '--web', 'documented'];
const kicked = [...naive, '--code', 'LOGOUT_E_KICKED'];

describe('files', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigsim-audit-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test('audit: what a baseline knows does not fail again, and what is new does', async () => {
    const { out } = await sigsimHere([...kicked, '--json']);
    writeFileSync(at('all.json'), out);
    writeFileSync(at('none.json'), '{ "reactions": [] }');
    const known = await sigsimHere([...kicked, '--baseline', at('all.json')]);
    const fresh = await sigsimHere([...kicked, '--baseline', at('none.json')]);

    expect({ exit: known.exit, last: linesOf(known.out).at(-1) }).toEqual({
      exit: 0,
      last: `0 new, 4 known from ${at('all.json')}`,
    });
    expect(fresh.exit).toBe(2);
    expect(linesOf(fresh.out).at(-1)).toMatch(/^4 new, 0 known/);
  });

  test('audit: a fault that a baseline knows in one manner is new in the other, and JUnit names the manner', async () => {
    const lost = ['waits-for-the-answer', '--code', 'SENDMESSAGE_E_TIMEOUT'] as const;
    const { out } = await inManners(...lost, '--json');
    const there = JSON.parse(out) as Report;
    const [reaction] = there.reactions;
    const moments = reaction?.moments.map((one) => ({
      ...one,
      ruleOnly: { 'message-lost': 'documented' },
    }));
    writeFileSync(at('there.json'), out);
    writeFileSync(
      at('here.json'),
      JSON.stringify({ ...there, reactions: [{ ...reaction, moments }] }),
    );
    const known = await inManners(...lost, '--baseline', at('there.json'));
    const fresh = await inManners(...lost, '--baseline', at('here.json'), '--junit', at('j.xml'));

    expect([known.exit, fresh.exit]).toEqual([0, 2]);
    expect(linesOf(fresh.out).at(-1)).toMatch(/^1 new, 0 known/);
    expect(readFileSync(at('j.xml'), 'utf8')).toContain('message="message-lost (only 1.4.0): It');
  });

  test('audit: a baseline that is no report is refused, and the message says how to make one', async () => {
    writeFileSync(at('other.json'), '{}');
    const { exit, err } = await sigsimHere([...kicked, '--baseline', at('other.json')]);

    expect(exit).toBe(1);
    expect(err).toMatch(/other\.json is not a report of sigsim audit.*--json > baseline\.json/s);
  });

  test('audit: JUnit has a case a code, and what is wrong is a failure', async () => {
    const { exit } = await sigsimHere([...kicked, '--code', 'SUCCESS', '--junit', at('junit.xml')]);
    const xml = readFileSync(at('junit.xml'), 'utf8');

    expect(exit).toBe(2);
    expect(xml).toContain('<testsuite name="sigsim.audit" tests="2" failures="1" skipped="1">');
    expect(xml).toMatch(/name="LOGOUT_E_KICKED"><failure message="kick-war: It takes the account/);
  });

  test('audit: in a workflow of GitHub what is wrong is an annotation at the file', async () => {
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    const { out } = await sigsimHere(kicked);

    expect(linesOf(out).at(-1)).toMatch(
      /^::error file=examples\/naive-chat\.subject\.ts,title=LOGOUT_E_KICKED kick-war::It takes/,
    );
  });

  test('audit: a file that cannot be written is said, with the option', async () => {
    const { exit, err } = await sigsimHere([...kicked, '--junit', at('no/where.xml')]);

    expect(exit).toBe(1);
    expect(err).toContain('audit: --junit');
  });

  test('audit: --init writes a first subject with its guesses, which loads, and never over another', async () => {
    writeFileSync(
      at('chat.mjs'),
      `export class Chat {
        constructor({ Signal }) { this.Signal = Signal; }
        connect(account, token) { this.session = this.Signal('app').login(account, token); }
        enterRoom(room) {}
        close() {}
      }`,
    );
    const first = await sigsimHere(['audit', at('chat.mjs'), '--init']);
    const written = readFileSync(at('chat.subject.ts'), 'utf8');
    const again = await sigsimHere(['audit', at('chat.mjs'), '--init']);
    // Here is no project that has sigsim; in the user's there is.
    const built = new URL('../../dist/src/suites/index.js', import.meta.url).href;
    writeFileSync(at('chat.subject.ts'), written.replace('sigsim/paths', built));
    const judged = await sigsimHere(['audit', at('chat.subject.ts'), '--code', 'LOGOUT_E_KICKED']);

    expect(first.exit).toBe(0);
    expect(written).toContain('login: (app, { account, token }) => app.connect(account, token),');
    expect(written).toContain('channelJoin: (app, { channel }) => app.enterRoom(channel),');
    expect(written).toContain('dispose: (app) => app.close(),');
    expect(written.match(/\/\/ A guess/g)?.length).toBeGreaterThanOrEqual(4);
    expect(again).toMatchObject({ exit: 1 });
    expect(again.err).toContain('already exists');
    expect(judged.out).toContain('no-handler');
  });

  test('audit: --watch audits again when a file beside it changes, and Ctrl-C ends it', async () => {
    const file = at('chat.mjs');
    const text = readFileSync('test/judge/bad/deaf.mjs', 'utf8');
    writeFileSync(file, text);
    const child = spawn(process.execPath, [
      'dist/src/cli/main.js',
      'audit',
      file,
      '--code',
      'LOGOUT_E_KICKED',
      '--watch',
    ]);
    let out = '';
    const seen = (pattern: RegExp, meanwhile?: () => void): Promise<void> =>
      vi.waitFor(
        () => {
          meanwhile?.();
          expect(out).toMatch(pattern);
        },
        { timeout: 50_000, interval: 300 },
      );
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    await seen(/a deaf client, .*watching/s);
    // Whoever watches begins a moment after it says so: write until it has seen one.
    await seen(/another client, .*watching/s, () =>
      writeFileSync(file, text.replace('a deaf', 'another')),
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    expect(out).toContain('1 of 1 codes wrong');
  });
});
