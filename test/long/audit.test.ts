// `sigsim audit` whole, and with a client that its thread has to survive.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sigsim } from '../support/command.ts';

interface Report {
  readonly reactions: readonly {
    readonly code: string;
    readonly verdict: string;
    readonly rule?: string;
    readonly moments: readonly { readonly rules: readonly string[] }[];
  }[];
}

test('audit: the careful chat does nothing wrong on any code, in either manner', async () => {
  const { exit, out } = await sigsim('audit', 'examples/careful-chat.subject.ts');

  expect(exit).toBe(0);
  expect(out).toContain('in both manners: 0 of 42 codes wrong, 0 to look at, 42 fine');
});

test('audit: a client that hangs, exits, eats memory or leaves a promise costs that reaction and no more', async () => {
  const codes = [
    'LOGIN_E_TOKENWRONG',
    'LOGIN_E_INVALID_USER',
    'LOGIN_E_TOKENEXPIRED',
    'LOGIN_E_TOKEN_KICKED',
    'LOGIN_E_OLDVERSION',
  ];
  const { exit, out } = await sigsim(
    'audit',
    'test/judge/hostile.subject.mjs',
    '--json',
    '--patience',
    '8',
    '--memory',
    '128',
    '--web',
    'documented', // What a thread survives is no matter of the manner, and costs patience.
    ...codes.flatMap((code) => ['--code', code]),
  );
  const { reactions } = JSON.parse(out) as Report;
  const rules = Object.fromEntries(
    reactions.map(({ code, moments }) => [code, moments.flatMap((one) => one.rules)]),
  );

  expect(exit).toBe(2);
  expect(rules['LOGIN_E_TOKENWRONG']).toContain('never-returns');
  expect(rules['LOGIN_E_INVALID_USER']).toContain('exits');
  expect(rules['LOGIN_E_TOKENEXPIRED']).toContain('rejects-unhandled');
  expect(rules['LOGIN_E_TOKEN_KICKED']).toContain('eats-memory');
  expect(reactions.find(({ code }) => code === 'LOGIN_E_OLDVERSION')?.verdict).not.toBe('untested');
});

test('audit: endless loops of promises and of timers of 0 ms cost their reactions and no more', async () => {
  const { exit, out } = await sigsim(
    'audit',
    'test/judge/loops.subject.mjs',
    '--json',
    '--patience',
    '5',
    '--web',
    'documented',
    ...['LOGIN_E_OTHER', 'LOGIN_E_FAILED', 'LOGIN_E_NET'].flatMap((code) => ['--code', code]),
  );
  const { reactions } = JSON.parse(out) as Report;

  expect(exit).toBe(2);
  expect(reactions).toMatchObject([
    { code: 'LOGIN_E_OTHER', verdict: 'wrong', rule: 'never-returns' },
    { code: 'LOGIN_E_NET', verdict: 'warn' },
    { code: 'LOGIN_E_FAILED', verdict: 'wrong', rule: 'never-returns' },
  ]);
});

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
// It hangs for longer than anybody waits, so that there is something to end.
const hanging = fileURLToPath(new URL('../judge/hostile.subject.mjs', import.meta.url));

test.each([
  ['audit', [hanging, '--patience', '60']],
  ['paths', ['--cover', 'edges', '--out', 'suite.json']],
])('command: Ctrl-C ends a long sigsim %s, and leaves no file behind', async (command, args) => {
  const cwd = mkdtempSync(join(tmpdir(), 'sigsim-interrupted-'));
  const child = spawn(process.execPath, [main, command, ...args], { cwd, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await setTimeout(2_000);
  child.kill('SIGINT');

  expect(await ended).toEqual([null, 'SIGINT']);
  expect(readdirSync(cwd)).toEqual([]);
  rmSync(cwd, { recursive: true });
});
