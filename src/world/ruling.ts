// What a rule has decided for one call, session or stay in a channel: data that goes along with it and
// ends with it. Only the rules know who decided so, and why.
//
// @source decisions.md E.1
import type { CodeName } from '../../machines/codes.ts';
import type { Treatment } from './treatment.ts';

/** A client's actor, as a ruling looks at it. */
export interface Subject {
  /** Its state as text. */
  readonly state: string;
  /** Whether it has come to its end. */
  readonly isDone: boolean;
  /** The channel of an actor of the part `channel`; `''` for any other actor. */
  readonly channel: string;
}

/** A ruling, as the client that it is for sees it. */
export class Ruling {
  /** What it is for: an operation, `'loggedIn'` for a session, `'joined'` for a stay in a channel. */
  readonly what: string;
  readonly channel: string;
  /** The code that should come of it; undefined if it is only a fault. */
  readonly code: CodeName | undefined;
  /** What happens to the requests of the call, and to no others. */
  readonly treatment: Treatment | undefined;
  /** Keys of an `extra` that the call is judged by, though the peer does not get them. */
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  /** Runs when the call has been made. */
  readonly after: (() => void) | undefined;
  /** Whether its code is on its way to the application. */
  isCaught = false;

  constructor(parts: Pick<Ruling, 'what' | 'channel' | 'code' | 'treatment' | 'extra' | 'after'>) {
    this.what = parts.what;
    this.channel = parts.channel;
    this.code = parts.code;
    this.treatment = parts.treatment;
    this.extra = parts.extra;
    this.after = parts.after;
  }

  /** Whether what it is for is over, from the state of its actor after an event. */
  isOver({ state, isDone, channel }: Subject): boolean {
    switch (this.what) {
      case 'login':
        return state === 'loggedIn' || state === 'loggedOut';
      case 'logout':
        return !state.startsWith('loggingOut');
      case 'loggedIn':
        return state === 'loggedOut' || state.startsWith('loggingIn');
      case 'join':
        return state !== 'joining' || channel !== this.channel;
      case 'leave':
        return state !== 'leaving';
      case 'joined':
        return state === 'notJoined' || state === 'joining';
      case 'invite':
        return !state.startsWith('pending');
      default:
        return isDone;
    }
  }
}
