// States of statecharts side by side, each with a number: the places of all statecharts form its key.
import { Ints } from './ints.ts';

/** The largest product of sizes for which every key gets a place in an array. */
const denseMax = 1 << 26;

const product = (some: readonly number[]): number => some.reduce((a, b) => a * b, 1);

/** States, in the order in which they were found. */
export class States {
  /** Where each part is in each state, one after the other. */
  readonly locals = new Ints();
  /** Whether the limit on states was reached. */
  isFull = false;
  count = 0;
  readonly #factors: Float64Array;
  readonly #dense: Int32Array | undefined;
  readonly #sparse = new Map<number, number>();
  readonly #max: number;

  /** @param sizes how many places each part has */
  constructor(sizes: readonly number[], max: number) {
    this.#factors = Float64Array.from(sizes, (_, slot) => product(sizes.slice(0, slot)));
    const all = product(sizes);
    this.#dense = all <= denseMax ? new Int32Array(all).fill(-1) : undefined;
    this.#max = max;
  }

  /** The number of a state; -1 if there is no room for one more. */
  intern(state: Int32Array): number {
    let key = 0;
    for (let slot = 0; slot < state.length; slot++) {
      key += (state[slot] as number) * (this.#factors[slot] as number);
    }
    const known = this.#dense === undefined ? this.#sparse.get(key) : this.#dense[key];
    if (known !== undefined && known >= 0) return known;
    if (this.count >= this.#max) {
      this.isFull = true;
      return -1;
    }
    if (this.#dense === undefined) this.#sparse.set(key, this.count);
    else this.#dense[key] = this.count;
    for (const place of state) this.locals.push(place);
    return this.count++;
  }
}
