// What the application throws: by default it fails the test, at the end; nothing else changes by it.
import { array, assert, asyncProperty, constantFrom, integer, oneof, tuple } from 'fast-check';
import { createWorld, UsageError, type SignalingWorld } from 'sigsim';
import { assertCheck, noErrors } from 'sigsim/checks';
import { expect, test } from 'vitest';
import { callbackNames } from '../../src/sdk/native/callbacks.ts';

const none = '_no_need_token';

/** What `close` throws; undefined where it throws nothing. */
function closing(world: SignalingWorld): UsageError | undefined {
  try {
    world.close();
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
}

test('close: an error of a handler fails it, with the line and how many more there were', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  const error = new RangeError('no such room');
  api.onLoginSuccess = () => {
    throw error;
  };
  api.onLogout = () => {
    throw new Error('another');
  };

  api.login('app', 'alice', none);
  await world.advance('1 s');
  api.logout();
  await world.advance('1 s');
  const complaint = closing(world);

  expect(complaint).toMatchObject({ id: 'world.threw', cause: error });
  expect(complaint?.message).toMatch(
    /^world\.close: onLoginSuccess of alice threw RangeError: no such room at 60 ms, in .*errors\.test\.ts:\d+:\d+\)?; world\.errors has 1 more\. Fix your client; if it is meant to throw, make the world with createWorld\(\{ errors: 'allow' \}\)\.$/,
  );
  expect(world.errors).toHaveLength(2);
});

test('close: an error of a promise that a handler gave back fails it', async () => {
  const world = createWorld();
  const session = world.Signal('app').login('alice', none);
  // oxlint-disable-next-line typescript/no-misused-promises -- applications do.
  session.onLoginSuccess = async () => {
    await Promise.resolve();
    throw new TypeError('later');
  };

  await world.advance('1 s');

  expect(world.trace.entries.at(-1)).toEqual({
    kind: 'threw',
    at: 60,
    client: 'alice',
    name: 'onLoginSuccess',
    error: 'TypeError',
  });
  expect(closing(world)?.message).toContain('onLoginSuccess of alice threw TypeError: later');
});

test('close: an error comes before a rule that did not fire because of it', async () => {
  const world = createWorld();
  world.fail('JOINCHANNEL_E_OTHER');
  const api = world.createAgoraAPI();
  api.onLoginSuccess = () => {
    (undefined as unknown as { join(): void }).join();
  };

  api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(closing(world)?.id).toBe('world.threw');
});

test("close: with errors: 'allow' it throws nothing; noErrors says what was thrown", async () => {
  const world = createWorld({ errors: 'allow' });
  const api = world.createAgoraAPI();
  api.onLogout = () => {
    throw 'no'; // oxlint-disable-line typescript/only-throw-error -- applications do.
  };

  expect(noErrors(world).pass).toBe(true);
  api.logout();
  await world.advance(0);

  expect(() => assertCheck(noErrors(world))).toThrow(
    /^Your client threw 1 error up to 0 ms\.\n\n {2}onLogout of client 1 threw the string "no" at 0 ms\n/,
  );
  expect(closing(world)).toBeUndefined();
});

test('createWorld: what is to become of errors is one of two words', () => {
  expect(() => createWorld({ errors: 'alow' as 'allow' })).toThrow(
    'createWorld: no errors "alow". Known: fail, allow. Did you mean "allow"?',
  );
});

/** What the test does, in order; a number lets so many milliseconds pass. */
const deed = oneof(
  constantFrom('login', 'logout', 'join', 'send', 'call', 'kick', 'cut', 'restore'),
  integer({ min: 0, max: 20_000 }),
);

/** Plays a story; the application throws at the callbacks with these numbers, at once or later. */
async function play(
  story: readonly (string | number)[],
  throws: ReadonlyMap<number, 'now' | 'later'>,
  errors: 'fail' | 'allow',
): Promise<SignalingWorld> {
  const world = createWorld({ errors });
  const apis = ['alice', 'bob'].map((name) => world.createAgoraAPI({ name }));
  let count = 0;
  const heard = (): unknown => {
    const error = new Error(`callback ${count}`);
    const how = throws.get(count++);
    if (how === 'now') throw error;
    return how === 'later' ? Promise.reject(error) : undefined;
  };
  for (const api of apis)
    Object.assign(api, Object.fromEntries(callbackNames.map((n) => [n, heard])));
  const [alice, bob] = apis as [(typeof apis)[0], (typeof apis)[0]];
  bob.login('app', 'bob', none);
  bob.channelJoin('lobby');
  let isCut = false;
  const deeds: Record<string, () => void> = {
    login: () => alice.login('app', 'alice', none),
    logout: () => alice.logout(),
    join: () => alice.channelJoin('lobby'),
    send: () => alice.messageChannelSend('lobby', 'hello'),
    call: () => bob.channelInviteUser2('lobby', 'alice'),
    kick: () => {
      if (world.service.online.includes('bob')) world.service.kick('bob');
    },
    cut: () => {
      isCut = true;
      world.network.cut('bob');
    },
    restore: () => {
      if (isCut) world.network.restore('bob');
      isCut = false;
    },
  };
  for (const one of story) {
    if (typeof one === 'number') await world.advance(one);
    else deeds[one]?.();
  }
  await world.advance('1 min');
  return world;
}

test('errors: whenever handlers throw, close fails with the first, and the trace has no more than that', async () => {
  let thrown = 0;
  await assert(
    asyncProperty(
      array(deed, { minLength: 3, maxLength: 12 }),
      array(tuple(integer({ min: 0, max: 9 }), constantFrom('now', 'later')), {
        minLength: 1,
        maxLength: 5,
      }),
      async (story, throws) => {
        const [throwing, quiet] = [new Map(throws), new Map<number, 'now'>()];
        const strict = await play(story, throwing, 'fail');
        const tolerant = await play(story, throwing, 'allow');
        const silent = await play(story, quiet, 'fail');

        const { entries } = strict.trace;
        expect(tolerant.trace.hash()).toBe(strict.trace.hash());
        expect(entries.filter(({ kind }) => kind !== 'threw')).toEqual(silent.trace.entries);
        const [first] = strict.errors;
        thrown += strict.errors.length;
        expect(entries.filter(({ kind }) => kind === 'threw')).toHaveLength(strict.errors.length);
        expect(closing(strict)?.cause).toBe(first);
        expect(closing(tolerant)).toBeUndefined();
        expect(closing(silent)).toBeUndefined();
      },
    ),
    { seed: 11, numRuns: 60 },
  );
  expect(thrown).toBeGreaterThan(60);
});
