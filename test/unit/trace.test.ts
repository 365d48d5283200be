import { createWorld, Trace, traceVersion, type SignalingWorld, type TraceEntry } from 'sigsim';
import { expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { fit } from '../../src/base/columns.ts';

/** Alice logs in with a token, asks for a count, and is kicked; her handler throws. */
async function story(): Promise<SignalingWorld> {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.onLogout = () => {
    throw new RangeError('a secret text');
  };
  api.login('app', 'alice', world.service.issueToken({ account: 'alice' }));
  await world.advance('1 s');
  api.channelQueryUserNum('lobby');
  await world.advance('1 s');
  world.service.kick('alice');
  await world.advance('1 s');
  return world;
}

const lines = (text: string): readonly string[] => text.trimEnd().split('\n');

test('trace: lanes of a small story, whole', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.onLoginSuccess = () => undefined;

  api.login('app', 'bob', world.service.issueToken({ account: 'bob' }));
  await world.advance('1 s');
  world.service.kick('bob');
  await world.advance('1 s');

  expect(lines(world.trace.toString())).toEqual([
    '        time  bob                             service',
    '        0 ms  login("app", "bob", "<token>")  │',
    '              ● loggingIn.resolving           │',
    '              │                               ──▶ bob: lookup +10 ms',
    '       10 ms  │                               ◀── bob: lookup answered +10 ms',
    '       20 ms  ● loggingIn.connecting          │',
    '              │                               ──▶ bob: connect +10 ms',
    '       30 ms  │                               ◀── bob: connect answered +10 ms',
    '       40 ms  ● loggingIn.authenticating      │',
    '              │                               ──▶ bob: login +10 ms',
    '       50 ms  │                               ◀── bob: reply.accepted +10 ms',
    '       60 ms  ● loggedIn                      │',
    '              ◀ onLoginSuccess                │',
    '         1 s  │                               service.kick("bob")',
    '              │                               ◀── bob: service.kicked +10 ms',
    '      1.01 s  ● loggedOut                     │',
    '              │                               ──▶ bob: close +10 ms',
    '              ◁ onLogout 103 LOGOUT_E_KICKED  │',
  ]);
});

test('trace: JSONL of a small story, whole, after a head with the version', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI({ name: 'a' });

  api.logout();
  await world.advance(0);

  expect(world.trace.toJSONL()).toBe(
    '{"sigsim":"trace","version":1}\n' +
      '{"kind":"call","at":0,"client":"a","method":"logout","args":[]}\n' +
      '{"kind":"transition","at":0,"client":"a","part":"login","event":"logout",' +
      '"from":"loggedOut","to":"loggedOut","rows":["L22"],"codes":["LOGOUT_E_ALREADY_LOGOUT"]}\n' +
      '{"kind":"callback","at":0,"client":"a","name":"onLogout",' +
      '"code":"LOGOUT_E_ALREADY_LOGOUT","details":{},"handled":false}\n',
  );
});

test('trace: every line of the JSONL is JSON, the first one the head', async () => {
  const { trace } = await story();

  const [head, ...entries] = lines(trace.toJSONL()).map((line) => JSON.parse(line) as unknown);

  expect(head).toEqual({ sigsim: 'trace', version: traceVersion });
  expect(entries).toEqual(trace.entries);
});

test('trace: Mermaid of a small story, whole', async () => {
  const { trace } = await story();

  expect(trace.toMermaid()).toBe(`sequenceDiagram
  participant c0 as alice
  participant service
  c0->>service: lookup
  service->>c0: lookup answered
  c0->>service: connect
  service->>c0: connect answered
  c0->>service: login
  service->>c0: reply.accepted
  Note over c0: onLoginSuccess
  c0->>service: query
  service->>c0: query ok
  Note over c0: onChannelQueryUserNumResult SUCCESS
  service->>c0: service.kicked
  c0->>service: close
  Note over c0: onLogout LOGOUT_E_KICKED
`);
});

test('trace: Mermaid reads no syntax out of a name, and draws what is lost with a cross', () => {
  const world = createWorld();
  world.network.cut('al;ice#1');
  world.createAgoraAPI().login('app', 'al;ice#1', '_no_need_token');

  expect(lines(world.trace.toMermaid())).toEqual([
    'sequenceDiagram',
    '  participant c0 as al ice 1',
    '  participant service',
    '  c0--xservice: lookup',
  ]);
});

test('trace: tokens and the texts of errors are in no form of it', async () => {
  const world = await story();
  const { trace } = world;

  const forms = [trace.toString(), trace.toJSONL(), trace.toMermaid()].join('');

  expect(forms).not.toMatch(/1:app:\d{10}/);
  expect(forms).not.toContain('secret');
  expect(trace.toJSONL()).toContain('"args":["app","alice","<token>"]');
  expect(trace.toString()).toContain('! onLogout threw RangeError');
});

