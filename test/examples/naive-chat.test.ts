// What the naive client does when something goes wrong. The codes come by name, time is virtual.
import { createWorld, type SignalingWorld } from 'sigsim';
import { leaveOpen } from 'sigsim/vitest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NaiveChat } from '../../examples/naive-chat.ts';

let world: SignalingWorld;
beforeEach(() => {
  world = createWorld({ seed: 7 });
  leaveOpen(world); // The naive client cannot be stopped; closing the world would complain of it.
  world.install();
});
afterEach(() => {
  world.uninstall();
});

const chat = (): NaiveChat => new NaiveChat({ Signal: world.Signal, appId: 'app' });
test('naive: on a good day it talks', async () => {
  const [alice, bob] = [chat(), chat()];
  alice.enter('lobby');
  bob.enter('lobby');
  alice.connect('alice', '_no_need_token');
  bob.connect('bob', '_no_need_token');
  await world.advance('1 s');

  alice.say('hello');
  await world.advance('1 s');

  expect(bob.lines).toEqual(['alice: hello']);
});

test('LOGIN_E_NET: the naive client gets in after two failures', async () => {
  world.fail('LOGIN_E_NET', { account: 'alice', times: 2 });
  const app = chat();
  app.connect('alice', '_no_need_token');
  await world.advance('5 min');

  expect(world).toHaveSeenCode('LOGIN_E_NET', { times: 2 });
  expect(app.status).toBe('online');
});

test('LOGIN_E_NET: the naive client waits no longer after the tenth failure', async () => {
  world.network.cut('alice');
  chat().connect('alice', '_no_need_token');
  await world.advance('5 min');

  expect(world).toHaveBackedOff({ first: '1 s', factor: 1 });
  expect(world).not.toHaveBackedOff({ first: '1 s', factor: 2 });
});

test('LOGIN_E_TOKENEXPIRED: the naive client asks again with the same token for ever', async () => {
  world.fail('LOGIN_E_TOKENEXPIRED', { account: 'alice' });
  chat().connect('alice', world.service.issueToken({ account: 'alice' }));
  await world.advance('1 min');

  expect(world).not.toHaveSeenCode('LOGIN_E_TOKENEXPIRED', { times: 1 });
  expect(world.trace.codes('alice').length).toBeGreaterThan(50);
});

test('LOGOUT_E_KICKED: two naive clients of one account fight for ever', async () => {
  chat().connect('alice', '_no_need_token');
  await world.advance('500 ms');
  chat().connect('alice', '_no_need_token');
  await world.advance('1 min');

  expect(world).toHaveSeenCode('LOGOUT_E_KICKED', { since: '50 s' });
  expect(world.trace.codes('alice').length).toBeGreaterThan(40);
});

test('JOINCHANNEL_E_OTHER: the naive client talks to nobody and does not notice', async () => {
  const app = chat();
  app.enter('lobby');
  app.connect('alice', '_no_need_token');
  world.fail('JOINCHANNEL_E_OTHER');
  await world.advance('1 s');

  app.say('hello');
  await world.advance('1 s');

  expect(world).toBeInState('notJoined');
  expect(app.lines).toEqual([]);
});

test('LOGOUT_E_USER: the naive client cannot be logged out', async () => {
  const app = chat();
  app.connect('alice', '_no_need_token');
  await world.advance('1 s');

  app.disconnect();
  await world.advance('5 s');

  expect(app.status).toBe('online');
});
