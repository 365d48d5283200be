// Wrong use of world.service and world.network: names that are near are suggested.
import { createWorld, UsageError, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast } from '../support/cast.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

/** The id of the misuse that something is. */
const idOf = (misuse: () => unknown): string | undefined => {
  try {
    misuse();
    return undefined;
  } catch (error) {
    return error instanceof UsageError ? error.id : String(error);
  }
};

test('service: kick, orderClose and notifyError want an account that is online', async () => {
  const { world } = await cast(['alice', 'bob']);

  for (const act of ['kick', 'orderClose', 'notifyError'] as const) {
    expect(() => world.service[act]('alcie')).toThrow(
      saying(`service.${act}: no online account "alcie". Known: alice, bob. Did you mean "alice"?`),
    );
  }
});

test('service: kick where nobody is online says so', () => {
  const world = createWorld();

  expect(() => world.service.kick('alice')).toThrow(
    saying('service.kick: no online account "alice". Known: none.'),
  );
});

test('service: removeFromChannel wants a member of the channel', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(() => world.service.removeFromChannel('alcie', 'lobby')).toThrow(
    saying(
      'service.removeFromChannel: no member of "lobby" "alcie". Known: alice. Did you mean "alice"?',
    ),
  );
  expect(() => world.service.removeFromChannel('alice', 'loby')).toThrow(
    saying('service.removeFromChannel: no member of "loby" "alice". Known: none.'),
  );
});

test('service: destroyChannel wants a channel that has members', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(() => world.service.destroyChannel('loby')).toThrow(
    saying('service.destroyChannel: no channel "loby". Known: lobby. Did you mean "lobby"?'),
  );
});

test('service: refuse, silence, garble and heal want an operation', () => {
  const { service } = createWorld();

  for (const act of ['refuse', 'silence', 'garble', 'heal'] as const) {
    expect(() => service[act]('logn' as never)).toThrow(
      saying(`service.${act}: no operation "logn". Did you mean "login"?`),
    );
  }
});

test.each([
  [
    { acount: 'a' },
    'no option "acount". Known: account, times, appId, device. Did you mean "account"?',
  ],
  [{ times: 0 }, 'times is 0. Give a whole number above 0, or leave it out.'],
  [{ times: 1.5 }, 'times is 1.5. Give a whole number above 0, or leave it out.'],
  [{ times: '2' }, 'times is "2". Give a whole number above 0, or leave it out.'],
])('service: refuse takes no %o', (options, why) => {
  const { service } = createWorld();

  expect(() => service.refuse('login', options as never)).toThrow(saying(`service.refuse: ${why}`));
});

test('service: expireToken wants an account that has a token', () => {
  const { service } = createWorld();

  expect(() => service.expireToken('alice')).toThrow(
    saying(
      'service.expireToken: "alice" has no token. ' +
        'Let it log in first, or make one with service.issueToken.',
    ),
  );
});

test('service: unban names the accounts that are banned', () => {
  const { service } = createWorld();
  service.ban('alice');

  expect(() => service.unban('alcie')).toThrow(
    saying('service.unban: no banned account "alcie". Known: alice. Did you mean "alice"?'),
  );
});

test.each([['new'], [''], ['1.'], [2], [undefined]])(
  'service: requireVersion takes no %o',
  (version) => {
    const { service } = createWorld();

    expect(() => service.requireVersion(version as never)).toThrow(
      saying(
        `service.requireVersion: ${typeof version === 'string' ? JSON.stringify(version) : String(version)} ` +
          'is not a version. Give numbers between dots: "1.4.4".',
      ),
    );
  },
);

test('service: issueToken wants a name that can log in, and whole seconds', () => {
  const { service } = createWorld();

  expect(() => service.issueToken({ account: 'a lice' })).toThrow(
    saying(
      'service.issueToken: "a lice" is not an account name. Give 1 to 128 bytes of visible characters.',
    ),
  );
  expect(() => service.issueToken({ account: 'alice', expiresInS: 0.5 })).toThrow(
    saying('service.issueToken: expiresInS is 0.5. Give whole seconds; below 0 it has expired.'),
  );
});

