// The judge on a few clients, one code at a time; all of them are judged in test/long/judge.test.ts.
import { expect, test } from 'vitest';
import { audit, rules, type JudgeRule } from '../../src/judge/index.ts';
import { subject } from '../../src/run/index.ts';
import careful from '../../examples/careful-chat.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';
import { mutantSources, wild } from './clients.ts';
import { foundIn, judge } from './proof.ts';

const quiet = { keep: false, twice: false } as const;

test('judge: a client that logs in again after a kick fights the other device for ever', async () => {
  const { reactions } = await audit(naive, { ...quiet, codes: ['LOGOUT_E_KICKED'] });

  expect(reactions).toMatchObject([
    { code: 'LOGOUT_E_KICKED', verdict: 'wrong', rule: 'kick-war' },
  ]);
  expect(reactions[0]?.did.en).toContain('logged in again after 1 s');
});

test('judge: the careful chat does nothing wrong', async () => {
  const { wrong, warned, untested } = await audit(careful, quiet);

  expect({ wrong, warned, untested }).toEqual({ wrong: 0, warned: 0, untested: 0 });
});

/** A mutant, and a code at which it does its wrong. */
test.each([
  ['takes a kick for a loss', 'LOGOUT_E_KICKED'],
  ['waits five seconds each time', 'LOGIN_E_NET'],
  ['keeps its token', 'LOGIN_E_TOKENEXPIRED'],
  ['sends again under a new id', 'SENDMESSAGE_E_TIMEOUT'],
  ['takes every extra for JSON', 'INVITE_E_OTHER'],
  ['goes on trying after a logout', 'LOGOUT_E_USER'],
] as const)(
  'judge: a client that %s is caught, and missed when its rule is off',
  async (name, code) => {
    const { mutant, source } = mutantSources.find((one) => one.mutant.name === name) ?? {};
    if (mutant === undefined || source === undefined) throw new Error(`no mutant ${name}`);

    expect([...foundIn(await judge(source, { codes: [code] })).keys()]).toEqual([mutant.rule]);
    const without = await judge(source, { codes: [code], off: [mutant.rule] });
    expect([...foundIn(without).keys()]).toEqual([]);
  },
);

test('judge: a client that never comes to rest costs its reactions and no more', async () => {
  const source = wild.find(({ name }) => name === 'logout-login');
  if (source === undefined) throw new Error('no such client');
  const { reactions } = await judge(source, { codes: ['LOGOUT_E_NET', 'SUCCESS'] });

  expect(reactions).toMatchObject([
    { code: 'SUCCESS', verdict: 'untested' },
    { code: 'LOGOUT_E_NET', verdict: 'wrong', rule: 'hot-loop' },
  ]);
});

test('judge: a rule of your own is asked with the others', async () => {
  const patient: JudgeRule = {
    name: 'patient',
    reason: {
      en: 'Our gateway bans whoever tries more often.',
      zh: '网关会封禁频繁重试的客户端。',
    },
    source: 'our gateway',
    check: ({ loginsAfter }) =>
      loginsAfter.length > 5
        ? { verdict: 'wrong', why: { en: 'The gateway bans it.', zh: '网关会封禁它。' } }
        : undefined,
  };
  const report = await audit(careful, {
    ...quiet,
    codes: ['LOGIN_E_NET'],
    rules: [...rules, patient],
  });

  expect(report.reactions[0]).toMatchObject({ verdict: 'wrong', rule: 'patient' });
});

test('judge: a policy of its own is what a client is held to, and the report shows the reason', async () => {
  const kiosk = subject({
    ...naive,
    policy: { LOGOUT_E_KICKED: { policy: 'backOff', reason: 'A kiosk is the only device.' } },
  });
  const { reactions } = await audit(kiosk, { ...quiet, codes: ['LOGOUT_E_KICKED'] });

  expect(reactions[0]?.rule).not.toBe('kick-war');
  expect(reactions[0]?.policy?.reason).toBe('A kiosk is the only device.');
});

test('judge: a client that does otherwise the second time is told, with the first difference', async () => {
  let made = 0;
  const fickle = subject({
    ...naive,
    create: (world, options) => {
      made += 1;
      const app = naive.create(world, options);
      const connect = app.connect.bind(app);
      const late = made;
      app.connect = (account, token) => {
        if (late % 2 === 0) setTimeout(() => connect(account, token), 700);
        else connect(account, token);
      };
      return app;
    },
  });
  const { differs } = await audit(fickle, { keep: false, codes: ['LOGOUT_E_OTHER'] });

  expect(differs.length).toBeGreaterThan(0);
});

test.each([
  ['has no login', { ...naive, do: {} }, /has no do\.login/],
  [
    'logs in nowhere',
    { ...naive, do: { login: () => undefined } },
    /made no login within 5 s of do\.login/,
  ],
  [
    'throws when it is asked',
    {
      ...naive,
      do: {
        login: () => {
          throw new RangeError('no');
        },
      },
    },
    /could not be asked to log in: its login threw RangeError: no/,
  ],
])('judge: a client that %s is refused with what to do', async (_, bad, message) => {
  await expect(audit(bad, quiet)).rejects.toThrow(message);
});

test('judge: an unknown code or rule is refused with the nearest name', async () => {
  await expect(audit(naive, { codes: ['LOGOUT_E_KICK' as never] })).rejects.toThrow(
    /Did you mean "LOGOUT_E_KICKED"/,
  );
  await expect(audit(naive, { off: ['kick-wars'] })).rejects.toThrow(/Did you mean "kick-war"/);
});
