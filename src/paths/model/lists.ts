/** Collects lists of items, each once; list 0 is empty. */
export class Lists {
  /** The lists by number. */
  readonly all: (readonly number[])[] = [[]];
  readonly #ids = new Map<string, number>([['', 0]]);

  /** The number of a list. */
  of(items: readonly number[]): number {
    const key = items.join(' ');
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.all.length);
    return this.all.push(items) - 1;
  }
}
