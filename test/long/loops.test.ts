// A client that loops in promises alone, in a process of its own, which it stops after a while.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test, vi } from 'vitest';

const built = new URL('../../dist/src/index.js', import.meta.url).href;

/** What a client says on stderr that does this when it is online, or when it is begun. */
async function said(client: string, begin = 'app.onLoginSuccess = client', clock = 'virtual') {
  const program = `
    import { createWorld } from ${JSON.stringify(built)};
    const world = createWorld({ clock: ${JSON.stringify(clock)} });
    if (${clock === 'virtual'}) world.install();
    const app = world.createAgoraAPI();
    let rounds = 0;
    const end = () => { if (++rounds > 1_200_000) process.exit(); };
    ${client}
    ${begin};
    app.login('app', 'alice', '_no_need_token');
    await world.advance('1 s');`;
  const args = ['--input-type=module', '--eval', program];
  return (await promisify(execFile)(process.execPath, args)).stderr;
}

const message = (began: string, at: string): RegExp =>
  new RegExp(
    '^sigsim: your client ran 1000000 promises, and neither time nor the event loop moves\\. ' +
      `It began ${began}; it loops at ${at}\\. Let it wait for something that takes time\\.\n$`,
  );

test.concurrent.each([
  ['await', 'async function client() { for (;;) { await null; end(); } }'],
  ['then', 'function client() { end(); void Promise.resolve().then(client); }'],
  ['queueMicrotask', 'function client() { end(); queueMicrotask(client); }'],
  ['process.nextTick', 'function client() { end(); process.nextTick(client); }'],
])('loop: one of %s is named, with the handler that began it', async (_, client) => {
  expect(await said(client)).toMatch(
    message(
      'in onLoginSuccess of alice',
      String.raw`(?:AgoraAPI\.)?client(?: \[as onLoginSuccess\])? \(\S+:8:\d+\)`,
    ),
  );
});

const client = 'async function client() { for (;;) { await null; end(); } }';

test.concurrent.each([
  ['a timer', 'setTimeout(client, 5)', 'virtual', String.raw`in a timer set at \S+:9:\d+`],
  ['no handler', 'client()', 'virtual', 'before any of its handlers ran'],
  [
    'a handler on real timers',
    'app.onLoginSuccess = client',
    'global',
    'in or after onLoginSuccess of alice',
  ],
])('loop: one that %s began is named', async (_, begin, clock, began) => {
  expect(await said(client, begin, clock)).toMatch(
    message(began, String.raw`(?:AgoraAPI\.)?client(?: \[as onLoginSuccess\])? \(\S+:8:\d+\)`),
  );
});

test.concurrent('loop: a client that waits for time a million times is none', async () => {
  const busy = `async function client() {
    for (let n = 0; n < 40; n++) {
      for (let m = 0; m < 30_000; m++) await null;
      await new Promise((done) => setTimeout(done, 1));
    }
  }`;

  expect(await said(busy)).toBe('');
});

test('unhandled: a rejection that nobody looks at ends the process, after the advance', async () => {
  const program = `
    import { createWorld } from ${JSON.stringify(built)};
    const world = createWorld();
    void Promise.reject(new RangeError('mine'));
    await world.advance('1 h');
    process.stdout.write(String(world.now));
    await new Promise((done) => setTimeout(done, 1000));
    process.stdout.write(' and on');`;
  const args = ['--input-type=module', '--eval', program];

  const ended = promisify(execFile)(process.execPath, args);

  await expect(ended).rejects.toMatchObject({
    code: 1,
    stdout: '3600000',
    stderr: expect.stringContaining('RangeError: mine') as string,
  });
});

test.each(['virtual', 'global'] as const)(
  'loop: a client that calls what answers at once for ever ends the %s advance',
  async (clock) => {
    if (clock === 'global') vi.useFakeTimers();
    const world = createWorld({ clock });
    const api = world.createAgoraAPI();
    const again = (): void => api.login('app', '', '_no_need_token');
    api.onLoginFailed = again;
    again();

    await expect(world.advance(20)).rejects.toThrow(
      /^world\.advance: your client ran 100000 times at 0 ms, and time does not pass\./,
    );

    world.close();
    vi.useRealTimers();
  },
);

test.each<[shape: string, login: (world: SignalingWorld) => (onLoginFailed: () => void) => void]>([
  [
    'native',
    (world) => {
      const api = world.createAgoraAPI();
      return (onLoginFailed) => {
        api.onLoginFailed = onLoginFailed;
        api.login('app', '', '_no_need_token');
      };
    },
  ],
  [
    '1.4.0',
    (world) => {
      world.service.goDown();
      return (onLoginFailed) => {
        Object.assign(world.Signal('app').login('alice', ''), { onLoginFailed });
      };
    },
  ],
])(
  'loop: such a client is ended as soon where a turn follows only what has left something to run (%s)',
  async (_, login) => {
    const world = createWorld({ web: '1.4.0' });
    world.looksClosely = false;
    const fails = login(world);
    let count = 0;
    const again = (): void => {
      count += 1;
      fails(again);
    };
    again();

    await expect(world.advance(20)).rejects.toThrow(
      /^world\.advance: your client ran 100000 times at 0 ms, and time does not pass\./,
    );
    expect(count).toBeLessThanOrEqual(100_002);

    world.close();
  },
);

test('loop: one of what answers at once ends a synchronous advance, too', () => {
  vi.useFakeTimers();
  const world = createWorld({ clock: 'global' });
  const api = world.createAgoraAPI();
  const again = (): void => api.login('app', '', '_no_need_token');
  api.onLoginFailed = again;
  setTimeout(again, 10);

  expect(() => vi.advanceTimersByTime(20)).toThrow(/^world\.advance: your client ran 100000 times/);

  world.close();
  vi.useRealTimers();
});
