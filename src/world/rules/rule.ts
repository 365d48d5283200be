import type { CodeName } from '../../../machines/codes.ts';
import { formatMs } from '../../duration.ts';
import { show } from '../../errors.ts';
import type { Client } from '../client.ts';
import type { Delivery } from '../delivery.ts';
import type { Random } from '../random.ts';
import type { Cause } from './causes.ts';
import type { FaultKind, FaultWhen } from './faults.ts';
import { occasionWords, takesIn } from './occasions.ts';
import { tellWhen, windowOf } from './when.ts';

/** What a rule does: raise a code, or let a fault happen. */
export type Deed = { readonly code: CodeName } | { readonly fault: FaultKind };

/** What happens, as far as rules ask. */
export interface Happening {
  /** An operation, `'loggedIn'`, `'joined'` or `'push'`. */
  readonly what: string;
  readonly at: number;
  readonly client: Client;
  readonly account: string;
  readonly channel: string;
  readonly peer: string;
}

/** How much rules that share a budget may still do together. */
export interface Budget {
  left: number;
}

/** A rule, as `world.fail` and `world.fault` give it. */
export class Rule {
  readonly deed: Deed;
  readonly when: FaultWhen;
  readonly cause: Cause;
  /** How often its code was delivered, or its fault happened. */
  fired = 0;
  /** Occasions that matched, whether they counted or not. */
  seen = 0;
  /** How often its cause was set going. */
  begun = 0;
  /** Occasions that it would have taken, had a rule made before not done so. */
  missed = 0;
  /** Causes that are under way, until their code has been delivered. */
  active: { readonly client: Client; readonly undo: readonly (() => void)[] }[] = [];
  /** The last delivery of its code for which the application had set nothing. */
  unheard:
    | { readonly client: Client; readonly delivery: Delivery; readonly at: number }
    | undefined;
  readonly #random: Random;
  readonly #budget: Budget | undefined;
  readonly #window: readonly [from: number, until: number];

  constructor(
    deed: Deed,
    when: FaultWhen,
    cause: Cause,
    { random, budget }: { readonly random: Random; readonly budget: Budget | undefined },
  ) {
    this.deed = deed;
    this.when = when;
    this.cause = cause;
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

  /** How often it may fire at most. */
  get most(): number {
    const { times, every, chance, pattern } = this.when;
    if (pattern !== undefined) return pattern.replaceAll('.', '').length;
    return times ?? (every === undefined && chance === undefined ? 1 : Infinity);
  }

  /** How often it must have fired in the end. */
  get least(): number {
    const { when, most } = this;
    if (when.optional === true || this.#budget?.left === 0) return 0;
    return when.chance === undefined && most !== Infinity ? most : 1;
  }

  /** Whether what happens is an occasion of this rule. */
  matches({ what, at, client, account, channel, peer }: Happening): boolean {
    const { when } = this;
    const [from, until] = this.#window;
    return (
      takesIn(this.cause.at, what) &&
      (when.account ?? account) === account &&
      (when.channel ?? channel) === channel &&
      (when.peer ?? peer) === peer &&
      at >= from &&
      at < until &&
      (when.while === undefined ||
        client.state.split('.', 1)[0] === when.while ||
        client.channel.state === when.while)
    );
  }

  /** Counts an occasion; whether the rule takes it if none made before does. */
  count(): boolean {
    const { every, nth = every ?? 1, pattern, chance = 1 } = this.when;
    const place = ++this.seen - nth;
    const isDue =
      pattern === undefined ? place >= 0 && place % (every ?? 1) === 0 : pattern[place] === 'x'; // Before its start and behind its end there is nothing.
    // Chance is drawn whatever else holds, so that one answer does not change the next.
    const isPicked = this.#random.chance(chance);
    const isFree = this.active.length === 0 || this.#isPerCall;
    return isDue && isPicked && isFree && this.begun < this.most && this.#budget?.left !== 0;
  }

  /** Takes the occasion: whatever happens next is its doing. */
  begin(): void {
    this.begun += 1;
    if (this.#budget !== undefined) this.#budget.left -= 1;
  }

  /** Whether it takes every occasion that the other one waits for, so that this never has a turn. */
  shutsOut({ when, cause }: Rule): boolean {
    const mine = this.when;
    const isEndless = this.most === Infinity && (mine.every ?? 1) === 1 && (mine.chance ?? 1) === 1;
    const [from, until] = this.#window;
    const [otherFrom, otherUntil] = windowOf(when);
    return (
      isEndless &&
      this.#budget === undefined &&
      takesIn(this.cause.at, cause.at) &&
      (mine.nth ?? 1) <= (when.nth ?? when.every ?? 1) &&
      from <= otherFrom &&
      until >= otherUntil &&
      (['account', 'peer', 'channel', 'while'] as const).every(
        (key) => mine[key] === undefined || mine[key] === when[key],
      )
    );
  }

  /** Why it did less than it must; undefined where it did enough. */
  get complaint(): string | undefined {
    const { fired, least, most, unheard } = this;
    if (fired >= least) {
      // A handler that is there now but was not there then came too late to hear it.
      const isLate = least > 0 && unheard?.client.listener(unheard.delivery) !== undefined;
      return unheard !== undefined && isLate
        ? `${this.text} reached no handler: ${unheard.delivery.name} came at ` +
            `${formatMs(unheard.at)}, and was set only later`
        : undefined;
    }
    const count = most === Infinity ? 'never fired' : `fired ${fired} of ${most}`;
    return `${this.text} ${count}: ${this.#reason}`;
  }

  get #reason(): string {
    const { seen, missed, when, cause } = this;
    if (this.active.length > 0) {
      return 'its cause was set going, but the code has not been delivered yet';
    }
    const word = `${occasionWords[cause.at]}${tellWhen(when)}`;
    if (seen === 0) return `no ${word}`;
    if (missed > 0) return `${seen} ${word}, but ${missed} went to rules made before it`;
    if (when.chance !== undefined) return `a chance of ${when.chance} at ${seen} ${word}`;
    return `only ${seen} ${word}`;
  }

  /** Whether its cause concerns one call alone, so that several may be under way. */
  get #isPerCall(): boolean {
    const { treatment, before, after } = this.cause;
    return treatment !== undefined && before === undefined && after === undefined;
  }
}
