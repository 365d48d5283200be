// A crowd in some channels that writes, calls, comes and goes, while lines are cut, are silent and come
// back, and the service throws people out. Nothing is kept of it but what its members make of it: the
// same seed plays it again.
import { createWorld, type SignalingWorld } from 'sigsim';
import { Dice } from '../dice.ts';
import { Member, type Post } from './member.ts';
import { nativeIn } from './native.ts';
import { webIn } from './web.ts';

/** How many, where, and for how long. */
export interface CrowdOptions {
  readonly seed: number;
  readonly members: number;
  readonly channels: number;
  /** Virtual seconds in which something happens; a rest follows. */
  readonly seconds: number;
}

/** What came of it. */
export interface CrowdReport {
  /** What cannot be, one sentence each. */
  readonly complaints: readonly string[];
  /** How often what happened. */
  readonly counts: Readonly<Record<string, number>>;
  /** Everything that anybody was told, as one number. */
  readonly heard: number;
}

/** What a member does, on average, once in so many seconds. */
const pauseSeconds = 60;

/** How long a line stays cut or silent. */
const outagesSeconds = [0, 1, 1, 2, 5, 20, 50, 90];

/** Lets go of what happened, or an hour of a crowd would not fit into the memory. */
function forget({ trace, journal }: SignalingWorld): void {
  trace.entries.length = 0;
  journal.inputs.length = 0;
}

/** Lines and sessions that somebody meddles with. */
class Meddler {
  readonly counts: Record<string, number> = {};
  readonly #world: SignalingWorld;
  readonly #dice: Dice;
  /** Lines to mend, by the second in which that is due. */
  readonly #due = new Map<number, string[]>();

  constructor(world: SignalingWorld, dice: Dice) {
    this.#world = world;
    this.#dice = dice;
  }

  act(second: number, members: readonly Member[], channels: readonly string[]): void {
    const { network, service } = this.#world;
    const dice = this.#dice;
    const { account, session } = dice.oneOf(members);
    const isOnline = service.online.includes(account);
    const deeds: readonly [string, boolean, () => void][] = [
      [
        'cut',
        true,
        () => network.cut(account, { cause: dice.oneOf(['closed', 'error'] as const) }),
      ],
      ['cut', true, () => network.cut(account, { cause: 'closed' })],
      ['vanish', true, () => network.cut(account, { cause: 'unknown' })],
      ['partition', true, () => network.partition(account)],
      ['partition', true, () => network.partition(account)],
      ['kick', isOnline, () => service.kick(account)],
      ['close', isOnline, () => service.orderClose(account)],
      ['remove', true, () => this.#remove(account, channels)],
    ];
    const [name, isPossible, run] = dice.oneOf(deeds);
    if (session === 'out' || !isPossible || network.isCut(account)) return;
    this.counts[name] = (this.counts[name] ?? 0) + 1;
    run();
    if (!network.isCut(account)) return;
    const at = second + dice.oneOf(outagesSeconds);
    this.#due.set(at, [...(this.#due.get(at) ?? []), account]);
  }

  /** Mends the lines whose time has come; all of them, at the end. */
  mend(second: number): void {
    for (const [at, accounts] of this.#due) {
      if (at > second) continue;
      for (const account of accounts) this.#world.network.restore(account);
      this.#due.delete(at);
    }
  }

  #remove(account: string, channels: readonly string[]): void {
    for (const channel of channels) {
      if (!this.#world.service.members(channel).includes(account)) continue;
      this.#world.service.removeFromChannel(account, channel);
    }
  }
}

/** What is only in the one and what only in the other; undefined where both have the same. */
function difference(known: readonly string[], others: Iterable<string>): string | undefined {
  const [here, there] = [new Set(others), new Set(known)];
  const only = [
    ...known.filter((one) => !here.has(one)).map((one) => `${one} at the service alone`),
    ...[...here].filter((one) => !there.has(one)).map((one) => `${one} here alone`),
  ];
  return only.length === 0 ? undefined : only.join(', ');
}

const names = (count: number, name: string): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}`);

const accountsOf = (list: readonly Member[]): readonly string[] =>
  list.map(({ account }) => account);

/** Where members and service do not agree on who is in a channel, and who is online. */
function disagreements(
  { service }: SignalingWorld,
  members: readonly Member[],
  channels: readonly string[],
): readonly string[] {
  const complaints: string[] = [];
  const compare = (where: string, known: readonly string[], others: Iterable<string>): void => {
    const found = difference(known, others);
    if (found !== undefined) complaints.push(`${where}: ${found}`);
  };
  for (const channel of channels) {
    const inside = service.members(channel);
    const place = members.filter((one) => one.place === 'joined' && one.channel === channel);
    compare(`members of ${channel}`, inside, accountsOf(place));
    for (const { account, roster } of place) {
      compare(`${channel}, as ${account} sees it`, inside, roster);
    }
  }
  const online = members.filter(({ session }) => session === 'in');
  compare('online', service.online, accountsOf(online));
  return complaints;
}

/** Plays a crowd to its end. */
export async function playCrowd(options: CrowdOptions): Promise<CrowdReport> {
  const { seed, seconds } = options;
  const dice = new Dice(seed, 'crowd');
  const world = createWorld({ seed, network: { latencyMs: 20, jitterMs: 60 } });
  const post: Post = new Map();
  const channels = names(options.channels, 'room');
  const shapes = [nativeIn(world), webIn(world)] as const;
  const members = names(options.members, 'member').map(
    (account, i) =>
      new Member(account, shapes[i % 2 === 0 ? 0 : 1], { post, dice, now: () => world.now }),
  );
  const accounts = members.map(({ account }) => account);
  const meddler = new Meddler(world, dice);
  for (let second = 0; second < seconds; second++) {
    meddler.mend(second);
    for (let i = 0; i < members.length / pauseSeconds; i++) {
      dice.oneOf(members).act(channels, accounts);
    }
    for (let i = 0; i < Math.ceil(members.length / 1000); i++) {
      meddler.act(second, members, channels);
    }
    await world.advance('1 s');
    forget(world);
  }
  meddler.mend(Infinity);
  await world.advance('10 min');
  forget(world);
  const complaints = [...disagreements(world, members, channels)];
  for (const member of members) member.logout();
  await world.advance('10 min');
  if (world.service.online.length > 0) complaints.push('after all have logged out some are online');
  for (const member of members) {
    complaints.push(...member.rest());
    if (member.session !== 'out') complaints.push(`${member.account} is still ${member.session}`);
  }
  let taken = 0;
  for (const [message, { ends, isTaken }] of post) {
    if (ends !== 1) complaints.push(`'${message}' ended ${ends} times`);
    if (isTaken) taken += 1;
  }
  const heard = members.reduce((sum, one) => (sum * 31 + one.heard) % 4_294_967_291, 0);
  const { counts } = meddler;
  world.close();
  return { complaints, counts: { ...counts, messages: post.size, taken }, heard };
}
