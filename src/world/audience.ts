// Whom the callbacks of clients reached, as far as anybody says. A world only sees whether a handler is
// set; the handler may forward everything to an emitter that nobody listens to. A subject may know more:
// what actually reached somebody.
import { byName, type CodeName } from '../../machines/codes.ts';

/** A callback that reached the application. */
export interface Heard {
  /** As the application knows it: `'onLogout'`, `'session.onLogout'`, `'invoke cb'`. */
  readonly callback: string;
  /** The number of the code that came with it; undefined if its signature has none. */
  readonly value: number | undefined;
  /** The name of the code, if the SDK gives it. */
  readonly code?: CodeName;
  /** When, in virtual milliseconds, if that is known. */
  readonly at?: number;
  /** What it was called with, if that is known: `'"no ack"'`. */
  readonly words?: string;
}

/** Something that reached somebody: a code by its number or its name, or a callback. */
export type Reached = number | CodeName | Heard;

/** Whether this is a given code: by its name if it has one, otherwise by its number. */
export function isCode(one: Reached, expected: CodeName): boolean {
  if (typeof one === 'string') return one === expected;
  const { value, code }: Partial<Heard> = typeof one === 'number' ? { value: one } : one;
  return code === undefined ? value === byName(expected).value : code === expected;
}

/** An application: its name, and what reached somebody in it, if it says so. */
interface Application {
  readonly name: string;
  tell: (() => readonly Reached[]) | undefined;
}

/** The applications of a world, and which clients are theirs. */
export class Audience {
  readonly #applications = new Map<string, Application>();

  /**
   * Says that the client of this name belongs to an application of the same name, and which of its
   * callbacks reach somebody.
   */
  add(name: string, tell?: () => readonly Reached[]): void {
    this.#applications.set(name, { name, tell });
  }

  /** The applications end: from now on nothing reaches anybody. */
  end(): void {
    for (const one of this.#applications.values()) {
      const told = one.tell?.().slice();
      if (told !== undefined) one.tell = () => told;
    }
  }

  /** The application that a client belongs to: `alice` for `alice#2`; undefined if nobody says. */
  applicationOf(client: string): string | undefined {
    return this.#of(client)?.name;
  }

  /** What reached somebody in a client's application; undefined if it does not say. */
  reachedIn(client: string): readonly Reached[] | undefined {
    return this.#of(client)?.tell?.();
  }

  #of(client: string): Application | undefined {
    return this.#applications.get(client) ?? this.#applications.get(client.replace(/#\d+$/, ''));
  }
}
