// `sigsim audit`, as a user runs it.
import { expect, test } from 'vitest';
import { sigsim, sigsimHere } from '../support/command.ts';

interface Report {
  readonly client: string;
  readonly wrong: number;
  readonly reactions: readonly {
    readonly code: string;
    readonly verdict: string;
    readonly rule?: string;
    readonly replay: string;
    readonly moments: readonly { readonly moment: string; readonly rules: readonly string[] }[];
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
  const codes = ['LOGOUT_E_KICKED', 'LOGIN_E_NET', 'LOGOUT_E_TOKENEXPIRED'];
  const only = codes.flatMap((code) => ['--code', code]);
  const { exit, out } = await sigsimHere(['audit', 'examples/careful-chat.subject.ts', ...only]);

  expect(exit).toBe(0);
  expect(out).toContain('0 of 3 codes wrong');
});

test.each([
  [['audit', 'nowhere.ts'], /"nowhere\.ts" cannot be loaded/],
  [['audit', 'examples/naive-chat.ts'], /Export one: export default subject/],
  [
    ['audit', 'examples/naive-chat.subject.ts', '--web', '1.4.0', '--sdk', 'native'],
    /--web 1\.4\.0 is a manner of the web shape/,
  ],
  [['audit', 'examples/naive-chat.subject.ts', '--code', 'LOGOUT_E_KICK'], /LOGOUT_E_KICKED/],
  [['audit', 'examples/naive-chat.subject.ts', '--rule', 'kick-wars'], /"kick-war"/],
])('audit: %j is wrong use, and the message says what to do', async (args, message) => {
  const { exit, err } = await sigsimHere(args);

  expect(exit).toBe(1);
  expect(err).toMatch(message);
});
