// After which codes a client counts as recovered: one case a group, and its opposite; then what becomes
// of it where devices share an account, or nothing is kept.
import { array, assert, asyncProperty, constantFrom, integer, tuple } from 'fast-check';
import { createWorld, type AgoraAPI, type CodeName, type SignalingWorld } from 'sigsim';
import { beforeEach, expect, test } from 'vitest';
import { recoveriesIn } from '../../src/coverage/recovery.ts';

let world: SignalingWorld;
let alice: AgoraAPI;
beforeEach(() => {
  world = createWorld();
  alice = world.createAgoraAPI();
});

const login = async (): Promise<void> => {
  alice.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
};
const recovered = (): readonly CodeName[] => recoveriesIn(world).recovered;

test('recovery: a login that failed is made good by one that works', async () => {
  world.fail('LOGIN_E_FAILED');
  await login();
  expect(recovered()).toEqual([]);

  await login();

  expect(recovered()).toEqual(['LOGIN_E_FAILED']);
});

test('recovery: another account that gets in makes nothing good', async () => {
  world.fail('LOGIN_E_FAILED', { account: 'alice' });
  await login();
  world.createAgoraAPI().login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  expect(recovered()).toEqual([]);
});

test('recovery: another client of the account gets it back', async () => {
  world.fail('LOGOUT_E_OTHER');
  await login();
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 s');

  expect(recovered()).toEqual(['LOGOUT_E_OTHER']);
});

test('recovery: a channel that was lost is had again, and no other will do', async () => {
  world.fail('LEAVECHANNEL_E_OTHER');
  await login();
  alice.channelJoin('lobby');
  await world.advance('1 s');
  alice.channelJoin('den');
  await world.advance('1 s');
  expect(recovered()).toEqual([]);

  alice.channelJoin('lobby');
  await world.advance('1 s');

  expect(recovered()).toEqual(['LEAVECHANNEL_E_OTHER']);
});

test('recovery: a message is made good by the same one, to the same address', async () => {
  await login();
  world.fail('SENDMESSAGE_E_OTHER');
  alice.messageInstantSend('alice', 0, 'hello', 'm1');
  await world.advance('1 s');
  alice.messageInstantSend('alice', 0, 'something else', 'm2');
  await world.advance('1 s');
  expect(recovered()).toEqual([]);

  alice.messageInstantSend('alice', 0, 'hello', 'm3');
  await world.advance('1 s');

  expect(recovered()).toEqual(['SENDMESSAGE_E_OTHER']);
});

test('recovery: a user count is had in the end', async () => {
  await login();
  world.fail('QUERYUSERNUM_E_OTHER');
  alice.channelQueryUserNum('lobby');
  await world.advance('1 s');
  alice.channelQueryUserNum('lobby');
  await world.advance('1 s');

  expect(recovered()).toEqual(['QUERYUSERNUM_E_OTHER']);
});

test('recovery: a call that failed is made good when the peer rings', async () => {
  world.createAgoraAPI().login('app', 'bob', '_no_need_token');
  await login();
  world.fail('INVITE_E_PEEROFFLINE');
  alice.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');
  expect(recovered()).toEqual([]);

  alice.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');

  expect(recovered()).toEqual(['INVITE_E_PEEROFFLINE']);
});

test('recovery: what onError named is called again, and no error answers', async () => {
  await login();
  world.fail('GENERAL_E_FAILED', { times: 2 });
  alice.setAttr('name', 'Alice');
  await world.advance('1 s');
  alice.setAttr('name', 'Alice');
  await world.advance('1 s');
  expect(recovered()).toEqual([]);

  alice.setAttr('name', 'Alice');
  await world.advance('1 s');

  expect(recovered()).toEqual(['GENERAL_E_FAILED', 'GENERAL_E_FAILED']);
});

test('recovery: a join before the login is made good by a join after it', async () => {
  alice.channelJoin('lobby');
  await login();
  expect(recovered()).toEqual([]);

  alice.channelJoin('lobby');
  await world.advance('1 s');

  expect(recovered()).toEqual(['GENERAL_E_NOT_LOGIN']);
});

const recoveredKicks = (): readonly CodeName[] =>
  recovered().filter((code) => code === 'LOGOUT_E_KICKED');

/** A second device of her account. */
const other = async (): Promise<AgoraAPI> => {
  const device = world.createAgoraAPI();
  device.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
  return device;
};

test('recovery: a device that does nothing after a kick has not recovered when the other one got in', async () => {
  await login();
  await other();
  await world.advance('2 min');

  expect(recoveriesIn(world)).toEqual({ recovered: [], untold: ['LOGOUT_E_KICKED'] });
});

