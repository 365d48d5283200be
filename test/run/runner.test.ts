// A path is run against a client; what goes wrong with the client is said as a recipe.
import type { AgoraAPI } from 'sigsim';
import {
  native,
  runPath,
  runSuite,
  subject,
  web,
  type NativeApp,
  type PathOutcome,
  type Subject,
} from 'sigsim/paths';
import { expect, test } from 'vitest';
import { accepted, login, paths, step, suiteOf } from '../support/suite.ts';

const [expired, logout] = paths as [(typeof paths)[number], (typeof paths)[number]];
const suite = suiteOf();

/** The native double, with something changed. */
const broken = (changes: Partial<Subject<NativeApp>>): Subject<NativeApp> => ({
  ...native,
  name: 'my client',
  ...changes,
});

const runExpired = (client: Subject<NativeApp>): Promise<PathOutcome> =>
  runPath(suite, expired, client);

test.each([
  ['native', native as Subject],
  ['web', web as Subject],
])('runner: the %s double goes every path of a suite', async (_name, double) => {
  const { outcomes, ...counts } = await runSuite(suite, double);

  expect(counts).toEqual({ subject: double.name, passed: 2, failed: 0, left: 0, skipped: 0 });
  expect(outcomes.map(({ path, steps }) => [path, steps])).toEqual([
    ['codes/LOGIN_E_TOKENEXPIRED', 4],
    ['codes/LOGOUT_E_USER', 6],
  ]);
});

test('runner: a callback that the client swallows is missed by name', async () => {
  const deaf = broken({
    heard: ({ heard }) => heard.filter(({ callback }) => callback !== 'onLoginFailed'),
  });

  expect((await runExpired(deaf)).text).toBe(
    `my client left the path at step 4 of 4.
  path      codes/LOGIN_E_TOKENEXPIRED (model login, seed 1)
  step      the world: reply.tokenExpired to login
  expected  onLoginFailed LOGIN_E_TOKENEXPIRED (204); rows L10
  actual    no callback; rows L10
replay      save writeFailure(suite, outcome) as failure.json, then: npx sigsim replay failure.json --subject FILE
hint        the SDK delivered onLoginFailed; is its handler set before the call?`,
  );
});

const replayLine = 'npx sigsim replay suite.json --path codes/LOGIN_E_TOKENEXPIRED';

test.each([
  ['nowhere', {}, undefined],
  ['a suite alone', { file: 'suite.json' }, undefined],
  ['both', { file: 'suite.json', subjectFile: 'my-chat.ts' }, `${replayLine} --subject my-chat.ts`],
])(
  'runner: a command that replays is printed only where it works: kept %s',
  async (_, place, line) => {
    const deaf = broken({ heard: () => [] });
    const { text, divergence } = await runPath(suite, expired, deaf, place);

    expect([divergence?.replay, divergence?.page]).toEqual([line, line?.replace('replay', 'page')]);
    expect(text).toContain(
      `replay      ${line ?? 'save writeFailure(suite, outcome) as failure.json, then: npx sigsim replay failure.json --subject FILE'}\n`,
    );
  },
);

test('runner: a double needs no file of its own to be replayed', async () => {
  const wrong = { ...accepted, expect: { callbacks: [{ name: 'onReconnected' }] } };
  const path = { id: 'wrong', codes: [], steps: [...login(), wrong] };
  const { divergence } = await runPath(suite, path, web, { file: 'suite.json' });

  expect(divergence?.replay).toBe('npx sigsim replay suite.json --path wrong --sdk web');
  const { text } = await runPath(suite, path, native);
  expect(text).toContain('then: npx sigsim replay failure.json\n');
});

test('runner: a callback without a code that the client swallows is missed, too', async () => {
  const deaf = broken({
    heard: ({ heard }) => heard.filter(({ callback }) => callback !== 'onLoginSuccess'),
  });
  const { verdict, text } = await runPath(suite, logout, deaf);

  expect(verdict).toBe('failed');
  expect(text).toContain('hint        the SDK delivered onLoginSuccess; is its handler set');
});

test('runner: a client that throws is told apart from one that is silent', async () => {
  const clumsy = broken({
    do: {
      ...native.do,
      login: () => {
        throw new TypeError('no account');
      },
    },
  });

  expect((await runExpired(clumsy)).text).toBe(
    `my client left the path at step 1 of 4.
  path      codes/LOGIN_E_TOKENEXPIRED (model login, seed 1)
  step      login(account alice, token expired)
  expected  no callback; login loggingIn.resolving; rows L1
  actual    no callback; login loggedOut; its login threw TypeError: no account
replay      save writeFailure(suite, outcome) as failure.json, then: npx sigsim replay failure.json --subject FILE
hint        the client threw the error above; fix that first.`,
  );
});

test('runner: a client that never calls the SDK is watched for a minute', async () => {
  const lazy = broken({ do: { ...native.do, login: () => new Promise(() => undefined) } });

  expect((await runExpired(lazy)).text).toBe(
    `my client left the path at step 1 of 4.
  path      codes/LOGIN_E_TOKENEXPIRED (model login, seed 1)
  step      login(account alice, token expired)
  expected  no callback; login loggingIn.resolving; rows L1
  actual    no callback; login loggedOut; no call until 60000 ms later
replay      save writeFailure(suite, outcome) as failure.json, then: npx sigsim replay failure.json --subject FILE
hint        your client never called the SDK; does do.login of the subject reach it?`,
  );
});

