// After which codes a client counts as recovered: one case a group, and its opposite.
import { createWorld, type AgoraAPI, type CodeName, type SignalingWorld } from 'sigsim';
import { beforeEach, expect, test } from 'vitest';
import { recoveredCodes } from '../../src/coverage/recovery.ts';

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
const recovered = (): readonly CodeName[] => recoveredCodes(world.trace.entries);

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
