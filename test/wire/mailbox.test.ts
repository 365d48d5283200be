// wire-protocol.md 6 and 7: the mailbox, by number and by id.
import { expect, test } from 'vitest';
import type { Frame } from '../../src/wire/frame.ts';
import type { SignalingWorld } from 'sigsim';
import type { WireOptions } from '../../src/wire/endpoint.ts';
import { phones, type Phone, type Sdk } from '../support/wire.ts';

/** Alice and Bob are online; what goes over the wire for Bob. */
async function two(options: WireOptions = {}): Promise<{
  world: SignalingWorld;
  bob: Phone;
  alice: Sdk;
  receiver: Sdk;
  fetches: number[];
}> {
  const { world, alice, bob } = phones(['alice', 'bob']);
  world.wire.set(options);
  const session = alice.login('alice');
  const receiver = bob.login('bob');
  const fetches: number[] = [];
  world.wire.tap(({ from, account, frame: [event, argument] }) => {
    const [func] = (event === 'call2' ? argument : []) as readonly unknown[];
    if (from === 'client' && account === 'bob' && String(func).startsWith('user_getmsg')) {
      fetches.push(world.now);
    }
    return undefined;
  });
  await world.advance('1 s');
  bob.take();
  return { world, bob, alice: session, receiver, fetches };
}

const send = (session: Sdk, text: string): void => {
  session['messageInstantSend']?.('bob', text);
};

const isPush = (frame: Frame, kind: string): boolean =>
  frame[0] === 'notify' && (frame[1] as readonly unknown[])[0] === kind;

test('messages come as they were sent, spaces and all, with 0 as the number of the sender', async () => {
  const { world, bob, alice } = await two();

  send(alice, 'first');
  send(alice, ' second  one\nwith a line ');
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    'onMessageInstantReceive alice 0 first',
    'onMessageInstantReceive alice 0  second  one\nwith a line ',
  ]);
});

test('what was received is acknowledged by a fetch more than a second later', async () => {
  const { world, alice, fetches } = await two();
  const before = fetches.length;
  const sent = world.now;

  send(alice, 'hello');
  await world.advance('10 s');

  expect(fetches.slice(before).map((at) => Math.ceil((at - sent) / 1000))).toEqual([2]);
});

test('an idle mailbox is looked into every 60 s', async () => {
  const { world, fetches } = await two();

  await world.advance('5 min');

  const gaps = fetches.slice(1).map((at, i) => Math.round((at - (fetches[i] ?? 0)) / 1000));
  expect(gaps).toEqual([60, 60, 60, 60, 60]);
});

test.each([
  ['a gap', (number: number) => number + 1],
  ['a repeat', (number: number) => number - 1],
])('E9: %s in the numbers makes the client fetch, and nothing is lost', async (_, change) => {
  const { world, bob, alice } = await two();
  let isFirst = true;
  world.wire.tap(({ from, account, frame }) => {
    if (from !== 'service' || account !== 'bob' || !isPush(frame, 'recvmsg') || !isFirst) {
      return undefined;
    }
    isFirst = false;
    const [number, line] = JSON.parse(String((frame[1] as readonly unknown[])[1])) as [
      number,
      string,
    ];
    return [['notify', ['recvmsg', JSON.stringify([change(number), line])]]];
  });

  send(alice, 'hello');
  await world.advance('5 s');

  expect(bob.heard).toEqual(['onMessageInstantReceive alice 0 hello']);
});

test('H6-string: a notice may come as one text', async () => {
  const { world, bob, alice } = await two();
  world.wire.tap(({ from, account, frame }) =>
    from === 'service' && account === 'bob' && isPush(frame, 'recvmsg')
      ? [['notify', `notify recvmsg ${String((frame[1] as readonly unknown[])[1])}`]]
      : undefined,
  );

  send(alice, 'hello');
  await world.advance('5 s');

  expect(bob.heard).toEqual(['onMessageInstantReceive alice 0 hello']);
});

test('a notice without the message makes the client fetch it', async () => {
  const { world, bob, alice } = await two();
  world.wire.tap(({ from, account, frame }) =>
    from === 'service' && account === 'bob' && isPush(frame, 'recvmsg')
      ? [['notify', ['msg', 1]]]
      : undefined,
  );

  send(alice, 'hello');
  await world.advance('5 s');

  expect(bob.heard).toEqual(['onMessageInstantReceive alice 0 hello']);
});

test('E10: a notice that comes while a fetch is under way waits for the 60 s poll', async () => {
  const { world, bob, alice, fetches } = await two();
  // The answers to fetches are held back; meanwhile there is a notice.
  let isHeld = true;
  const held: Frame[] = [];
  world.wire.tap(({ from, account, frame }) => {
    if (from !== 'service' || account !== 'bob') return undefined;
    if (isPush(frame, 'recvmsg')) return [['notify', ['msg', 1]]];
    const answer = (frame[1] as readonly unknown[])[2];
    if (!isHeld || frame[0] !== 'call2-ret' || !String(answer).includes('ver_clear'))
      return undefined;
    held.push(frame);
    return [];
  });
  const [socket] = world.wire.sockets('bob');
  socket?.tell(['notify', ['msg', 0]]); // A fetch is under way.
  await world.advance('10 ms');
  send(alice, 'hello');
  await world.advance('1 s');
  isHeld = false;
  for (const frame of held) socket?.tell(frame);
  const count = fetches.length;

  await world.advance('50 s');
  expect([bob.heard, fetches.length]).toEqual([[], count]);
  await world.advance('20 s');
  expect(bob.heard).toEqual(['onMessageInstantReceive alice 0 hello']);
});

