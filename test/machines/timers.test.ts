// Which timers run where, and for how long: as the specification has them (LC 2.6, decisions A).
import type { EventObject } from 'xstate';
import { expect, test } from 'vitest';
import { eventOf } from '../../machines/events.ts';
import { lifecycles } from '../../machines/index.ts';
import { begin, step } from '../../src/engine/step.ts';
import { eventText } from '../../src/engine/wording.ts';

const parts = lifecycles.flatMap((lifecycle) => lifecycle.parts);

/** The timers that run at the end of a way, with their milliseconds, and those that its last step began. */
function timersAfter(name: string, way: readonly EventObject[]) {
  const part = parts.find((one) => one.name === name);
  if (part === undefined) throw new Error(`no part ${name}`);
  const running = new Map<string, number>();
  let snapshot = begin(part.machine, { legacy: false });
  let begun: readonly string[] = [];
  for (const event of way) {
    const done = step(part.machine, snapshot, eventOf(event, known));
    expect(done.taken).not.toEqual([]);
    snapshot = done.snapshot;
    begun = [];
    for (const { id, ms } of done.timers) {
      const timer = eventText(id).replace('after ', '');
      if (ms === undefined) running.delete(timer);
      else {
        running.set(timer, ms);
        begun = [...begun, timer];
      }
    }
  }
  return { running: Object.fromEntries(running), begun };
}

const known = { loggedIn: true, channel: 'lobby' };
const on = (...types: readonly string[]): readonly EventObject[] => types.map((type) => ({ type }));
const call = (type: string, args: Readonly<Record<string, unknown>> = {}) => ({
  type,
  ...args,
});
const login = (limits: Readonly<Record<string, unknown>> = {}): EventObject =>
  ({
    type: 'login',
    call: { appId: 'app', account: 'alice', token: 'x', ...limits },
  }) as EventObject;
const inside = [login(), ...on('lookup.answered', 'connect.succeeded', 'reply.accepted')];
const join = (channel: string): EventObject => call('channelJoin', { channel });
const invite = (extra?: string): EventObject =>
  call('channelInviteUser2', { channel: 'lobby', peer: 'bob', extra });

const failedOnce = [login(), ...on('lookup.failed')];
const again = on('xstate.after.backoff.login.loggingIn.backoff', 'lookup.failed');
const away = [...inside, ...on('line.lost')];
const awayAgain = on('xstate.after.backoff.login.reconnecting.backoff', 'connect.failed');

