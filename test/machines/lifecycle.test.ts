import { sessionActs } from '../../machines/session.ts';
import { expect, test } from 'vitest';
import { eventOf } from '../../machines/events.ts';
import { lifecycles } from '../../machines/index.ts';
import { calls, happens, msOf, retimed, type Part, type Timing } from '../../machines/lifecycle.ts';
import { say } from '../../machines/login/callbacks.ts';
import { ask, end, row } from '../../machines/row.ts';
import { begin, step } from '../../src/engine/step.ts';

test('say: a callback carries its code, and none where its signature has none', () => {
  expect(say('onLogout', 'LOGOUT_E_NET')).toStrictEqual({
    type: 'callback',
    name: 'onLogout',
    code: 'LOGOUT_E_NET',
  });
  expect(say('onLoginSuccess')).toStrictEqual({ type: 'callback', name: 'onLoginSuccess' });
});

test('ask, end: a request, and the word that ends a session', () => {
  expect([ask('join'), end('network')]).toStrictEqual([
    { type: 'request', name: 'join' },
    { type: 'session.ended', by: 'network' },
  ]);
});

test('row: one that nothing follows has its name and nothing else', () => {
  expect(row('R7')).toStrictEqual({
    actions: [],
    meta: { row: 'R7', codes: [], effects: [] },
  });
});

/** Stands for an event that a machine gives itself. */
const told = (): undefined => undefined;

test('row: assignments come first, then effects in order, then what it tells itself', () => {
  const gives = [end('user'), ask('logout'), say('onLogout', 'LOGOUT_E_USER')];

  const { actions, ...rest } = row('L1', {
    to: 'there',
    when: 'isIt',
    set: ['one', 'two'],
    gives,
    raise: [told],
    primary: true,
    reenter: true,
  });

  expect(rest).toStrictEqual({
    target: 'there',
    guard: 'isIt',
    reenter: true,
    meta: { row: 'L1', codes: ['LOGOUT_E_USER'], effects: gives, primary: true },
  });
  expect(actions.map((action) => (action as { readonly event?: unknown }).event ?? action)).toEqual(
    ['one', 'two', ...gives, told],
  );
});

const timing = {
  once: { ms: 10, source: 'a' },
  growing: { ms: [1, 2, 4], source: 'b' },
  never: { ms: [], source: 'c' },
} as const satisfies Timing;

test.each([
  ['once', 0, 10],
  ['once', 7, 10],
  ['growing', undefined, 1],
  ['growing', 0, 1],
  ['growing', 1, 2],
  ['growing', 2, 4],
  ['growing', 3, 4],
  ['never', 0, 0],
  ['other', 0, 0],
] as const)('msOf: %s at repetition %o is %d ms', (name, repetition, ms) => {
  expect(msOf(timing, name, repetition)).toBe(ms);
});

test('acts: a client calls, the world lets things happen', () => {
  expect(calls({ type: 'logout' })).toEqual({ by: 'client', event: { type: 'logout' } });
  expect(happens('reply.ok', { type: 'session.ended', by: 'user' })).toEqual([
    { by: 'world', event: { type: 'reply.ok' } },
    { by: 'world', event: { type: 'session.ended', by: 'user' } },
  ]);
  expect(sessionActs.map(({ event }) => Object.values(event).join(' '))).toEqual([
    'session.opened',
    'session.lost',
    'session.restored kept',
    'session.restored expired',
    'session.restored dropped',
    'session.restored destroyed',
    'session.restored removed',
    'session.ended user',
    'session.ended service',
    'session.ended network',
  ]);
});

/** How long a message waits for its answer in a part. */
function waitOf(part: Part): number | undefined {
  const call = eventOf({ type: 'messageAppSend', body: 'hello' }, { loggedIn: true, channel: '' });
  return step(part.machine, begin(part.machine, {}), call).timers[0]?.ms;
}

test('retimed: a part runs by the durations that it is given', () => {
  const message = lifecycles.flatMap(({ parts }) => parts).find(({ name }) => name === 'message');
  if (message === undefined) throw new Error('there is no message');
  const quick = retimed(message, { sendReply: 2000, joinReply: 1 });

  expect([waitOf(message), waitOf(quick)]).toEqual([10_000, 2000]);
  expect(quick.timing).toEqual({
    sendReply: { ms: 2000, source: message.timing['sendReply']?.source },
  });
});

test('retimed: what is not named stays, and a part of which nothing is named is the same', () => {
  const parts = lifecycles.flatMap((lifecycle) => lifecycle.parts);
  const channel = parts.find(({ name }) => name === 'channel');
  if (channel === undefined) throw new Error('there is no channel');

  const { timing: changed } = retimed(channel, { joinReply: 1 });

  expect(Object.entries(changed).map(([name, { ms }]) => [name, ms])).toEqual([
    ['joinReply', 1],
    ['leaveReply', 10_000],
  ]);
  for (const part of parts) expect(retimed(part, { nothing: 1 })).toBe(part);
});
