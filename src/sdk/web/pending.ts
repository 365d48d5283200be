import type { Session } from './session.ts';

/** A callback that goes with one call of a method: it gets the answer, whatever it is. */
export class Pending {
  readonly session: Session;
  /** What the application gave; anything but a function is left alone. */
  readonly cb: unknown;

  constructor(session: Session, cb: unknown) {
    this.session = session;
    this.cb = cb;
  }
}
