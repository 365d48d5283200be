// Makes clients of a world do what steps say: those of a scenario, or of somebody who drives a
// server.
import type { SignalingWorld } from '../create-world.ts';
import { UsageError } from '../base/errors.ts';
import type { CallArguments, CallName } from '../../machines/lifecycles.ts';
import { native } from '../run/native.ts';
import { introduce, type Subject } from '../run/subject.ts';
import { tokenFor, type TokenWord } from '../run/token.ts';
import { web } from '../run/web.ts';
import type { ClientStep, Scenario, ScenarioStep } from './scenario.ts';

const doubles = { native, web };

/** A step that takes no time. */
export type Deed = Exclude<ScenarioStep, { readonly by: 'time' }>;

const isThenable = (given: unknown): given is PromiseLike<unknown> =>
  typeof (given as { readonly then?: unknown } | undefined | null)?.then === 'function';

/** The clients of a subject in one world, created when a step first names them. */
export class Performer<App = unknown> {
  /** The clients that were created so far, by name. */
  readonly apps = new Map<string, App>();
  readonly #world: SignalingWorld;
  readonly #subject: Subject<App>;
  readonly #clients: Scenario['clients'];
  readonly #appId: string | undefined;

  /** @param appId the App ID for which tokens are made. @default the service's own */
  constructor(
    world: SignalingWorld,
    subject: Subject<App>,
    clients: Scenario['clients'] = {},
    appId?: string,
  ) {
    this.#world = world;
    this.#subject = subject;
    this.#clients = clients;
    this.#appId = appId;
  }

  /**
   * Does what a step says. What a client throws, at once or later, goes to `onThrown`.
   *
   * @returns what the client returned for a call, possibly a promise
   * @param where begins the messages: `'scenario: steps[3]'`
   * @throws {UsageError} if the client cannot do it, or the service or the network cannot do it at
   * this point
   */
  perform(where: string, deed: Deed, onThrown: (error: unknown) => void): unknown {
    if (deed.by === 'client') return this.#call(where, deed, onThrown);
    this.#act(where, deed);
    return undefined;
  }

  /** Disposes of the clients. */
  end(): void {
    for (const [name, app] of this.apps) this.subjectOf(name).dispose?.(app);
  }

  /** Which kind a client is: one of the subject's, or a double if the scenario says so. */
  subjectOf(client: string): Subject<App> {
    const double = this.#clients?.[client]?.double;
    return double === undefined ? this.#subject : (doubles[double] as Subject as Subject<App>);
  }

  /** Creates a client that does not exist yet. */
  add(name: string): App {
    const known = this.apps.get(name);
    if (known !== undefined) return known;
    const { double: _double, ...options } = this.#clients?.[name] ?? {};
    const subject = this.subjectOf(name);
    const app = subject.create(this.#world, { name, ...options });
    this.apps.set(name, app);
    introduce(this.#world, subject, name, app);
    return app;
  }

  #call(where: string, step: ClientStep, onThrown: (error: unknown) => void): unknown {
    const { name, do: does } = this.subjectOf(step.client);
    const method = does[step.do] as
      | ((app: App, args: CallArguments[CallName]) => unknown)
      | undefined; // The arguments below belong to this call.
    if (method === undefined) {
      throw new UsageError(
        'scenario.call',
        `${where}: the ${name} has no ${step.do}. ` +
          'Leave the step out, or play it with a subject that has it.',
      );
    }
    const app = this.add(step.client);
    try {
      // A promise is not awaited: what it waits for may need time, and time passes only in a step
      // of its own.
      const given = method(app, this.#arguments(step));
      if (isThenable(given)) void Promise.resolve(given).catch(onThrown);
      return given;
    } catch (error) {
      onThrown(error);
      return undefined;
    }
  }

  /** The arguments of a call as a client takes them: all as text. */
  #arguments({ do: name, args = {} }: ClientStep): CallArguments[CallName] {
    const written = args as { account?: string; token?: TokenWord; extra?: unknown };
    const { account = '', token = 'none', extra } = written;
    return {
      ...written,
      ...(name === 'login' && { token: tokenFor(this.#world, account, token, this.#appId) }),
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
