import { withGlobal } from '@sinonjs/fake-timers';
import { mock } from 'node:test';
import { createWorld, UsageError, type SignalingWorld } from 'sigsim';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const saying = (message: string): UsageError => new UsageError('world.clock', message);

/** A login at the world's beginning; gives the moments of its callbacks. */
function login(world: SignalingWorld): () => readonly number[] {
  const api = world.createAgoraAPI();
  api.onLoginSuccess = () => api.channelJoin('lobby');
  api.login('app', 'alice', '_no_need_token');
  return () => world.trace.callbacks('alice').map(({ at }) => at);
}

/** The same, where the world has a clock of its own. */
async function virtual(ms: number): Promise<string> {
  const world = createWorld();
  login(world);
  await world.advance(ms);
  return world.trace.toJSONL();
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('global: vi.advanceTimersByTimeAsync drives the world', async () => {
  const world = createWorld({ clock: 'global' });
  const heard = login(world);

  await vi.advanceTimersByTimeAsync(200);

  expect(heard()).toHaveLength(3);
  expect(world.now).toBe(200);
  expect(world.trace.toJSONL()).toBe(await virtual(200));
});

test('global: vi.advanceTimersByTime drives the world without promises', async () => {
  const world = createWorld({ clock: 'global' });
  login(world);

  vi.advanceTimersByTime(200);

  expect(world.trace.toJSONL()).toBe(await virtual(200));
});

test('global: a synchronous advance in steps gives the same trace', async () => {
  const world = createWorld({ clock: 'global' });
  login(world);

  for (let ms = 0; ms < 210; ms += 7) vi.advanceTimersByTime(7);

  expect(world.trace.toJSONL()).toBe(await virtual(210));
});

test('global: an answer that is there at once comes in a synchronous advance', () => {
  const world = createWorld({ clock: 'global' });
  const api = world.createAgoraAPI();
  const codes: number[] = [];
  api.onLoginFailed = (ecode) => codes.push(ecode);
  setTimeout(() => {
    api.login('app', '', '_no_need_token');
    api.login('app', '', '_no_need_token');
  }, 1000);

  vi.advanceTimersByTime(1001);

  expect(codes).toEqual([209, 209]);
  expect(world.trace.callbacks().map(({ at }) => at)).toEqual([1000, 1000]);
});

test('global: promises run between two answers that come at once', async () => {
  const world = createWorld({ clock: 'global' });
  const api = world.createAgoraAPI();
  const order: string[] = [];
  api.onLoginFailed = () => {
    order.push('answer');
    void (async () => {
      for (let n = 0; n < 5; n++) await Promise.resolve();
      order.push('promise');
    })();
  };
  setTimeout(() => {
    api.login('app', '', '_no_need_token');
    api.login('app', '', '_no_need_token');
  }, 1000);

  await vi.advanceTimersByTimeAsync(1000);

  expect(order).toEqual(['answer', 'promise', 'answer', 'promise']);
});

test('global: timers of client and world that are due together keep their order', async () => {
  const order: string[] = [];
  const world = createWorld({ clock: 'global' });
  setTimeout(() => order.push('client, set before'), 10);
  world.clock.set(() => order.push('world'), 10);
  setTimeout(() => order.push('client, set after'), 10);

  await world.advance(10);

  expect(order).toEqual(['client, set before', 'world', 'client, set after']);
});

test('global: close leaves no timer behind', async () => {
  const world = createWorld({ clock: 'global' });
  login(world);
  await world.advance(55);
  expect(vi.getTimerCount()).toBeGreaterThan(0);

  world.close();

  expect(vi.getTimerCount()).toBe(0);
});

test('global: a handler that closes the world ends it in the middle', async () => {
  const world = createWorld({ clock: 'global' });
  const api = world.createAgoraAPI();
  api.onLoginSuccess = () => world.close();
  api.login('app', 'alice', '_no_need_token');

  await vi.advanceTimersByTimeAsync(1000);

  expect(world.isClosed).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('global: several worlds ride on the same timers', async () => {
  const worlds = [1, 2, 3].map((seed) => createWorld({ clock: 'global', seed }));
  const heard = worlds.map(login);

  await vi.advanceTimersByTimeAsync(200);

  expect(heard.map((moments) => moments().length)).toEqual([3, 3, 3]);
});

test('global: a world begins at 0, whenever it is made', async () => {
  await vi.advanceTimersByTimeAsync(12_345);
  const world = createWorld({ clock: 'global' });
  login(world);

  await world.advance('200 ms');

  expect(world.trace.toJSONL()).toBe(await virtual(200));
});

test('global: setting the system time moves nothing', async () => {
  const world = createWorld({ clock: 'global' });
  const heard = login(world);
  await world.advance(30);

  vi.setSystemTime('2030-01-01');
  await world.advance(170);

  expect(world.now).toBe(200);
  expect(heard()).toHaveLength(3);
});

test('global: a delay longer than timers take comes in its own time', async () => {
  const world = createWorld({ clock: 'global' });
  const start = Date.now();
  let at: readonly number[] = [];
  world.clock.set(() => {
    at = [world.now, Date.now() - start];
  }, 2 ** 32);

  await world.advance(2 ** 32 + 1);

  expect(at).toEqual([2 ** 32, 2 ** 32]);
});

test('global: timers that are changed under a world are refused', () => {
  const world = createWorld({ clock: 'global' });
  const api = world.createAgoraAPI();
  vi.useRealTimers();

  expect(() => api.login('app', 'alice', '_no_need_token')).toThrow(
    saying(
      "world: the global timers are not the ones that this world rides on (clock: 'global'). " +
        'Fake the timers before createWorld, and close the world before you take them off.',
    ),
  );
});

test('global: install is refused, because there is nothing to put', () => {
  expect(() => createWorld({ clock: 'global' }).install()).toThrow(
    saying(
      "world.install: this world rides on the global timers (clock: 'global'), and so does the " +
        'client under test. Leave install out, or leave the option out.',
    ),
  );
});

test('global: advance waits where the timers are real', async () => {
  vi.useRealTimers();
  const world = createWorld({ clock: 'global' });
  const heard = login(world);

  await world.advance(120);

  const [first = Number.NaN, second] = heard();
  expect(second).toBe(first + 20);
  expect(world.now).toBeGreaterThanOrEqual(120);
  world.close();
});

test('global: advance says how where node:test faked the timers', async () => {
  vi.useRealTimers();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  try {
    await expect(createWorld({ clock: 'global' }).advance(5)).rejects.toEqual(
      saying(
        'world.advance: the global timers are faked by something that the world cannot move. ' +
          'Pass what moves them: createWorld({ clock: mock.timers }). Or move it yourself, 1 ms at a ' +
          'time, with a turn of the event loop after each.',
      ),
    );
  } finally {
    mock.timers.reset();
  }
});

test('global: setTimeout without Date is refused, as nothing tells the time', () => {
  vi.useRealTimers();
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    expect(() => createWorld({ clock: mock.timers })).toThrow(
      saying(
        'createWorld: setTimeout is faked and Date is not, so nothing tells the time. ' +
          "Fake both: mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] }).",
      ),
    );
  } finally {
    mock.timers.reset();
  }
});

test('global: a clock of @sinonjs/fake-timers can be given, and faked Date be left out', async () => {
  vi.useRealTimers();
  const clock = withGlobal(globalThis).install({ toFake: ['setTimeout', 'clearTimeout'] });
  const world = createWorld({ clock });
  const heard = login(world);

  await world.advance(200);

  expect(heard()).toHaveLength(3);
  world.close();
  expect(clock.countTimers()).toBe(0);
  clock.uninstall();
});

test('global: a world of a sigsim that was loaded under fake timers has its own turns', async () => {
  vi.resetModules();
  const { createWorld: create } = await import('sigsim');
  const world = create();
  const heard = login(world);

  await world.advance('200 ms');

  expect(heard()).toHaveLength(3);
  world.close();
});
