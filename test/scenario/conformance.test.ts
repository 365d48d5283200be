// Every kind of rule in both of its forms: what a test writes in TypeScript and what a scenario writes
// in JSON leave the same trace, byte for byte. The titles are the table.
import type { Rule, SignalingWorld, WorldOptions } from 'sigsim';
import { expect, test } from 'vitest';
import { channelMachine } from '../../machines/channel/machine.ts';
import { codes } from '../../machines/codes.ts';
import { loginMachine } from '../../machines/login/machine.ts';
import type { ScenarioRule } from '../../src/scenario/index.ts';
import { faultKinds } from '../../src/world/rules/faults.ts';
import { clientStates, whenNames } from '../../src/world/rules/when.ts';
import { tellInJSON, tellInTypeScript, type Told } from '../support/story.ts';

/** What a story shows: queries that failed (x), what bob got, when alice's answers came, her codes. */
interface Shown {
  readonly queries: string;
  readonly bob: string;
  readonly answersMs: readonly number[];
  readonly codes: readonly string[];
}

/** What the story shows where nothing goes wrong. */
const calm: Shown = {
  queries: '....',
  bob: 'one two three',
  answersMs: [2020, 3020, 4020, 5020, 6020, 6020, 6020],
  codes: ['LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_USER'],
};

function show({ world }: Told): Shown {
  const heard = world.trace.callbacks('alice');
  const queries = heard.filter(({ name }) => name === 'onChannelQueryUserNumResult');
  const got = world.trace.callbacks('bob').filter(({ name }) => name === 'onMessageInstantReceive');
  return {
    queries: queries.map(({ code }) => (code === 'SUCCESS' ? '.' : 'x')).join(''),
    bob: got.map(({ details }) => details['body']).join(' '),
    answersMs: heard
      .filter(({ name }) => /^(onMessageSend|onChannelQuery)/.test(name))
      .map(({ at }) => at),
    codes: heard.flatMap(({ code = 'SUCCESS' }) =>
      code === 'SUCCESS' || code.startsWith('QUERY') ? [] : [code],
    ),
  };
}

type Row = readonly [
  kind: string,
  typescript: (world: SignalingWorld) => readonly Rule[],
  json: readonly ScenarioRule[],
  shown: Partial<Shown>,
  options?: Pick<WorldOptions, 'seed' | 'budgets'>,
];

const after = (code: string): readonly string[] => [code, ...calm.codes];

