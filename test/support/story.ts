// One story that gives every kind of rule its occasion, told twice: by hand in TypeScript, as an
// application's test would, and as the steps of a scenario.
import { createWorld, type SignalingWorld, type WorldOptions } from 'sigsim';
import { native } from '../../src/run/index.ts';
import {
  createPlayer,
  readScenario,
  type ScenarioRule,
  type ScenarioStep,
} from '../../src/scenario/index.ts';
import { by, wait } from '../../src/scenario/steps.ts';
import { listen } from './cast.ts';

/** What a story left: the world, and how often each rule fired. */
export interface Told {
  readonly world: SignalingWorld;
  readonly fired: readonly number[];
}

const channels = ['lobby', 'games', 'lobby', 'lobby'];
const bodies = ['one', 'two', 'three'];

/** The story in TypeScript; `rules` adds rules to the fresh world. */
export async function tellInTypeScript(
  options: WorldOptions,
  rules: (world: SignalingWorld) => readonly { readonly fired: number }[],
): Promise<Told> {
  const world = createWorld(options);
  const made = rules(world);
  const alice = listen(world.createAgoraAPI({ name: 'alice' })).api;
  const bob = listen(world.createAgoraAPI({ name: 'bob' })).api;
  alice.login('app', 'alice', world.service.issueToken({ account: 'alice' }));
  bob.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');
  alice.channelJoin('lobby');
  bob.channelJoin('lobby');
  await world.advance('1 s');
  for (const channel of channels) {
    alice.channelQueryUserNum(channel);
    await world.advance('1 s');
  }
  for (const body of bodies) alice.messageInstantSend('bob', 0, body);
  await world.advance('20 s');
  alice.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.channelInviteAccept('lobby', 'alice', 0);
  alice.setAttr('mood', 'good');
  await world.advance('25 s');
  alice.logout();
  await world.advance('12 s');
  alice.login('app', 'alice', '_no_need_token');
  await world.advance('1 min');
  return { world, fired: made.map(({ fired }) => fired) };
}

const alice = by('alice');
const bob = by('bob');

/** The steps of the same story. */
export const steps: readonly ScenarioStep[] = [
  alice('login', { account: 'alice', token: 'day' }),
  bob('login', { account: 'bob' }),
  wait('1 s'),
  alice('channelJoin', { channel: 'lobby' }),
  bob('channelJoin', { channel: 'lobby' }),
  wait('1 s'),
  ...channels.flatMap((channel) => [alice('channelQueryUserNum', { channel }), wait('1 s')]),
  ...bodies.map((body) => alice('messageInstantSend', { account: 'bob', body })),
  wait('20 s'),
  alice('channelInviteUser2', { channel: 'lobby', peer: 'bob' }),
  wait('1 s'),
  bob('channelInviteAccept', { channel: 'lobby', peer: 'alice' }),
  alice('setAttr', { name: 'mood', value: 'good' }),
  wait('25 s'),
  alice('logout', {}),
  wait('12 s'),
  alice('login', { account: 'alice' }),
  wait('1 min'),
];

/** The story as a scenario with these rules, written as JSON and read again. */
export async function tellInJSON(
  options: Pick<WorldOptions, 'seed' | 'legacy' | 'budgets'>,
  rules: readonly ScenarioRule[],
): Promise<Told> {
  const scenario = { sigsim: 'scenario', version: 1, ...options, rules, steps };
  const read = readScenario('story.json', JSON.parse(JSON.stringify(scenario)));
  const player = createPlayer(read, native);
  await player.run();
  return { world: player.world, fired: player.rules.map(({ fired }) => fired) };
}
