// What an application's handlers may do: throw, call back in, let time pass; and how much may pend.
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen } from '../support/cast.ts';

const none = '_no_need_token';

test('handler: one that throws is recorded by the name of its error, and stops nothing', async () => {
  const world = createWorld();
  const { api, heard } = listen(world.createAgoraAPI());
  const error = new RangeError('a secret text');
  api.onLoginSuccess = () => {
    throw error;
  };

  api.login('app', 'alice', none);
  await world.advance('1 s');
  api.channelJoin('lobby');
  await world.advance('1 s');

  expect(heard.map(([name]) => name)).toEqual(['onChannelJoined', 'onChannelUserList']);
  expect(world.errors).toEqual([error]);
  expect(world.trace.entries.filter(({ kind }) => kind === 'threw')).toEqual([
    { kind: 'threw', at: 60, client: 'alice', name: 'onLoginSuccess', error: 'RangeError' },
  ]);
  expect(world.trace.toJSONL()).not.toContain('secret');
});

test.each([
  ['a text', 'string'],
  [undefined, 'undefined'],
  [null, 'object'],
])('handler: one that throws %o is recorded by its type', async (thrown, shown) => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.onLogout = () => {
    throw thrown; // oxlint-disable-line typescript/only-throw-error -- applications do.
  };

  api.logout();
  await world.advance(0);

  expect(world.errors).toEqual([thrown]);
  expect(world.trace.entries.at(-1)).toMatchObject({ kind: 'threw', error: shown });
});

test('handler: a promise that rejects is the application’s own business', async () => {
  const { world, alice } = await cast(['alice']);
  let caught = '';
  alice.api.onChannelJoined = () => {
    void Promise.reject(new Error('no')).catch((error: Error) => {
      caught = error.message;
    });
  };

  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(caught).toBe('no');
  expect(world.errors).toEqual([]);
});

test('handler: login inside onLogout begins a new session', async () => {
  const { world, alice } = await cast(['alice']);
  const { api, heard } = alice;
  api.onLogout = (ecode) => {
    heard.push(['onLogout', ecode]);
    if (ecode === 101) api.login('app', 'alice', none);
  };

  api.logout();
  await world.advance('1 s');

  expect(heard).toEqual([
    ['onLogout', 101],
    ['onLoginSuccess', 0, 0],
  ]);
  expect(api.getStatus()).toBe(2);
});

test('handler: logout inside onLoginSuccess ends the session', async () => {
  const world = createWorld();
  const { api, heard } = listen(world.createAgoraAPI());
  api.onLoginSuccess = () => api.logout();

  api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(heard).toEqual([['onLogout', 101]]);
  expect(world.service.online).toEqual([]);
});

test('handler: advance inside one runs after the advance that it is in', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  const moments: number[] = [];
  const onSuccess = async (): Promise<void> => {
    moments.push(world.now);
    await world.advance('5 s');
    moments.push(world.now);
  };
  api.onLoginSuccess = () => void onSuccess();

  api.login('app', 'alice', none);
  await world.advance('1 s');
  moments.push(world.now);
  await world.advance(0);

  expect(moments).toEqual([60, 1000, 6000]);
});

test('handler: promises of the application run before the next timer', async () => {
  const { world, alice } = await cast(['alice']);
  const order: string[] = [];
  const onJoined = async (): Promise<void> => {
    order.push('joined');
    await Promise.resolve();
    await Promise.resolve();
    order.push('awaited');
  };
  alice.api.onChannelJoined = () => void onJoined();
  alice.api.onChannelUserList = () => void order.push('list');

  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(order).toEqual(['joined', 'awaited', 'list']);
});

test('handler: a call that answers itself for ever is noticed within 100,000 rounds', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  let rounds = 0;
  api.onLogout = () => {
    rounds += 1;
    // More would take longer than a test may: the runner's 5 s would hide what is the matter.
    if (rounds > 100_001) world.close();
    else api.logout();
  };

  api.logout();

  await expect(world.advance(1)).rejects.toThrow(
    expect.objectContaining({
      name: 'UsageError',
      message:
        'world.advance: your client ran 100000 times at 0 ms, and time does not pass. ' +
        'One of its handlers keeps calling something that answers at once.',
    }),
  );
}, 30_000);

test('advance: calls that overlap run one after the other', async () => {
  const world = createWorld();
  const order: string[] = [];

  await Promise.all([
    world.advance('1 s').then(() => order.push(`a ${world.now}`)),
    world.advance('2 s').then(() => order.push(`b ${world.now}`)),
  ]);

  expect(order).toEqual(['a 1000', 'b 3000']);
});

test('advance: one that fails does not stop the ones after it', async () => {
  const world = createWorld();

  await expect(world.advance(-1)).rejects.toThrow('is not a duration');
  await world.advance('1 s');

  expect(world.now).toBe(1000);
});

test('load: 10,000 messages under way get an answer each, in order', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  const ids = Array.from({ length: 10_000 }, (_, n) => `m${n}`);

  for (const id of ids) alice.api.messageInstantSend('bob', 0, 'hello', id);
  await world.advance('1 min');

  expect(alice.heard).toEqual(ids.map((id) => ['onMessageSendSuccess', id]));
});

test('load: 10,000 queries that nobody answers all time out at once', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('query');

  for (let n = 0; n < 10_000; n++) alice.api.channelQueryUserNum(`c${n}`);
  await world.advance('9999 ms');
  expect(alice.heard).toEqual([]);
  await world.advance('1 ms');

  expect(alice.heard).toHaveLength(10_000);
  expect(new Set(alice.heard.map((call) => call[2]))).toEqual(new Set([501]));
});
