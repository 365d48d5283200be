// One world of a server: its clock, its sockets, and the clients that somebody plays by HTTP.
import { createWorld, type SignalingWorld } from '../create-world.ts';
import { native } from '../run/index.ts';
import type { NativeApp } from '../run/native.ts';
import { Performer } from '../scenario/performer.ts';
import { addRule, worldOptions } from '../scenario/world.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import { msOfDuration } from '../base/duration.ts';
import { UsageError } from '../base/errors.ts';
import type { Rule } from '../world/rules/rule.ts';
import type { TraceEntry } from '../trace/entry.ts';
import { Drive } from './drive.ts';
import { Rests } from './rests.ts';

/** What a world of a server is made of: a scenario, but for its steps. */
export type RoomOptions = Omit<Scenario, 'sigsim' | 'version' | 'steps' | 'title'>;

/** How time passes in a room. */
export type RoomTime = 'real' | 'virtual';

/** Entries of the trace that a server keeps; half of them go when there are more. */
const entriesMax = 200_000;

/** A world that sockets and HTTP drive. */
export class Room {
  readonly id: string;
  readonly time: RoomTime;
  readonly world: SignalingWorld;
  readonly drive: Drive;
  readonly rules: Rule[];
  /** Waits in real time; they are over when the room is. */
  readonly rests = new Rests();
  readonly #performer: Performer<NativeApp>;
  /** How many entries of the trace are gone. */
  #forgotten = 0;
  /** What clients that are played by HTTP threw; nothing of it stops the world. */
  readonly #thrown: string[] = [];

  constructor(id: string, time: RoomTime, options: RoomOptions) {
    this.id = id;
    this.time = time;
    const scenario: Scenario = { ...options, sigsim: 'scenario', version: 1, steps: [] };
    this.world = createWorld({ ...worldOptions(scenario), errors: 'allow' });
    this.drive = new Drive(this.world.clock, time === 'real');
    this.rules = (options.rules ?? []).map((rule) => addRule(this.world, rule));
    this.#performer = new Performer(this.world, native, options.clients);
    this.drive.touch();
  }

  /**
   * Does steps, one after the other; a step of time takes that long, in real time too.
   *
   * @throws {UsageError} when one cannot be done, or the world ends meanwhile; those before it are done
   */
  async perform(steps: readonly ScenarioStep[]): Promise<readonly string[]> {
    for (const [i, step] of steps.entries()) {
      if (this.rests.isOver) {
        throw new UsageError(
          'loopback.world',
          `world ${JSON.stringify(this.id)} was dropped or reset meanwhile: steps[${i}] and those after it were not done.`,
        );
      }
      this.drive.catchUp();
      if (step.by === 'time') await this.pass(msOfDuration(`steps[${i}].wait`, step.wait));
      else {
        this.#performer.perform(`steps[${i}]`, step, (error) => {
          this.#thrown.push(error instanceof Error ? error.message : String(error));
        });
        this.drive.touch();
      }
      // What a client of the double does after an await comes before the next step.
      await Promise.resolve();
    }
    return this.#thrown.splice(0);
  }

  /**
   * The trace from an entry on, numbered from the beginning of the world; a server runs for long, so
   * the oldest are forgotten.
   */
  entries(from: number): { readonly next: number; readonly entries: readonly TraceEntry[] } {
    const { entries } = this.world.trace;
    return {
      next: this.#forgotten + entries.length,
      entries: entries.slice(Math.max(0, from - this.#forgotten)),
    };
  }

  /** Forgets what is too old to be looked at. */
  trim(): void {
    const { trace, journal } = this.world;
    const over = trace.entries.length - entriesMax;
    if (over <= 0) return;
    const gone = over + entriesMax / 2;
    trace.entries.splice(0, gone);
    journal.inputs.length = 0; // Nobody can play again what nobody remembers.
    this.#forgotten += gone;
  }

  /** Lets time pass: at once where it is virtual, and as long as it says where it is real. */
  async pass(ms: number): Promise<void> {
    await (this.time === 'virtual' ? this.drive.advance(ms) : this.rests.rest(ms));
    this.drive.catchUp();
  }

  /**
   * What a client that is played by HTTP has heard, from a place on.
   *
   * @throws {UsageError} when there is no such client
   */
  heard(name: string): readonly unknown[] {
    const app = this.#performer.apps.get(name);
    if (app === undefined) {
      const known = [...this.#performer.apps.keys()];
      throw new UsageError(
        'loopback.client',
        `no client ${JSON.stringify(name)} is played here. Known: ${known.join(', ') || 'none'}. ` +
          'The first step that names one makes it.',
      );
    }
    return this.world.trace.callbacks(name);
  }

  /** Ends the world and its sockets. */
  close(): void {
    for (const socket of this.world.wire.sockets()) socket.close();
    this.drive.end();
    this.rests.end();
    this.#performer.end();
    try {
      this.world.close();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error; // Rules that did not fire are no matter here.
    }
  }
}
