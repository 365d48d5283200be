// The most common mistakes of a test, as the world notices them: real timers, because world.install() was
// forgotten or came too late; time that nobody waits for; a handler that the SDK does not know. Each is
// the reason why something else is missing, so `close` reports it first, and a check that fails reports
// it too.
import type { CodeName } from '../../machines/codes.ts';
import { formatMs } from '../base/duration.ts';
import { show, UsageError } from '../base/errors.ts';
import type { Clock } from './clock.ts';
import type { Place } from './globals/place.ts';

/** A handler of the application that the SDK does not know. */
export interface Misnamed {
  readonly client: string;
  readonly name: string;
  readonly near: string;
  readonly at: number;
  /** The code that reached nobody because of it. */
  readonly code: CodeName | undefined;
}

/** A call of `advance` that is not over. */
export interface Advance {
  readonly duration: unknown;
  readonly place: Place;
  readonly from: number;
  /** Called while another one was under way, or by the application: nobody can say whose it is. */
  readonly isNested: boolean;
  hasBegun: boolean;
}

/** The first three, which are enough to find the others. */
export const firstOf = (lines: readonly string[]): string => lines.slice(0, 3).join('; ');

type Told = readonly [id: string, text: string];

const many = (count: number): string => (count === 1 ? 'a real timer' : 'real timers');

/** What a test did wrong. */
export class Mistakes {
  readonly misnamed: Misnamed[] = [];
  readonly advances: Advance[] = [];
  readonly #clock: Clock;
  readonly #strays: () => readonly string[];
  /** Where timers were set that no world moves: certainly by a handler, or possibly by another test. */
  readonly #certain = new Set<string>();
  readonly #possible = new Set<string>();

  /** @param strays gives where real timers were set while the world's clock was installed */
  constructor(clock: Clock, strays: () => readonly string[]) {
    this.#clock = clock;
    this.#strays = strays;
  }

  /** Where real timers were set while the world's clock was installed, as far as that was watched. */
  get strays(): readonly string[] {
    return this.#strays();
  }

  /** A timer was set that no world moves. */
  onTimer(place: Place, isCertain: boolean): void {
    (isCertain ? this.#certain : this.#possible).add(String(place));
  }

  /** Notes a handler that the SDK does not know; says whether it is new. */
  onMisnamed(one: Misnamed): boolean {
    const isKnown = this.misnamed.some(
      ({ client, name }) => client === one.client && name === one.name,
    );
    if (!isKnown) this.misnamed.push(one);
    return !isKnown;
  }

  /** @throws {UsageError} when `advance` was called without `await`, and time has not begun to pass */
  checkAwaited(where: string): void {
    const [advance] = this.advances;
    if (advance === undefined || advance.hasBegun || advance.isNested) return;
    throw new UsageError('world.unawaited', `${where}: ${this.#unawaited(advance)}`);
  }

  /** @throws {UsageError} with the first mistake that is certain */
  check(where: string): void {
    for (const [id, text] of this.#sentences(this.#certain)) {
      throw new UsageError(id, `${where}: ${text}`);
    }
  }

  /** Everything that was or may have been done wrong, in a sentence or two each. */
  get hints(): readonly string[] {
    const timers = new Set([...this.#certain, ...this.#possible]);
    return this.#sentences(timers).map(([, text]) => text);
  }

  #sentences(timers: ReadonlySet<string>): readonly Told[] {
    const [advance] = this.advances;
    return [
      ...(advance === undefined ? [] : ([['world.unawaited', this.#unawaited(advance)]] as const)),
      ...this.#realTimers(timers),
      ...this.misnamed.map((one) => ['world.handler', misnamedText(one)] as const),
    ];
  }

  #unawaited({ duration, place, from }: Advance): string {
    return (
      `world.advance(${show(duration)}), called at ${String(place)}, is not over: ` +
      `${formatMs(this.#clock.now - from)} of it have passed. Write await before it.`
    );
  }

  #realTimers(timers: ReadonlySet<string>): readonly Told[] {
    const strays = this.#strays();
    return [
      ...(strays.length === 0
        ? []
        : [
            timersText(
              strays,
              'It took setTimeout before world.install(). Let it read the global when it sets a ' +
                'timer, or install the clock before you load it.',
            ),
          ]),
      ...(timers.size === 0
        ? []
        : [
            timersText(
              [...timers],
              "The world's clock was not installed. Call world.install() before your " +
                'client begins.',
            ),
          ]),
    ];
  }
}

/** Where timers were set that no world moves, and why none does. */
const timersText = (places: readonly string[], why: string): Told => [
  'world.realTimers',
  `your client set ${many(places.length)}, which no world moves, at ${firstOf(places)}. ${why}`,
];

/** What a handler with an unknown name missed. */
function misnamedText({ client, name, near, at, code }: Misnamed): string {
  const missed = code === undefined ? 'its callback' : code;
  return (
    `${client} has a handler ${name}, which the SDK never calls, so ${missed} reached nobody ` +
    `at ${formatMs(at)}. Did you mean ${show(near)}?`
  );
}
