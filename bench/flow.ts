// How far a reader has to go who follows one call: the moves from file to file as functions are entered,
// and the files. Not counted are the clock, the trace, the journal, chance, and what drives `advance`.
import { register } from 'node:module';
import type { AgoraAPI, SignalingWorld, WorldOptions } from '../src/index.ts';
import type { Result } from './measure.ts';
import { enteredKey, withProbes } from './probe.ts';

/** What everything passes through, so that it says nothing of the way of a call. */
const uncounted =
  /^src\/(?:trace\/.*|trace|(?:base\/)?(?:duration|plain)|world\/(?:clock|heap|drive|journal|keep|mistakes|random|standstill|turn|world|globals\/.*))\.ts$/;

/** The way of a call: the files entered, one after the other. */
export type Way = readonly string[];

/** How often somebody who follows a way changes from one file to another. */
export const movesOf = (way: Way): number =>
  way.filter((file, at) => at === 0 || file !== way[at - 1]).length;

/** The ways of one `channelInviteUser2`: until the peer's handler runs, and until the inviter hears of it. */
export async function waysOfCall(): Promise<{ readonly there: Way; readonly round: Way }> {
  register(new URL('./probe.js', import.meta.url));
  const { createWorld } = (await import(
    new URL(`../src/index.js${withProbes}`, import.meta.url).href
  )) as {
    readonly createWorld: (options?: WorldOptions) => SignalingWorld;
  };
  const world = createWorld();
  const login = (name: string): AgoraAPI => {
    const api = world.createAgoraAPI({ name });
    api.login('app', name, '_no_need_token');
    return api;
  };
  const [alice, bob] = [login('alice'), login('bob')];
  await world.advance('1 s');
  // What XState answers once is looked up from then on: the way is that of any call but the first.
  alice.channelInviteUser2('games', 'bob');
  await world.advance('1 s');
  const entered: string[] = [];
  const ways: Partial<Record<'there' | 'round', Way>> = {};
  const noted = (): Way => entered.filter((file) => !uncounted.test(file));
  bob.onInviteReceived = () => {
    ways.there = noted();
  };
  alice.onInviteReceivedByPeer = () => {
    ways.round = noted();
  };
  const host = globalThis as unknown as Record<string, string[] | undefined>;
  host[enteredKey] = entered;
  alice.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  host[enteredKey] = undefined;
  const { there, round } = ways;
  if (there === undefined || round === undefined) throw new Error('The invitation did not arrive.');
  return { there, round };
}

/** Successive entries of one file, once. */
const told = (way: Way): string => way.filter((file, at) => file !== way[at - 1]).join('\n    ');

const line = (name: string, way: Way, goal: number): Result => {
  const moves = movesOf(way);
  const ratio = moves / goal;
  return {
    name: `one channelInviteUser2 ${name}`,
    ours: moves,
    peer: goal,
    peerName: 'the goal',
    unit: 'moves of file',
    ratio,
    goal: 'ratio <= 1',
    spread: [ratio, ratio],
    notes: [
      `${new Set(way).size} files, ${way.length} functions entered`,
      ...(process.argv.includes('--way') ? [told(way)] : []),
    ],
  };
};

/** The benchmark `flow`: one `channelInviteUser2`, counted. `--way` lists the files. */
export async function benchFlow(): Promise<readonly Result[]> {
  const { there, round } = await waysOfCall();
  return [
    line("until the peer's handler", there, 55),
    line('until the inviter hears that it arrived', round, 80),
  ];
}
