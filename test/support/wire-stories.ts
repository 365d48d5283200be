// Stories of the published SDK, to be played on the virtual wire or over sockets: what is heard has to be the
// same, by frames that keep the rules.
import { createWorld, type SignalingWorld } from 'sigsim';
import { between, type Change } from './between.ts';
import type { Recorded } from './frame-rules.ts';
import { Phone, type Handset, type Sdk } from './wire.ts';

/** Where a story is played. */
export interface Stage {
  readonly world: SignalingWorld;
  readonly phone: () => Handset;
  /** Waits until somebody has heard so much, and no more is on its way. */
  readonly hears: (who: Handset, count: number) => Promise<void>;
  /** Waits until something holds. */
  readonly holds: (what: () => boolean) => Promise<void>;
}

export type Story = (stage: Stage) => Promise<readonly Handset[]>;

/** What has come of a story. */
export interface Told {
  /** What each of its people has heard, in order; and last why it did not go on to its end. */
  readonly heard: readonly (readonly string[])[];
  readonly sockets: readonly Recorded[];
}

/** Plays a story on the virtual wire; what stands between may change its frames. */
export async function virtually(story: Story, change?: Change): Promise<Told> {
  const world = createWorld({ errors: 'allow' });
  const sockets = between(world, change);
  const holds = async (what: () => boolean): Promise<void> => {
    for (let s = 0; s < 100 && !what(); s++) await world.advance('1 s');
  };
  const people: Handset[] = [];
  const phone = (): Handset => {
    const one = new Phone(world);
    people.push(one);
    return one;
  };
  const hears = (who: Handset, count: number) => holds(() => who.heard.length >= count);
  const failed: string[] = [];
  await story({ world, phone, hears, holds }).catch((error: unknown) => {
    failed.push(`the story cannot go on: ${String(error)}`); // It wants what the SDK has not got.
  });
  return { heard: [...people.map(({ heard }) => heard), failed], sockets };
}

/** One account logs in, and something becomes of it; how much is heard of that. */
const login =
  (count: number, then: (world: SignalingWorld, session: Sdk) => void, before = false): Story =>
  async ({ world, phone, hears }) => {
    const alice = phone();
    if (before) then(world, {} as Sdk);
    const session = alice.login('alice');
    if (!before) {
      await hears(alice, 1);
      then(world, session);
    }
    await hears(alice, count);
    return [alice];
  };

/** Two are online. */
const two = async ({ phone, hears }: Stage) => {
  const [alice, bob] = [phone(), phone()];
  const a = alice.login('alice');
  await hears(alice, 1);
  const b = bob.login('bob');
  await hears(bob, 1);
  return { alice, bob, a, b };
};

/** The stories, by their names. */
export const stories: Readonly<Record<string, Story>> = {
  '101: logout': login(2, (_, session) => void session['logout']?.()),
  '102: an ordered close': login(2, (world) => world.service.orderClose('alice')),
  '102: a socket that breaks': login(2, (world) => world.network.cut('alice', { cause: 'error' })),
  '103: a kick': login(2, (world) => void world.service.kick('alice')),
  '201: no way in': login(1, (world) => void world.fail('LOGIN_E_NET'), true),
  '204: a token that has expired': login(
    1,
    (world) => void world.fail('LOGIN_E_TOKENEXPIRED'),
    true,
  ),
  '206: a wrong token': login(1, (world) => void world.fail('LOGIN_E_TOKENWRONG'), true),
  '207: a token that was kicked': login(
    1,
    (world) => void world.fail('LOGIN_E_TOKEN_KICKED'),
    true,
  ),
  '209: a name that is none': login(1, (world) => void world.fail('LOGIN_E_INVALID_USER'), true),
  'a second login of the same account': async (stage) => {
    const [first, second] = [stage.phone(), stage.phone()];
    first.login('alice');
    await stage.hears(first, 1);
    second.login('alice');
    await stage.hears(first, 2);
    await stage.hears(second, 1);
    return [first, second];
  },
  'a cut, and silently back': async (stage) => {
    const alice = stage.phone();
    const session = alice.login('alice');
    await stage.hears(alice, 1);
    stage.world.network.cut('alice');
    await stage.holds(() => session.state === 3);
    stage.world.network.restore('alice');
    await stage.hears(alice, 2);
    return [alice];
  },
  '201: a cut while the login is under way': async ({ world, phone, hears, holds }) => {
    const alice = phone();
    world.service.silence('login', { account: 'alice', times: 1 });
    alice.login('alice');
    await holds(() => world.clients.some(({ account }) => account === 'alice'));
    world.network.cut('alice');
    await hears(alice, 1);
    return [alice];
  },
  'a channel, with members, attributes and messages': async (stage) => {
    const { alice, bob, a, b } = await two(stage);
    const ours = alice.join(a, 'lobby');
    await stage.hears(alice, 3);
    bob.join(b, 'lobby');
    await stage.hears(bob, 3);
    await stage.hears(alice, 4);
    ours['messageChannelSend']?.('hello');
    await stage.hears(bob, 4);
    ours['channelSetAttr']?.('topic', 'news');
    await stage.hears(bob, 5);
    ours['channelLeave']?.();
    await stage.hears(bob, 6);
    return [alice, bob];
  },
  'messages, to somebody who is there and to nobody': async (stage) => {
    const { alice, bob, a } = await two(stage);
    const sent = (isError: unknown) => alice.note('sent', isError) as never;
    a['messageInstantSend']?.('bob', 'hello', sent);
    await stage.hears(bob, 2);
    await stage.hears(alice, 2);
    a['messageInstantSend']?.('nobody', 'hello', sent);
    await stage.hears(alice, 3);
    return [alice, bob];
  },
  'a call that is accepted, and ended': async (stage) => {
    const { alice, bob, a } = await two(stage);
    const call = alice.invite(a, 'lobby', 'bob', '{"x":1}');
    await stage.hears(bob, 2);
    await stage.hears(alice, 2);
    bob.calls[0]?.['channelInviteAccept']?.('{"y":2}');
    await stage.hears(alice, 3);
    call['channelInviteEnd']?.('bye');
    await stage.hears(bob, 3);
    return [alice, bob];
  },
  'a call that is refused, one to nobody, and a kick while it rings': async (stage) => {
    const { alice, bob, a } = await two(stage);
    alice.invite(a, 'lobby', 'bob');
    await stage.hears(bob, 2);
    bob.calls[0]?.['channelInviteRefuse']?.('busy');
    await stage.hears(alice, 3);
    alice.invite(a, 'lobby', 'nobody', '{"_require_peer_online":1}');
    await stage.hears(alice, 4);
    alice.invite(a, 'hall', 'bob');
    await stage.hears(bob, 3);
    await stage.hears(alice, 5);
    stage.world.service.kick('bob');
    await stage.hears(bob, 4);
    return [alice, bob];
  },
};
