// What is wrong with a scenario is said before it runs: the place, the reason, and what to do.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseScenario, readScenario, scenarioSchema } from '../../src/scenario/index.ts';
import { scripts } from '../../src/tour/script.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

const login = { by: 'client', client: 'alice', do: 'login', args: { account: 'alice' } };
const sound = { sigsim: 'scenario', version: 1, steps: [login] };

const wrongSteps: readonly (readonly [unknown, string])[] = [
  [{}, 'steps[0]: "by" is missing. Known: client, service, network, time.'],
  [
    { ...login, by: 'clint' },
    'steps[0]: no "by" "clint". Known: client, service, network, time. Did you mean "client"?',
  ],
  [{ ...login, client: '' }, 'steps[0].client: "" is not valid. Give a name.'],
  [{ by: 'client', client: 'alice', do: 'login' }, 'steps[0]: "args" is missing. Give an object.'],
  [{ ...login, args: {} }, 'steps[0].args: "account" is missing. Give a text.'],
  [{ ...login, args: { account: 5 } }, 'steps[0].args.account: 5 is not valid. Give a text.'],
  [
    { ...login, args: { account: 'alice', token: 'dya' } },
    'steps[0].args.token: no such word "dya". ' +
      'Known: none, day, hour, expired, foreign, missing. Did you mean "day"?',
  ],
  [{ ...login, args: { acount: 'alice' } }, 'steps[0].args: "account" is missing. Give a text.'],
  [
    { by: 'network', do: 'ct', args: ['alice'] },
    'steps[0]: no "do" "ct". Known: corrupt, cut, partition, restore, set. Did you mean "cut"?',
  ],
  [
    { by: 'network', do: 'cut', args: ['alice', { cause: 'scissors' }] },
    'steps[0].args[1].cause: no such word "scissors". Known: closed, error, unknown.',
  ],
  [
    { by: 'service', do: 'kick', args: [] },
    'steps[0].args: [] is not valid. Give a list: [account, whom?].',
  ],
  [
    { by: 'service', do: 'goDown', args: ['now'] },
    'steps[0].args: ["now"] is not valid. Give an empty list.',
  ],
  [
    { by: 'time', wait: 10 },
    'steps[0].wait: 10 is not valid. ' +
      'Give a duration with its unit: "250 ms", "30 s", "2 min" or "1 h".',
  ],
  [
    { by: 'time', wait: '10' },
    'steps[0].wait: "10" is not valid. ' +
      'Give a duration with its unit: "250 ms", "30 s", "2 min" or "1 h".',
  ],
];

test.each(wrongSteps)('scenario: step %j is refused with place and reason', (step, why) => {
  expect(() => readScenario('a.json', { ...sound, steps: [step] })).toThrow(
    saying(`a.json: ${why}`),
  );
});

const wrongHeads: readonly (readonly [unknown, string])[] = [
  [[], '[] is not valid. Give an object.'],
  [{}, '"sigsim" is missing. Give "scenario".'],
  [{ ...sound, version: 2 }, 'version: 2 is not valid. Give 1.'],
  [
    { ...sound, step: [] },
    'no key "step". Known: $schema, sigsim, version, title, seed, legacy, web, timing, network, ' +
      'budgets, pushTokenExpiry, tokens, clients, rules, steps. Did you mean "steps"?',
  ],
  [{ ...sound, legacy: 'yes' }, 'legacy: "yes" is not valid. Give true or false.'],
  [{ ...sound, network: { loss: 2 } }, 'network.loss: 2 is not valid. Give a probability, 0 to 1.'],
  [
    { ...sound, timing: { sendReply: 2000 } },
    'timing.sendReply: 2000 is not valid. ' +
      'Give a duration with its unit: "250 ms", "30 s", "2 min" or "1 h".',
  ],
  [
    { ...sound, clients: { bob: { name: 'bob' } } },
    'clients.bob: no key "name". Known: version, canReceiveCalls, device, double.',
  ],
];

test.each(wrongHeads)('scenario: %j is refused with place and reason', (scenario, why) => {
  expect(() => readScenario('a.json', scenario)).toThrow(saying(`a.json: ${why}`));
});

