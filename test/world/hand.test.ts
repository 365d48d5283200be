// A world by hand does nothing by itself; what it is told to do happens now, and is in the trace.
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import type { PartName } from '../../machines/lifecycles.ts';
import type { TraceEntry } from '../../src/trace/entry.ts';
import type { Client } from '../../src/world/client/client.ts';
import { Hand } from '../../src/world/hand.ts';
import { listen, value, type Actress } from '../support/cast.ts';

const none = '_no_need_token';
const ends = {
  caller: { channel: 'lobby', peer: 'bob' },
  callee: { channel: 'lobby', peer: 'carol' },
};

type Act = (
  part: PartName,
  type: string,
  args?: Readonly<Record<string, unknown>>,
) => Promise<readonly TraceEntry[]>;

/** A world by hand, and what acts on a client of it; gives what the trace has of that. */
class Stage {
  readonly world: SignalingWorld = createWorld({ network: { latencyMs: 0 } });
  readonly #hand = new Hand(this.world, ends);

  enter(name: string): Actress & { readonly client: Client; readonly act: Act } {
    const { world } = this;
    const actress = listen(world.createAgoraAPI({ name }));
    const client = world.clients.at(-1) as Client;
    const act: Act = async (part, type, args = {}) => {
      const { length } = world.trace.entries;
      actress.heard.length = 0;
      this.#hand.act(client, part, type, args);
      await world.advance(0);
      return world.trace.entries.slice(length);
    };
    return { ...actress, client, act };
  }

  /** A client that is logged in. */
  async cast(name: string): Promise<ReturnType<Stage['enter']>> {
    const one = this.enter(name);
    one.api.login('app', name, none);
    for (const type of ['lookup.answered', 'connect.succeeded', 'reply.accepted']) {
      await one.act('login', type);
    }
    return one;
  }
}

const kinds = (entries: readonly TraceEntry[]): readonly string[] =>
  entries.map(({ kind }) => kind);

const acted = (by: string, did: string, ...args: readonly unknown[]): unknown => ({
  kind: 'act',
  at: 0,
  by,
  did,
  args,
});

test('hand: a login goes on by what the network and the service do, one by one', async () => {
  const alice = new Stage().enter('alice');
  alice.api.login('app', 'alice', none);
  const states: string[] = [];
  const acts: unknown[] = [];
  for (const type of ['lookup.answered', 'connect.succeeded', 'reply.accepted']) {
    states.push(alice.client.state);
    const entries = await alice.act('login', type);
    acts.push(entries[0]);
    const packet: unknown = expect.objectContaining({ kind: 'packet', name: type });
    expect(entries.some((entry) => entry.kind === 'late')).toBe(false);
    if (type !== 'reply.accepted') expect(entries).not.toContainEqual(packet);
  }

  expect(states).toEqual([
    'loggingIn.resolving',
    'loggingIn.connecting',
    'loggingIn.authenticating',
  ]);
  expect(acts).toEqual([
    acted('network', 'lookup.answered', 'alice', 'login'),
    acted('network', 'connect.succeeded', 'alice', 'login'),
    acted('service', 'reply.accepted', 'alice', 'login'),
  ]);
  expect(alice.client.line.phase).toBe('open');
  expect(alice.heard.map(([name]) => name)).toEqual(['onLoginSuccess']);
});

test('hand: each client gets a session of its own, and has it again when it comes back', async () => {
  const stage = new Stage();
  const carol = stage.enter('carol');
  carol.api.login('app', 'carol', none);
  for (const type of ['lookup.answered', 'connect.succeeded', 'reply.refused']) {
    await carol.act('login', type);
  }
  expect(carol.client.sessionID).toBe('');
  const [alice, bob] = [await stage.cast('alice'), await stage.cast('bob')];
  expect([alice.client.sessionID, bob.client.sessionID]).toEqual(['1', '2']);

  await alice.act('login', 'line.lost');
  await stage.world.advance('1 s');
  await alice.act('login', 'connect.succeeded');
  await alice.act('login', 'reply.accepted');
  expect([alice.client.state, alice.client.sessionID]).toEqual(['loggedIn', '1']);
});