test('recovery: where it is known whose a client is, what another one does makes nothing good', async () => {
  world.audience.add('alice');
  world.audience.add('alice#2');
  await login();
  await other();
  await world.advance('2 min');

  expect(recoveriesIn(world)).toEqual({ recovered: [], untold: [] });
});

test.each([
  ['ends at once', '1 s'],
  ['goes on for an hour', '1 h'],
] as const)(
  'recovery: two devices that kick each other for ever have not recovered when the world %s',
  async (_, span) => {
    world.audience.add('alice');
    world.audience.add('alice#2');
    await login();
    const second = await other();
    alice.onLogout = () => void alice.login('app', 'alice', '_no_need_token');
    second.onLogout = () => void second.login('app', 'alice', '_no_need_token');
    alice.login('app', 'alice', '_no_need_token');
    await world.advance(span === '1 h' ? '10 min' : span);

    const kicks = world.trace.codes().filter((code) => code === 'LOGOUT_E_KICKED');
    expect(kicks.length).toBeGreaterThan(2);
    expect(recoveriesIn(world)).toEqual({ recovered: [], untold: [] });
  },
);

test('recovery: what is lost again within a minute was not had; what is kept for one was', async () => {
  await login();
  for (let times = 0; times < 3; times++) {
    world.service.orderClose('alice');
    await world.advance('10 s');
    alice.login('app', 'alice', '_no_need_token');
    await world.advance('10 s');
  }
  expect(recovered()).toEqual([]);

  await world.advance('1 min');

  expect(recovered()).toEqual(['LOGOUT_E_NET', 'LOGOUT_E_NET', 'LOGOUT_E_NET']);
});

test('recovery: her own logout ends nothing too early', async () => {
  world.fail('LOGIN_E_FAILED');
  await login();
  await login();
  alice.channelJoin('lobby');
  await world.advance('1 s');
  alice.logout();
  await world.advance('1 min');

  expect(recovered()).toEqual(['LOGIN_E_FAILED']);
});

test('recovery: a new client of the application for each login is still the application', async () => {
  world.fail('LOGIN_E_FAILED', { times: 3 });
  for (let times = 0; times < 4; times++) {
    world.Signal('app').login('alice', '_no_need_token');
    await world.advance('1 s');
  }

  expect(recoveriesIn(world)).toEqual({
    recovered: ['LOGIN_E_FAILED', 'LOGIN_E_FAILED', 'LOGIN_E_FAILED'],
    untold: [],
  });
});

test('recovery: whatever devices of an account do, a kick is told as recovery only of the one that kept its session', async () => {
  let [kicks, good] = [0, 0];
  const act = tuple(constantFrom(0, 1, 2), integer({ min: 0, max: 90_000 }));
  await assert(
    asyncProperty(array(act, { minLength: 2, maxLength: 12 }), async (story) => {
      world = createWorld();
      const devices = [0, 1, 2].map((n) => world.createAgoraAPI({ name: `device ${n}` }));
      for (const [n, ms] of story) {
        devices[n]?.login('app', 'alice', '_no_need_token');
        await world.advance(ms);
      }
      await world.advance('2 min');
      const callbacks = world.trace.callbacks();
      const kicked = callbacks.filter(({ code }) => code === 'LOGOUT_E_KICKED');
      const kept = kicked.filter((kick) => {
        const later = callbacks
          .slice(callbacks.indexOf(kick))
          .filter(({ client, name }) => client === kick.client && name !== 'onLoginFailed');
        return later.some(
          ({ name, at }, i) =>
            name === 'onLoginSuccess' && (later[i + 1]?.at ?? Infinity) - at >= 60_000,
        );
      });
      kicks += kicked.length;
      good += kept.length;

      expect(recoveredKicks()).toEqual([]);
      for (const n of [0, 1, 2]) world.audience.add(`device ${n}`);
      expect(recoveredKicks()).toEqual(kept.map(({ code }) => code));
      expect(recoveriesIn(world).untold).toEqual([]);
    }),
    { seed: 20, numRuns: 100 },
  );
  expect(kicks).toBeGreaterThan(good);
  expect(good).toBeGreaterThan(20);
});

test('recovery: devices of the world tell two clients of an account apart', async () => {
  const [phone, laptop] = ['phone', 'laptop'].map((name) => world.device(name).createAgoraAPI());
  const back = (): void => void phone?.login('app', 'alice', '_no_need_token');
  if (phone !== undefined) phone.onLogout = back;
  back();
  await world.advance('1 s');
  laptop?.login('app', 'alice', '_no_need_token'); // kicks the phone, which kicks the laptop
  await world.advance('5 min');

  expect(recoveriesIn(world)).toEqual({ recovered: ['LOGOUT_E_KICKED'], untold: [] });
});
