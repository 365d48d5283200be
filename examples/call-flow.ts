// A whole call between two accounts, as lanes: log in, invite, ring, accept, meet in the channel,
// talk, hang up, log out.
//
//   node dist/examples/call-flow.js        (Node 22.18 and later: node examples/call-flow.ts)
import { createWorld } from 'sigsim';

const appId = 'my app';
const channel = 'lobby';

/** Plays the call and gives the record of it. */
export async function callFlow(): Promise<string> {
  const world = createWorld({ seed: 7 });
  const alice = world.createAgoraAPI();
  const bob = world.createAgoraAPI();

  // Bob takes every call and follows it into its channel; calling and joining are independent.
  bob.onInviteReceived = (channelID, account) => {
    bob.channelInviteAccept(channelID, account, 0);
    bob.channelJoin(channelID);
  };
  bob.onChannelJoined = (channelID) => {
    bob.messageChannelSend(channelID, 'hello, alice', '');
  };

  // Alice calls once she is in, joins when Bob has taken the call, and hangs up after his hello.
  alice.onLoginSuccess = () => {
    alice.channelInviteUser2(channel, 'bob', '{"_timeout":30}');
  };
  alice.onInviteReceivedByPeer = () => {
    alice.channelJoin(channel);
  };
  alice.onMessageChannelReceive = (channelID, account) => {
    if (account !== 'bob') return;
    alice.messageInstantSend('bob', 0, 'hello, bob', '');
    alice.channelInviteEnd(channelID, 'bob', 0);
  };
  alice.onInviteEndByMyself = () => {
    alice.logout();
  };
  bob.onInviteEndByPeer = () => {
    bob.logout();
  };
  bob.login(appId, 'bob', '_no_need_token');
  await world.advance('1 s');
  alice.login(appId, 'alice', '_no_need_token');
  await world.advance('1 s');

  world.close();
  return world.trace.toString();
}

if (import.meta.url.endsWith(process.argv[1]?.replaceAll('\\', '/') ?? '?')) {
  process.stdout.write(await callFlow());
}
