// The judge on a few clients, one code at a time; all of them are judged in test/long/judge.test.ts.
import { expect, test } from 'vitest';
import { audit, prepare, rules, type JudgeRule } from '../../src/judge/index.ts';
import { onPublished, subject } from '../../src/run/index.ts';
import careful from '../../examples/careful-chat.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';

const quiet = { keep: false, twice: false } as const;

test('judge: a client that logs in again after a kick fights the other device forever', async () => {
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

test('judge: on 1.4.0, a client that finds out by itself what never comes is not blamed', async () => {
  const codes = ['QUERYUSERNUM_E_TIMEOUT', 'LEAVECHANNEL_E_OTHER', 'LOGIN_E_OTHER'] as const;
  const { wrong, warned, advice } = await audit(onPublished(careful), { ...quiet, codes });

  expect({ wrong, warned }).toEqual({ wrong: 0, warned: 0 });
  expect(advice.map(({ code, rule }) => `${code} ${rule}`)).toContain(
    'LEAVECHANNEL_E_OTHER room-lost',
  );
});

test('judge: every wrong moment has a trace to replay, and what is not shown is not kept', async () => {
  const { cases, run } = await prepare(naive, { codes: ['LOGIN_E_TOKENEXPIRED'] });
  const moments = new Map<string, boolean[]>();
  for (const at of cases.keys()) {
    const { code, moment, broken, file } = await run(at);
    if (!broken.some(({ verdict }) => verdict === 'wrong')) continue;
    const kept = moments.get(`${code} ${moment}`) ?? [];
    moments.set(`${code} ${moment}`, [...kept, file !== undefined]);
  }

  expect(moments.size).toBeGreaterThan(0);
  for (const [first, ...others] of moments.values()) {
    expect({ first, others: others.includes(true) }).toEqual({ first: true, others: false });
  }
  expect([...moments.values()].flat().length).toBeGreaterThan(moments.size);
});

test('judge: a rule of your own is checked with the others', async () => {
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

test('judge: calls that change nothing do not count as attempts', async () => {
  const chatty = subject({
    name: 'chatty',
    create: (world, options) => world.createAgoraAPI(options),
    do: {
      login: (api, { account, token }) => {
        api.login('app', account, token);
        api.dbg('logged in');
      },
    },
  });
  const none: JudgeRule = {
    name: 'none',
    reason: { en: 'Only what the service hears of counts.', zh: '只算服务端听得到的调用。' },
    source: 'this test',
    check: ({ attempts }) =>
      attempts.some(({ operation }) => operation === 'other')
        ? { verdict: 'wrong', why: { en: 'It counts.', zh: '算了。' } }
        : undefined,
  };
  const { wrong } = await audit(chatty, { ...quiet, codes: ['LOGOUT_E_NET'], rules: [none] });

  expect(wrong).toBe(0);
});

test('judge: a client with its own policy is judged by it, and the report shows the reason', async () => {
  const kiosk = subject({
    ...naive,
    policy: { LOGOUT_E_KICKED: { policy: 'backOff', reason: 'A kiosk is the only device.' } },
  });
  const { reactions } = await audit(kiosk, { ...quiet, codes: ['LOGOUT_E_KICKED'] });

  expect(reactions[0]?.rule).not.toBe('kick-war');
  expect(reactions[0]?.policy?.reason).toBe('A kiosk is the only device.');
});

test('judge: a client that behaves differently the second time is reported, with the first difference', async () => {
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

  expect(differs[0]).toMatchObject({ code: 'LOGOUT_E_OTHER', moment: 'first login' });
  expect(differs[0]?.first).toMatch(/^login at \d+ ms$/);
  expect(differs[0]?.second).not.toBe(differs[0]?.first);
});

test.each([
  ['has no login', { ...naive, do: {} }, /has no do\.login/],
  [
    'never logs in',
    { ...naive, do: { login: () => undefined } },
    /made no login within 5 s of do\.login/,
  ],
  [
    'throws when it is asked to log in',
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
])('judge: a client that %s is refused, with what to do', async (_, bad, message) => {
  await expect(audit(bad, quiet)).rejects.toThrow(message);
});

test('judge: a client that logs in ten thousand times is ended early, and reported', async () => {
  const eager = subject({
    ...naive,
    do: {
      login: (app, { account, token }) => {
        for (let n = 0; n < 10_000; n++) app.connect(account, token);
      },
    },
  });
  await expect(audit(eager, { ...quiet, codes: ['LOGIN_E_NET'] })).rejects.toThrow(
    /naive chat .*never comes to rest/,
  );
});

test('judge: what a client leaves in the global scope between its reactions is reported', async () => {
  const leaking = subject({
    ...naive,
    create: (world, options) => {
      Object.defineProperty(globalThis, 'myLastApp', { value: 1, configurable: true });
      return naive.create(world, options);
    },
  });
  const { leaks } = await audit(leaking, { ...quiet, codes: ['LOGOUT_E_OTHER'] });
  Reflect.deleteProperty(globalThis, 'myLastApp');

  expect(leaks).toEqual(['myLastApp']);
});

test('judge: handlers that are set too late count as missing', async () => {
  const late = subject({
    name: 'late',
    create: (world) => world,
    do: {
      login: (world, { account, token }) => {
        const session = world.Signal('app').login(account, token);
        setTimeout(() => {
          session.onLoginFailed = () => undefined;
        }, 60_000);
      },
    },
  });
  const { reactions } = await audit(late, { ...quiet, codes: ['LOGIN_E_INVALID_USER'] });

  expect(reactions).toMatchObject([{ verdict: 'wrong', rule: 'no-handler' }]);
});

test('judge: an unknown code or rule is refused, with the nearest name', async () => {
  await expect(audit(naive, { codes: ['LOGOUT_E_KICK' as never] })).rejects.toThrow(
    /Did you mean "LOGOUT_E_KICKED"/,
  );
  await expect(audit(naive, { off: ['kick-wars'] })).rejects.toThrow(/Did you mean "kick-war"/);
});
