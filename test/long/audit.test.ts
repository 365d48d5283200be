// `sigsim audit` whole, and with a client that its thread has to survive.
import { expect, test } from 'vitest';
import { sigsim } from '../support/command.ts';

interface Report {
  readonly reactions: readonly {
    readonly code: string;
    readonly verdict: string;
    readonly moments: readonly { readonly rules: readonly string[] }[];
  }[];
}

test('audit: the careful chat does nothing wrong on any code', async () => {
  const { exit, out } = await sigsim('audit', 'examples/careful-chat.subject.ts');

  expect(exit).toBe(0);
  expect(out).toContain('0 of 42 codes wrong');
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
