// Since when nothing has disturbed a world: read from what the service and the line did, and from which rules
// have begun and not ended.
import type { SignalingWorld } from '../create-world.ts';
import type { NetworkOptions } from '../world/options.ts';

/** What disturbs a world that is not whole. */
export interface Trouble {
  readonly isUp: boolean;
  readonly cut: readonly string[];
  readonly banned: readonly string[];
  readonly isAged: boolean;
  readonly isFaulty: boolean;
  /** Whether the line loses, repeats or reorders packets. */
  readonly isLossy: boolean;
  /** How many rules have started a cause and not ended it. */
  readonly ruling: number;
  /** When something last changed for the worse or the better. */
  readonly since: number;
}

const isLossy = ({ loss = 0, duplicate = 0, reorder = 0 }: NetworkOptions): boolean =>
  loss > 0 || duplicate > 0 || reorder > 0;

/** Follows a world, and knows at any time what disturbs it. */
export class Watch {
  readonly #world: SignalingWorld;
  readonly #cut = new Set<string>();
  readonly #banned = new Set<string>();
  #isAged = false;
  #isFaulty = false;
  #isUp = true;
  #isLossy: boolean;
  #ruling = 0;
  #since = 0;
  #read = 0;

  constructor(world: SignalingWorld) {
    this.#world = world;
    this.#isLossy = isLossy(world.settings.network);
  }

  /** What disturbs it now. */
  get trouble(): Trouble {
    const { entries } = this.#world.trace;
    for (; this.#read < entries.length; this.#read++) {
      const entry = entries[this.#read];
      if (entry?.kind === 'rule') {
        this.#ruling += entry.did === 'begins' ? 1 : -1;
        this.#since = entry.at;
      } else if (entry?.kind === 'act' && entry.client === undefined) {
        this.#hear(entry.did, entry.args);
        this.#since = entry.at;
      }
    }
    return {
      isUp: this.#isUp,
      cut: [...this.#cut],
      banned: [...this.#banned],
      isAged: this.#isAged,
      isFaulty: this.#isFaulty,
      isLossy: this.#isLossy,
      ruling: this.#ruling,
      since: this.#since,
    };
  }

  #hear(did: string, [first, ...rest]: readonly unknown[]): void {
    const account = String(first);
    if (did === 'cut' || did === 'partition') this.#cut.add(account);
    else if (did === 'restore') this.#cut.delete(account);
    else if (did === 'ban') this.#banned.add(account);
    else if (did === 'unban') this.#banned.delete(account);
    else if (did === 'goDown') this.#isUp = false;
    else if (did === 'comeUp') this.#isUp = true;
    else if (did === 'requireVersion') this.#isAged = account !== '0.0.1';
    else if (did === 'refuse' || did === 'silence' || did === 'garble') this.#isFaulty = true;
    else if (did === 'heal' && rest.length === 0 && first === undefined) this.#isFaulty = false;
    else if (did === 'set') this.#isLossy = isLossy(first as NetworkOptions);
  }
}

/** Whether nothing disturbs a world. */
export const isWhole = (trouble: Trouble): boolean =>
  trouble.isUp &&
  trouble.cut.length === 0 &&
  trouble.banned.length === 0 &&
  !trouble.isAged &&
  !trouble.isFaulty &&
  !trouble.isLossy &&
  trouble.ruling === 0;