const wrongRules: readonly (readonly [unknown, string])[] = [
  [{}, ': "fail" is missing. Give a code, or "fault".'],
  [{ fail: 'LOGIN_E_NETT' }, '.fail: no such word "LOGIN_E_NETT". Did you mean "LOGIN_E_NET"?'],
  [
    { fault: 'hangs' },
    '.fault: no such word "hangs". Known: hang, late, dropRequest, dropAnswer, duplicate, ' +
      'reorder, kick. Did you mean "hang"?',
  ],
  [
    { fail: 'LOGIN_E_NET', acount: 'alice' },
    ': no key "acount". Known: fail, account, peer, channel, while, from, until, nth, every, ' +
      'times, pattern, chance, budget, optional. Did you mean "account"?',
  ],
  [
    { fail: 'LOGIN_E_NET', times: 'two' },
    '.times: "two" is not valid. Give a whole number, 1 or more.',
  ],
  [
    { fail: 'LOGIN_E_NET', from: '3' },
    '.from: "3" is not valid. Give a duration with its unit: "250 ms", "30 s", "2 min" or "1 h".',
  ],
  [
    { fail: 'LOGIN_E_OLDVERSION' },
    ': "LOGIN_E_OLDVERSION" is deprecated, and this scenario emits no deprecated codes. ' +
      'Add "legacy": true to it.',
  ],
  [{ fault: 'late', on: 'login' }, ': fault("late"): no delay. Say how late: { delay: "3 s" }.'],
  [
    { fail: 'LOGIN_E_NET', from: '2 s', until: '1 s' },
    ': fail("LOGIN_E_NET"): from 2 s until 1 s is no time at all. Give a later until.',
  ],
  [
    { fail: 'LOGIN_E_NET', until: '0 s' },
    ': fail("LOGIN_E_NET"): until is 0 ms, but it is 0 ms already. ' +
      'Give a later time, or leave it out.',
  ],
  [
    { fail: 'LOGIN_E_NET', account: 'alise' },
    ' can never fire: no login as "alise". Known: alice. Did you mean "alice"?',
  ],
  [
    { fail: 'INVITE_E_NET' },
    ' can never fire: the steps cannot lead to any invitation. ' +
      'Add one, or mark the rule "optional": true.',
  ],
  [
    { fault: 'kick', on: 'join' },
    ' can never fire: the steps cannot lead to any channelJoin(). ' +
      'Add one, or mark the rule "optional": true.',
  ],
  [
    { fail: 'LOGIN_E_NET', from: '1 min' },
    ' can never fire: it applies from 1 min on, but the scenario ends at 0 ms. ' +
      'Give an earlier from, or let more time pass.',
  ],
];

test.each(wrongRules)('scenario: rule %j is refused before it runs', (rule, why) => {
  expect(() => readScenario('a.json', { ...sound, rules: [rule] })).toThrow(
    saying(`a.json: rules[0]${why}`),
  );
});

test('scenario: two rules that contradict each other are refused', () => {
  const rules = [
    { fail: 'LOGIN_E_NET', every: 1 },
    { fail: 'LOGIN_E_FAILED', account: 'alice' },
  ];

  expect(() => readScenario('a.json', { ...sound, rules })).toThrow(
    saying(
      'a.json: rules[1]: fail("LOGIN_E_FAILED"): fail("LOGIN_E_NET", {"every":1}) takes every ' +
        'login() that this rule waits for. Make this rule first, or limit that one: ' +
        'with times, until or account.',
    ),
  );
});

test('scenario: an optional rule need not have an occasion among the steps', () => {
  const rules = [{ fail: 'INVITE_E_NET', account: 'carol', from: '1 min', optional: true }];

  expect(() => readScenario('a.json', { ...sound, rules })).not.toThrow();
});

test('scenario: a text that is no JSON is refused with line and column', () => {
  expect(() => parseScenario('a.json', '{\n  "sigsim": "scenario",,\n}')).toThrow(
    saying('a.json: not JSON: line 2, column 24. Look for an extra or missing comma there.'),
  );
  expect(() => parseScenario('a.json', '{')).toThrow('a.json: not JSON: line 1, column 2.');
});

test.each(scripts.map(({ code, scenario }) => [code, scenario] as const))(
  '%s: the scenario of the tour is a sound one, as JSON too',
  (_code, scenario) => {
    expect(parseScenario('tour', JSON.stringify(scenario))).toEqual(scenario);
  },
);

test('scenario: the schema that is published is the one that reads', () => {
  const file = new URL('../../dist/src/scenario.schema.json', import.meta.url);

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(scenarioSchema);
});
