// Whom the callbacks of clients reached, as far as anybody says. A world sees that a handler is set; a
// handler that forwards everything to an emitter to which nobody listens is set, too. A subject may
// know more: what reached somebody.
import { byName, type CodeName } from '../../machines/codes.ts';

/** A callback that reached the application. */
export interface Heard {
  /** As the application knows it: `'onLogout'`, `'session.onLogout'`, `'invoke cb'`. */
  readonly callback: string;
  /** The number of the code that came with it; undefined where its signature has none. */
  readonly value: number | undefined;
  /** The name of the code, where the SDK says it. */
  readonly code?: CodeName;
  /** When, in virtual milliseconds, where it is known. */
  readonly at?: number;
  /** What it was called with, where it is known: `'"no ack"'`. */
  readonly words?: string;
}

/** Something that reached somebody: a code by its number or its name, or a callback. */
export type Reached = number | CodeName | Heard;

/** Whether something is a code: by its name where it has one, else by its number. */
export function isCode(one: Reached, expected: CodeName): boolean {
  if (typeof one === 'string') return one === expected;
  const { value, code }: Partial<Heard> = typeof one === 'number' ? { value: one } : one;
  return code === undefined ? value === byName(expected).value : code === expected;
}

/** An application: what it is called, and what reached somebody in it, where it says so. */
interface Application {
  readonly name: string;
  tell: (() => readonly Reached[]) | undefined;
}

/** The applications of a world whose clients are known to be theirs. */
export class Audience {
  readonly #applications = new Map<string, Application>();

  /**
   * Says that a client of the world, by its name there, is of an application of that name, and what
   * of its callbacks reaches somebody.
   */
  add(name: string, tell?: () => readonly Reached[]): void {
    this.#applications.set(name, { name, tell });
  }

  /** Nothing more reaches anybody: the applications end. */
  end(): void {
    for (const one of this.#applications.values()) {
      const told = one.tell?.().slice();
      if (told !== undefined) one.tell = () => told;
    }
  }

  /** Whose a client is, by the name of the client: `alice` for `alice#2`; undefined where nobody says. */
  applicationOf(client: string): string | undefined {
    return this.#of(client)?.name;
  }

  /** What reached somebody in the application of a client; undefined where it does not say. */
  reachedIn(client: string): readonly Reached[] | undefined {
    return this.#of(client)?.tell?.();
  }

  #of(client: string): Application | undefined {
    return this.#applications.get(client) ?? this.#applications.get(client.replace(/#\d+$/, ''));
  }
}
