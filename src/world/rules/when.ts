// When a rule applies. The options are the same for every kind of rule, in TypeScript and in the JSON of
// a scenario.
import { formatMs, msOfDuration, type Duration } from '../../base/duration.ts';
import { checkKeys, show, unknownName, UsageError } from '../../base/errors.ts';

/** States of a client that a rule may ask for: of its login, and of its channel. */
export const clientStates = [
  'loggedOut',
  'loggingIn',
  'loggedIn',
  'reconnecting',
  'loggingOut',
  'notJoined',
  'joining',
  'joined',
  'suspended',
  'leaving',
] as const;

/** A state of a client that a rule may ask for. */
export type ClientState = (typeof clientStates)[number];

/** When a rule applies. */
export interface FailOptions {
  /** Only for clients that log in with this account. */
  readonly account?: string;
  /** Only for messages and calls to this peer; for a push, from it. */
  readonly peer?: string;
  /** Only for this channel. */
  readonly channel?: string;
  /** Only while the client is in this state. */
  readonly while?: ClientState;
  /** Only from this virtual time on. */
  readonly from?: Duration;
  /** Only before this virtual time. */
  readonly until?: Duration;
  /** The first occasion that counts: 1 is the next one. @default 1, or `every` */
  readonly nth?: number;
  /** Every n-th occasion: 3 means the third, the sixth, ... */
  readonly every?: number;
  /** How many times. @default 1; without limit if `every` or `chance` is given */
  readonly times?: number;
  /** Which occasions, one by one: `'xx.x'` is fail, fail, succeed, fail. */
  readonly pattern?: string;
  /** The probability that an occasion is taken, drawn from the world's seed. @default 1 */
  readonly chance?: number;
  /** A budget of the world, by name: how often all rules that share it may fire in total. */
  readonly budget?: string;
  /** Whether it is fine if it never fires. @default false */
  readonly optional?: boolean;
}

const names = ['account', 'peer', 'channel'] as const;
const counts = ['nth', 'every', 'times'] as const;

/** The options of a rule, in the order of docs/faults.md. */
export const whenNames = [
  ...names,
  'while',
  'from',
  'until',
  ...counts,
  'pattern',
  'chance',
  'budget',
  'optional',
] as const satisfies (keyof FailOptions)[];

/** What a check needs from the world. */
export interface Surroundings {
  readonly now: number;
  readonly budgets: readonly string[];
}

/**
 * Checks when a rule applies.
 *
 * @throws {UsageError} when an option is not valid, or the rule could never apply
 */
export function checkWhen(
  where: string,
  when: FailOptions,
  { now, budgets }: Surroundings,
  more: readonly string[] = [],
): void {
  const id = 'world.fail';
  const refuse = (why: string): never => {
    throw new UsageError(id, `${where}: ${why}`);
  };
  checkKeys(id, where, when, [...whenNames, ...more]);
  for (const key of names) {
    const value = when[key];
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      refuse(`${key} is ${show(value)}. Give a name.`);
    }
  }
  for (const key of counts) {
    const value = when[key];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1)) {
      refuse(`${key} is ${show(value)}. Give a whole number, 1 or more.`);
    }
  }
  const { while: state, pattern, chance, budget } = when;
  if (state !== undefined && !clientStates.includes(state)) {
    throw unknownName(id, where, 'state of a client', state, clientStates);
  }
  if (budget !== undefined && !budgets.includes(budget)) {
    throw unknownName(id, where, 'budget', budget, budgets);
  }
  if (chance !== undefined && !(typeof chance === 'number' && chance > 0 && chance <= 1)) {
    refuse(`chance is ${show(chance)}. Give a probability above 0, up to 1.`);
  }
  if (pattern !== undefined) {
    if (!/^[x.]*x[x.]*$/.test(pattern)) {
      refuse(
        `pattern is ${show(pattern)}. Write x for each occasion to take and . for the others.`,
      );
    }
    if (when.every !== undefined || when.times !== undefined) {
      refuse('a pattern already says how often. Leave out every and times.');
    }
  }
  checkWindow(where, when, now);
}

function checkWindow(where: string, when: FailOptions, now: number): void {
  const [fromMs, untilMs] = windowOf(when, where);
  if (untilMs <= now) {
    throw new UsageError(
      'world.past',
      `${where}: until is ${formatMs(untilMs)}, but it is ${formatMs(now)} already. ` +
        'Give a later time, or leave it out.',
    );
  }
  if (fromMs < untilMs) return;
  throw new UsageError(
    'world.window',
    `${where}: from ${formatMs(fromMs)} until ${formatMs(untilMs)} is no time at all. ` +
      'Give a later until.',
  );
}

/** The virtual times between which a rule applies. @throws {UsageError} when one is not valid */
export const windowOf = (
  { from = 0, until }: FailOptions,
  where = 'rule',
): readonly [fromMs: number, untilMs: number] => [
  msOfDuration(`${where}: from`, from),
  until === undefined ? Infinity : msOfDuration(`${where}: until`, until),
];

const moment = (written: Duration): string => formatMs(msOfDuration('rule', written));

/** Whom, where and when a rule asks for, as the end of a sentence: ` by alice after 3 s`. */
export function tellWhen(when: FailOptions): string {
  const { account, peer, channel, while: state, from, until } = when;
  return [
    account === undefined ? '' : ` by ${account}`,
    peer === undefined ? '' : ` to ${peer}`,
    channel === undefined ? '' : ` in ${channel}`,
    state === undefined ? '' : ` while ${state}`,
    from === undefined ? '' : ` after ${moment(from)}`,
    until === undefined ? '' : ` before ${moment(until)}`,
  ].join('');
}
