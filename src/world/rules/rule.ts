import type { CodeName } from '../../../machines/codes.ts';
import { formatMs } from '../../base/duration.ts';
import { show } from '../../base/errors.ts';
import type { Delivery } from '../delivery.ts';
import type { Random } from '../random.ts';
import type { Failure } from './failures.ts';
import type { FaultKind, FaultWhen } from './faults.ts';
import type { Happening } from './happening.ts';
import { missOf, Near } from './near.ts';
import { occasionDeeds, occasionWords, takesIn } from './occasions.ts';
import { tellWhen, windowOf } from './when.ts';
import type { Who } from './who.ts';

/** What a rule does: raise a code, or let a fault happen. */
export type Deed = { readonly code: CodeName } | { readonly fault: FaultKind };

/** How often the rules that share a budget may still fire together. */
export interface Budget {
  left: number;
}

/** A turn of a rule that was over before its code came. */
interface Wasted {
  /** Whether the client ended the call, or something else did. */
  readonly isByClient: boolean;
  readonly afterMs: number;
  /** How long the code may take; undefined if it needs none in particular. */
  readonly needsMs: number | undefined;
}

/** A rule, as `world.fail` and `world.fault` return it. */
export class Rule {
  readonly deed: Deed;
  readonly when: FaultWhen;
  readonly failure: Failure;
  /** How often its code was delivered, or its fault happened. */
  fired = 0;
  /** Occasions that matched, whether they counted or not. */
  seen = 0;
  /** How often its cause was started. */
  begun = 0;
  /** Occasions that it would have taken, but that a rule made before it took. */
  missed = 0;
  /** Causes that are under way, until their code has been delivered or their call is over. */
  open = 0;
  /** The last turn that was over before its code came. */
  wasted: Wasted | undefined;
  /** The last delivery of its code for which the application had set no handler. */
  unheard: { readonly who: Who; readonly delivery: Delivery; readonly at: number } | undefined;
  readonly #near = new Near();
  readonly #random: Random;
  readonly #budget: Budget | undefined;
  readonly #window: readonly [from: number, until: number];

  constructor(
    deed: Deed,
    when: FaultWhen,
    failure: Failure,
    { random, budget }: { readonly random: Random; readonly budget: Budget | undefined },
  ) {
    this.deed = deed;
    this.when = when;
    this.failure = failure;
    this.#random = random;
    this.#budget = budget;
    this.#window = windowOf(when);
  }

  /** The rule as it was written: `fail("LOGIN_E_NET", {"times":2})`. */
  get text(): string {
    const { deed, when } = this;
    const options = Object.keys(when).length === 0 ? '' : `, ${JSON.stringify(when)}`;
    return 'code' in deed
      ? `fail(${show(deed.code)}${options})`
      : `fault(${show(deed.fault)}${options})`;
  }

  /** How often it may fire, at most. */
  get most(): number {
    const { times, every, chance, pattern } = this.when;
    if (pattern !== undefined) return pattern.replaceAll('.', '').length;
    return times ?? (every === undefined && chance === undefined ? 1 : Infinity);
  }

  /** How often it must have fired by the end, at least. */
  get least(): number {
    const { when, most } = this;
    if (when.optional === true || this.#budget?.left === 0) return 0;
    return when.chance === undefined && most !== Infinity ? most : 1;
  }

  /**
   * Whether what happens is an occasion of this rule; `isNew` says that it was not asked about this
   * before.
   */
  matches(happening: Happening, isNew = true): boolean {
    const { at, only } = this.failure;
    if (!takesIn(at, happening.what)) return false;
    const { state } = happening.who;
    if (only !== undefined && !only.some((one) => one === state)) return false;
    const miss = missOf(this.when, this.#window, happening);
    if (miss !== undefined && isNew && this.seen === 0) this.#near.add(miss, happening);
    return miss === undefined;
  }

  /** Counts an occasion; returns whether the rule takes it if no rule made before it does. */
  count(): boolean {
    const { every, nth = every ?? 1, pattern, chance = 1 } = this.when;
    const place = ++this.seen - nth;
    const isDue =
      pattern === undefined ? place >= 0 && place % (every ?? 1) === 0 : pattern[place] === 'x'; // Outside it nothing is due.
    // Chance is drawn in any case, so that one answer does not change the next.
    const isPicked = this.#random.chance(chance);
    return isDue && isPicked && this.begun < this.most && this.#budget?.left !== 0;
  }

  /** Takes the occasion: whatever happens next is its doing. */
  begin(): void {
    this.begun += 1;
    if (this.#budget !== undefined) this.#budget.left -= 1;
  }

  /** Whether it takes every occasion that the other one waits for, so that the other never has a turn. */
  shutsOut({ when, failure }: Rule): boolean {
    const mine = this.when;
    const isEndless = this.most === Infinity && (mine.every ?? 1) === 1 && (mine.chance ?? 1) === 1;
    const [from, until] = this.#window;
    const [otherFrom, otherUntil] = windowOf(when);
    return (
      isEndless &&
      this.#budget === undefined &&
      this.failure.only === undefined &&
      takesIn(this.failure.at, failure.at) &&
      (mine.nth ?? 1) <= (when.nth ?? when.every ?? 1) &&
      from <= otherFrom &&
      until >= otherUntil &&
      (['account', 'peer', 'channel', 'while'] as const).every(
        (key) => mine[key] === undefined || mine[key] === when[key],
      )
    );
  }

  /** Why it did less than it must; undefined if it did enough. */
  get complaint(): string | undefined {
    const { fired, least, most, unheard } = this;
    if (fired >= least) {
      // A handler that is there now but was not there then came too late to hear it.
      const isLate = least > 0 && unheard?.who.hears(unheard.delivery) === true;
      return unheard !== undefined && isLate
        ? `${this.text} reached no handler: ${unheard.delivery.name} came at ` +
            `${formatMs(unheard.at)}, before it was set`
        : undefined;
    }
    const count = most === Infinity ? 'never fired' : `fired ${fired} of ${most}`;
    return `${this.text} ${count}: ${this.#reason}`;
  }

  get #reason(): string {
    const { seen, missed, when, failure, wasted } = this;
    if (this.open > 0) {
      return 'its cause was started, but the code has not been delivered yet';
    }
    if (wasted !== undefined) return tellWasted(wasted);
    const word = `${occasionWords[failure.at]}${tellWhen(when)}`;
    if (seen === 0) return `no ${word}${this.#near.tell(when, occasionDeeds[failure.at])}`;
    if (missed > 0) return `${seen} ${word}, but ${missed} went to rules made before it`;
    if (when.chance !== undefined) return `a chance of ${when.chance} at ${seen} ${word}`;
    return `only ${seen} ${word}`;
  }
}

function tellWasted({ isByClient, afterMs, needsMs }: Wasted): string {
  const needs = needsMs === undefined ? '' : `, but the code needs up to ${formatMs(needsMs)}`;
  return isByClient
    ? `the client ended the call first (after ${formatMs(afterMs)}${needs})`
    : `something else ended the call first (after ${formatMs(afterMs)}${needs})`;
}

/** Complaints as sentences, one after the other. */
export const sentences = (complaints: readonly string[]): string =>
  complaints.map((one, i) => end(one, i === complaints.length - 1)).join(' ');

const end = (text: string, isLast: boolean): string =>
  /[.?]$/.test(text) ? text : `${text}${isLast ? '.' : ';'}`;
