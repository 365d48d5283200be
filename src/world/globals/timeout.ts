/** What a timer object needs to control its timer. */
export interface TimeoutOwner {
  clear(id: number): void;
  refresh(id: number): void;
}

/** A timer of the application, as Node gives one: an object that is also a number. */
export class Timeout {
  readonly id: number;
  readonly #owner: TimeoutOwner;
  #hasRef = true;

  constructor(id: number, owner: TimeoutOwner) {
    this.id = id;
    this.#owner = owner;
  }

  ref(): this {
    this.#hasRef = true;
    return this;
  }

  unref(): this {
    this.#hasRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#hasRef;
  }

  refresh(): this {
    this.#owner.refresh(this.id);
    return this;
  }

  close(): this {
    this.#owner.clear(this.id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  [Symbol.dispose](): void {
    this.#owner.clear(this.id);
  }
}
