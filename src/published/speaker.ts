import type { CodeName } from '../../machines/codes.ts';
import type { Answered } from './requests.ts';
import type { Surroundings } from './surroundings.ts';

/** A session, as the parts of it see it. */
export interface Speaker {
  readonly around: Surroundings;
  readonly state: 0 | 1 | 2 | 3;
  /** How the service keeps mailboxes: 0 by numbers, 1 by ids. */
  readonly config_msg_set: number;
  /** Asks the service for something, by the session as it is. */
  ask(func: string, args: object, answered: Answered): void;
  /** The id that goes with a message under a name, where the service wants ids. */
  idFor(content: unknown, name: string): object;
  /** Calls a callback of the application; gives whether it did not throw. */
  fire(
    owner: object,
    call: readonly [name: string, ...args: readonly unknown[]],
    code?: CodeName,
  ): boolean;
  /** Calls what came with a request. */
  answer(method: string, cb: unknown, ...args: readonly unknown[]): void;
}
