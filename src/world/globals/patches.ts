/** Values put over the properties of objects, to be taken off together. */
export class Patches {
  readonly #undo: (() => void)[] = [];

  /** Puts a value over a property. */
  put(object: object, name: PropertyKey, value: unknown): void {
    this.define(object, name, { writable: true, value });
  }

  /** Puts a property over a property. */
  define(object: object, name: PropertyKey, property: PropertyDescriptor): void {
    const before = Object.getOwnPropertyDescriptor(object, name);
    const enumerable = before?.enumerable ?? false;
    Object.defineProperty(object, name, { configurable: true, enumerable, ...property });
    this.#undo.push(() => {
      if (before === undefined) Reflect.deleteProperty(object, name);
      else Object.defineProperty(object, name, before);
    });
  }

  /** Does something more when they are taken off. */
  onUndo(run: () => void): void {
    this.#undo.push(run);
  }

  /** Takes them off, the last first. */
  undo(): void {
    for (let one = this.#undo.pop(); one !== undefined; one = this.#undo.pop()) one();
  }
}
