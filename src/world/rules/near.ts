// What happened instead of what a rule waited for: the hint for a rule that never fired.
import { didYouMean } from '../../base/errors.ts';
import { formatMs } from '../../base/duration.ts';
import type { Happening } from './happening.ts';
import type { FailOptions } from './when.ts';

/** The conditions of a rule that something can fail, in the order in which they are checked. */
const words = ['account', 'peer', 'channel', 'while', 'time'] as const;

const times = (count: number): string => `${count} ${count === 1 ? 'time' : 'times'}`;

/** The first condition of a rule that something fails; undefined if it meets them all. */
export function missOf(
  when: FailOptions,
  [from, until]: readonly [number, number],
  { account, peer, channel, at, who }: Happening,
): (typeof words)[number] | undefined {
  if ((when.account ?? account) !== account) return 'account';
  if ((when.peer ?? peer) !== peer) return 'peer';
  if ((when.channel ?? channel) !== channel) return 'channel';
  const { while: state } = when;
  const isIn =
    state === undefined || who.state.split('.', 1)[0] === state || who.channel.state === state;
  if (!isIn) return 'while';
  return at >= from && at < until ? undefined : 'time';
}

/** Counts what failed a condition of a rule. */
export class Near {
  readonly #counts = new Map<string, Map<string, number>>();

  /** Counts something that failed a condition. */
  add(word: (typeof words)[number], { account, peer, channel, at, who }: Happening): void {
    const value = {
      account,
      peer,
      channel,
      while: who.state.split('.', 1)[0] ?? '',
      time: formatMs(at),
    };
    const values = this.#counts.get(word) ?? new Map<string, number>();
    this.#counts.set(word, values);
    values.set(value[word], (values.get(value[word]) ?? 0) + 1);
  }

  /**
   * The hint, as the end of a sentence: `; alice logged in 2 times. Did you mean alice?`
   *
   * @param deed what an account did: `'logged in'`
   */
  tell(when: FailOptions, deed: string): string {
    // Whatever failed the latest condition came nearest.
    const word = words.findLast((one) => this.#counts.has(one));
    const found = [...(this.#counts.get(word ?? '') ?? [])].filter(([value]) => value !== '');
    if (word === undefined || found.length === 0) return '';
    const list = found.toSorted(([, a], [, b]) => b - a).slice(0, 3);
    const each = (tell: (value: string, count: number) => string): string =>
      list.map(([value, count]) => tell(value, count)).join(', ');
    switch (word) {
      case 'account':
        return `; ${each((name, n) => `${name} ${deed} ${times(n)}`)}.${nearest(when.account, found)}`;
      case 'peer':
        return `; ${each((name, n) => `${n} to ${name}`)}.${nearest(when.peer, found)}`;
      case 'channel':
        return `; ${each((name, n) => `${n} in ${name}`)}.${nearest(when.channel, found)}`;
      case 'while':
        return `; ${each((state, n) => `${n} while ${state}`)}`;
      case 'time':
        return `; ${each((at, n) => `${n} at ${at}`)}`;
    }
  }
}

const nearest = (
  wanted: string | undefined,
  found: readonly (readonly [string, number])[],
): string =>
  didYouMean(
    wanted,
    found.map(([name]) => name),
  ).replaceAll('"', '');
