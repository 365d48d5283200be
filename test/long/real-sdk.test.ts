// The published SDK where any client can stand, as far as that takes long: the judge, the tour, the
// command, campaigns.
import { expect, test } from 'vitest';
import { onRealSdk } from 'sigsim/paths';
import naive from '../../examples/naive-chat.subject.ts';
import { benchOf } from '../../src/campaign/campaign.ts';
import { playRun } from '../../src/campaign/play.ts';
import { audit } from '../../src/judge/index.ts';
import waits from '../judge/manners/waits-for-the-answer.ts';
import { sigsim, sigsimHere } from '../support/command.ts';

test('the judge: a kick war is a kick war on the real SDK, and its line says so', async () => {
  const options = { keep: true, twice: false, codes: ['LOGOUT_E_KICKED'] as const };

  const { client, reactions } = await audit(onRealSdk(naive), { ...options, file: 'naive.ts' });

  expect(client).toBe('naive chat on the real SDK');
  expect(reactions).toMatchObject([
    {
      verdict: 'wrong',
      rule: 'kick-war',
      replay: 'npx sigsim audit naive.ts --code LOGOUT_E_KICKED --sdk real',
    },
  ]);
});

test('tour --sdk real: the eight of its ten numbers that are codes, exit 2', async () => {
  const { exit, out } = await sigsimHere(['tour', '--sdk', 'real']);

  expect(exit).toBe(2);
  expect(out).toMatch(/^8\/42 codes emitted; missing: SUCCESS, LOGOUT_E_OTHER/m);
});

test('audit --sdk real: the report names it', async () => {
  const { out } = await sigsim(
    'audit',
    'examples/naive-chat.subject.ts',
    '--sdk',
    'real',
    '--code',
    'LOGIN_E_CANCEL',
  );

  expect(out).toContain('naive chat on the real SDK');
});

test('the judge: what only the real SDK does is found: a message of which it never tells the end', async () => {
  const options = { keep: false, twice: false, codes: ['SENDMESSAGE_E_TIMEOUT'] as const };

  const [double, wire] = [await audit(waits, options), await audit(onRealSdk(waits), options)];

  expect(double.wrong).toBe(0);
  expect(wire.reactions).toMatchObject([{ verdict: 'wrong', rule: 'message-lost' }]);
});

test('campaign: on the published SDK a client breaks what it breaks on the double in its manner, run by run', async () => {
  const double = await benchOf(naive, { web: '1.4.0' });
  const real = await benchOf(onRealSdk(naive));
  // What the SDK throws of its own is no fault of the client, and its double throws none.
  const brokenIn = async (bench: typeof real, run: number): Promise<readonly string[]> =>
    (await playRun(bench, 1, run)).faults
      .map(({ rule, client = 'sigsim' }) => `${client} ${rule}`)
      .filter((one) => !one.endsWith('throws-in-handler'));
  let broken = 0;
  for (let run = 1; run <= 60; run++) {
    const there = await brokenIn(real, run);
    broken += there.length;

    expect(there, `run ${run}`).toEqual(await brokenIn(double, run));
  }

  expect(broken).toBeGreaterThan(4);
});