test.each<[string, string, readonly EventObject[], Readonly<Record<string, number>>]>([
  ['a look-up has 10 s, a login 30', 'login', [login()], { lookup: 10_000, retryWindow: 30_000 }],
  ['a connection has 6 s', 'login', inside.slice(0, 2), { connect: 6_000, retryWindow: 30_000 }],
  [
    'the answer to a login has 10 s',
    'login',
    inside.slice(0, 3),
    { loginReply: 10_000, retryWindow: 30_000 },
  ],
  ['a client that is in waits for nothing', 'login', inside, {}],
  [
    'the first retry comes after 200 ms',
    'login',
    failedOnce,
    { backoff: 200, retryWindow: 30_000 },
  ],
  [
    'the second comes after 400 ms',
    'login',
    [...failedOnce, ...again],
    { backoff: 400, retryWindow: 30_000 },
  ],
  [
    'the third comes after 800 ms',
    'login',
    [...failedOnce, ...again, ...again],
    { backoff: 800, retryWindow: 30_000 },
  ],
  [
    'login2 gives the seconds in which they must succeed',
    'login',
    [login({ retrySeconds: 5 })],
    { lookup: 10_000, retryWindow: 5_000 },
  ],
  [
    'seconds that are none give 30',
    'login',
    [login({ retrySeconds: 0 })],
    { lookup: 10_000, retryWindow: 30_000 },
  ],
  [
    'seconds that have no end give 30',
    'login',
    [login({ retrySeconds: Infinity })],
    { lookup: 10_000, retryWindow: 30_000 },
  ],
  [
    'seconds that are text give 30',
    'login',
    [login({ retrySeconds: '5' })],
    { lookup: 10_000, retryWindow: 30_000 },
  ],
  [
    'a client without its line tries after 200 ms, for 30 s',
    'login',
    away,
    { backoff: 200, retryWindow: 30_000 },
  ],
  ['and again after 400', 'login', [...away, ...awayAgain], { backoff: 400, retryWindow: 30_000 }],
  [
    'its connection has 6 s',
    'login',
    [...away, ...awayAgain.slice(0, 1)],
    { connect: 6_000, retryWindow: 30_000 },
  ],
  [
    'its login has 10 s',
    'login',
    [...away, ...awayAgain.slice(0, 1), ...on('connect.succeeded')],
    { loginReply: 10_000, retryWindow: 30_000 },
  ],
  ['a logout has 10 s', 'login', [...inside, ...on('logout')], { logoutAck: 10_000 }],
  ['a request has 10 s', 'request', [call('request')], { requestReply: 10_000 }],
  ['a join has 10 s', 'channel', [join('lobby')], { joinReply: 10_000 }],
  ['a member waits for nothing', 'channel', [join('lobby'), ...on('reply.ok')], {}],
  [
    'a leave has 10 s',
    'channel',
    [join('lobby'), ...on('reply.ok'), call('channelLeave', { channel: 'lobby' })],
    { leaveReply: 10_000 },
  ],
  [
    'a query has 10 s',
    'query',
    [call('channelQueryUserNum', { channel: 'lobby' })],
    { queryReply: 10_000 },
  ],
  [
    'a message has 10 s',
    'message',
    [call('messageInstantSend', { account: 'bob', body: 'hello' })],
    { sendReply: 10_000 },
  ],
  [
    'an invitation has 20 s to arrive, which beats 30',
    'caller',
    [invite()],
    { noAck: 20_000, notReceived: 30_000, _timeout: 0 },
  ],
  [
    'and its own _timeout',
    'caller',
    [invite('{"_timeout":7}')],
    { noAck: 20_000, notReceived: 30_000, _timeout: 7_000 },
  ],
  [
    'only that goes on while it rings',
    'caller',
    [invite('{"_timeout":7}'), ...on('peer.acknowledged')],
    { _timeout: 7_000 },
  ],
  [
    'a call that is up has none',
    'caller',
    [invite('{"_timeout":7}'), ...on('peer.acknowledged', 'peer.accepted')],
    {},
  ],
  ['a callee has none', 'callee', on('invite.arrived'), {}],
])('timers: %s', (_, part, way, timers) => {
  expect(timersAfter(part, way).running).toEqual(timers);
});

test.each<[string, string, readonly EventObject[], readonly string[]]>([
  ['a login while logging in does not touch them', 'login', [login(), login()], []],
  ['a logout again does not', 'login', [...inside, ...on('logout', 'logout')], []],
  ['a login while logging out does not', 'login', [...inside, ...on('logout'), login()], []],
  ['the window of a login stays over its retries', 'login', [...failedOnce], ['backoff']],
  ['the same join again does not', 'channel', [join('lobby'), join('lobby')], []],
  ['another join begins anew', 'channel', [join('lobby'), join('games')], ['joinReply']],
  [
    'the line does not touch those of a message',
    'message',
    [call('messageAppSend', { body: 'hello' }), ...on('session.lost', 'session.restored')],
    [],
  ],
  ['the same invitation again does not', 'caller', [invite(), invite()], []],
  [
    'a peer that is silent does not',
    'caller',
    [invite(), ...on('peer.acknowledged', 'peer.silent')],
    [],
  ],
])('timers: %s', (_, part, way, begun) => {
  expect(timersAfter(part, way).begun).toEqual(begun);
});

test('timers: the durations are those of the specification', () => {
  expect(
    parts.flatMap(({ name, timing }) =>
      Object.entries(timing).map(([delay, { ms }]) => [name, delay, ms]),
    ),
  ).toEqual([
    ['login', 'lookup', 10_000],
    ['login', 'connect', 6_000],
    ['login', 'loginReply', 10_000],
    ['login', 'logoutAck', 10_000],
    ['login', 'backoff', [200, 400, 800, 1600, 2000]],
    ['login', 'retryWindow', 30_000],
    ['request', 'requestReply', 10_000],
    ['channel', 'joinReply', 10_000],
    ['channel', 'leaveReply', 10_000],
    ['query', 'queryReply', 10_000],
    ['message', 'sendReply', 10_000],
    ['caller', 'noAck', 20_000],
    ['caller', 'notReceived', 30_000],
  ]);
});
