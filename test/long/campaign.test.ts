// Campaigns as users run them, and campaigns against clients whose faults are known. The scores are printed.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import careful from '../../examples/careful-chat.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';
import { benchOf } from '../../src/campaign/campaign.ts';
import { playRun, playScenario } from '../../src/campaign/play.ts';
import { shrink } from '../../src/campaign/shrink.ts';
import { mutantSources, subjectIn } from '../judge/clients.ts';
import { sigsim, sigsimHere } from '../support/command.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const main = at('dist/src/cli/main.js');
const carefulFile = at('examples/careful-chat.subject.ts');
const naiveFile = at('examples/naive-chat.subject.ts');

interface Report {
  readonly wrong: number;
  readonly played: number;
  readonly failures: readonly { readonly rule: string; readonly verdict: string }[];
  readonly lost: readonly { readonly during: string; readonly rule: string }[];
  readonly determinism: { readonly checked: number; readonly differs: readonly unknown[] };
}
const report = (text: string): Report => JSON.parse(text) as Report;
const plain = (text: string): unknown => {
  const { timing: _timing, ...rest } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return rest;
};

test('campaign: the careful chat survives ten thousand runs in both manners, and each of a sample is the same again', async () => {
  const { exit, out } = await sigsim('fuzz', carefulFile, '--runs', '10000', '--json', '--no-keep');
  const { wrong, played, failures, determinism } = report(out);

  // A fault that may be fine (`warn`) is told, and fails nothing.
  expect({ exit, wrong }).toEqual({ exit: 0, wrong: 0 });
  expect(failures.filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
  expect(played).toBe(10_000);
  expect(determinism).toMatchObject({ checked: 200, differs: [] });
});

test('campaign: five hundred seeds come to the same, twice each', async () => {
  const bench = await benchOf(careful);
  for (let seed = 1; seed <= 500; seed++) {
    const { hash } = await playRun(bench, seed, 1, true);

    expect((await playRun(bench, seed, 1, true)).hash, `seed ${seed}`).toBe(hash);
  }
});

test('campaign: the naive chat is found for twenty seeds and one that is drawn', async () => {
  // Its login, a moment, the kick, and the second after which it comes back.
  const shortest = 4;
  const drawn = randomInt(1e9);
  console.info(`campaign: drawn seed ${drawn}`);
  const all = await benchOf(naive);
  const rules = all.rules.filter(({ name }) => name === 'kick-war');
  const only = { ...all, rules, properties: [] };
  for (const seed of [...Array.from({ length: 20 }, (_, n) => n + 1), drawn]) {
    let run = 1;
    let played = await playRun(only, seed, run);
    while (played.faults.length === 0 && run < 1_000) played = await playRun(only, seed, ++run);
    const shrunk = await shrink(
      played.scenario,
      async (one) => (await playScenario(only, one)).faults.length > 0,
    );

    expect(new Set(played.faults.map(({ rule }) => rule))).toEqual(new Set(['kick-war']));
    expect(shrunk.scenario.steps.length).toBeLessThanOrEqual(shortest + 2);
  }
});

test.each([
  ['--runs', '700', /fuzzing, run: [\d,]+ of 700 · [\d.,]+ a second · (\d+ min|\d+ s) left/],
  ['--time', '6s', /fuzzing, run: [\d,]+ · [\d.,]+ a second · \d s left/],
])(
  'campaign: with %s it tells on a terminal how fast it is, and how long it will take',
  async (name, given, line) => {
    const args = ['fuzz', carefulFile, name, given, '--no-keep', '--workers', '1', '--json'];
    const { exit, err, out } = await sigsimHere(args, { seesProgress: true });

    expect(exit).toBe(0);
    expect(err).toMatch(line);
    expect(err.endsWith('\r\u001B[K')).toBe(true);
    expect(report(out).played).toBeGreaterThan(100);
  },
);

test('campaign: one, two and eight workers, and shards, come to the same report, byte for byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigsim-shards-'));
  const args = [
    naiveFile,
    '--runs',
    '60',
    '--seed',
    '9',
    '--off',
    'hot-loop',
    '--json',
    '--no-keep',
  ];
  const one = await sigsim('fuzz', ...args, '--workers', '1');
  for (const workers of ['2', '8']) {
    const other = await sigsim('fuzz', ...args, '--workers', workers);
    expect(plain(other.out)).toEqual(plain(one.out));
  }
  const files: string[] = [];
  for (const shard of ['1/2', '2/2']) {
    const file = join(folder, `${shard.replace('/', '-')}.json`);
    writeFileSync(file, (await sigsim('fuzz', ...args, '--shard', shard)).out);
    files.push(file);
  }
  const [first = '', second = ''] = files;
  const merged = await sigsim('merge', second, first, '--json');
  const stranger = join(folder, 'stranger.json');
  writeFileSync(
    stranger,
    (await sigsim('fuzz', carefulFile, '--runs', '20', '--shard', '2/2', '--json', '--no-keep'))
      .out,
  );
  const refused = await Promise.all([
    sigsim('merge', first),
    sigsim('merge', first, stranger),
    sigsim('merge', first, first),
  ]);
  rmSync(folder, { recursive: true });

  expect(merged.exit).toBe(2);
  expect(JSON.stringify(plain(merged.out))).toBe(JSON.stringify(plain(one.out)));
  expect(refused.map(({ exit }) => exit)).toEqual([1, 1, 1]);
  expect(refused[0]?.err).toContain('shard 2/2 is missing');
  expect(refused[1]?.err).toContain('is from another campaign');
});