test.each([['_no_need_token'], [''], [undefined], [null]])(
  'trace: a token of %o is no secret and is shown',
  (token) => {
    const world = createWorld();

    world.createAgoraAPI().login('app', 'alice', token as string);

    expect(world.trace.entries[0]).toMatchObject({ kind: 'call', args: ['app', 'alice', token] });
  },
);

test('trace: a token of login2 and of a login by rule is redacted, too', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_ALREADY_LOGIN');
  const token = world.service.issueToken({ account: 'alice' });

  world.createAgoraAPI().login2('app', 'alice', token, 0, '', 30, 3);
  await world.advance('1 s');

  const calls = world.trace.entries.filter(({ kind }) => kind === 'call');
  expect(calls).toMatchObject([
    { method: 'login2', args: ['app', 'alice', '<token>'] },
    { method: 'login', args: ['app', 'alice', '<token>'], by: 'rule' },
  ]);
});

test('trace: the same story has the same hash, one more act another', async () => {
  const [one, two] = [await story(), await story()];

  expect(one.trace.hash()).toMatch(/^[0-9a-f]{64}$/);
  expect(one.trace.hash()).toBe(two.trace.hash());
  two.service.ban('bob');
  expect(one.trace.hash()).not.toBe(two.trace.hash());
});

test('trace: callbacks and codes are of one client, or of all', async () => {
  const { trace } = await story();

  expect(trace.callbacks('alice')).toEqual(trace.callbacks());
  expect(trace.callbacks('bob')).toEqual([]);
  expect(trace.codes()).toEqual(['SUCCESS', 'LOGOUT_E_KICKED']);
  expect(trace.codes('bob')).toEqual([]);
});

test('trace: an empty one prints a head and nothing else', () => {
  const trace = new Trace();

  expect(trace.toString()).toBe(`${' '.repeat(8)}time  service\n`);
  expect(trace.toJSONL()).toBe('{"sigsim":"trace","version":1}\n');
  expect(trace.toMermaid()).toBe('sequenceDiagram\n  participant service\n');
});

test('lanes: acts, rules, lost packets and late answers have lines of their own', () => {
  const trace = new Trace();
  const at = 1_400;
  const entries: readonly TraceEntry[] = [
    { kind: 'act', at, by: 'network', did: 'cut', args: ['bob', { cause: 'unknown' }] },
    { kind: 'packet', at, client: 'bob', to: 'service', name: 'query' },
    { kind: 'late', at, client: 'bob', name: 'query ok' },
    { kind: 'lost', at, client: 'bob', name: 'login' },
    { kind: 'rule', at, client: 'bob', code: 'GENERAL_E', did: 'begins' },
    { kind: 'rule', at, client: 'bob', fault: 'hang', did: 'begins' },
    { kind: 'call', at, client: 'bob', method: 'logout', args: [undefined], by: 'rule' },
  ];
  trace.entries.push(...entries);

  const wide = ' '.repeat(18);
  expect(lines(trace.toString()).slice(1)).toEqual([
    `       1.4 s  │${wide}network.cut("bob", {"cause":"unknown"})`,
    `              │${wide}──▶ bob: query ✗ lost`,
    `              │${wide}◀─✗ bob: query ok comes too late`,
    `              │${wide}──✗ bob: login was lost with the connection`,
    `              │${wide}rule GENERAL_E begins for bob`,
    `              │${wide}fault hang for bob`,
    '              logout(–) by rule  │',
  ]);
});

test.each(codes)(
  'lanes: $name is not cut, so that it can be searched for',
  ({ name, deliveredBy }) => {
    const trace = new Trace();
    const callback = deliveredBy.native.split('(', 1)[0] ?? '';

    trace.entries.push({
      kind: 'callback',
      at: 0,
      client: 'alice',
      name: callback,
      code: name,
      details: {},
      handled: true,
    });

    expect(trace.toString()).toContain(name);
  },
);

test.each([
  ['alice', 8, 'alice   '],
  ['alice', 5, 'alice'],
  ['alice', 4, 'ali…'],
  ['小明', 6, '小明  '],
  ['小明小明', 5, '小明…'],
  ['😀', 3, '😀 '],
])('lanes: %s in %d columns is "%s"', (text, size, shown) => {
  expect(fit(text, size)).toBe(shown);
});

test('lanes: a text as long as a suite is cut at once', () => {
  expect(fit('ab'.repeat(1_000_000), 4)).toBe('aba…');
});
