// The service's half of the lifecycles, in an office of its own: what is done for whoever asks.
import { expect, test } from 'vitest';
import { channelService } from '../../machines/channel/service.ts';
import { inviteService } from '../../machines/invite/service.ts';
import { messagingService, type MessageErrand } from '../../machines/messaging/service.ts';
import type { Answer, Office, Sender } from '../../machines/service.ts';

const senderOf = (account: string, channel = ''): Sender => ({
  appId: 'app',
  account,
  channel,
  hasLine: true,
  taken: undefined,
});
const alice = senderOf('alice', 'lobby');
const bob = senderOf('bob');

/** An office in which alice and bob are online, and what is done in it is written down. */
function officeOf({ hasRoom = true } = {}) {
  const done: unknown[][] = [];
  const write =
    (name: string) =>
    (...args: readonly unknown[]): void =>
      void done.push([name, ...args]);
  const office: Office<Sender, 'message'> = {
    find: (_, account) => [alice, bob].find((one) => one.account === account),
    online: () => [alice, bob],
    push: write('push'),
    isOver: () => false,
    watch: () => undefined,
    channels: {
      hasRoom: () => hasRoom,
      join: () => ({ users: ['alice'] }),
      leave: write('leave'),
      members: () => [],
      broadcast: write('broadcast'),
      setAttribute: () => undefined,
    },
    invitations: {
      invite: () => true,
      withdraw: write('withdraw'),
      hangUp: write('hangUp'),
      tellCaller: write('tellCaller'),
      tellCallee: write('tellCallee'),
    },
  };
  return { office, done };
}

const none = (): void => undefined;

/** What is answered to an errand. */
function answersTo(serve: (answer: (one: Answer) => void) => void): readonly Answer[] {
  const answers: Answer[] = [];
  serve((one) => void answers.push(one));
  return answers;
}

test.each([
  [true, { type: 'reply.ok', users: ['alice'] }],
  [false, { type: 'reply.refused' }],
])('channel: whether there is room for one more, %o, decides a join', (hasRoom, answer) => {
  const { join } = channelService.serves(officeOf({ hasRoom }).office);

  expect(answersTo((say) => join?.({ op: 'join', channel: 'lobby' }, alice, say))).toEqual([
    answer,
  ]);
});

test.each([
  ['lobby', [['leave', alice]]],
  ['games', []],
])('channel: to leave %s takes a member of the lobby out: %j', (channel, out) => {
  const { office, done } = officeOf();
  const { leave } = channelService.serves(office);

  expect(answersTo((say) => leave?.({ op: 'leave', channel }, alice, say))).toEqual([
    { type: 'reply.ok' },
  ]);
  expect(done).toEqual(out);
});

test('invite: only the caller takes an invitation back, by withdrawing it or hanging up', () => {
  const { office, done } = officeOf();
  const { withdraw, end } = inviteService.serves(office);
  const ends = { channel: 'lobby', peer: 'bob' };
  const mine = { appId: 'app', channel: 'lobby', caller: 'alice', callee: 'bob' };

  withdraw?.({ op: 'withdraw', ...ends }, alice, none);
  end?.({ op: 'end', role: 'caller', extra: '', ...ends }, alice, none);
  end?.({ op: 'end', role: 'callee', extra: 'bye', ...ends }, alice, none);
  end?.({ op: 'end', role: 'callee', extra: '', channel: 'lobby', peer: 'carol' }, alice, none);

  expect(done).toEqual([
    ['withdraw', mine],
    ['hangUp', mine],
    ['tellCallee', bob, { channel: 'lobby', caller: 'alice' }, 'peer.ended', ''],
    ['tellCaller', bob, { channel: 'lobby', callee: 'alice' }, 'peer.ended', 'bye'],
  ]);
});

/** What is answered to messages from one sender, and what is done with them. */
function send(...messages: readonly Partial<MessageErrand>[]) {
  const { office, done } = officeOf();
  const { message } = messagingService.serves(office);
  const from = senderOf('carol', 'bob');
  const answers = messages.flatMap((one) => {
    const errand = { op: 'message', id: '', to: 'peer', name: 'bob', body: 'hello' } as const;
    return answersTo((say) => message?.({ ...errand, ...one }, from, say));
  });
  return { answers: answers.map(({ delivery }) => delivery), done };
}

test('message: a repeated one is answered as the first was, and passed on once', () => {
  const { answers, done } = send({ id: '42' }, { id: '42' });

  expect(answers).toEqual(['passedOn', 'passedOn']);
  expect(done).toHaveLength(1);
});

test('message: without an id every one counts', () => {
  expect(send({}, {}).done).toHaveLength(2);
});

test('message: one to all reaches all, whatever name comes with it', () => {
  const { answers, done } = send({ to: 'app' });

  expect(answers).toEqual(['passedOn']);
  expect(done.map(([name, to]) => [name, to])).toEqual([
    ['push', alice],
    ['push', bob],
  ]);
});