test('service: what was refused as misuse leaves nothing in the trace', () => {
  const world = createWorld();

  for (const misuse of [
    () => world.service.kick('alice'),
    () => world.service.refuse('logn' as never),
    () => world.service.requireVersion('x'),
    () => world.network.restore('alice'),
    () => world.network.cut(''),
    () => world.network.set({ loss: 2 }),
  ]) {
    expect(misuse).toThrow(UsageError);
  }

  expect(world.trace.entries).toEqual([]);
});

test.each([['cut'], ['partition'], ['corrupt']] as const)(
  'network: %s wants an account, not an empty text or nothing',
  (act) => {
    const { network } = createWorld();

    expect(() => network[act]('')).toThrow(
      saying(
        `network.${act}: "" is not an account name. Give the name that a client logs in with.`,
      ),
    );
    expect(() => network[act](undefined as never)).toThrow(
      saying(
        `network.${act}: undefined is not an account name. Give the name that a client logs in with.`,
      ),
    );
  },
);

test('network: restore wants an account that is cut', async () => {
  const { world } = await cast(['alice']);

  expect(() => world.network.restore('alice')).toThrow(
    saying('network.restore: no account that is cut "alice". Known: none.'),
  );
  world.network.cut('alice');
  expect(() => world.network.restore('alcie')).toThrow(
    saying('network.restore: no account that is cut "alcie". Known: alice. Did you mean "alice"?'),
  );
});

test('network: cut wants a cause that it knows', () => {
  const { network } = createWorld();

  expect(() => network.cut('alice', { cause: 'unknwon' as never })).toThrow(
    saying(
      'network.cut: no cause "unknwon". Known: closed, error, unknown. Did you mean "unknown"?',
    ),
  );
});

test('network: corrupt wants an account whose line is open', async () => {
  const { world } = await cast(['alice']);

  expect(() => world.network.corrupt('bob')).toThrow(
    saying('network.corrupt: no account with a line "bob". Known: alice.'),
  );
});

test('network: set refuses what createWorld refuses', () => {
  const { network } = createWorld();

  expect(() => network.set({ los: 0.1 } as never)).toThrow(
    saying(
      'network.set: no option "los". Known: latencyMs, jitterMs, loss, duplicate, reorder. ' +
        'Did you mean "loss"?',
    ),
  );
  expect(() => network.set({ jitterMs: Number.NaN })).toThrow(
    saying('network.set: jitterMs is NaN. Give milliseconds, 0 or more.'),
  );
});

test('errors: each kind of misuse has an id that stays', () => {
  const world = createWorld();

  expect([
    idOf(() => createWorld({ sed: 1 } as never)),
    idOf(() => createWorld({ seed: 1.5 })),
    idOf(() => world.fail('NOPE' as never)),
    idOf(() => world.fail('LOGOUT_E_PACKET')),
    idOf(() => world.service.kick('alice')),
    idOf(() => world.network.cut('')),
  ]).toEqual([
    'world.option',
    'world.seed',
    'world.code',
    'world.legacy',
    'service.account',
    'network.account',
  ]);
});

test.each([
  ['network.cut', (world: SignalingWorld) => world.network.cut('alice', null as never)],
  ['network.set', (world: SignalingWorld) => world.network.set(null as never)],
  ['service.refuse', (world: SignalingWorld) => world.service.refuse('login', null as never)],
  ['service.issueToken', (world: SignalingWorld) => world.service.issueToken(null as never)],
  [
    'world.fail("LOGIN_E_NET")',
    (world: SignalingWorld) => world.fail('LOGIN_E_NET', null as never),
  ],
  ['world.createAgoraAPI', (world: SignalingWorld) => world.createAgoraAPI(null as never)],
])('%s: options of null are refused as misuse', (where, act) => {
  expect(() => act(createWorld())).toThrow(
    saying(`${where}: null is not an options object. Pass one, or leave it out.`),
  );
});

test.each([[''], [undefined], ['a lice']])('service: ban takes no %o', (account) => {
  expect(() => createWorld().service.ban(account as never)).toThrow(UsageError);
});

test('service: refuse takes no account of 5', () => {
  expect(() => createWorld().service.refuse('login', { account: 5 as never })).toThrow(
    saying('service.refuse: account is 5. Give a name, or leave it out for all.'),
  );
});

test('close: names a misspelt account that was cut and restored', () => {
  const world = createWorld();
  world.network.cut('alcie');
  world.network.restore('alcie');

  expect(() => world.close()).toThrow(/^world\.close: the line of "alcie" was cut/);
});
