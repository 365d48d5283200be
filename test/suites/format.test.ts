// What a suite looks like as text, in full.
import { formatSuite, suiteFormats, toSequenceDiagram, type SuiteFormat } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { accepted, login, logout, paths, step, suiteOf, unacknowledged } from '../support/suite.ts';

const suite = suiteOf();
const [expired] = paths;

test('format: a suite is written as the same bytes each time', () => {
  for (const format of suiteFormats) {
    expect(formatSuite(structuredClone(suite), format)).toBe(formatSuite(suite, format));
  }
  expect(suiteFormats).toEqual(['json', 'vitest', 'mermaid', 'dot', 'csv']);
});

test('format: an unknown format is refused with the nearest name', () => {
  expect(() => formatSuite(suite, 'jsno' as SuiteFormat)).toThrow(
    'formatSuite: no format "jsno". Known: json, vitest, mermaid, dot, csv. Did you mean "json"?',
  );
});

test('format: JSON has a step a line', () => {
  const short = suiteOf([{ id: 'one', codes: [], steps: [logout] }]);

  expect(formatSuite(short, 'json')).toBe(`{
  "version": 1,
  "model": "login",
  "cover": "codes",
  "legacy": false,
  "seed": 1,
  "universe": 2,
  "covered": 2,
  "infeasible": [],
  "steps": 1,
  "lowerBound": 1,
  "boundIs": "trivial",
  "complete": true,
  "paths": [
    { "id": "one", "codes": [], "steps": [
      {"by":"client","do":"logout","part":"login","waitMs":0,"expect":{"state":{"login":"loggingOut.plain"}},"rows":["L19"]}
    ] }
  ]
}
`);
});

test('format: CSV quotes by RFC 4180 and ends its lines with CR LF', () => {
  const [first] = login();
  const steps = first === undefined ? [] : [first, unacknowledged];

  expect(formatSuite(suiteOf([{ id: 'a, "b"', codes: [], steps }]), 'csv')).toBe(
    [
      'path,step,by,client,do,part,args,waitMs,state,callbacks,codes,values',
      '"a, ""b""",1,client,,login,login,"{""account"":""alice"",""token"":""none""}",0,' +
        'login=loggingIn.resolving,,,',
      '"a, ""b""",2,time,,after logoutAck,login,,10000,login=loggedOut,onLogout,LOGOUT_E_USER,101',
      '',
    ].join('\r\n'),
  );
});

test('format: Mermaid draws the states of a suite, each step once', () => {
  expect(formatSuite(suite, 'mermaid')).toBe(`stateDiagram-v2
  direction LR
  state "begin" as s0
  state "login loggingIn.resolving" as s1
  state "login loggingIn.connecting" as s2
  state "login loggingIn.authenticating" as s3
  state "login loggedIn" as s4
  state "login loggingOut.plain" as s5
  [*] --> s0
  s0 --> s1 : login · login
  s1 --> s2 : login · lookup.answered
  s2 --> s3 : login · connect.succeeded
  s3 --> s0 : login · reply.tokenExpired / LOGIN_E_TOKENEXPIRED
  s3 --> s4 : login · reply.accepted / onLoginSuccess
  s4 --> s5 : login · logout
  s5 --> s0 : login · after logoutAck / LOGOUT_E_USER
`);
});

test('format: Mermaid draws each of several clients in a sequence', () => {
  const steps = [
    step({ by: 'client', client: 'bob', do: 'logout', part: 'login' }),
    step({ by: 'world', client: 'alice', do: 'peer.ended', part: 'caller' }),
  ];

  expect(formatSuite(suiteOf([{ id: 'codes/1', codes: [], steps }]), 'mermaid')).toBe(
    `sequenceDiagram
  participant alice
  participant bob
  participant world
  bob->>world: logout()
  world->>alice: the world · peer.ended to caller
`,
  );
});

test('format: Mermaid draws one path as a sequence', () => {
  const path = { id: 'one', codes: [], steps: [accepted, logout, unacknowledged] };
  const drawn = `sequenceDiagram
  participant client
  participant world
  world->>client: the world · reply.accepted to login
  Note left of client: onLoginSuccess
  client->>world: logout()
  Note over client,world: 10000 ms
  Note over client: after logoutAck of login
  Note left of client: onLogout LOGOUT_E_USER (101)
`;

  expect(toSequenceDiagram(path)).toBe(drawn);
  expect(formatSuite(suiteOf([path]), 'mermaid')).toBe(drawn);
});

test('format: DOT quotes what Graphviz would read as syntax', () => {
  const odd = step({ by: 'client', do: 'say "hi" \\', part: 'login' });

  expect(formatSuite(suiteOf([{ id: 'odd', codes: [], steps: [odd] }]), 'dot')).toBe(
    String.raw`digraph "login codes" {
  rankdir=LR;
  node [shape=box, style=rounded];
  s0 [label="begin"];
  s0 -> s0 [label="login: say \"hi\" \\"];
}
`,
  );
});

test('format: the vitest file names its client in one line', () => {
  const text = formatSuite(suiteOf(expired === undefined ? [] : [expired]), 'vitest');

  expect(text.match(/native as client/g)).toHaveLength(1);
  expect(text.split('\n').filter((line) => line.startsWith('import'))).toEqual([
    "import { native as client } from 'sigsim/paths';",
    "import { checkSuite, runPath } from 'sigsim/paths';",
    "import { expect, test } from 'vitest';",
  ]);
  expect(text).toMatch(
    /^\/\/ 1 path that covers the codes of the model login\. Written by sigsim paths\.\n/,
  );
});