test.each([
  ['E11: a fetch that is never answered', () => []],
  ['E20: a fetch that is answered without messages', (frame: Frame) => [withoutMessages(frame)]],
])('%s ends all fetching on that line', async (_, change) => {
  const { world, bob, alice, fetches } = await two();
  world.wire.tap(({ from, account, frame }) => {
    if (from !== 'service' || account !== 'bob') return undefined;
    if (isPush(frame, 'recvmsg')) return [['notify', ['msg', 1]]];
    const isAnswer =
      frame[0] === 'call2-ret' && String((frame[1] as unknown[])[2]).includes('msgs');
    return isAnswer ? change(frame) : undefined;
  });

  send(alice, 'hello');
  await world.advance('1 s');
  const count = fetches.length;
  send(alice, 'again');
  await world.advance('1 h');

  expect([bob.heard, fetches.length]).toEqual([[], count]);
});

const withoutMessages = ([event, argument]: Frame): Frame => {
  const [id, err] = argument as readonly unknown[];
  return [event, [id, err, '{"result":"ok","ver_clear":0}']];
};

test('H9: a full page of 30 is followed by the next one a second later', async () => {
  const { world, bob, alice, receiver } = await two();
  world.wire.tap(({ from, account, frame }) =>
    from === 'service' && account === 'bob' && isPush(frame, 'recvmsg') ? [] : undefined,
  );
  for (let i = 0; i < 31; i++) send(alice, `message ${i}`);
  await world.advance('1 s');
  expect([bob.heard, receiver.state]).toEqual([[], 2]);

  world.wire.sockets('bob')[0]?.tell(['notify', ['msg', 1]]);
  await world.advance('500 ms');
  expect(bob.heard.length).toBe(30);
  await world.advance('1 s');
  expect(bob.heard.length).toBe(31);
});

test('what was not acknowledged comes again after a reconnect, what was does not', async () => {
  const { world, bob, alice } = await two();
  send(alice, 'old');
  await world.advance('10 s');
  send(alice, 'new');
  await world.advance('100 ms');
  expect(bob.take()).toEqual([
    'onMessageInstantReceive alice 0 old',
    'onMessageInstantReceive alice 0 new',
  ]);

  for (const socket of world.wire.sockets('bob')) socket.close();
  await world.advance('5 s');

  expect(bob.heard).toEqual(['onLoginSuccess 1002', 'onMessageInstantReceive alice 0 new']);
});

test('what was sent while the line was down is there after the reconnect', async () => {
  const { world, bob, alice } = await two();
  world.network.cut('bob');
  await world.advance('1 s');

  send(alice, 'hello');
  await world.advance('1 s');
  world.network.restore('bob');
  await world.advance('5 s');

  expect(bob.heard).toEqual(['onLoginSuccess 1002', 'onMessageInstantReceive alice 0 hello']);
});

test('H7: by ids, messages come at once and are acknowledged 500 ms later', async () => {
  const { world, bob, alice, fetches } = await two({ mailbox: 1 });
  const before = fetches.length;
  const sent = world.now;

  send(alice, 'hello');
  await world.advance('10 s');

  expect(bob.heard).toEqual(['onMessageInstantReceive alice 0 hello']);
  const waits = fetches.slice(before).map((at) => at - sent);
  expect(waits.length).toBe(1);
  expect(Math.round((waits[0] ?? 0) / 100)).toBeGreaterThanOrEqual(5);
});

test('E18, E19: by ids, what is fetched is never acknowledged, and there is no second page', async () => {
  const { world, bob, alice } = await two({ mailbox: 1 });
  const drop = world.wire.tap(({ from, account, frame }) =>
    from === 'service' && account === 'bob' && isPush(frame, 'recvmsg_by_msgid') ? [] : undefined,
  );
  for (let i = 0; i < 31; i++) send(alice, `message ${i}`);
  await world.advance('1 s');
  drop();
  const reconnect = async (): Promise<readonly string[]> => {
    for (const socket of world.wire.sockets('bob')) socket.close();
    await world.advance('1 min');
    return bob.take();
  };

  expect((await reconnect()).length).toBe(1 + 30);
  // The same page comes again: the session knows its ids, so that nothing is told, the last one neither.
  expect(await reconnect()).toEqual(['onLoginSuccess 1002']);
});

test('E12: with ids in outgoing messages the SDK reads every message as JSON', async () => {
  const { world, bob, alice } = await two({ messageIds: true });

  expect(() => send(alice, 'plain text')).toThrow(SyntaxError);
  send(alice, '{"msgid":"7"}');
  await world.advance('1 s');

  expect(bob.heard).toEqual(['onMessageInstantReceive alice 0 {"msgid":"7"}']);
});
