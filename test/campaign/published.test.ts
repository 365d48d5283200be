// Campaigns in the manner of 1.4.0: what the careful chat must do there, and what is the SDK's own doing.
import { playScenario } from 'sigsim/campaign';
import { expect, test } from 'vitest';
import careful from '../../examples/careful-chat.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';
import type { Scenario, ScenarioStep } from '../../src/scenario/index.ts';
import { by, network, service, wait } from '../../src/scenario/steps.ts';

const alice = by('alice');
const [login, logout] = [alice('login', { account: 'alice' }), alice('logout', {})];
const [join, leave] = (['channelJoin', 'channelLeave'] as const).map((call) =>
  alice(call, { channel: 'lobby' }),
) as [ScenarioStep, ScenarioStep];
const say = alice('messageChannelSend', { channel: 'lobby', body: 'hello' });
const moment = wait('100 ms');
const [cut, restore] = [network('cut', 'alice'), network('restore', 'alice')];

const story = (steps: readonly ScenarioStep[], more: Partial<Scenario> = {}): Scenario => ({
  sigsim: 'scenario',
  version: 1,
  web: '1.4.0',
  clients: { alice: {} },
  ...more,
  steps,
});

test.each<readonly [what: string, steps: readonly ScenarioStep[]]>([
  [
    'asks for nothing before its session can be asked',
    [login, login, alice('channelQueryUserNum', { channel: 'lobby' })],
  ],
  ['says that nobody is there to hear it', [login, join, moment, leave, say, wait('10 min')]],
  [
    'says that what it said is lost, if it left the room before its session ended',
    [join, login, moment, say, leave, service('orderClose', 'alice'), wait('10 min')],
  ],
  [
    'waits for one join at a time',
    [
      login,
      moment,
      join,
      join,
      moment,
      service('removeFromChannel', 'alice', 'lobby'),
      wait('30 s'),
    ],
  ],
  [
    'logs in again only after its logout is answered',
    [login, moment, logout, cut, login, restore, wait('30 s')],
  ],
])('campaign: in the manner of 1.4.0 the careful chat %s', async (_, steps) => {
  expect((await playScenario(careful, story(steps))).broken).toEqual([]);
});

test.each<readonly [what: string, more: Partial<Scenario>, steps: readonly ScenarioStep[]]>([
  [
    'a session that comes back because its logout was lost',
    {},
    [login, moment, logout, wait('1 ms'), cut, wait('1 s'), restore, wait('10 s')],
  ],
  [
    'a login that nobody sees, because the service is down',
    {},
    [login, wait('1 ms'), service('goDown'), wait('2 h'), service('comeUp'), wait('5 s')],
  ],
  [
    'a way back into a channel from which it was removed without a word',
    { rules: [{ fail: 'LEAVECHANNEL_E_KICKED', account: 'alice', optional: true, times: 1 }] },
    [login, join, moment, cut, restore, wait('1 s')],
  ],
])('campaign: in the manner of 1.4.0 %s is not held against a client', async (_, more, steps) => {
  expect((await playScenario(careful, story(steps, more))).broken).toEqual([]);
});

test('campaign: in the manner of 1.4.0 a client that takes every kick back is still found', async () => {
  const kicked = story([login, moment, service('kick', 'alice'), wait('2 s')]);

  expect((await playScenario(naive, kicked)).broken.map(({ rule }) => rule)).toContain('kick-war');
});
