import { Random } from '../../src/world/random.ts';

/** Draws from the seed. */
export class Dice {
  readonly #random: Random;

  constructor(seed: number, name = 'chaos') {
    this.#random = new Random(seed, name);
  }

  below(most: number): number {
    return Math.floor(this.#random.next() * most);
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item; // Never empty.
  }

  chance(probability: number): boolean {
    return this.#random.chance(probability);
  }
}
