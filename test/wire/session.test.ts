// wire-protocol.md 10: how a session ends, and how it is fetched back.
import { expect, test } from 'vitest';
import type { SignalingWorld } from 'sigsim';
import type { Duration } from '../../src/base/duration.ts';
import { Phone, phones, type Sdk } from '../support/wire.ts';

/** Alice is online, and nothing has been heard. */
async function online(options: ConstructorParameters<typeof Phone>[1] = {}): Promise<{
  world: SignalingWorld;
  alice: Phone;
  session: Sdk;
}> {
  const { world } = phones([]);
  const alice = new Phone(world, options);
  const session = alice.login('alice');
  await world.advance('1 s');
  alice.take();
  return { world, alice, session };
}

/** Virtual milliseconds from now until each callback. */
async function after(
  world: SignalingWorld,
  phone: Phone,
  wait: Duration,
): Promise<readonly string[]> {
  const from = world.now;
  await world.advance(wait);
  return phone.heard.map((line, i) => `${line} after ${(phone.times[i] ?? 0) - from} ms`);
}

test('logout() that is answered: 101', async () => {
  const { world, alice, session } = await online();

  session['logout']?.();
  await world.advance('1 s');

  expect([alice.heard, session.state]).toEqual([['onLogout 101'], 0]);
  expect(world.wire.sockets()).toEqual([]);
});

test('logout() that is answered with an error: 101 all the same', async () => {
  const { world, alice, session } = await online();
  const answers: unknown[] = [];
  world.wire.tap(({ from, frame: [event, argument] }) => {
    if (from !== 'service' || event !== 'call2-ret') return undefined;
    answers.push(argument);
    return [[event, [(argument as readonly unknown[])[0], 'no such line', '{}']]];
  });

  session['logout']?.();
  await world.advance('1 s');

  expect(answers.length).toBe(1);
  expect([alice.heard, session.state]).toEqual([['onLogout 101'], 0]);
});

test('D17: without a handler for it, logout() does nothing', async () => {
  const { world, session } = await online();
  Object.assign(session, { onLogout: '' });

  session['logout']?.();
  await world.advance('1 h');

  expect(session.state).toBe(2);
});

test('D18: logout() that is never answered: state 2, no callback', async () => {
  const { world, alice, session } = await online();
  world.service.silence('logout');

  session['logout']?.();
  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 2]);
});

test('D22: nothing happens to a session that is over, not by logout() either', async () => {
  const { world, alice, session } = await online();
  session['logout']?.();
  await world.advance('1 s');

  session['logout']?.();
  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([['onLogout 101'], 0]);
});

test('a kick: 103, and the service closes the socket after it', async () => {
  const { world, alice, session } = await online();

  world.service.kick('alice');
  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([['onLogout 103'], 0]);
  expect(world.wire.sockets()).toEqual([]);
});

test('an ordered close: 102 at once', async () => {
  const { world, alice, session } = await online();

  world.service.orderClose('alice');

  expect(await after(world, alice, '1 min')).toEqual(['onLogout 102 after 10 ms']);
  expect(session.state).toBe(0);
});

test('D3: a _close frame: 102, and the socket stays open', async () => {
  const { world, alice } = await online();

  world.wire.sockets('alice')[0]?.tell(['_close', '']);
  await world.advance('1 min');

  expect([alice.heard, world.wire.sockets('alice').length]).toEqual([['onLogout 102'], 1]);
});

test('D4: a socket that closes is fetched back without a word but a second onLoginSuccess', async () => {
  const { world, alice, session } = await online();

  world.network.cut('alice');
  await world.advance('1 ms');
  world.network.restore('alice');
  expect(session.state).toBe(3);

  expect(await after(world, alice, '1 min')).toEqual(['onLoginSuccess 1001 after 239 ms']);
  expect(session.state).toBe(2);
});

test('D6: the line does not come back: attempts at 0.2, 0.6, 1.4, 3 … 15 s, then 102', async () => {
  const { world, alice } = await online();
  const from = world.now;
  const attempts: number[] = [];
  alice.sdk.sockets = () => {
    attempts.push((world.now - from) / 1000);
    return 'refuse';
  };

  for (const socket of world.wire.sockets('alice')) socket.close();

  expect(await after(world, alice, '5 min')).toEqual(['onLogout 102 after 15000 ms']);
  expect(attempts).toEqual([0.2, 0.6, 1.4, 3, 5, 7, 9, 11, 13, 15]);
});

test('D6: a line that is cut is fetched back by the same attempts, each of which fails', async () => {
  const { world, alice } = await online();

  world.network.cut('alice');

  expect(await after(world, alice, '5 min')).toEqual(['onLogout 102 after 15000 ms']);
});

test('D7: sockets that do not open: 102 after 75 s', async () => {
  const { world, alice } = await online();
  alice.sdk.sockets = 'hang';

  for (const socket of world.wire.sockets('alice')) socket.close();

  expect(await after(world, alice, '5 min')).toEqual(['onLogout 102 after 75000 ms']);
});

