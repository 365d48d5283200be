// One course of events: a scenario that grows while it is played, and the history of its world. The past
// is forked by playing the steps up to a moment again, in a new world; the same seed gives the same past.
import { msOfDuration } from '../../base/duration.ts';
import { native, type NativeApp } from '../../run/native.ts';
import type { TokenWord } from '../../run/token.ts';
import { createPlayer, type Player } from '../../scenario/player.ts';
import type { Scenario, ScenarioStep, WrittenDuration } from '../../scenario/scenario.ts';
import { History } from './history.ts';

/** A step, and where in the trace and in time it began. */
interface Played {
  readonly step: ScenarioStep;
  readonly index: number;
  readonly at: number;
}

/** Time passing, as a step. */
export const wait = (ms: number): ScenarioStep => ({ by: 'time', wait: `${ms} ms` });

const msOf = (span: WrittenDuration): number => msOfDuration('page', span);

/** A scenario in play. */
export class Branch {
  readonly #given: Scenario;
  readonly #steps: ScenarioStep[] = [];
  readonly #played: Played[] = [];
  readonly #player: Player<NativeApp>;
  readonly history: History;
  /** The account and the token that each client logged in with last. */
  readonly logins = new Map<string, { readonly account: string; readonly token?: TokenWord }>();

  constructor(scenario: Scenario) {
    this.#given = scenario;
    this.#player = createPlayer({ ...scenario, steps: this.#steps }, native);
    this.history = new History(this.#player.world.trace.entries);
  }

  /** Plays a scenario to its end. @throws {UsageError} as a player does */
  static async of(scenario: Scenario): Promise<Branch> {
    const branch = new Branch(scenario);
    for (const step of scenario.steps) await branch.play(step);
    return branch;
  }

  /** Virtual milliseconds at its end. */
  get now(): number {
    return this.#player.world.now;
  }

  /** When something happens by itself next, in virtual milliseconds; undefined if nothing does. */
  get next(): number | undefined {
    return this.#player.world.clock.next();
  }

  /** Whether a client can be called. */
  canReceiveCalls(client: string): boolean {
    return this.#given.clients?.[client]?.canReceiveCalls ?? true;
  }

  /** The moment after this many steps, and what they led to. */
  momentAfter(steps: number): number {
    return this.#played[steps]?.index ?? this.history.end;
  }

  /** The moment after a step, if that is the step that came next at a moment; undefined if another did. */
  after(moment: number, step: ScenarioStep): number | undefined {
    const at = this.#played.findIndex(({ index }) => index === moment);
    const same = this.#played[at];
    if (same === undefined || JSON.stringify(same.step) !== JSON.stringify(step)) return undefined;
    const after = this.momentAfter(at + 1);
    return after > moment ? after : undefined;
  }

  /**
   * Plays one more step.
   *
   * @throws {UsageError} when the step is not possible now; then nothing has happened
   */
  async play(step: ScenarioStep): Promise<void> {
    const { world } = this.#player;
    const played = { step, index: world.trace.entries.length, at: world.now };
    this.#steps.push(step);
    try {
      await this.#player.step();
      this.#played.push(played);
      if (step.by === 'client' && step.do === 'login' && step.args !== undefined) {
        this.logins.set(step.client, step.args);
      }
    } finally {
      this.history.read();
    }
  }

  /**
   * Lets time pass until something happens that is in the trace, but for `ms` at most; returns whether
   * anything did.
   */
  async tick(ms = 600_000): Promise<boolean> {
    const { world } = this.#player;
    const { end } = this.history;
    const until = world.now + ms;
    for (;;) {
      const due = world.clock.next();
      if (due === undefined || due > until) return false;
      await this.play(wait(due - world.now));
      if (this.history.end > end) return true;
    }
  }

  /**
   * The scenario up to a moment, or up to a later time before the next moment; all of it if none is
   * given. Adjacent waits become one.
   */
  scenario(moment = this.history.end, until?: number): Scenario {
    const isEnd = moment >= this.history.end;
    const stop = until ?? (isEnd ? this.now : this.history.timeAt(moment));
    const steps: ScenarioStep[] = [];
    const pass = (ms: number): void => {
      const last = steps.at(-1);
      if (last?.by === 'time') steps.splice(-1, 1, wait(msOf(last.wait) + ms));
      else steps.push(wait(ms));
    };
    for (const { step, index, at } of this.#played) {
      // A wait of 0 ms lets what is due at once happen: it counts if some of that was seen.
      if (step.by === 'time' && (at < stop || index < moment)) {
        pass(Math.max(0, Math.min(msOf(step.wait), stop - at)));
      } else if (step.by === 'time') continue;
      else if (isEnd || index < moment) steps.push(step);
      else break;
      if (at > stop) break;
    }
    return { ...this.#given, steps };
  }

  /**
   * The scenario up to just before an entry, and the step that led to it directly, to be taken again. If
   * time led to it, the scenario ends one millisecond before it.
   */
  scenarioBefore(index: number): {
    readonly scenario: Scenario;
    readonly again: readonly ScenarioStep[];
  } {
    const begun = this.#played.findLast((one) => one.index <= index);
    const at = this.history.timeAt(index + 1);
    if (begun !== undefined && begun.step.by !== 'time') {
      return { scenario: this.scenario(begun.index, begun.at), again: [begun.step] };
    }
    const earlier = this.history.momentAt(at - 1);
    return { scenario: this.scenario(earlier, at - 1), again: [] };
  }
}