test('runner: a client that calls the SDK late is told how late', async () => {
  const slow = broken({
    do: {
      ...native.do,
      login: (app, args) => {
        globalThis.setTimeout(() => native.do.login?.(app, args), 250);
      },
    },
  });

  expect((await runExpired(slow)).text).toBe(
    `my client left the path at step 1 of 4.
  path      codes/LOGIN_E_TOKENEXPIRED (model login, seed 1)
  step      login(account alice, token expired)
  expected  no callback; login loggingIn.resolving; rows L1
  actual    no callback; login loggedOut; the call 250 ms late
replay      save writeFailure(suite, outcome) as failure.json, then: npx sigsim replay failure.json --subject FILE
hint        your client called the SDK 250 ms after do.login; call it at once.`,
  );
});

test('runner: a handler that throws fails the path at its step', async () => {
  const nervous = broken({
    create(world, options) {
      const app = native.create(world, options);
      app.api.onLoginFailed = () => {
        throw new RangeError('204');
      };
      return app;
    },
  });
  const { divergence } = await runExpired(nervous);

  expect(divergence?.step).toBe(4);
  expect(divergence?.actual.threw).toEqual(['a callback of it threw RangeError: 204']);
});

test.each([
  ['create', { create: () => missing() }, 1],
  ['dispose', { dispose: () => missing() }, 4],
] as const)('runner: an error of %s fails the path', async (name, changes, at) => {
  const { verdict, divergence } = await runExpired(broken(changes));

  expect([verdict, divergence?.step]).toEqual(['failed', at]);
  expect(divergence?.actual.threw[0]).toBe(`its ${name} threw Error: missing`);
});

test('runner: a create that gives a promise is told so', async () => {
  const late = { ...native, create: () => Promise.resolve({}) } as unknown as Subject<NativeApp>;
  const { divergence } = await runExpired(late);

  expect(divergence?.actual.threw[0]).toBe(
    'its create threw TypeError: it returned a promise; return the client itself',
  );
});

test('runner: what a client leaves running is no matter of a path', async () => {
  const busy = broken({
    create(world, options) {
      globalThis.setInterval(() => undefined, 50);
      return native.create(world, options);
    },
  });

  expect((await runExpired(busy)).verdict).toBe('passed');
});

function missing(): never {
  throw new Error('missing');
}

test('runner: what a client cannot do is skipped, with the reason', async () => {
  const mute = broken({ do: { login: (app, args) => native.do.login?.(app, args) } });

  expect(await runPath(suite, logout, mute)).toEqual({
    path: 'codes/LOGOUT_E_USER',
    verdict: 'skipped',
    steps: 0,
    text: 'my client cannot logout, which codes/LOGOUT_E_USER asks for.',
  });
});

test('runner: a client that tries again by itself leaves the path without failing', async () => {
  const eager = subject<AgoraAPI>({
    name: 'eager client',
    create(world) {
      const api = world.createAgoraAPI();
      api.onLoginFailed = () => api.login('app', 'alice', '_no_need_token');
      return api;
    },
    do: { login: (api, { account, token }) => api.login('app', account, token) },
  });

  expect(await runPath(suite, expired, eager)).toEqual({
    path: 'codes/LOGIN_E_TOKENEXPIRED',
    verdict: 'left',
    steps: 3,
    text:
      'eager client went its own way at step 4 of 4 of codes/LOGIN_E_TOKENEXPIRED: ' +
      'it called login by itself.',
  });
});

test('runner: a path that expects what never comes fails with the missing callback', async () => {
  const wrong = { ...accepted, expect: { callbacks: [{ name: 'onReconnected' }] } };
  const path = { id: 'wrong', codes: [], steps: [...login(), wrong] };
  const { divergence } = await runPath(suite, path, native);

  expect(divergence?.expected.callbacks).toEqual([{ name: 'onReconnected' }]);
  expect(divergence?.actual.callbacks).toEqual([{ name: 'onLoginSuccess' }]);
});

test('runner: a state that is not as the path says fails by itself', async () => {
  const wrong = { ...accepted, expect: { ...accepted.expect, state: { login: 'loggedOut' } } };
  const path = { id: 'wrong', codes: [], steps: [...login(), wrong] };
  const { text } = await runPath(suite, path, native);

  expect(text).toContain('  expected  onLoginSuccess; login loggedOut; rows L9\n');
  expect(text).toContain('  actual    onLoginSuccess; login loggedIn; rows L9\n');
});

/** A word of the session, as an act. */
const word = (what: string, state: string, args?: object) =>
  step({
    by: 'world',
    do: what,
    part: 'session',
    ...args,
    expect: { state: { session: state } },
  });

test('runner: one lifecycle alone has its session made true by acts', async () => {
  const path = {
    id: 'channel/words',
    codes: [],
    steps: [
      word('session.opened', 'in'),
      { ...word('session.lost', 'lost'), waitMs: 5000 },
      { ...word('session.restored', 'in', { args: { membership: 'expired' } }), waitMs: 120_000 },
      word('session.ended', 'out', { args: { by: 'user' } }),
    ],
  };

  const verdicts = await Promise.all(
    [native as Subject, web as Subject].map(
      async (one) => (await runPath({ ...suite, model: 'channel' }, path, one)).text,
    ),
  );
  expect(verdicts).toEqual(['', '']);
});
