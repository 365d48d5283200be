// The double in the manner of 1.4.0 beside the published bundle on the same virtual wire: recorded random
// sequences without idle time, and idle hours. A sequence is recorded as moments and calls, and played by the
// world's clock in one advance: a test that waits after each call pays for its own waiting, whichever SDK it has.
import { createRequire } from 'node:module';
import { createWorld, type SignalingWorld } from '../src/index.ts';
import { Random } from '../src/world/random.ts';
import { compare, time, timeWarm, type Result } from './measure.ts';

/** An object of the SDK, as far as it is called here. */
type Sdk = Record<string, (...args: readonly unknown[]) => Sdk | undefined>;

const bundle = createRequire(import.meta.url).resolve('agora-signaling-sdk');
const sequences = 200;
const stepsEach = 40;
const idleHours = 12;

/** Milliseconds between two steps, as in the stories that are compared: at most a second. */
const waits = [0, 0, 1, 5, 10, 20, 37, 60, 100, 150, 200, 400, 990, 1000];

/** What an application does, by its number in a recorded sequence. */
const calls = [
  'login',
  'join',
  'message',
  'message to nobody',
  'message to all',
  'query',
  'invite',
  'leave',
  'logout',
  'cut or restore',
] as const;

/** A sequence: what is called, and when. */
interface Recorded {
  readonly steps: readonly { readonly at: number; readonly call: (typeof calls)[number] }[];
  readonly until: number;
}

function record(seed: number): Recorded {
  const random = new Random(seed, 'sequence');
  const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random.next() * all.length)] as T;
  let until = 100;
  const steps = Array.from({ length: stepsEach }, () => {
    const step = { at: until, call: oneOf(calls) };
    until += oneOf(waits);
    return step;
  });
  return { steps, until };
}

const recorded = Array.from({ length: sequences }, (_, seed) => record(seed + 1));

type Signal = (appId: string) => Sdk;

const double = (): { world: SignalingWorld; Signal: Signal } => {
  const world = createWorld({ web: '1.4.0', errors: 'allow' });
  return { world, Signal: world.Signal as unknown as Signal };
};

const real = (): { world: SignalingWorld; Signal: Signal } => {
  const world = createWorld({ errors: 'allow' });
  return { world, Signal: world.loadSdk(bundle).Signal as Signal };
};

/** Plays a sequence; returns how many answers were heard. */
async function play(make: typeof double, { steps, until }: Recorded): Promise<number> {
  const { world, Signal } = make();
  const signal = Signal('app');
  let session = signal['login']?.('alice', '_no_need_token');
  let channel: Sdk | undefined;
  let heard = 0;
  const hear = (): undefined => void (heard += 1);
  const does: Readonly<Record<(typeof calls)[number], () => unknown>> = {
    login: () => (session = signal['login']?.('alice', '_no_need_token')),
    join: () => (channel = session?.['channelJoin']?.('lobby') ?? channel),
    message: () => session?.['messageInstantSend']?.('alice', 'hello', hear),
    'message to nobody': () => session?.['messageInstantSend']?.('bob', 'hello', hear),
    'message to all': () => channel?.['messageChannelSend']?.('to all', hear),
    query: () =>
      session?.['invoke']?.('io.agora.signal.channel_query_num', { name: 'lobby' }, hear),
    invite: () => session?.['channelInviteUser2']?.('room', 'bob'),
    leave: () => channel?.['channelLeave']?.(hear),
    logout: () => session?.['logout']?.(),
    'cut or restore': () => {
      if (world.network.isCut('alice')) world.network.restore('alice');
      else world.network.cut('alice');
    },
  };
  for (const { at, call } of steps) world.clock.set(does[call], at);
  await world.advance(until);
  return heard;
}

/** How many answers each side heard in the last round: as many as the other, if they are the same SDK. */
const heardOf = new Map<typeof double, number>();

/** Steps a millisecond. */
async function rate(make: typeof double): Promise<number> {
  let heard = 0;
  const ms = await timeWarm(async () => {
    for (const one of recorded) heard += await play(make, one);
  });
  heardOf.set(make, heard);
  return (sequences * stepsEach) / ms;
}

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

/** The double beside the real SDK. */
export async function benchFidelity(): Promise<readonly Result[]> {
  // The engine knows the code after some rounds; those do not count.
  for (let round = 0; round < 3; round++) {
    await rate(double);
    await rate(real);
  }
  const line = {
    name: 'recorded random sequences without idle time',
    peerName: 'the bundle',
    unit: 'steps/ms',
    goal: 'ratio >= 3',
  };
  const random = await compare(
    line,
    () => rate(double),
    () => rate(real),
    9,
  );
  const [ours, theirs] = [heardOf.get(double), heardOf.get(real)];
  if (ours !== theirs) throw new Error(`the double heard ${ours} answers, the bundle ${theirs}`);
  return [
    { ...random, notes: [`each heard ${ours} answers in ${sequences} sequences`] },
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
