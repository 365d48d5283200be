/** Whole numbers, as many as come, in one array without boxes. */
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
    return this.#items[index] ?? 0;
  }

  /** The items so far, in an array of their own. */
  done(): Int32Array {
    return this.#items.slice(0, this.length);
  }
}
