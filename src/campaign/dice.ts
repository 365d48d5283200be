// Random draws: everything in a run comes from one stream, which depends only on the campaign's seed and the
// run's own number, so that any run can be played by itself, on any machine.
import { Random } from '../world/random.ts';

/** Random choices from one stream. */
export class Dice {
  readonly #random: Random;

  constructor(seed: number, name: string) {
    this.#random = new Random(seed, name);
  }

  /** True with a probability. */
  chance(probability: number): boolean {
    return this.#random.chance(probability);
  }

  /** A whole number from one to another, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#random.next() * (most - least + 1));
  }

  /** One item of a list. */
  oneOf<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)] as T; // The list is never empty.
  }

  /** One item of a list, each as often as its weight says; undefined if none has any weight. */
  byWeight<T extends { readonly weight: number }>(list: readonly T[]): T | undefined {
    const sum = list.reduce((total, { weight }) => total + weight, 0);
    let left = this.#random.next() * sum;
    for (const one of list) {
      left -= one.weight;
      if (left < 0) return one;
    }
    return undefined;
  }

  /** A seed for something else. */
  seed(): number {
    return this.between(1, 2 ** 31 - 1);
  }
}
