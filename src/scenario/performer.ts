// Lets clients of a world do what steps say: those of a scenario, or of somebody who drives a server.
import type { SignalingWorld } from '../create-world.ts';
import { UsageError } from '../base/errors.ts';
import type { CallArguments, CallName } from '../../machines/lifecycles.ts';
import { introduce, type Subject } from '../run/subject.ts';
import { tokenFor, type TokenWord } from '../run/token.ts';
import type { ClientStep, Scenario, ScenarioStep } from './scenario.ts';

/** A step that takes no time. */
export type Deed = Exclude<ScenarioStep, { readonly by: 'time' }>;

/** The clients of a subject in one world, made when they are first asked for something. */
export class Performer<App = unknown> {
  /** The clients that were made so far, by name. */
  readonly apps = new Map<string, App>();
  readonly #world: SignalingWorld;
  readonly #subject: Subject<App>;
  readonly #clients: Scenario['clients'];

  constructor(world: SignalingWorld, subject: Subject<App>, clients: Scenario['clients'] = {}) {
    this.#world = world;
    this.#subject = subject;
    this.#clients = clients;
  }

  /**
   * Does what a step says. What a client throws, at once or later, goes to `onThrown`.
   *
   * @param where begins the messages: `'scenario: steps[3]'`
   * @throws {UsageError} when the client cannot do it, or the service or the network can not by now
   */
  perform(where: string, deed: Deed, onThrown: (error: unknown) => void): void {
    if (deed.by === 'client') this.#call(where, deed, onThrown);
    else this.#act(where, deed);
  }

  /** Disposes of the clients. */
  end(): void {
    for (const app of this.apps.values()) this.#subject.dispose?.(app);
  }

  #app(name: string): App {
    const known = this.apps.get(name);
    if (known !== undefined) return known;
    const app = this.#subject.create(this.#world, { name, ...this.#clients?.[name] });
    this.apps.set(name, app);
    introduce(this.#world, this.#subject, name, app);
    return app;
  }

  #call(where: string, step: ClientStep, onThrown: (error: unknown) => void): void {
    const { name, do: does } = this.#subject;
    const method = does[step.do] as
      | ((app: App, args: CallArguments[CallName]) => unknown)
      | undefined; // The arguments below are those of this very call.
    if (method === undefined) {
      throw new UsageError(
        'scenario.call',
        `${where}: the ${name} has no ${step.do}. ` +
          'Leave the step out, or play it with a subject that has it.',
      );
    }
    const app = this.#app(step.client);
    try {
      // A promise is not waited for: what it waits for may need time, and time is a step.
      void Promise.resolve(method(app, this.#arguments(step))).catch(onThrown);
    } catch (error) {
      onThrown(error);
    }
  }

  /** The arguments of a call as a client takes them: all of them texts. */
  #arguments({ do: name, args = {} }: ClientStep): CallArguments[CallName] {
    const written = args as { account?: string; token?: TokenWord; extra?: unknown };
    const { account = '', token = 'none', extra } = written;
    return {
      ...written,
      ...(name === 'login' && { token: tokenFor(this.#world, account, token) }),
      ...(typeof extra === 'object' && { extra: JSON.stringify(extra) }),
    };
  }

  #act(where: string, { by, do: name, args = [] }: Exclude<Deed, ClientStep>): void {
    const side = this.#world[by] as unknown as Record<string, (...args: unknown[]) => unknown>;
    try {
      side[name]?.(...args); // The names are those of src/scenario/acts.ts.
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(error.id, `${where}: ${error.message}`);
    }
  }
}