test('D8: the time limit of a login changes nothing', async () => {
  const { world, alice } = phones(['alice']);
  alice.login('alice', '_no_need_token', 10, 1);
  await world.advance('1 s');
  alice.take();

  world.network.cut('alice');

  expect(await after(world, alice, '5 min')).toEqual(['onLogout 102 after 15000 ms']);
});

test.each([
  [2, 600],
  [1, 200],
  [0, 15_000], // As many as without it: ten.
])('the count of a login limits the attempts: %i, given up after %i ms', async (count, ms) => {
  const { world, alice } = phones(['alice']);
  alice.login('alice', '_no_need_token', count);
  await world.advance('1 s');
  alice.take();

  world.network.cut('alice');

  expect(await after(world, alice, '5 min')).toEqual([`onLogout 102 after ${ms} ms`]);
});

test('pings: at login, then every 10 s, however many are never answered', async () => {
  const { world, alice } = phones(['alice']);
  const pings: (readonly unknown[])[] = [];
  world.wire.tap(({ from, frame: [event, number] }) => {
    if (event === 'pong') return [];
    if (from === 'client' && event === 'ping') pings.push([number, world.now]);
    return undefined;
  });
  const session = alice.login('alice');

  await world.advance('1 h');

  const [[, login] = []] = pings;
  expect(pings).toEqual(
    Array.from({ length: 360 }, (_, i) => [i + 1, (login as number) + i * 10_000]),
  );
  expect(login).toBe(alice.times[0]);
  expect([alice.heard, session.state]).toEqual([['onLoginSuccess 1001'], 2]);
});

test('D9, D10: a line that is silent: state 2, no callback, for as long as nothing gets through', async () => {
  const { world, alice, session } = await online();

  world.network.partition('alice');
  await world.advance('1 h');
  expect([alice.heard, session.state]).toEqual([[], 2]);

  // The next ping meets a service that has closed the line meanwhile.
  world.network.restore('alice');
  await world.advance('20 s');
  expect([alice.heard, session.state]).toEqual([['onLoginSuccess 1001'], 2]);
});

test.each([
  ['on a desktop', undefined],
  ['on Android', 'Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/75.0.3770.101 Mobile'],
])('D11: %s, a socket that breaks: 102 at once, and no reconnect', async (_, userAgent) => {
  const { world, alice, session } = await online({ ...(userAgent && { userAgent }) });

  world.network.cut('alice', { cause: 'error' });
  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([['onLogout 102'], 0]);
});

test.each([
  ['on an iPad', 'Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) AppleWebKit/605.1.15'],
  ['on an iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 12_2 like Mac OS X) AppleWebKit/605.1.15'],
  ['on an iPod', 'Mozilla/5.0 (iPod touch; CPU iPhone OS 12_2 like Mac OS X) AppleWebKit/605.1.15'],
  [
    'in Edge',
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/64.0.3282.140 Edge/18.17763',
  ],
])('D12: %s, a socket that breaks is fetched back', async (_, userAgent) => {
  const { world, alice, session } = await online({ userAgent });

  world.network.cut('alice', { cause: 'error' });
  await world.advance('1 s');
  expect([alice.heard, session.state]).toEqual([[], 3]);
  world.network.restore('alice');
  await world.advance('1 min');

  expect([alice.heard, session.state]).toEqual([['onLoginSuccess 1001'], 2]);
});

test('C12: without a navigator the handler of a broken socket throws: no callback, no reconnect', async () => {
  const { world, alice } = await online({ globals: { navigator: undefined } });

  world.network.cut('alice', { cause: 'error' });
  await world.advance('1 h');

  expect(alice.heard).toEqual([]);
  expect(world.errors.map((error) => (error as Error).name)).toContain('TypeError');
});

test('D13: a socket that closes before the login is answered, while reconnecting: state 3 for ever', async () => {
  const { world, alice, session } = await online();
  world.service.silence('login');
  world.network.cut('alice');
  await world.advance('1 ms');
  world.network.restore('alice');
  await world.advance('1 s');

  for (const socket of world.wire.sockets('alice')) socket.close();
  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 3]);
});

test('D13: a login that is never answered, while reconnecting: state 3 for ever', async () => {
  const { world, alice, session } = await online();
  world.service.silence('login');
  world.network.cut('alice');
  await world.advance('1 ms');
  world.network.restore('alice');

  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 3]);
});

test('D14: a login that is refused while reconnecting: state 0, no callback', async () => {
  const { world } = phones([]);
  const alice = new Phone(world);
  const token = world.service.issueToken({ account: 'alice', appId: 'app' });
  const session = alice.login('alice', token);
  await world.advance('1 s');
  alice.take();

  world.service.expireToken('alice');
  world.network.cut('alice');
  await world.advance('1 ms');
  world.network.restore('alice');
  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 0]);
});