const losses = ['line.lost', 'line.errored', 'line.vanished'];
test.each(losses)('hand: %s takes the line away, without a packet', async (type) => {
  const alice = await new Stage().cast('alice');
  const entries = await alice.act('login', type);

  expect(entries[0]).toEqual(acted('network', type, 'alice', 'login'));
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'transition', event: type }));
  expect(kinds(entries)).not.toContain('packet');
  expect(alice.client.line.phase).toBe('none');
});

test('hand: packet.corrupted comes as a packet that nobody can decode', async () => {
  const alice = await new Stage().cast('alice');
  const entries = await alice.act('login', 'packet.corrupted');

  expect(entries.slice(0, 2)).toEqual([
    acted('network', 'packet.corrupted', 'alice', 'login'),
    { kind: 'packet', at: 0, client: 'alice', to: 'client', name: '(undecodable)', arrives: 0 },
  ]);
  expect(entries).toContainEqual(
    expect.objectContaining({ kind: 'transition', part: 'login', event: 'packet.corrupted' }),
  );
});

test('hand: a logout is answered by logout.acknowledged, as a request is by its reply', async () => {
  const alice = await new Stage().cast('alice');
  alice.api.channelQueryUserNum('lobby');
  const replied = await alice.act('query', 'reply.ok');
  expect(alice.heard).toEqual([['onChannelQueryUserNumResult', 'lobby', 0, 2]]);

  alice.api.logout();
  await alice.act('login', 'logout.acknowledged');
  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_USER')]]);
  expect(kinds(replied)).toEqual(['act', 'packet', 'transition', 'callback']);
});

test('hand: a call is answered by peer.offline, if it wants the peer to be online', async () => {
  const alice = await new Stage().cast('alice');
  alice.api.channelInviteUser2('lobby', 'bob', '{"_require_peer_online":1}');
  const entries = await alice.act('caller', 'peer.offline');

  expect(kinds(entries)).toEqual(['act', 'packet', 'transition', 'callback']);
  expect(alice.heard[0]?.slice(0, 1)).toEqual(['onInviteFailed']);
});

test.each<[PartName, string]>([
  ['query', 'reply.ok'],
  ['login', 'logout.acknowledged'],
  ['caller', 'peer.offline'],
])('hand: an answer that nobody waits for is late, and no packet: %s %s', async (part, type) => {
  const alice = new Stage().enter('alice');

  expect(await alice.act(part, type)).toEqual([
    acted('service', type, 'alice', part),
    { kind: 'late', at: 0, client: 'alice', name: type },
  ]);
});

test('hand: what comes unasked is a packet, with what it tells; what is given comes before that', async () => {
  const alice = await new Stage().cast('alice');
  alice.api.channelJoin('lobby');
  await alice.act('channel', 'reply.ok');
  const plain = await alice.act('channel', 'member.joined');
  expect(alice.heard[0]?.slice(0, 2)).toEqual(['onChannelUserJoined', 'bob']);
  const given = await alice.act('channel', 'member.joined', { account: 'carol' });
  expect(alice.heard[0]?.slice(0, 2)).toEqual(['onChannelUserJoined', 'carol']);

  expect([plain[0], given[0]]).toEqual([
    acted('service', 'member.joined', 'alice', 'channel'),
    acted('service', 'member.joined', 'alice', 'channel', { account: 'carol' }),
  ]);
  for (const entries of [plain, given]) {
    expect(kinds(entries)).toEqual(['act', 'packet', 'transition', 'callback']);
    expect(entries[1]).toMatchObject({ to: 'client', name: 'member.joined', arrives: 0 });
  }
});

test('hand: an invitation comes from whoever is at that end of the calls', async () => {
  const alice = await new Stage().cast('alice');
  await alice.act('callee', 'invite.arrived');

  expect(alice.heard[0]?.slice(0, 3)).toEqual(['onInviteReceived', 'lobby', 'carol']);
});
