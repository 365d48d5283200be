// Two clients and one call between them: alice calls bob.
import {
  edgeOf,
  explore,
  generate,
  native,
  runPath,
  runSuite,
  stateOf,
  type Edge,
} from 'sigsim/paths';
import { expect, test } from 'vitest';
import { doubles, recipes } from '../support/running.ts';
import { step } from '../support/suite.ts';

const graph = explore('pair');

/** The steps that there are in a state. */
const stepsAt = (state: number): readonly Edge[] =>
  Array.from({ length: (graph.first[state + 1] ?? 0) - (graph.first[state] ?? 0) }, (_, i) =>
    edgeOf(graph, (graph.first[state] ?? 0) + i),
  );

const namesAt = (state: number): readonly string[] =>
  stepsAt(state).map(({ part, event }) => `${part} ${event}`);

/** Takes steps from the beginning; each must be there. */
function take(names: readonly string[]): readonly Edge[] {
  const walk: Edge[] = [];
  for (const name of names) {
    const edge = stepsAt(walk.at(-1)?.to ?? 0).find(
      ({ part, event }) => `${part} ${event}` === name,
    );
    if (edge === undefined) throw new Error(`no ${name} after ${walk.length} steps`);
    walk.push(edge);
  }
  return walk;
}

const end = (names: readonly string[]): number => take(names).at(-1)?.to ?? 0;
const online = (who: string): readonly string[] => [
  `${who}.login login`,
  `${who}.login reply.accepted`,
];
const invited = [...online('alice'), ...online('bob'), 'alice.caller channelInviteUser2'];
const ringing = [...invited, 'bob.callee invite.arrived', 'alice.caller peer.acknowledged'];
const accepted = [...ringing, 'bob.callee channelInviteAccept'];

test('pair: two clients and what is on its way between them stay small', () => {
  expect([graph.stateCount, graph.edgeCount, graph.complete]).toEqual([2512, 63_848, true]);
  expect(graph.parts).toEqual([
    'alice.login',
    'alice.caller',
    'bob.login',
    'bob.callee',
    'toCaller',
    'toCallee',
  ]);
});

test('pair: a login has no phases, and its retry reaches the service at once', () => {
  const [login, lost, retry] = take([
    'alice.login login',
    'alice.login line.lost',
    'alice.login after backoff',
  ]);

  expect(login?.rows).toEqual(['L1', 'L1', 'L1']);
  expect(stateOf(graph, lost?.to ?? 0)['alice.login']).toBe('loggingIn.backoff');
  expect(stateOf(graph, retry?.to ?? 0)['alice.login']).toBe('loggingIn.authenticating');
});

test('pair: a whole call goes from one client to the other and back', () => {
  const walk = take([
    ...accepted,
    'alice.caller peer.accepted',
    'bob.callee channelInviteEnd',
    'alice.caller peer.ended',
  ]);

  const said = walk.flatMap(({ callbacks }) =>
    callbacks.map(({ part, name }) => `${part} ${name}`),
  );
  expect(said.slice(2)).toEqual([
    'bob.callee onInviteReceived',
    'alice.caller onInviteReceivedByPeer',
    'alice.caller onInviteAcceptedByPeer',
    'bob.callee onInviteEndByMyself',
    'alice.caller onInviteEndByPeer',
  ]);
});

test('pair: alice hangs up while bob accepts, and each event comes too late', () => {
  const crossing = [...accepted, 'alice.caller channelInviteEnd'];

  expect(stateOf(graph, end(crossing))).toMatchObject({
    toCaller: 'peer.accepted',
    toCallee: 'peer.ended',
  });
  const [late, ended] = take([
    ...crossing,
    'alice.caller peer.accepted',
    'bob.callee peer.ended',
  ]).slice(-2);
  expect([late?.rows, late?.callbacks]).toEqual([['I20'], []]);
  expect(ended?.callbacks.map(({ name }) => name)).toEqual(['onInviteEndByPeer']);
});

test('pair: an answer comes only once the other end has given it', () => {
  const early = namesAt(end(ringing));

  expect(early).not.toContain('alice.caller peer.accepted');
  expect(early).not.toContain('bob.callee peer.ended');
  expect(namesAt(end(accepted))).toContain('alice.caller peer.accepted');
});

test('pair: an invitation waits for bob until alice hangs up', () => {
  const waiting = [...online('alice'), 'alice.caller channelInviteUser2'];

  expect(namesAt(end(waiting))).not.toContain('bob.callee invite.arrived');
  expect(namesAt(end([...waiting, ...online('bob')]))).toContain('bob.callee invite.arrived');
  const gone = [...waiting, 'alice.caller channelInviteEnd', ...online('bob')];
  expect(namesAt(end(gone))).not.toContain('bob.callee invite.arrived');
});

test('pair: the peer is offline only while bob is not online', () => {
  const fails = new Set(
    graph.labels.flatMap(({ event, codes }, id) =>
      event === 'peer.offline' && codes.length > 0 ? [id] : [],
    ),
  );
  const sources = Array.from(graph.label, (label, edge) =>
    fails.has(label) ? stateOf(graph, edgeOf(graph, edge).from)['bob.login'] : '',
  ).filter((login) => login !== '');

  expect(sources.length).toBeGreaterThan(0);
  expect(sources).not.toContain('loggedIn');
  expect(sources.filter((login) => login?.startsWith('reconnecting'))).toEqual([]);
});

test('pair: what is on its way to a client is lost when its session ends', () => {
  const lost = [...accepted, 'alice.login service.kicked', ...online('alice')];

  expect(stateOf(graph, end(lost))['toCaller']).toBe('');
});

const suite = generate({ model: 'pair', cover: 'codes', legacy: true });

test('pair: each step of a suite names its client, and moves no other', () => {
  const steps = suite.paths.flatMap((path) => path.steps);

  expect(new Set(steps.map(({ client }) => client))).toEqual(new Set(['alice', 'bob']));
  const theirs = { alice: ['login', 'caller'], bob: ['login', 'callee'] };
  for (const { client, part, expect: wanted } of steps) {
    const own = theirs[client as 'alice' | 'bob'];
    expect(own).toContain(part);
    expect(own).toEqual(expect.arrayContaining(Object.keys(wanted.state ?? {})));
  }
});

test.each(doubles)(
  'pair: the paths to every code pass with two doubles, %s',
  async (_name, double) => {
    const outcome = await runSuite(suite, double);

    expect(recipes(outcome)).toEqual([]);
    expect(outcome.passed).toBe(suite.paths.length);
  },
);

test('pair: a step that goes wrong is reported with its client', async () => {
  const wrong = step({
    by: 'client',
    client: 'bob',
    do: 'logout',
    part: 'login',
    expect: { state: { login: 'loggingOut.plain' } },
  });
  const path = { id: 'wrong', codes: [], steps: [wrong] };

  const { text } = await runPath(suite, path, native);
  expect(text).toContain('  step      bob: logout()\n');
  expect(text).toContain('  expected  no callback; bob.login loggingOut.plain\n');
});