test.each([
  ['D15', 'close', 102],
  ['D24', 'kick', 103],
] as const)('%s: a %s frame while reconnecting: %i', async (_, event, code) => {
  const { world, alice, session } = await online();
  world.wire.tap(({ from, frame: [name] }) =>
    from === 'service' && name === 'login_ret' ? [[event, '']] : undefined,
  );
  world.network.cut('alice');
  await world.advance('1 ms');
  world.network.restore('alice');

  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[`onLogout ${code}`], 0]);
});

test('D16: logout() while reconnecting does nothing; it logs in again', async () => {
  const { world, alice, session } = await online();
  world.network.cut('alice');
  await world.advance('1 ms');

  session['logout']?.();
  world.network.restore('alice');
  await world.advance('1 min');

  expect([alice.heard, session.state]).toEqual([['onLoginSuccess 1001'], 2]);
});

test('D19: what is asked while reconnecting is gone without a callback', async () => {
  const { world, alice, session } = await online();
  world.network.cut('alice');
  await world.advance('1 ms');

  session['messageInstantSend']?.('bob', 'hello', () => alice.note('answered'));
  world.network.restore('alice');
  await world.advance('1 h');

  expect(alice.heard).toEqual(['onLoginSuccess 1001']);
});

test('D5: each reconnect within 10 s leaves the pings of the line before running', async () => {
  const { world, alice } = await online();
  let pings = 0;
  world.wire.tap(({ from, frame: [event] }) => {
    if (from === 'client' && event === 'ping') pings += 1;
    return undefined;
  });
  const perMinute = async (): Promise<number> => {
    pings = 0;
    await world.advance('1 min');
    return pings;
  };
  const drop = async (): Promise<void> => {
    for (const socket of world.wire.sockets('alice')) socket.close();
    await world.advance('1 s');
  };

  const counts = [await perMinute()];
  for (let i = 0; i < 2; i++) {
    await drop();
    counts.push(await perMinute());
  }

  expect(counts).toEqual([6, 12, 18]);
  expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onLoginSuccess 1001']);
});

test('D1b: closed without a kick, two logins of one account oust each other every 200 ms', async () => {
  const { world, alice, bob } = phones(['alice', 'bob']);
  world.wire.tap(({ from, frame: [event] }) =>
    from === 'service' && event === 'kick' ? [] : undefined,
  );
  alice.login('carol');
  await world.advance('1 s');
  bob.login('carol');

  await world.advance('20 s');

  const successes = [...alice.heard, ...bob.heard].filter((line) => line === 'onLoginSuccess 1001');
  expect(successes.length).toBeGreaterThan(50);
  expect([...alice.heard, ...bob.heard]).not.toContain('onLogout 103');
});

test('a kick that came while the line was down is told after the next login (D24)', async () => {
  const { world, alice } = await online();
  world.network.cut('alice');
  await world.advance('1 s');

  world.service.kick('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onLogout 103']);
});

test.each([
  ['LOGOUT_E_NET', ['onLogout 102']],
  ['LOGOUT_E_KICKED', ['onLogout 103']],
  ['LOGOUT_E_TOKENEXPIRED', []],
] as const)('world.fail(%s) reaches the application as %j', async (code, heard) => {
  const { world, alice } = phones(['alice']);
  world.fail(code);
  alice.login('alice');

  await world.advance('5 min');

  expect(alice.heard).toEqual(['onLoginSuccess 1001', ...heard]);
  world.close();
});

test.each(['LOGOUT_E_USER', 'LOGIN_E_CANCEL'] as const)(
  '%s: a rule cannot log the application out over the wire, and says that it did not fire',
  async (code) => {
    const { world, alice } = phones(['alice']);
    world.fail(code, { account: 'alice' });
    const session = alice.login('alice');
    await world.advance('1 min');

    expect([alice.heard, session.state]).toEqual([['onLoginSuccess 1001'], 2]);
    expect(world.clients[0]?.state).toBe('loggedIn');
    expect([...world.wire.notes]).toEqual([
      'a rule needs logout() of alice: over the wire the application has to call it',
    ]);
    expect(() => world.close()).toThrow('fired 0 of 1');
  },
);

test.each([
  ['in the same moment', 0],
  ['while its logout is under way', 1],
])('a line that is cut %s takes the logout with it: the session comes back', async (_, ms) => {
  const { world, alice } = phones(['alice']);
  const session = alice.login('alice');
  await world.advance('1 s');
  alice.take();

  session['logout']?.();
  await world.advance(ms);
  world.network.cut('alice');
  await world.advance('100 ms');
  expect(session.state).toBe(3);
  world.network.restore('alice');
  await world.advance('10 s');

  expect([alice.heard, session.state]).toEqual([['onLoginSuccess 1001'], 2]);
});
