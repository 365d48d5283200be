import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sigsim, sigsimHere } from '../support/command.ts';

test.each([
  [['toru'], "error: unknown command 'toru'\n(Did you mean tour?)\ntry: sigsim --help\n"],
  [['dance'], "error: unknown command 'dance'\ntry: sigsim --help\n"],
  [['--jsno'], "error: unknown option '--jsno'\ntry: sigsim --help\n"],
  [
    ['tour', '--jso'],
    "error: unknown option '--jso'\n(Did you mean --json?)\ntry: sigsim tour --help\n",
  ],
  [
    ['tour', 'LOGIN_E_NET'],
    "error: too many arguments for 'tour'. Expected 0 arguments but got 1.\n" +
      'try: sigsim tour --help\n',
  ],
  [
    ['tour', '--sdk', 'ios'],
    "error: option '--sdk <shape>' argument 'ios' is invalid. " +
      'Allowed choices are native, web, real.\ntry: sigsim tour --help\n',
  ],
  [['tour', '--sdk'], "error: option '--sdk <shape>' argument missing\ntry: sigsim tour --help\n"],
  [
    ['codes', '--lang', 'fr'],
    "error: option '--lang <lang>' argument 'fr' is invalid. " +
      'Allowed choices are en, zh.\ntry: sigsim codes --help\n',
  ],
  [
    ['codes', '501', '502'],
    "error: too many arguments for 'codes'. Expected 1 argument but got 2.\n" +
      'try: sigsim codes --help\n',
  ],
  [
    ['codes', 'INVITE_E_TIMEOT'],
    'error: codes: "INVITE_E_TIMEOT" is not a documented code. Did you mean "INVITE_E_TIMEOUT"? ' +
      'Give a name or a number; sigsim codes lists all 42.\n',
  ],
  [
    ['codes', '502'],
    'error: codes: "502" is not a documented code. ' +
      'Give a name or a number; sigsim codes lists all 42.\n',
  ],
  [
    ['codes', ''],
    'error: codes: "" is not a documented code. Give a name or a number; sigsim codes lists all 42.\n',
  ],
  [['help', 'nosuch'], "error: unknown command 'nosuch'\ntry: sigsim --help\n"],
  [['help', 'code'], "error: unknown command 'code'\n(Did you mean codes?)\ntry: sigsim --help\n"],
  [
    ['codes', 'join'],
    'error: codes: "join" is a group of codes, not a code. Give one of them: JOINCHANNEL_E_OTHER.\n',
  ],
  [['where'], "error: missing required argument 'code'\ntry: sigsim where --help\n"],
  [
    ['where', 'login_e_net'],
    'error: where: "login_e_net" is not a documented code. Did you mean "LOGIN_E_NET"? ' +
      'Give a name or a number; sigsim codes lists all 42.\n',
  ],
  [
    ['where', '--json', '999'],
    'error: where: "999" is not a documented code. ' +
      'Give a name or a number; sigsim codes lists all 42.\n',
  ],
  [
    ['where', '__proto__'],
    'error: where: "__proto__" is not a documented code. ' +
      'Give a name or a number; sigsim codes lists all 42.\n',
  ],
  [
    ['where', 'LOGIN_E_NET', '--verbose'],
    "error: unknown option '--verbose'\ntry: sigsim where --help\n",
  ],
] as const)('command: %j says %s', async (args, message) => {
  expect(await sigsimHere(args)).toEqual({ exit: 1, out: '', err: message });
});

test('command: its process ends with 1, and a message on stderr', async () => {
  expect(await sigsim('where', '999')).toEqual({
    exit: 1,
    out: '',
    err:
      'error: where: "999" is not a documented code. ' +
      'Give a name or a number; sigsim codes lists all 42.\n',
  });
});

test('command: nothing at all shows the help on stderr, exit 1', async () => {
  const { exit, out, err } = await sigsimHere([]);

  expect({ exit, out }).toEqual({ exit: 1, out: '' });
  expect(err).toMatch(/^Usage: sigsim \[options\] \[command\]\n/);
});

test.each([
  [['--help'], 'sigsim [options] [command]'],
  [['tour', '--help'], 'sigsim tour [options]'],
  [['codes', '-h'], 'sigsim codes [options] [name or value]'],
  [['where', '--help'], 'sigsim where [options] <code>'],
  [['help', 'where'], 'sigsim where [options] <code>'],
] as const)('command: %j prints help to stdout, exit 0', async (args, usage) => {
  const { exit, out, err } = await sigsimHere(args);

  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out.split('\n', 1)).toEqual([`Usage: ${usage}`]);
});

test.each([['-V'], ['--version']])(
  'command: %s prints the version of the package',
  async (flag) => {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { readonly version: string };

    expect(await sigsimHere([flag])).toEqual({ exit: 0, out: `${version}\n`, err: '' });
  },
);
