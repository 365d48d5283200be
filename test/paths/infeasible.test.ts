// Each reason why something cannot be covered can be checked: change that one thing, and it can.
import { expect, test } from 'vitest';
import { generate, type GenerateOptions } from 'sigsim/paths';
import { lifecycles } from '../../machines/index.ts';
import { exploreSystem } from '../../src/paths/model/explore.ts';

/** The reason of an item; `'covered'` where there is none. */
function reasonOf(item: string, options: Omit<GenerateOptions, 'cover'>): string {
  const { infeasible } = generate({ cover: 'transitions', ...options });
  return infeasible.find((one) => one.item === item)?.reason ?? 'covered';
}

test('infeasible: legacy, until deprecated codes are on', () => {
  const item = 'caller.pending|peer.unable|0';

  expect(reasonOf(item, { model: 'invite' })).toBe('legacy');
  expect(reasonOf(item, { model: 'invite', legacy: true })).toBe('covered');
});

test('infeasible: guard, until the one before it no longer always holds', () => {
  const item = 'query.querying|session.ended|1';

  expect(reasonOf(item, { model: 'channel', legacy: true })).toBe('guard');
  expect(reasonOf(item, { model: 'channel' })).toBe('covered');
});

test('infeasible: timing, until the other delay is longer', () => {
  const item = 'caller.pending.inviting|after notReceived|0';

  expect(reasonOf(item, { model: 'invite' })).toBe('timing');
  expect(reasonOf(item, { model: 'invite', timing: { noAck: 40_000 } })).toBe('covered');
});

test('infeasible: unreachable, until the calls that lead there may be made', () => {
  const item = 'callee.incoming|channelInviteAccept|0';

  expect(reasonOf(item, { model: 'invite', calls: ['channelInviteUser2'] })).toBe('unreachable');
  expect(reasonOf(item, { model: 'invite' })).toBe('covered');
});

test('infeasible: unreachable, if a call that is over makes room for the next', () => {
  const parts = lifecycles.flatMap(({ name, parts: own }) => (name === 'invite' ? own : []));
  const late = 'caller.failed|peer.accepted|0';
  const takes = (reuses: boolean): boolean =>
    exploreSystem({ name: 'x', parts, reuses }).labels.some(({ transitions }) =>
      transitions.includes(late),
    );

  expect([takes(true), takes(false)]).toEqual([false, true]);
});

test('infeasible: each reason comes with a sentence that says what would help', () => {
  const { infeasible } = generate({ model: 'login', cover: 'pairs' });

  expect(new Set(infeasible.map(({ reason, because }) => `${reason}: ${because}`))).toEqual(
    new Set([
      'unreachable: no sequence of steps of this model leads there',
      'timing: steps lead there, but no timing allows them all; other delays might',
      'guard: its event comes there, but its guard is never true, or an earlier one always is',
      'legacy: it is taken only if deprecated codes are on (legacy)',
    ]),
  );
});
