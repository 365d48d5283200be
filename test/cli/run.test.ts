import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { callNames } from '../../machines/lifecycles.ts';
import { linesOf, sigsim, sigsimHere } from '../support/command.ts';

const example = fileURLToPath(new URL('../../examples/login-fails-twice.json', import.meta.url));
const login = { by: 'client', client: 'alice', do: 'login', args: { account: 'alice' } };
const sound = { sigsim: 'scenario', version: 1, steps: [login, { by: 'time', wait: '1 s' }] };
const folder = mkdtempSync(join(tmpdir(), 'sigsim-'));

/** A file with a scenario in it, or with any text. */
function fileOf(name: string, content: object | string): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test('run: plays a scenario and prints the lanes, exit 0', async () => {
  const { exit, out, err } = await sigsim('run', example);

  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(linesOf(out)[0]).toMatch(/^ +time {2}alice +service$/);
  expect(out.match(/◀ onLoginFailed 201 LOGIN_E_NET/g)).toHaveLength(2);
  expect(linesOf(out).at(-1)).toMatch(/◀ onLoginSuccess/);
});

test('run: plays it through the web double, too', async () => {
  const { exit, out } = await sigsimHere(['run', example, '--sdk', 'web']);

  expect(exit).toBe(0);
  expect(out.match(/◀ onLoginFailed 201 LOGIN_E_NET/g)).toHaveLength(2);
});

test('run: --json prints one document with rules, trace and hash', async () => {
  const { exit, out } = await sigsimHere(['run', example, '--json']);

  const told = JSON.parse(out) as Readonly<Record<string, unknown>>;
  expect(exit).toBe(0);
  expect(Object.keys(told)).toEqual(['title', 'rules', 'complaints', 'hash', 'entries']);
  expect(told['rules']).toEqual([
    { rule: 'fail("LOGIN_E_NET", {"account":"alice","times":2})', fired: 2 },
  ]);
  expect(told['hash']).toMatch(/^[0-9a-f]{64}$/);
});

test('run: a rule that did not fire is exit 2, with the reason in the last line', async () => {
  const rules = [{ fail: 'LOGIN_E_FAILED', account: 'alice', times: 2 }];
  const file = fileOf('unfired.json', { ...sound, rules });

  const { exit, out, err } = await sigsimHere(['run', file]);

  expect({ exit, err }).toEqual({ exit: 2, err: '' });
  expect(linesOf(out).at(-1)).toBe(
    '✗ rules[0]: fail("LOGIN_E_FAILED", {"account":"alice","times":2}) fired 1 of 2: ' +
      'only 1 login() by alice',
  );
});

test('run: a wrong file is exit 1, with place and reason, and nothing runs', async () => {
  const file = fileOf('wrong.json', { ...sound, steps: [{ ...login, do: 'lgin' }] });

  const { exit, out, err } = await sigsimHere(['run', file]);

  expect({ exit, out }).toEqual({ exit: 1, out: '' });
  expect(err).toBe(
    `error: ${file}: steps[0]: no "do" "lgin". Known: ${callNames.join(', ')}. ` +
      'Did you mean "login"?\n',
  );
});

test('run: an act that cannot be at its step is exit 1, with the step', async () => {
  const steps = [{ by: 'service', do: 'kick', args: ['alice'] }];

  const { exit, err } = await sigsimHere(['run', fileOf('kick.json', { ...sound, steps })]);

  expect({ exit, err }).toEqual({
    exit: 1,
    err: 'error: scenario: steps[0]: service.kick: no online account "alice". Known: none.\n',
  });
});

test('run: a file that is not there is exit 1, and says what to give', async () => {
  expect(await sigsimHere(['run', 'no-such.json'])).toEqual({
    exit: 1,
    out: '',
    err:
      'error: run: "no-such.json" cannot be read (ENOENT). ' +
      'Give the path of a scenario; sigsim run --help shows one.\n',
  });
});

test('run: the scenario in its help is one that it plays', async () => {
  const { out } = await sigsimHere(['run', '--help']);
  const shown = /^ {2}\{[\s\S]*?\] \}$/m.exec(out)?.[0] ?? '';

  expect((await sigsimHere(['run', fileOf('help.json', shown)])).exit).toBe(0);
});