test('campaign: a client that hangs or exits costs a run, and the rest goes on', async () => {
  const file = at('test/campaign/hostile.subject.mjs');
  const { exit, out } = await sigsim(
    'fuzz',
    file,
    '--runs',
    '120',
    '--patience',
    '2',
    '--json',
    '--no-keep',
  );
  const { lost } = report(out);

  expect(exit).toBe(2);
  expect(new Set(lost.map(({ rule }) => rule))).toEqual(new Set(['never-returns', 'exits']));
});

test('campaign: a client that leaks is told so once, and no run is lost for what others have kept', async () => {
  const file = at('test/campaign/leaky.subject.mjs');
  // Where memory runs out, collecting takes long: that is no client that never returns.
  const args = ['--runs', '40', '--patience', '120', '--json', '--no-keep'];
  const { exit, out } = await sigsim('fuzz', file, ...args);
  const { lost, played } = report(out);

  expect(exit).toBe(2);
  expect(played).toBe(40);
  expect(lost.filter(({ rule }) => rule === 'leaks-memory')).toMatchObject([{ during: 'runs' }]);
  expect(lost.filter(({ during }) => during === 'run')).toEqual([]);
});

test('campaign: a client that uses up the memory in one run loses that one, and is not said to leak', async () => {
  const file = at('test/campaign/hungry.subject.mjs');
  const args = ['--runs', '40', '--patience', '120', '--json', '--no-keep'];
  const { exit, out } = await sigsim('fuzz', file, ...args);
  const { lost, played } = report(out);

  expect(exit).toBe(2);
  expect(lost.length).toBeGreaterThan(0);
  expect(played).toBe(40 - lost.length);
  expect(new Set(lost.map(({ during, rule }) => `${rule} ${during}`))).toEqual(
    new Set(['eats-memory run']),
  );
});

test('campaign: Ctrl-C ends it with what was found, and a failure is kept and tried first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigsim-kept-'));
  const args = ['fuzz', naiveFile, '--off', 'hot-loop'];
  const child = spawn(process.execPath, [main, ...args, '--runs', '100000', '--workers', '1'], {
    cwd: folder,
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString();
  });
  setTimeout(() => child.kill('SIGINT'), 6_000);
  await once(child, 'exit');
  const kept = readdirSync(join(folder, '.sigsim/failures'));
  const again = spawn(process.execPath, [main, ...args, '--runs', '1', '--json'], { cwd: folder });
  let json = '';
  again.stdout.on('data', (data: Buffer) => {
    json += data.toString();
  });
  await once(again, 'exit');
  rmSync(folder, { recursive: true });

  expect(child.exitCode).toBe(2);
  expect(text).toContain('cut short');
  expect(kept.length).toBeGreaterThan(0);
  expect(JSON.parse(json)).toMatchObject({
    kept: kept.toSorted().map((name) => ({ name, broken: expect.anything() as unknown })),
  });
});

test('campaign: a failure that cannot be kept is printed instead, with the reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigsim-unkept-'));
  writeFileSync(join(folder, '.sigsim'), 'no folder'); // So nothing can be written beneath it.
  const args = ['fuzz', naiveFile, '--off', 'hot-loop', '--runs', '40', '--workers', '1'];
  const child = spawn(process.execPath, [main, ...args], { cwd: folder });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => {
    texts.out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    texts.err += data.toString();
  });
  await once(child, 'close');
  rmSync(folder, { recursive: true });

  expect(child.exitCode).toBe(2);
  expect(texts.err).toMatch(/a failure of kick-war could not be kept \((ENOTDIR|EEXIST)/);
  expect(texts.out).toMatch(/It could not be kept \((ENOTDIR|EEXIST).*\n\{"title":"kick-war/);
});

test('campaign: 95 of 100 mutants of the careful examples are killed within 1,000 runs', async () => {
  const alive: string[] = [];
  const ofOne = mutantSources.filter(({ mutant }) => mutant.rule !== 'lockstep');
  for (const { mutant, source } of ofOne) {
    const bench = await benchOf(await subjectIn(source), { web: 'documented' });
    let isKilled = false;
    for (let run = 1; run <= 1_000 && !isKilled; run++) {
      isKilled = (await playRun(bench, 1, run)).faults.length > 0;
    }
    if (!isKilled) alive.push(mutant.name);
  }
  console.info(
    `campaign: mutants killed ${ofOne.length - alive.length}/${ofOne.length}: ${alive.join(', ')}`,
  );

  expect(alive.length <= ofOne.length * 0.05 ? [] : alive).toEqual([]);
});
