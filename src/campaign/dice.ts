// Draws: everything that a run is made of comes from one stream, which its campaign's seed and its own
// number give alone, so that any run can be played by itself, on any machine.
import { Random } from '../world/random.ts';

/** Chance in the words of a draw. */
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

  /** One of some. */
  oneOf<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)] as T; // A list with nothing in it is never given.
  }

  /** One of some, each as often as its weight says; undefined where none has any. */
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
