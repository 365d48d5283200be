// The double in the manner of 1.4.0 beside the published bundle on the same virtual wire: random
// sequences without idle time, and idle hours.
import { createRequire } from 'node:module';
import { createWorld, type SignalingWorld } from '../src/index.ts';
import { Random } from '../src/world/random.ts';
import { compare, time, type Result } from './measure.ts';

/** An object of the SDK, as far as it is called here. */
type Sdk = Record<string, (...args: readonly unknown[]) => Sdk | undefined>;

const bundle = createRequire(import.meta.url).resolve('agora-signaling-sdk');
const sequences = 60;
const stepsEach = 40;
const idleHours = 12;

/** Milliseconds between two steps, as in the stories that are compared: at most a second. */
const waits = [0, 0, 1, 5, 10, 20, 37, 60, 100, 150, 200, 400, 990, 1000];

type Signal = (appId: string) => Sdk;

const double = (): { world: SignalingWorld; Signal: Signal } => {
  const world = createWorld({ web: '1.4.0', errors: 'allow' });
  return { world, Signal: world.Signal as unknown as Signal };
};

const real = (): { world: SignalingWorld; Signal: Signal } => {
  const world = createWorld({ errors: 'allow' });
  return { world, Signal: world.loadSdk(bundle).Signal as Signal };
};

/** Plays one sequence; the same seed gives the same one. */
async function play(make: typeof double, seed: number): Promise<number> {
  const random = new Random(seed, 'sequence');
  const { world, Signal } = make();
  const signal = Signal('app');
  let session = signal['login']?.('alice', '_no_need_token');
  let channel: Sdk | undefined;
  let heard = 0;
  const hear = (): undefined => void (heard += 1);
  await world.advance(100);
  const steps: readonly (() => unknown)[] = [
    () => (session = signal['login']?.('alice', '_no_need_token')),
    () => (channel = session?.['channelJoin']?.('lobby') ?? channel),
    () => session?.['messageInstantSend']?.('alice', 'hello', hear),
    () => session?.['messageInstantSend']?.('bob', 'hello', hear),
    () => channel?.['messageChannelSend']?.('to all', hear),
    () => session?.['invoke']?.('io.agora.signal.channel_query_num', { name: 'lobby' }, hear),
    () => session?.['channelInviteUser2']?.('room', 'bob'),
    () => channel?.['channelLeave']?.(hear),
    () => session?.['logout']?.(),
    () => {
      if (world.network.isCut('alice')) world.network.restore('alice');
      else world.network.cut('alice');
    },
  ];
  for (let step = 0; step < stepsEach; step++) {
    steps[Math.floor(random.next() * steps.length)]?.();
    await world.advance(waits[Math.floor(random.next() * waits.length)] ?? 0);
  }
  return heard;
}

/** Milliseconds that all sequences take. */
const playAll = (make: typeof double): Promise<number> =>
  time(async () => {
    for (let seed = 1; seed <= sequences; seed++) await play(make, seed);
  });

/** Milliseconds that idle hours take, of one session that is logged in. */
async function idle(make: typeof double, hours: number): Promise<number> {
  const { world, Signal } = make();
  Signal('app')['login']?.('alice', '_no_need_token');
  await world.advance('1 s');
  const ms = await time(async () => {
    for (let hour = 0; hour < hours; hour++) await world.advance('1 h');
  });
  return ms / hours;
}

/** Steps a millisecond. */
const rate = async (make: typeof double): Promise<number> =>
  (sequences * stepsEach) / (await playAll(make));

/** The double beside the real SDK. */
export async function benchFidelity(): Promise<readonly Result[]> {
  return [
    await compare(
      {
        name: 'random sequences without idle time',
        peerName: 'the bundle',
        unit: 'steps/ms',
        goal: 'ratio >= 3',
      },
      () => rate(double),
      () => rate(real),
      5,
    ),
    await compare(
      {
        name: 'idle hours of a session',
        peerName: 'the bundle',
        unit: 'hours/ms',
        goal: 'ratio >= 1000',
      },
      // It passes over them, an hour in each advance: more of them, so that they can be measured.
      async () => 1 / (await idle(double, idleHours * 100)),
      async () => 1 / (await idle(real, idleHours)),
      3,
    ),
  ];
}