const rows: readonly Row[] = [
  [
    'the n-th call',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { nth: 2 })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', nth: 2 }],
    { queries: '.x..' },
  ],
  [
    'every k-th call',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { every: 2 })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', every: 2 }],
    { queries: '.x.x' },
  ],
  [
    'every k-th call from the n-th on',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { nth: 1, every: 3 })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', nth: 1, every: 3 }],
    { queries: 'x..x' },
  ],
  [
    'fail, fail, succeed',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { times: 2 })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', times: 2 }],
    { queries: 'xx..' },
  ],
  [
    'a pattern',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { pattern: 'x.xx' })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', pattern: 'x.xx' }],
    { queries: 'x.xx' },
  ],
  [
    'while in a state',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { while: 'joined', every: 1 })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', while: 'joined', every: 1 }],
    { queries: 'xxxx' },
  ],
  [
    'for an account',
    (world) => [world.fail('LOGIN_E_FAILED', { account: 'bob' })],
    [{ fail: 'LOGIN_E_FAILED', account: 'bob' }],
    { bob: '', codes: after('INVITE_E_OTHER') },
  ],
  [
    'for a peer',
    (world) => [world.fail('SENDMESSAGE_E_OTHER', { peer: 'bob', nth: 3 })],
    [{ fail: 'SENDMESSAGE_E_OTHER', peer: 'bob', nth: 3 }],
    { bob: 'one two', codes: after('SENDMESSAGE_E_OTHER') },
  ],
  [
    'for a channel',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { channel: 'games' })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', channel: 'games' }],
    { queries: '.x..' },
  ],
  [
    'from a virtual time on',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { from: '4 s' })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', from: '4 s' }],
    { queries: '..x.' },
  ],
  [
    'until a virtual time',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { until: '4 s', every: 1 })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', until: '4 s', every: 1 }],
    { queries: 'xx..' },
  ],
  [
    'latency',
    (world) => [world.fault('late', { on: 'query', delay: '2500 ms' })],
    [{ fault: 'late', on: 'query', delay: '2500 ms' }],
    { answersMs: [3020, 4020, 4520, 5020, 6020, 6020, 6020] },
  ],
  [
    'hang without answer',
    (world) => [world.fault('hang', { on: 'message', nth: 2 })],
    [{ fault: 'hang', on: 'message', nth: 2 }],
    {
      bob: 'one three',
      answersMs: [2020, 3020, 4020, 5020, 6020, 6020, 16_000],
      codes: after('SENDMESSAGE_E_TIMEOUT'),
    },
  ],
  [
    'drop before the effect',
    (world) => [world.fault('dropRequest', { on: 'message', nth: 2 })],
    [{ fault: 'dropRequest', on: 'message', nth: 2 }],
    {
      bob: 'one three',
      answersMs: [2020, 3020, 4020, 5020, 6020, 6020, 16_000],
      codes: after('SENDMESSAGE_E_TIMEOUT'),
    },
  ],
  [
    'drop after the effect',
    (world) => [world.fault('dropAnswer', { on: 'message', nth: 2 })],
    [{ fault: 'dropAnswer', on: 'message', nth: 2 }],
    {
      answersMs: [2020, 3020, 4020, 5020, 6020, 6020, 16_000],
      codes: after('SENDMESSAGE_E_TIMEOUT'),
    },
  ],
  [
    'duplicate',
    (world) => [world.fault('duplicate', { on: 'push', account: 'bob', peer: 'alice' })],
    [{ fault: 'duplicate', on: 'push', account: 'bob', peer: 'alice' }],
    { bob: 'one one two three' },
  ],
  [
    'reorder',
    (world) => [world.fault('reorder', { on: 'message', delay: '50 ms' })],
    [{ fault: 'reorder', on: 'message', delay: '50 ms' }],
    { bob: 'two three one', answersMs: [2020, 3020, 4020, 5020, 6020, 6020, 6070] },
  ],
  [
    'kick by a second login',
    (world) => [world.fault('kick', { account: 'alice', nth: 2 })],
    [{ fault: 'kick', account: 'alice', nth: 2 }],
    { codes: [...calm.codes, 'LOGOUT_E_KICKED'] },
  ],
  [
    'seeded probability',
    (world) => [world.fail('QUERYUSERNUM_E_OTHER', { chance: 0.5 })],
    [{ fail: 'QUERYUSERNUM_E_OTHER', chance: 0.5 }],
    { queries: '.x.x' },
    { seed: 7 },
  ],
  [
    'a budget of faults',
    (world) => [
      world.fail('QUERYUSERNUM_E_OTHER', { nth: 3, every: 1, budget: 'few' }),
      world.fail('SENDMESSAGE_E_OTHER', { every: 1, budget: 'few' }),
    ],
    [
      { fail: 'QUERYUSERNUM_E_OTHER', nth: 3, every: 1, budget: 'few' },
      { fail: 'SENDMESSAGE_E_OTHER', every: 1, budget: 'few' },
    ],
    { queries: '..xx', bob: 'two three', codes: after('SENDMESSAGE_E_OTHER') },
    { budgets: { few: 3 } },
  ],
];

/** The TypeScript form as it stands in this file. */
const written = (form: Row[1]): string =>
  String(form)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/world\.|^\(world\) => \[ ?| ?\]$/g, '');

const titled = rows.map(([kind, typescript, json, shown, options = {}]) => {
  const twin = json.map((rule) => JSON.stringify(rule)).join(', ');
  const both = { typescript, json, shown: { ...calm, ...shown }, options };
  return [`${kind}: ${written(typescript)} ≡ ${twin}`, both] as const;
});

test.each(titled)('rule: %s', async (_, { typescript, json, shown, options }) => {
  const here = await tellInTypeScript(options, typescript);
  const there = await tellInJSON(options, json);

  expect(show(here)).toEqual(shown);
  expect(there.world.trace.hash()).toBe(here.world.trace.hash());
  expect(there.fired).toEqual(here.fired);
  expect(() => here.world.close()).not.toThrow();
  expect(() => there.world.close()).not.toThrow();
});

test('rule: where nothing goes wrong, both forms of the story are calm', async () => {
  const here = await tellInTypeScript({}, () => []);

  expect(show(here)).toEqual(calm);
  expect((await tellInJSON({}, [])).world.trace.hash()).toBe(here.world.trace.hash());
});

test.each(codes.map(({ name, deprecated }) => [name, deprecated] as const))(
  '%s: a rule for it leaves the same trace in both forms',
  async (code, legacy) => {
    const here = await tellInTypeScript({ legacy }, (world) => [world.fail(code)]);
    const there = await tellInJSON({ legacy }, [{ fail: code }]);

    expect(here.fired).toEqual([1]);
    expect(there.world.trace.hash()).toBe(here.world.trace.hash());
  },
);

test('rule: the table has every word and every kind of fault', () => {
  const rules = rows.flatMap(([, , json]) => json);
  const words = new Set(rules.flatMap((rule) => Object.keys(rule)));
  const kinds = new Set(rules.flatMap((rule) => ('fault' in rule ? [rule.fault] : [])));

  expect(whenNames.filter((word) => !words.has(word))).toEqual(['optional']);
  expect([...kinds].toSorted()).toEqual(faultKinds.toSorted());
});

test('rule: the states that a rule may ask for are those of the machines', () => {
  const states = [loginMachine, channelMachine].flatMap(({ states: own }) => Object.keys(own));

  expect(clientStates).toEqual(states);
});
