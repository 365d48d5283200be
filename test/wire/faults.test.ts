// Faults of the service and the line work on clients of the wire as on any other: each kind of them.
import { expect, test } from 'vitest';
import { faultKinds, type FaultKind, type FaultWhen } from '../../src/world/rules/faults.ts';
import { phones } from '../support/wire.ts';

const [one, two] = ['one', 'two'].map((text) => `onMessageInstantReceive alice 0 ${text}`);
const onMessage: FaultWhen = { on: 'message' };

/** For each kind what the sender of two messages hears, at which millisecond; and what the receiver. */
const heardOf: Readonly<
  Record<FaultKind, readonly [FaultWhen, sender: readonly string[], receiver: readonly unknown[]]>
> = {
  hang: [onMessage, ['two false at 20'], [two]],
  late: [{ ...onMessage, delay: '2 s' }, ['two false at 20', 'one false at 2020'], [one, two]],
  dropRequest: [onMessage, ['two false at 20'], [two]],
  dropAnswer: [onMessage, ['two false at 20'], [one, two]],
  duplicate: [onMessage, ['one false at 20', 'two false at 20'], [one, two]],
  reorder: [onMessage, ['two false at 20', 'one false at 120'], [two, one]],
  kick: [{}, ['one true at 10', 'two true at 10', 'onLogout 103 at 10'], []],
};

test.each(faultKinds)('world.fault(%s) happens to the real SDK, once', async (kind) => {
  const { world, alice, bob } = phones(['alice', 'bob']);
  const session = alice.login('alice');
  bob.login('bob');
  await world.advance('1 s');
  for (const phone of [alice, bob]) phone.take();
  const [when, sender, receiver] = heardOf[kind];
  world.fault(kind, { ...when, account: 'alice' });
  const from = world.now;

  for (const text of ['one', 'two']) {
    session['messageInstantSend']?.('bob', text, (isError: unknown) => alice.note(text, isError));
  }
  await world.advance('1 min');

  expect(alice.heard.map((line, i) => `${line} at ${(alice.times[i] ?? 0) - from}`)).toEqual(
    sender,
  );
  expect(bob.heard).toEqual(receiver);
  world.close(); // It would say that a fault did not happen.
});
