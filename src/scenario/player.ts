// Plays a scenario step by step. It needs neither Node nor a terminal, so a page can do it, too.
import { createWorld, type SignalingWorld } from '../create-world.ts';
import { UsageError } from '../errors.ts';
import type { CallArguments, CallName } from '../run/calls.ts';
import { introduce, type Subject } from '../run/subject.ts';
import type { Rule } from '../world/rules/rule.ts';
import { tokenFor, type TokenWord } from '../run/token.ts';
import type { ClientStep, Scenario, ScenarioStep } from './scenario.ts';
import { addRule, worldOptions } from './world.ts';

/** Something that a client threw at a step, at once or later. */
export interface Thrown {
  /** The step, from 0. */
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
  /** The clients that were made so far, by name. */
  readonly apps = new Map<string, App>();
  /** What the clients threw; nothing of it stops the scenario. */
  readonly thrown: Thrown[] = [];
  /** How many steps were played. */
  position = 0;

  /** Makes the world, and no client yet. */
  constructor(scenario: Scenario, subject: Subject<App>) {
    this.scenario = scenario;
    this.subject = subject;
    this.world = createWorld({ ...worldOptions(scenario), errors: 'allow' });
    this.rules = (scenario.rules ?? []).map((rule) => addRule(this.world, rule));
  }

  /** The step to be played next; undefined at the end. */
  get next(): ScenarioStep | undefined {
    return this.scenario.steps[this.position];
  }

  /**
   * Plays one step; says whether there was one. Time passes only in steps that say so: a client that
   * calls the SDK after an `await` needs a step of `"0 ms"` behind the call.
   *
   * @throws {UsageError} when the client cannot do it, or the service or the network can not by now
   */
  async step(): Promise<boolean> {
    const { next } = this;
    if (next === undefined) return false;
    this.position += 1;
    if (next.by === 'time') await this.world.advance(next.wait);
    else if (next.by === 'client') this.#call(next);
    else this.#act(next);
    return true;
  }

  /**
   * Plays what is left.
   *
   * @throws {UsageError} as `step` does
   */
  async run(): Promise<void> {
    while (await this.step());
  }

  /** The rules that did less than they were made for, each with its place and the reason. */
  get complaints(): readonly string[] {
    return this.rules.flatMap(({ complaint }, index) =>
      complaint === undefined ? [] : [`rules[${index}]: ${complaint}`],
    );
  }

  /** Disposes of the clients and closes the world. @throws {UsageError} as `world.close` does */
  close(): void {
    this.world.audience.end();
    for (const app of this.apps.values()) this.subject.dispose?.(app);
    this.world.close();
  }

  #app(name: string): App {
    const known = this.apps.get(name);
    if (known !== undefined) return known;
    const app = this.subject.create(this.world, { name, ...this.scenario.clients?.[name] });
    this.apps.set(name, app);
    introduce(this.world, this.subject, name, app);
    return app;
  }

  #call(step: ClientStep): void {
    const { name, do: does } = this.subject;
    const position = this.position - 1;
    const method = does[step.do] as
      | ((app: App, args: CallArguments[CallName]) => unknown)
      | undefined; // The arguments below are those of this very call.
    if (method === undefined) {
      throw new UsageError(
        'scenario.call',
        `scenario: steps[${position}]: the ${name} has no ${step.do}. ` +
          'Leave the step out, or play it with a subject that has it.',
      );
    }
    const app = this.#app(step.client);
    const fail = (error: unknown): void => void this.thrown.push({ position, error });
    try {
      // A promise is not waited for: what it waits for may need time, and time is a step.
      void Promise.resolve(method(app, this.#arguments(step))).catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  /** The arguments of a call as a client takes them: all of them texts. */
  #arguments({ do: name, args = {} }: ClientStep): CallArguments[CallName] {
    const written = args as { account?: string; token?: TokenWord; extra?: unknown };
    const { account = '', token = 'none', extra } = written;
    return {
      ...written,
      ...(name === 'login' && { token: tokenFor(this.world, account, token) }),
      ...(typeof extra === 'object' && { extra: JSON.stringify(extra) }),
    };
  }

  #act({ by, do: name, args = [] }: Extract<ScenarioStep, { readonly by: 'service' | 'network' }>) {
    const side = this.world[by] as unknown as Record<string, (...args: unknown[]) => unknown>;
    try {
      side[name]?.(...args); // The names are those of src/scenario/acts.ts.
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(error.id, `scenario: steps[${this.position - 1}]: ${error.message}`);
    }
  }
}

/**
 * Makes a player: `await player.step()` plays one step, `await player.run()` the rest.
 *
 * @throws {UsageError} when the world cannot be made so; `readScenario` says more, and where
 * @example
 * const player = createPlayer(readScenario('my.json', JSON.parse(text)), native);
 * await player.run();
 * String(player.world.trace); // lanes
 */
export const createPlayer = <App>(scenario: Scenario, subject: Subject<App>): Player<App> =>
  new Player(scenario, subject);
