// A campaign over a real Redis, with workers that come and go: its report is that of one machine alone.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sigsim } from '../support/command.ts';
import { argsOf, compose } from '../support/manifests.ts';
import { hasNoRedis, noRedis, TestRedis } from '../support/redis.ts';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const careful = 'examples/careful-chat.subject.ts';
const naive = 'examples/naive-chat.subject.ts';
const redis = new TestRedis();

const plain = (text: string): unknown => {
  const { timing: _timing, ...rest } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return rest;
};

/** A worker in a process of its own; `said` gives what it has printed. */
function worker(file: string, ...args: readonly string[]) {
  const child: ChildProcess = spawn(
    process.execPath,
    [main, 'worker', file, '--redis', redis.url, '--workers', '1', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  const hear = (data: Buffer): void => {
    text += data.toString();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return { child, said: () => text };
}

const fuzzing = (...args: readonly string[]) =>
  sigsim('fuzz', ...args, '--json', '--no-keep', '--redis', redis.url);

if (hasNoRedis) console.warn(`\n  NOTICE  ${noRedis}\n`);

beforeAll(async () => {
  if (!hasNoRedis) await redis.start();
});
afterAll(() => redis.end());

test.skipIf(hasNoRedis)('redis: nobody there, no address, is said in words', async () => {
  const [nowhere, wrong] = await Promise.all([
    sigsim('fuzz', careful, '--redis', 'redis://127.0.0.1:1'),
    sigsim('worker', careful, '--redis', 'localhost'),
  ]);

  expect(nowhere).toMatchObject({ exit: 1, out: '' });
  expect(nowhere.err).toContain(
    'no Redis answers at redis://127.0.0.1:1 (ECONNREFUSED). Start one',
  );
  expect(wrong).toMatchObject({ exit: 1, out: '' });
  expect(wrong.err).toContain('--redis is "localhost". Give an address');
});

test.skipIf(hasNoRedis)(
  'redis: workers killed in the middle, and a Redis that forgets, change nothing in the report',
  async () => {
    const args = [naive, '--runs', '60', '--seed', '3', '--off', 'hot-loop'];
    const first = worker(naive, '--once');
    const isOver = once(first.child, 'exit');
    const second = worker(naive, '--once');
    const kill = setTimeout(() => second.child.kill('SIGKILL'), 3_000);
    const forget = setTimeout(() => {
      void redis.stop().then(() => redis.start());
    }, 5_000);
    const remote = await fuzzing(...args);
    clearTimeout(kill);
    clearTimeout(forget);
    await isOver;
    second.child.kill('SIGKILL');
    const alone = await sigsim('fuzz', ...args, '--json', '--no-keep', '--workers', '2');

    expect(first.said()).toContain('working: naive chat, 60 runs of seed 3');
    expect(remote.exit).toBe(2);
    expect(plain(remote.out)).toEqual(plain(alone.out));
    expect(redis.keys()).toEqual([]);
  },
  200_000,
);

test.skipIf(hasNoRedis)(
  'redis: two campaigns on one Redis do not meet, and a worker of another client is refused',
  async () => {
    const one = worker(careful, '--once');
    const two = worker(naive, '--once');
    const [first, second] = await Promise.all([
      fuzzing(careful, '--runs', '40', '--seed', '4'),
      fuzzing(naive, '--runs', '20', '--seed', '5', '--off', 'hot-loop'),
    ]);
    one.child.kill('SIGKILL');
    two.child.kill('SIGKILL');
    const open = fuzzing(careful, '--runs', '40', '--seed', '4');
    await sleep(2_500);
    const folder = mkdtempSync(join(tmpdir(), 'sigsim-other-'));
    writeFileSync(join(folder, 'careful-chat.subject.ts'), 'export default {};');
    const other = worker(join(folder, 'careful-chat.subject.ts'));
    await once(other.child, 'exit');
    rmSync(folder, { recursive: true });
    const right = worker(careful, '--once');
    const again = await open;
    right.child.kill('SIGKILL');

    expect(first.exit).toBe(0);
    expect(second.exit).toBe(2);
    expect(other.child.exitCode).toBe(1);
    expect(other.said()).toContain('is not for this machine: the subject is');
    expect(plain(again.out)).toEqual(plain(first.out));
  },
  200_000,
);

test.skipIf(hasNoRedis)(
  'redis: the command lines of the compose file work together, and a Redis that is slow changes nothing',
  async () => {
    const { services } = compose();
    const here = (name: string): readonly string[] =>
      argsOf(services[name]?.command).map((word) =>
        word.startsWith('redis://') ? redis.url : word.replace('1000000', '60'),
      );
    const [, subject = '', ...fuzzArgs] = here('fuzz');
    const [, same, ...workerArgs] = here('worker');
    const one = spawn(process.execPath, [main, 'worker', careful, ...workerArgs, '--once']);
    const stall = setTimeout(() => {
      redis.stall(4_000);
    }, 2_500);
    const there = await sigsim('fuzz', careful, ...fuzzArgs, '--json', '--no-keep');
    clearTimeout(stall);
    one.kill('SIGKILL');
    const alone = await sigsim('fuzz', careful, '--runs', '60', '--json', '--no-keep');

    expect(subject).toBe(same);
    expect(there.err).toBe('');
    expect(plain(there.out)).toEqual(plain(alone.out));
    expect(redis.keys()).toEqual([]);
  },
  200_000,
);
