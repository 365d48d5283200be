// The examples of the wire, as somebody runs them: Python and curl against a server, while the real SDK
// is at the other end.
import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { pointAtSimulator, serve, type LoopbackServer } from '../../src/loopback/index.ts';
import { realSignal, until } from '../support/real-sdk.ts';
import type { Sdk } from '../support/wire.ts';

const run = promisify(execFile);
const example = (name: string): string =>
  fileURLToPath(new URL(`../../examples/wire/${name}`, import.meta.url));

const has = (command: string): boolean => {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`\n  NOTICE  ${command} is not here: the example that needs it was NOT run.\n`);
    return false;
  }
};

let server: LoopbackServer;
afterEach(() => server.close());

/** Alice, with the real SDK, once Bob is there. */
async function alice(): Promise<Sdk> {
  const { service } = server.world;
  await until(
    () =>
      server.world.clients.some(({ account, state }) => account === 'bob' && state === 'loggedIn'),
    'bob',
  );
  expect(service.isUp).toBe(true);
  const signal = pointAtSimulator(realSignal()('app'), server.port);
  const session = signal['login']?.('alice', '_no_need_token') as Sdk;
  await until(() => session.state === 2, 'the login');
  return session;
}

test.runIf(has('python3'))(
  'examples/wire/peer.py is called by the real SDK, and accepts',
  async () => {
    server = await serve();
    const peer = run('python3', [
      example('peer.py'),
      `http://127.0.0.1:${server.port}`,
      server.token,
    ]);
    const session = await alice();
    const heard: string[] = [];
    const call = session['channelInviteUser2']?.('room', 'bob', '') as Sdk;
    Object.assign(call, { onInviteAcceptedByPeer: () => heard.push('accepted') });

    const { stdout } = await peer;

    expect(stdout.trim().split('\n')).toEqual([
      'bob heard onLoginSuccess',
      'bob heard onInviteReceived',
      'bob accepted alice',
    ]);
    await until(() => heard.length === 1, 'the answer');
  },
);

test.runIf(has('curl'))('examples/wire/peer.sh gets a message from the real SDK', async () => {
  server = await serve();
  const peer = run('sh', [example('peer.sh'), `http://127.0.0.1:${server.port}`, server.token]);
  const session = await alice();
  session['messageInstantSend']?.('bob', 'hello from the SDK');

  const { stdout } = await peer;

  expect(stdout).toContain('bob is online');
  expect(stdout).toContain('hello from the SDK');
});
