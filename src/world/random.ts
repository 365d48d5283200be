import { xoroshiro128plus } from '../base/vendor.ts';

/** FNV-1a of a text: the seed, all of its digits, and the name of a stream become one number. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash;
}

/**
 * Random numbers from the seed. Each part of the world draws from its own named stream, so that one more
 * draw in one part changes nothing in another.
 */
export class Random {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number, name: string) {
    this.#generator = xoroshiro128plus(hashOf(`${name} ${seed}`));
  }

  /** A number from 0 up to, not including, 1. */
  next(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000;
  }

  /** True with the given probability; a probability of 0 or 1 draws nothing. */
  chance(probability: number): boolean {
    if (probability <= 0) return false;
    return probability >= 1 || this.next() < probability;
  }
}
