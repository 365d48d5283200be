// wire-protocol.md 2: the look-up of access points, and the two sockets that follow it.
import { expect, test } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../../src/wire/endpoint.ts';
import { phones } from '../support/wire.ts';

/** A phone whose look-ups are answered so; the requests that it made. */
function lookingUp(answer: (request: HttpRequest) => HttpAnswer | undefined) {
  const { world, alice } = phones(['alice']);
  const asked: string[] = [];
  world.wire.set({
    lookup: (request) => {
      asked.push(`${world.now} ${request.host}${request.path}`);
      return answer(request);
    },
  });
  return { world, alice, asked };
}

test('B1: every look-up refused: 201 at once, after two tries at each of two lists', async () => {
  const { world, alice, asked } = lookingUp(() => 'refuse');
  const session = alice.login('alice');

  await world.advance('1 min');

  expect([alice.heard, alice.times, session.state]).toEqual([['onLoginFailed 201'], [0], 0]);
  expect(asked.map((line) => line.replace(/lbs-\d/, 'lbs'))).toEqual(
    Array.from({ length: 4 }, () => '0 lbs-sig.agora.io/getaddr?vid=app'),
  );
});

test('B2: every look-up hangs: 201 after two times five seconds', async () => {
  const { world, alice, asked } = lookingUp(() => 'hang');
  alice.login('alice');

  await world.advance('1 min');

  expect([alice.heard, alice.times]).toEqual([['onLoginFailed 201'], [10_000]]);
  expect(asked.map((line) => Number(line.split(' ')[0]))).toEqual([0, 0, 5000, 5000]);
});

test('B3: a look-up answered with another status than 200: no callback, for ever', async () => {
  const { world, alice } = lookingUp(() => ({ status: 503, body: '' }));
  const session = alice.login('alice');

  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 1]);
});

test.each([
  ['B4: a look-up answered with what is no JSON', '<html>', 'SyntaxError'],
  ['B5: a look-up that names no access point', '{"web":[]}', 'TypeError'],
])('%s: an uncaught exception, and no callback', async (_, body, error) => {
  const { world, alice } = lookingUp(() => ({ status: 200, body }));
  const session = alice.login('alice');

  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 1]);
  expect(world.errors.map((one) => (one as Error).name)).toContain(error);
});

test('B6: one list hangs and the other answers: the login goes well', async () => {
  const { world, alice } = lookingUp(({ host }) => (/lbs-[12]/.test(host) ? 'hang' : undefined));
  alice.login('alice');

  await world.advance('1 min');

  expect(alice.heard).toEqual(['onLoginSuccess 1001']);
});

test('B7, B8: one array as both lists makes a failed look-up hang', async () => {
  const { world, alice } = lookingUp(() => 'refuse');
  const list = ['https://lbs-1-sig.agora.io'];
  Object.assign(alice.signal, { lbs_url1: list, lbs_url2: list });
  const session = alice.login('alice');

  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 1]);
});

test('H3: an access point that is a text is the URL itself', async () => {
  const urls: string[] = [];
  const { world, alice } = lookingUp(() => ({
    status: 200,
    body: JSON.stringify({ web: ['ws://127.0.0.1:8001/'] }),
  }));
  alice.sdk.sockets = (url) => {
    urls.push(url);
    return 'open';
  };
  alice.login('alice');

  await world.advance('1 s');

  expect([alice.heard, urls]).toEqual([
    ['onLoginSuccess 1001'],
    ['ws://127.0.0.1:8001/', 'ws://127.0.0.1:8001/'],
  ]);
});

test('a pair of address and port becomes a secure URL, its port one higher', async () => {
  const { world, alice } = phones(['alice']);
  const urls: string[] = [];
  alice.sdk.sockets = (url) => {
    urls.push(url);
    return 'open';
  };
  alice.login('alice');

  await world.advance('1 s');

  expect(urls).toEqual([
    'wss://127-0-0-1-sig-web.agora.io:8002/',
    'wss://127-0-0-2-sig-web.agora.io:8002/',
  ]);
});

test('C3b: an error of either of the two sockets fails the login, though the other is healthy', async () => {
  const { world, alice } = phones(['alice']);
  let sockets = 0;
  alice.sdk.sockets = () => (++sockets === 2 ? 'refuse' : 'open');
  alice.login('alice');

  await world.advance('1 min');

  expect(alice.heard[0]).toBe('onLoginFailed 201');
});

test('a socket that is refused: 201 at once, and nothing is tried again', async () => {
  const { world, alice } = phones(['alice']);
  let sockets = 0;
  alice.sdk.sockets = () => {
    sockets += 1;
    return 'refuse';
  };
  const session = alice.login('alice');

  await world.advance('1 h');

  expect([alice.heard, alice.times, session.state]).toEqual([['onLoginFailed 201'], [0], 0]);
  expect(sockets).toBe(2); // Those that race.
});

test('a socket that does not open is closed after 6 s: 201', async () => {
  const { world, alice } = phones(['alice']);
  alice.sdk.sockets = 'hang';
  alice.login('alice');

  await world.advance('1 min');

  expect([alice.heard, alice.times]).toEqual([['onLoginFailed 201'], [6000]]);
});

test('C5: the second clean close during a login gives 201', async () => {
  const { world, alice } = phones(['alice']);
  world.service.silence('login');
  alice.login('alice');
  await world.advance('1 s'); // The loser has closed by now: that was the first.
  expect(alice.take()).toEqual([]);

  for (const socket of world.wire.sockets('alice')) socket.close();
  await world.advance('1 min');

  expect(alice.heard).toEqual(['onLoginFailed 201']);
});

test('C6: with one socket, a clean close during a login gives nothing', async () => {
  const { world, alice } = phones(['alice']);
  alice.signal['setup_debugging']?.('ap_url', 'ws://127.0.0.1:8001/');
  world.service.silence('login');
  const session = alice.login('alice');
  await world.advance('1 s');

  for (const socket of world.wire.sockets('alice')) socket.close();
  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 1]);
});

test('the service is down: look-ups are refused, and so is the login', async () => {
  const { world, alice } = phones(['alice']);
  world.service.goDown();
  alice.login('alice');
  await world.advance('1 min');
  expect(alice.take()).toEqual(['onLoginFailed 201']);

  world.service.comeUp();
  alice.login('alice');
  await world.advance('1 min');
  expect(alice.take()).toEqual(['onLoginSuccess 1001']);
});
