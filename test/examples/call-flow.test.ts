// Every example is run here, and its story checked.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { callFlow } from '../../examples/call-flow.ts';

let printed = '';
beforeAll(async () => {
  printed = await callFlow();
});

/** What stands in the lane of a client, from top to bottom. */
function laneOf(name: string): readonly string[] {
  const [head = '', ...lines] = printed.trimEnd().split('\n');
  const names = ['bob', 'alice', 'service'];
  const from = head.indexOf(name);
  const to = head.indexOf(names[names.indexOf(name) + 1] ?? '');
  return lines.map((line) => line.slice(from, to).trim()).filter((text) => text !== '│');
}

/** The callbacks in a lane: `onLogout 101 LOGOUT_E_USER`. */
const heardBy = (name: string): readonly string[] =>
  laneOf(name).flatMap((text) => /^[◀◁] (.*)$/.exec(text)?.[1] ?? []);

/** The calls in a lane. */
const callsOf = (name: string): readonly string[] =>
  laneOf(name).flatMap((text) => /^(\w+)\(/.exec(text)?.[1] ?? []);

/** The states in a lane. */
const statesOf = (name: string): readonly string[] =>
  laneOf(name).flatMap((text) => /^● (.*)$/.exec(text)?.[1] ?? []);

test('call-flow: the caller hears the whole call, then 603 and 101', () => {
  expect(heardBy('alice')).toEqual([
    'onLoginSuccess',
    'onInviteReceivedByPeer',
    'onInviteAcceptedByPeer',
    'onChannelJoined',
    'onChannelUserList',
    'onMessageChannelReceive',
    'onInviteEndByMyself',
    'onMessageSendSuccess',
    'onChannelLeaved 603 LEAVECHANNEL_E_LOGOUT',
    'onLogout 101 LOGOUT_E_USER',
  ]);
});

test('call-flow: the callee hears the whole call, then 603 and 101', () => {
  expect(heardBy('bob')).toEqual([
    'onLoginSuccess',
    'onInviteReceived',
    'onChannelJoined',
    'onChannelUserList',
    'onChannelUserJoined',
    'onMessageSendSuccess',
    'onMessageChannelReceive',
    'onMessageInstantReceive',
    'onInviteEndByPeer',
    'onChannelUserLeaved',
    'onChannelLeaved 603 LEAVECHANNEL_E_LOGOUT',
    'onLogout 101 LOGOUT_E_USER',
  ]);
});

test('call-flow: each end makes its calls in the order of the story', () => {
  expect(callsOf('alice')).toEqual([
    'login',
    'channelInviteUser2',
    'channelJoin',
    'messageInstantSend',
    'channelInviteEnd',
    'logout',
  ]);
  expect(callsOf('bob')).toEqual([
    'login',
    'channelInviteAccept',
    'channelJoin',
    'messageChannelSend',
    'logout',
  ]);
});

test('call-flow: both ends are in and out again', () => {
  const states = [
    'loggingIn.resolving',
    'loggingIn.connecting',
    'loggingIn.authenticating',
    'loggedIn',
    'loggingOut.plain',
    'loggedOut',
  ];

  expect([statesOf('alice'), statesOf('bob')]).toEqual([states, states]);
});

test('call-flow: run as a program it prints the same', () => {
  const program = fileURLToPath(new URL('../../dist/examples/call-flow.js', import.meta.url));

  expect(execFileSync(process.execPath, [program], { encoding: 'utf8' })).toBe(printed);
});
