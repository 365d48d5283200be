// What a run is like, drawn once before its first step, so that each run stresses something else: who is
// there, what the line is like, which kinds of steps there are at all, and what it tries to reach.
import { byName, codes, type CodeName } from '../../machines/codes.ts';
import type { CallName, Subject, WebManner } from '../run/index.ts';
import type { ScenarioClient, ScenarioRule } from '../scenario/index.ts';
import { isMadeUp } from '../judge/made-up.ts';
import type { NetworkOptions } from '../world/options.ts';
import type { Setting } from './arena.ts';
import { moves, type Move } from './charts.ts';
import { Dice } from './dice.ts';
import { kinds, waitsMs, written } from './kinds.ts';

/** What a run tries to reach: a step of a chart, and perhaps the one after it. */
export type Target = readonly Move[];

/** What a run is like. */
export interface Swarm {
  readonly setting: Setting;
  /** Heals everything at the end, and watches whether the clients come back. */
  readonly heals: boolean;
  /** How many steps to draw, before the healing. */
  readonly length: number;
  /** Factors of the kinds of steps, in the order of `kinds`; 0 leaves a kind out. */
  readonly factors: readonly number[];
  readonly pace: keyof typeof waitsMs;
  /** Whether little is asked, and much time passes. */
  readonly isPatient: boolean;
  readonly targets: readonly Target[];
  /** Where the steps are drawn from. */
  readonly dice: Dice;
}

/** The client under test. */
export const focus = 'alice';
/** A second device of its account. */
export const device = 'laptop';

/** The calls that a part begins with; the callee is called. */
const openings: Readonly<Record<string, readonly CallName[]>> = {
  login: ['login'],
  channel: ['channelJoin'],
  query: ['channelQueryUserNum'],
  message: ['messageChannelSend', 'messageInstantSend'],
  caller: ['channelInviteUser2'],
  request: ['setAttr', 'queryUserStatus'],
  callee: ['channelInviteAccept', 'channelInviteRefuse'],
};

/** Codes that a rule brings about by a cause, not by a call in the application's name. */
const ruled: readonly CodeName[] = codes
  .map(({ name }) => name)
  .filter((name) => byName(name).policy !== 'none' && !isMadeUp(name))
  .filter((name) => name !== 'SUCCESS' && name !== 'INVITE_E_REINVITE');

const reachable = new Map<string, readonly Move[]>();

/** The steps that a client can take, given what it can do and which codes there are. */
export function movesOf(subject: Subject, legacy: boolean): readonly Move[] {
  const key = JSON.stringify([Object.keys(subject.do), legacy]);
  const known = reachable.get(key);
  if (known !== undefined) return known;
  const found = moves.filter(
    ({ part, codes: given }) =>
      (openings[part] ?? []).some((call) => subject.do[call] !== undefined) &&
      (legacy || given.every((code) => !byName(code as CodeName).deprecated)),
  );
  reachable.set(key, found);
  return found;
}

/** A step of a chart: half of the time any, otherwise one with a code. */
function drawTarget(dice: Dice, list: readonly Move[]): Target {
  const withCode = list.filter(({ codes: given }) => given.length > 0);
  const first = dice.oneOf(dice.chance(0.5) && withCode.length > 0 ? withCode : list);
  const next = list.filter(({ part, from }) => part === first.part && from === first.to);
  return next.length > 0 && dice.chance(0.5) ? [first, dice.oneOf(next)] : [first];
}

/** One cause that comes again and again: a long trouble shows how a client waits. */
const drawLasting = (dice: Dice, legacy: boolean): readonly ScenarioRule[] => [
  {
    fail: dice.oneOf(ruled.filter((name) => legacy || !byName(name).deprecated)),
    account: focus,
    optional: true,
    times: dice.oneOf([8, 16, 30]),
    ...(dice.chance(0.3) && { from: written(dice.between(1, 20) * 1_000) }),
  },
];

