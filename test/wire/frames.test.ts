// wire-protocol.md 3 and 5: frames, requests, and how a failure is worded.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SignalingWorld } from 'sigsim';
import { copyOfPlain } from '../../src/wire/frame.ts';
import { Phone, phones, type Sdk } from '../support/wire.ts';

async function online(): Promise<{ world: SignalingWorld; alice: Phone; session: Sdk }> {
  const { world, alice } = phones(['alice']);
  const session = alice.login('alice');
  await world.advance('1 s');
  alice.take();
  return { world, alice, session };
}

/** Asks through `invoke`, and gives what its callback gets. */
async function invoke(
  { world, session }: { world: SignalingWorld; session: Sdk },
  name: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<readonly unknown[]> {
  const got: unknown[] = [];
  session['invoke']?.(`io.agora.signal.${name}`, { ...args }, (...answer: unknown[]) => {
    got.push(...answer);
  });
  await world.advance('1 s');
  return got;
}

test('H10: several events in one frame, and frames that come deflated', async () => {
  const { world, alice } = phones(['alice']);
  world.wire.set({ binary: true });
  world.wire.tap(({ from, frame }) =>
    from === 'service' && frame[0] === 'call2-ret' ? [['multi', [frame, ['pong', 0]]]] : undefined,
  );
  const session = alice.login('alice');
  await world.advance('1 s');

  expect(await invoke({ world, session }, 'channel_query_num', { name: 'lobby' })).toEqual([
    '',
    { result: 'ok', num: 0 },
  ]);
  expect(alice.heard).toEqual(['onLoginSuccess 1001']);
});

test('E15: a text that is no JSON throws in the handler, and changes nothing else', async () => {
  const { world, alice, session } = await online();

  world.network.corrupt('alice');
  await world.advance('1 s');

  expect(world.errors.map((error) => (error as Error).name)).toEqual(['SyntaxError']);
  expect([alice.heard, session.state]).toEqual([[], 2]);
  expect(await invoke({ world, session }, 'channel_query_num', { name: 'a' })).toEqual([
    '',
    { result: 'ok', num: 0 },
  ]);
});

test('a failed request: its callback gets the text, and the reply with its reason', async () => {
  const { world, session } = await online();
  world.service.refuse('query');

  expect(await invoke({ world, session }, 'channel_query_num', { name: 'a' })).toEqual([
    'failed',
    { result: 'failed', reason: 'failed', data: { result: 'failed' } },
  ]);
});

test.each([
  ['a number passes through', 17, [17, '']],
  [
    'a reply without data is "wrong resp:"',
    { result: 'x', reason: 'why' },
    ['wrong resp:[object Object]', { result: 'x', reason: 'why' }],
  ],
  [
    'a text in data is the error',
    { result: 'x', data: { result: 'why' } },
    ['why', { result: 'x', data: { result: 'why' } }],
  ],
])('the words of a failure can be set: %s', async (_, text, answer) => {
  const { world, session } = await online();
  world.service.refuse('query');
  world.wire.set({ texts: { channel_query_num: text } });

  expect(await invoke({ world, session }, 'channel_query_num', { name: 'a' })).toEqual(answer);
});

test('a garbled reply is "wrong resp:" with its text', async () => {
  const { world, session } = await online();
  world.service.garble('query');

  expect(await invoke({ world, session }, 'channel_query_num', { name: 'a' })).toEqual([
    'wrong resp:(garbled)',
    '(garbled)',
  ]);
});

test('no request ever times out: silence is silence, after an hour too', async () => {
  const { world, alice, session } = await online();
  world.service.silence('query');
  world.service.silence('message');
  world.service.silence('join');
  world.service.silence('attribute');
  session['messageInstantSend']?.('bob', 'hello', () => alice.note('sent'));
  alice.join(session, 'lobby');

  const got = await invoke({ world, session }, 'channel_query_num', { name: 'a' });
  const read = await invoke({ world, session }, 'user_get_attr', { account: 'bob', name: 'x' });
  await world.advance('1 h');

  expect([got, read, alice.heard]).toEqual([[], [], []]);
});

test('what the service knows is read and written by invoke', async () => {
  const { world, alice, session } = await online();
  alice.join(session, 'lobby');
  await world.advance('1 s');
  const ask = (name: string, args = {}): Promise<readonly unknown[]> =>
    invoke({ world, session }, name, args);

  await ask('user_set_attr', { name: 'mood', value: 'fine' });
  await ask('channel_set_attr', { channel: 'lobby', name: 'topic', value: 'tea' });

  expect(await ask('user_query_user_status', { account: 'alice' })).toMatchObject([
    '',
    { status: 1 },
  ]);
  expect(await ask('user_query_user_status', { account: 'bob' })).toMatchObject([
    '',
    { status: 0 },
  ]);
  expect(await ask('user_get_attr', { account: 'alice', name: 'mood' })).toMatchObject([
    '',
    { value: 'fine' },
  ]);
  expect(await ask('user_get_attr_all', { account: 'alice' })).toMatchObject([
    '',
    { json: '{"mood":"fine"}' },
  ]);
  expect(await ask('channel_query_user_isin', { name: 'lobby', account: 'alice' })).toMatchObject([
    '',
    { isin: 1 },
  ]);
  expect(await ask('channel_query_userlist', { name: 'lobby' })).toMatchObject(['', { num: 1 }]);
  expect(await ask('no_such_function')).toMatchObject(['failed', { reason: 'failed' }]);
  expect(alice.heard.at(-1)).toBe('onChannelAttrUpdated topic tea update');
});

test('frames that no SDK sends end their socket, and are written down once', async () => {
  const { world, session } = await online();
  const [socket] = world.wire.sockets('alice');

  for (const rubbish of ['{}', '[', 'x'.repeat(70_000), '[1]']) socket?.receive(rubbish);
  await world.advance('1 min');

  expect(session.state).toBe(2); // It has logged in again.
  expect([...world.wire.notes]).toEqual(['a frame that is not an array: "{}"']);
});

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test.each([
  [
    'a ping, which is answered with what it holds',
    (levels: number) => `["ping",${nested(levels)}]`,
  ],
  ['an id', (levels: number) => `["call2",["user_getmsg",${nested(levels)},{}]]`],
  ['a message', (levels: number) => `["call2",["user_sendmsg",9,{"content":${nested(levels)}}]]`],
])('%s that is nested too deep ends its socket; less deep, it is answered', async (_, frame) => {
  const { world } = await online();
  const [socket] = world.wire.sockets('alice');

  socket?.receive(frame(20_000));
  await world.advance('1 min');
  expect([...world.wire.notes]).toEqual(['a frame nested deeper than 100 levels']);
  expect(socket?.isOver).toBe(true);

  const [next] = world.wire.sockets('alice');
  next?.receive(frame(90));
  next?.receive(`["ping","${'['.repeat(200)}\\"${'['.repeat(200)}"]`); // Brackets of a text are none.
  await world.advance('1 min');
  expect(next?.isOver).toBe(false);
  expect(() => world.trace.toJSONL()).not.toThrow();
});

test('requests before a login are refused, and unknown events passed over', async () => {
  const { world, alice } = phones(['alice']);
  world.wire.tap(({ from, frame: [event] }) =>
    from === 'client' && event === 'login'
      ? [
          ['call2', ['user_getmsg', 1, {}]],
          ['whatever', 1],
          ['ping', 1],
        ]
      : undefined,
  );
  const session = alice.login('alice');
  const told: unknown[] = [];
  world.wire.tap(({ from, frame }) => {
    if (from === 'service') told.push(frame);
    return undefined;
  });

  await world.advance('1 min');

  expect(session.state).toBe(1);
  expect(told).toEqual([
    ['call2-ret', [1, '', expect.stringContaining('"result":"failed"') as string]],
    ['pong', 1],
  ]);
  expect([...world.wire.notes]).toEqual(['an event that the service does not know: whatever']);
});

test('tokens are never told whole: not in the trace, in notes, in reasons, nor on the console', async () => {
  const { world, alice } = phones(['alice']);
  const token = world.service.issueToken({ account: 'alice', appId: 'app' });
  const reasons: string[] = [];
  const peer = {
    device: 'x',
    send: () => undefined,
    fail: () => undefined,
    close: (_: number, reason: string) => void reasons.push(reason),
  };
  for (const secret of [token, 'short']) {
    for (const frame of [
      `["login",{"token":"${secret}"`,
      `{"token":"${secret}"}`,
      `["login","${secret}"]`,
      `["call2","${secret}"]`,
    ]) {
      world.wire.endpoint.open(peer)?.receive(frame);
    }
  }

  alice.login('alice', token);
  alice.login('bob', 'short');
  await world.advance('1 min');

  const told = [
    world.trace.toJSONL(),
    String(world.trace),
    ...world.wire.notes,
    ...reasons,
    JSON.stringify(alice.sdk.console),
  ].join('\n');
  expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onLoginFailed 206']);
  expect(reasons).toHaveLength(8);
  expect(told).not.toContain(token);
  expect(told).not.toContain('short');
});

test('a frame: what passes as it is, is what JSON would give back', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      tie('list'),
      tie('record'),
      fc.anything(),
    ),
    list: fc.array(tie('value')),
    record: fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
  }));
  let passed = 0;
  fc.assert(
    fc.property(value, (given) => {
      const copy = copyOfPlain(given);
      if (copy === undefined) return;
      passed += 1;
      expect(JSON.stringify(copy)).toBe(JSON.stringify(given));
      expect(JSON.parse(JSON.stringify(given))).toStrictEqual(copy);
    }),
    { numRuns: 500 },
  );

  expect(passed).toBeGreaterThan(100);
  const request = ['user_getmsg2', 7, { line: '7', clear_msgs: ['1', '2'], max: 30 }];
  expect(copyOfPlain(request)).toEqual(request);
  expect(copyOfPlain(request)).not.toBe(request);
  const deep = [[[[[1]]]]];
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const dated = Object.assign([1], { toJSON: () => 2 });
  const long = 'x'.repeat(5_000);
  for (const other of [
    null,
    -0,
    Number.NaN,
    [undefined],
    { n: null },
    new Date(0),
    deep,
    cyclic,
    dated,
    long,
    { [long]: 1 },
  ]) {
    expect(copyOfPlain(other)).toBeUndefined();
  }
});
