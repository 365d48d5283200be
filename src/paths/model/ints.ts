/** A growing list of whole numbers, in one array without boxes. */
export class Ints {
  #items: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.#items = new Int32Array(capacity);
  }

  push(item: number): void {
    if (this.length === this.#items.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length++] = item;
  }

  at(index: number): number {
    return this.#items[index] as number;
  }

  /** The items so far, in an array of their own. */
  done(): Int32Array {
    return this.#items.slice(0, this.length);
  }
}

/** Adds to a number in an array. */
export function add(array: Int32Array, index: number, by: number): void {
  array[index] = (array[index] as number) + by;
}

/** Sets bits of a number in an array. */
export function setBits(array: Uint32Array, index: number, bits: number): void {
  array[index] = (array[index] as number) | bits;
}

/** Numbers 0, 1, 2, ... grouped by a key: those of key k begin at `items[first[k]]`. */
export interface Grouped {
  readonly first: Int32Array;
  readonly items: Int32Array;
}

/** Groups the indexes of an array by the keys at them, in order. */
export function groupedBy(keys: Int32Array, keyCount: number): Grouped {
  const first = new Int32Array(keyCount + 1);
  for (const key of keys) add(first, key + 1, 1);
  for (let key = 0; key < keyCount; key++) add(first, key + 1, first[key] as number);
  const place = first.slice();
  const items = new Int32Array(keys.length);
  for (const [index, key] of keys.entries()) {
    items[place[key] as number] = index;
    add(place, key, 1);
  }
  return { first, items };
}
