// The same account twice: who stays, who goes, and what each side hears.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

test('LOGOUT_E_KICKED: a second login with an equal token ends the first', async () => {
  const { world, alice } = await cast(['alice']);
  const second = listen(world.createAgoraAPI());

  second.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_KICKED')]]);
  expect(second.heard).toEqual([['onLoginSuccess', 0, 0]]);
  expect(world.service.online).toEqual(['alice']);
});

test('account: the kick goes out before the success of the newcomer', async () => {
  const { world, alice } = await cast(['alice']);
  const order: string[] = [];
  alice.api.onLogout = () => order.push('first out');
  const second = world.createAgoraAPI();
  second.onLoginSuccess = () => order.push('second in');

  second.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(order).toEqual(['first out', 'second in']);
});

test('account: a newer token kicks the session of the older one', async () => {
  const { world } = await cast([]);
  const [first, second] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
  const [older, newer] = [60, 120].map((expiresInS) =>
    world.service.issueToken({ account: 'alice', expiresInS }),
  ) as [string, string];

  first.api.login('app', 'alice', older);
  await world.advance('1 s');
  second.api.login('app', 'alice', newer);
  await world.advance('1 s');

  expect(first.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_KICKED')]);
  expect(second.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('LOGIN_E_TOKEN_KICKED: an older token is refused and the holder stays', async () => {
  const { world } = await cast([]);
  const [first, second] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
  const [older, newer] = [60, 120].map((expiresInS) =>
    world.service.issueToken({ account: 'alice', expiresInS }),
  ) as [string, string];

  first.api.login('app', 'alice', newer);
  await world.advance('1 s');
  second.api.login('app', 'alice', older);
  await world.advance('1 s');

  expect(second.heard).toEqual([['onLoginFailed', value('LOGIN_E_TOKEN_KICKED')]]);
  expect(first.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('account: a token of the same expiry kicks its own holder', async () => {
  const { world } = await cast([]);
  const [first, second] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
  const token = world.service.issueToken({ account: 'alice' });

  first.api.login('app', 'alice', token);
  await world.advance('1 s');
  second.api.login('app', 'alice', token);
  await world.advance('1 s');

  expect(first.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_KICKED')]);
});

test.each([
  ['a signed token kicks a holder without one', noToken, 'signed'],
  ['no token at all kicks the holder of a signed one', 'signed', noToken],
])('account: %s', async (_title, held, brought) => {
  const { world } = await cast([]);
  const [first, second] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
  const signed = world.service.issueToken({ account: 'alice' });
  const tokenOf = (kind: string): string => (kind === 'signed' ? signed : kind);

  first.api.login('app', 'alice', tokenOf(held));
  await world.advance('1 s');
  second.api.login('app', 'alice', tokenOf(brought));
  await world.advance('1 s');

  expect(first.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_KICKED')]);
  expect(second.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('account: a client kicked out does not come back by itself', async () => {
  const { world, alice } = await cast(['alice']);

  world.service.kick('alice');
  await world.advance('10 min');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_KICKED')]]);
  expect(alice.api.getStatus()).toBe(0);
});

test('account: one that reconnects after another login took it is kicked', async () => {
  const { world, alice } = await cast(['alice']);
  const second = listen(world.createAgoraAPI());

  world.network.cut('alice');
  world.network.restore('alice');
  second.api.login('app', 'alice', noToken); // In after 60 ms; the first tries again after 200 ms.
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onLogout', value('LOGOUT_E_KICKED')],
  ]);
  expect(second.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('account: the same name under another App ID is somebody else', async () => {
  const { world, alice } = await cast(['alice']);
  const stranger = listen(world.createAgoraAPI());

  stranger.api.login('other app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([]);
  expect(stranger.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('account: a channel of the same name under another App ID is another', async () => {
  const { world, alice } = await cast(['alice']);
  const stranger = listen(world.createAgoraAPI());
  stranger.api.login('other app', 'bob', noToken);
  await world.advance('1 s');

  alice.api.channelJoin('lobby');
  stranger.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(alice.heard).toContainEqual(['onChannelUserList', ['alice'], [0]]);
  expect(stranger.heard).toContainEqual(['onChannelUserList', ['bob'], [0]]);
});

test('account: two that log in again on every kick never come to rest', async () => {
  const { world, alice } = await cast(['alice']);
  const second = world.createAgoraAPI();
  for (const api of [alice.api, second]) {
    api.onLogout = () => api.login('app', 'alice', noToken);
  }

  second.login('app', 'alice', noToken);
  await world.advance('1 min');

  expect(world.trace.codes('alice').length).toBeGreaterThan(100);
  expect(new Set(world.trace.codes())).toEqual(new Set(['LOGOUT_E_KICKED']));
});

test('LOGIN_E_ALREADY_LOGIN: a login on top of a login changes nothing', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());

  alice.api.login('app', 'alice', noToken);
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('LOGIN_E_ALREADY_LOGIN: a client that is in stays in', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.login('app', 'carol', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')]]);
  expect(world.service.online).toEqual(['alice']);
});

test('LOGIN_E_ALREADY_LOGIN: a client that reconnects goes on doing so', async () => {
  const { world, alice } = await cast(['alice']);

  world.network.cut('alice');
  alice.api.login('app', 'alice', noToken);
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')],
    ['onReconnected', 0],
  ]);
});

test('LOGIN_E_ALREADY_LOGIN: asked before the account is looked at', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.login('', 'not an account', '');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')]]);
});

test('account: a login right after a logout waits, and comes after it', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('account: a login remembered during logout may be refused like any', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.refuse('login');

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGOUT_E_USER', 'LOGIN_E_FAILED']);
});

test('account: an illegal login remembered during logout fails after it', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.login('app', 'not an account', noToken);
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGOUT_E_USER', 'LOGIN_E_INVALID_USER']);
});

test('account: a second login during logout is refused, the first remembered', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')],
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('account: a logout drops the remembered login, whose end follows', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginFailed', value('LOGIN_E_CANCEL')],
  ]);
  expect(alice.api.getStatus()).toBe(0);
});

test('account: after login, logout and login behind a logout the last word is login', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginFailed', value('LOGIN_E_CANCEL')],
    ['onLoginSuccess', 0, 0],
  ]);
  expect(alice.api.getStatus()).toBe(2);
});

/** A person who behind a logout logs in and out, as a list of what it wants. */
const wishes = fc.array(fc.constantFrom('login', 'logout', 'illegal login'), { maxLength: 12 });

test('account: behind a logout every login has one answer, and the last word counts', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, fc.nat(9_999), async (list, afterMs) => {
      const { world, alice } = await cast(['alice']);
      world.service.silence('logout');
      let waiting: string | undefined;
      const [now, later]: [unknown[][], unknown[][]] = [[], []];
      alice.api.logout();
      await world.advance(afterMs);
      for (const wish of list) {
        if (wish !== 'logout') {
          alice.api.login('app', wish === 'login' ? 'alice' : 'a lice', noToken);
          if (waiting === undefined) waiting = wish;
          else now.push(['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')]);
        } else {
          alice.api.logout();
          if (waiting !== undefined) later.push(['onLoginFailed', value('LOGIN_E_CANCEL')]);
          waiting = undefined;
        }
      }
      if (waiting === 'login') later.push(['onLoginSuccess', 0, 0]);
      if (waiting === 'illegal login') {
        later.push(['onLoginFailed', value('LOGIN_E_INVALID_USER')]);
      }
      await world.advance('1 min');

      expect(alice.heard).toEqual([...now, ['onLogout', value('LOGOUT_E_USER')], ...later]);
    }),
  );
});

test('account: a remembered login comes also where the logout gets no answer', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('logout');

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  await world.advance('9 s');
  expect(alice.heard).toEqual([]);
  await world.advance('2 s');

  expect(alice.heard).toEqual([
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('account: a remembered login may be for another account', async () => {
  const { world, alice: person } = await cast(['alice']);

  person.api.logout();
  person.api.login('app', 'carol', noToken);
  await world.advance('1 s');
  person.api.setAttr('mood', 'fine');
  person.api.getAttr('mood');
  await world.advance('1 s');

  expect(world.service.online).toEqual(['carol']);
  expect(person.heard.at(-1)).toEqual(['onUserAttrResult', 'carol', 'mood', 'fine']);
});

test('account: a cut is felt under the account of a remembered login', async () => {
  const { world, alice: person } = await cast(['alice']);
  person.api.logout();
  person.api.login('app', 'carol', noToken);
  await world.advance('1 s');

  world.network.cut('carol');
  await world.advance('1 ms');

  expect(person.heard.at(-1)).toEqual(['onReconnecting', 1]);
});

test('account: a login cancelled for another account leaves nobody online', async () => {
  const { world } = await cast([]);
  const person = listen(world.createAgoraAPI());

  person.api.login('app', 'alice', noToken);
  await world.advance('45 ms'); // Its login request is under way.
  person.api.logout();
  person.api.login('app', 'carol', noToken);
  await world.advance('5 min');

  expect(world.service.online).toEqual(['carol']);
});

test('account: one lost goes offline though its client is somebody else now', async () => {
  const { world, alice: person } = await cast(['alice']);
  world.network.cut('alice');
  await world.advance('2 s'); // Given up after 1.4 s.

  person.api.login('app', 'carol', noToken);
  await world.advance('5 min');

  expect(world.service.online).toEqual(['carol']);
});
