/** Replaces properties of objects, and puts them all back together. */
export class Patches {
  readonly #undo: (() => void)[] = [];

  /** Replaces the value of a property. */
  put(object: object, name: PropertyKey, value: unknown): void {
    this.define(object, name, { writable: true, value });
  }

  /** Replaces a property. */
  define(object: object, name: PropertyKey, property: PropertyDescriptor): void {
    const before = Object.getOwnPropertyDescriptor(object, name);
    const enumerable = before?.enumerable ?? false;
    Object.defineProperty(object, name, { configurable: true, enumerable, ...property });
    this.#undo.push(() => {
      if (before === undefined) Reflect.deleteProperty(object, name);
      else Object.defineProperty(object, name, before);
    });
  }

  /** Runs something more when they are put back. */
  onUndo(run: () => void): void {
    this.#undo.push(run);
  }

  /** Puts them back, the last one first. */
  undo(): void {
    for (let one = this.#undo.pop(); one !== undefined; one = this.#undo.pop()) one();
  }
}
