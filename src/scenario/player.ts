// Plays a scenario step by step. It needs neither Node nor a terminal, so a page can use it, too.
import { createWorld, type SignalingWorld } from '../create-world.ts';
import { checkGiven, isObject } from '../base/given.ts';
import { checkSubject, type Subject } from '../run/subject.ts';
import type { Rule } from '../world/rules/rule.ts';
import { Performer } from './performer.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { addRule, worldOptions } from './world.ts';

/** Something that a client threw because of a step, at once or later. */
export interface Thrown {
  /** The index of the step. */
  readonly position: number;
  readonly error: unknown;
}

/** A scenario being played. */
export class Player<App = unknown> {
  readonly scenario: Scenario;
  readonly subject: Subject<App>;
  readonly world: SignalingWorld;
  /** The rules of the scenario, in its order. */
  readonly rules: readonly Rule[];
  readonly #performer: Performer<App>;
  /** What the clients threw; the scenario continues anyway. */
  readonly thrown: Thrown[] = [];
  /** How many steps were played. */
  position = 0;

  /** Creates the world, but no client yet. */
  constructor(scenario: Scenario, subject: Subject<App>) {
    this.scenario = scenario;
    this.subject = subject;
    this.world = createWorld({ ...worldOptions(scenario), errors: 'allow' });
    this.#performer = new Performer(this.world, subject, scenario.clients);
    this.rules = (scenario.rules ?? []).map((rule) => addRule(this.world, rule));
  }

  /** The clients that were created so far, by name. */
  get apps(): ReadonlyMap<string, App> {
    return this.#performer.apps;
  }

  /** The step to be played next; undefined at the end. */
  get next(): ScenarioStep | undefined {
    return this.scenario.steps[this.position];
  }

  /**
   * Plays one step; returns whether there was one. Time passes only in steps that say so: a client
   * that calls the SDK after an `await` needs a step of `"0 ms"` after the call.
   *
   * @throws {UsageError} if the client cannot do it, or the service or the network cannot do it at
   * this point
   */
  async step(): Promise<boolean> {
    const { next } = this;
    if (next === undefined) return false;
    const position = this.position++;
    if (next.by === 'time') await this.world.advance(next.wait);
    else {
      this.#performer.perform(`scenario: steps[${position}]`, next, (error) => {
        this.thrown.push({ position, error });
      });
    }
    return true;
  }

  /**
   * Plays the remaining steps.
   *
   * @throws {UsageError} as `step` does
   */
  async run(): Promise<void> {
    while (await this.step());
  }

  /** The rules that did less than they should have, each with its place and the reason. */
  get complaints(): readonly string[] {
    return this.rules.flatMap(({ complaint }, index) =>
      complaint === undefined ? [] : [`rules[${index}]: ${complaint}`],
    );
  }

  /** Disposes of the clients and closes the world. @throws {UsageError} as `world.close` does */
  close(): void {
    this.world.audience.end();
    this.#performer.end();
    this.world.close();
  }
}

/** Refuses what cannot be a scenario, and says what to pass. @throws {UsageError} if it is not one */
export function checkScenario(where: string, scenario: unknown, pass: string): void {
  const isScenario = isObject(scenario) && Array.isArray(scenario['steps']);
  checkGiven(where, scenario, isScenario, 'a scenario', pass);
}

/**
 * Creates a player: `await player.step()` plays one step, `await player.run()` the rest.
 *
 * @throws {UsageError} if such a world cannot be created; `readScenario` gives a fuller message,
 * with the place
 * @example
 * const player = createPlayer(readScenario('my.json', JSON.parse(text)), native);
 * await player.run();
 * String(player.world.trace); // lanes
 */
export function createPlayer<App>(scenario: Scenario, subject: Subject<App>): Player<App> {
  checkScenario('createPlayer', scenario, 'Pass what readScenario() returned, then a subject.');
  checkSubject('createPlayer', subject);
  return new Player(scenario, subject);
}
