// `sigsim audit` whole, and with a client that its thread has to survive.
import { expect, test } from 'vitest';
import { sigsim } from '../support/command.ts';

interface Report {
  readonly reactions: readonly {
    readonly code: string;
    readonly moments: readonly { readonly rules: readonly string[] }[];
  }[];
}

test('audit: the careful chat does nothing wrong on any code', async () => {
  const { exit, out } = await sigsim('audit', 'examples/careful-chat.subject.ts');

  expect(exit).toBe(0);
  expect(out).toContain('0 of 42 codes wrong');
});

test('audit: a client that hangs, exits or leaves a promise costs that reaction and no more', async () => {
  const codes = ['LOGIN_E_TOKENWRONG', 'LOGIN_E_INVALID_USER', 'LOGIN_E_TOKENEXPIRED'];
  const { exit, out } = await sigsim(
    'audit',
    'test/judge/hostile.subject.mjs',
    '--json',
    '--patience',
    '8',
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
});