function drawRules(dice: Dice, legacy: boolean): readonly ScenarioRule[] {
  const count = dice.oneOf([0, 0, 1, 1, 2]);
  const able = ruled.filter((name) => legacy || !byName(name).deprecated);
  return Array.from({ length: count }, () => ({
    fail: dice.oneOf(able),
    account: focus,
    optional: true,
    times: dice.oneOf([1, 1, 2, 4, 8]),
    ...(dice.chance(0.5) && { from: written(dice.between(1, 20) * 1_000) }),
  }));
}

/** The names of the clients that may be there besides the one under test. */
const company = ['bob', 'carol'] as const;

function drawClients(dice: Dice): Readonly<Record<string, ScenarioClient>> {
  const clients: Record<string, ScenarioClient> = { [focus]: {} };
  const count = dice.oneOf([1, 1, 2]);
  for (const name of company.slice(0, count)) {
    const kind = dice.oneOf(['native', 'web', 'native', 'own'] as const);
    const isOld = kind !== 'own' && dice.chance(0.1);
    clients[name] =
      kind === 'own' ? {} : { double: kind, ...(isOld && { canReceiveCalls: false }) };
  }
  if (dice.chance(0.3)) clients[device] = { double: 'native', device };
  return clients;
}

function drawNetwork(dice: Dice): NetworkOptions {
  const [loss, duplicate, reorder] = [0, 0, 0].map(() =>
    dice.chance(0.2) ? dice.between(1, 20) / 100 : 0,
  );
  return {
    latencyMs: dice.oneOf([0, 10, 10, 50, 300]),
    ...(dice.chance(0.4) && { jitterMs: dice.oneOf([5, 50, 400]) }),
    ...(loss !== 0 && { loss }),
    ...(duplicate !== 0 && { duplicate }),
    ...(reorder !== 0 && { reorder }),
  };
}

/** The manner of a run, from a stream of its own, so that a client with only one manner gets the same runs. */
export function drawManner(manners: readonly WebManner[], seed: number, run: number): WebManner {
  const [only = 'documented', ...others] = manners;
  return others.length === 0 ? only : new Dice(seed, `manner ${run}`).oneOf(manners);
}

/** What run `run` of a campaign is like: it depends only on the two numbers and the client. */
export function drawSwarm(
  subject: Subject,
  seed: number,
  run: number,
  manner: WebManner = 'documented',
): Swarm {
  const dice = new Dice(seed, `run ${run}`);
  const legacy = dice.chance(0.4);
  const isPatient = dice.chance(0.3);
  const list = movesOf(subject, legacy);
  const setting: Setting = {
    sigsim: 'scenario',
    version: 1,
    seed: dice.seed(),
    ...(legacy && { legacy }),
    ...(manner !== 'documented' && { web: manner }),
    ...(dice.chance(0.2) && {
      timing: dice.oneOf<NonNullable<Setting['timing']>>([
        { sendReply: '2 s' },
        { joinReply: '1 s' },
        { loginReply: '3 s' },
      ]),
    }),
    network: drawNetwork(dice),
    ...(dice.chance(0.2) && { pushTokenExpiry: true }),
    clients: drawClients(dice),
    rules: isPatient ? drawLasting(dice, legacy) : drawRules(dice, legacy),
  };
  return {
    setting,
    isPatient,
    heals: dice.chance(0.6),
    length: isPatient ? dice.between(8, 24) : dice.between(6, 40),
    factors: kinds.map(({ name, by }) =>
      isPatient && by === 'world'
        ? dice.oneOf([0, 0, 0, 0.5])
        : name !== 'login' && dice.chance(0.35)
          ? 0
          : dice.oneOf([0.3, 1, 1, 3]),
    ),
    pace: isPatient
      ? 'slow'
      : dice.chance(0.06)
        ? 'long'
        : dice.oneOf(['rapid', 'normal', 'normal', 'slow']),
    targets: Array.from({ length: 3 }, () => drawTarget(dice, list)),
    dice,
  };
}
