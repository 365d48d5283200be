// What a machine remembers, and that it forgets it: a step at a time, without a world.
import type { AnyMachineSnapshot } from 'xstate';
import { expect, test } from 'vitest';
import { eventOf } from '../../machines/events.ts';
import { callerMachine } from '../../machines/invite/caller.ts';
import { factsOfLogin, loginMachine } from '../../machines/login/machine.ts';
import { begin, step } from '../../src/engine/step.ts';

type Machine = typeof callerMachine | typeof loginMachine;
/** The two of a snapshot that count here. */
interface Seen {
  readonly value: unknown;
  readonly context: unknown;
}
type Event = Readonly<Record<string, unknown>> & { readonly type: string };

/** Where a machine is after some events. */
const after = (machine: Machine, ...events: readonly Event[]): AnyMachineSnapshot =>
  events.reduce(
    (snapshot, event) => step(machine, snapshot, eventOf(event, known)).snapshot,
    begin(machine, { legacy: false }),
  );

const known = { loggedIn: true, channel: '' };
const call = { appId: 'app', account: 'alice', token: '_no_need_token' };
const login = { type: 'login', call };
const toldOfLogin = factsOfLogin(call);
const fails = { type: 'lookup.failed' };

test('login: a session that is over leaves nothing behind', () => {
  const on = after(loginMachine, login, fails);
  const over = step(loginMachine, on, { type: 'logout' }).snapshot as Seen;

  expect(on.context).toEqual({
    legacy: false,
    attempt: 1,
    login: toldOfLogin,
    next: null,
    takenBack: 0,
  });
  expect(over.context).toEqual({
    legacy: false,
    attempt: 0,
    login: null,
    next: null,
    takenBack: 0,
  });
});

test('login: the retries are counted anew once the client is in', () => {
  const way = ['lookup.answered', 'connect.succeeded', 'reply.accepted'].map((type) => ({ type }));
  const backoff = { type: 'xstate.after.backoff.login.loggingIn.backoff' };

  const { value, context } = after(loginMachine, login, fails, backoff, ...way) as Seen;

  expect({ value, context }).toEqual({
    value: 'loggedIn',
    context: { legacy: false, attempt: 0, login: toldOfLogin, next: null, takenBack: 0 },
  });
});

const invitation = {
  type: 'channelInviteUser2',
  channel: 'lobby',
  peer: 'bob',
  extra: '{"_timeout":10}',
};
const acknowledged = { type: 'peer.acknowledged' };
const timeIsUp = { type: 'xstate.after._timeout.caller.pending' };

test.each([
  ['failed', [{ type: 'peer.offline' }]],
  ['refused', [acknowledged, { type: 'peer.refused' }]],
  ['ended', [acknowledged, { type: 'peer.accepted' }, { type: 'peer.ended' }]],
])('caller: an invitation that is %s forgets its _timeout', (value, events) => {
  const pending = after(callerMachine, invitation);
  const done = after(callerMachine, invitation, ...events);

  expect(pending.context).toMatchObject({ timeoutMs: 10_000 });
  expect([done.value, done.context]).toEqual([
    value,
    { legacy: false, timeoutMs: 0, requirePeerOnline: false },
  ]);
});

test.each([
  ['while it rings', [acknowledged]],
  ['before it rings', []],
])('caller: an invitation without a _timeout outlives it %s', (_, events) => {
  const { extra: __, ...patient } = invitation;
  const pending = after(callerMachine, patient, ...events);

  expect(step(callerMachine, pending, timeIsUp)).toMatchObject({ taken: [], effects: [] });
});

test('caller: a _timeout that passes takes an invitation back that does not ring yet', () => {
  const told = [{ type: 'callback', name: 'onInviteFailed', code: 'INVITE_E_TIMEOUT' }];
  const inviting = after(callerMachine, invitation);
  const ringing = after(callerMachine, invitation, acknowledged);

  expect(step(callerMachine, inviting, timeIsUp).effects).toEqual([
    { type: 'request', name: 'withdraw' },
    ...told,
  ]);
  expect(step(callerMachine, ringing, timeIsUp).effects).toEqual(told);
});
