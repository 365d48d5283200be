import type { Owner } from './owner.ts';

/** A callback that goes with one call of a method: it gets the answer, whatever it is. */
export class Pending {
  readonly session: Owner;
  /** What the application gave; anything but a function is left alone. */
  readonly cb: unknown;

  constructor(session: Owner, cb: unknown) {
    this.session = session;
    this.cb = cb;
  }
}
