// Where one path is run: a fresh world, taken in hand, and one client in it.
import { ends } from '../../machines/invite/ends.ts';
import type { PartName, SessionPhase } from '../../machines/session.ts';
import { phaseOf } from '../../machines/session.ts';
import { UsageError } from '../errors.ts';
import { createWorld, type SignalingWorld } from '../create-world.ts';
import type { TraceEntry } from '../trace.ts';
import type { Client } from '../world/client.ts';
import { Hand } from '../world/hand.ts';
import { bodyBytesMax } from '../../machines/arguments.ts';
import { beginnings } from './beginnings.ts';
import type { CallName } from './calls.ts';
import { nativeLimits } from './limits.ts';
import type { Heard, Subject } from './subject.ts';
import { tokenFor, tokenWords, type TokenWord } from './token.ts';

/** How an error is told. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : `a ${typeof error}`;

/** A fresh world with a client in it. */
export class Stage<App = unknown> {
  readonly world: SignalingWorld;
  readonly subject: Subject<App>;
  /** What the client threw, in a sentence each. */
  readonly threw: string[] = [];
  readonly #hand: Hand;
  readonly #states = new Map<string, string>();
  #app: App | undefined;
  /** How much of the trace has been looked at for states. */
  #read = 0;

  constructor(
    subject: Subject<App>,
    options: {
      readonly seed: number;
      readonly legacy: boolean;
      readonly timing?: Readonly<Record<string, number>>;
    },
  ) {
    this.subject = subject;
    this.world = createWorld({ ...options, network: { latencyMs: 0 } });
    // The Web SDK tries ten times, the models three.
    this.world.loginLimits = nativeLimits(this.world);
    this.#hand = new Hand(this.world);
  }

  /** Makes the client. Its timers run on the world's clock from here on. */
  begin(): void {
    this.world.install();
    this.#try('create', () => {
      const app: unknown = this.subject.create(this.world, { name: 'alice' });
      if (app instanceof Promise) throw new TypeError('it gives a promise; give the client itself');
      this.#app = app as App;
    });
    this.#beCalled();
  }

  /** Ends the client and the world. What it leaves running is no matter of a path. */
  end(): void {
    if (this.#app !== undefined) {
      const app = this.#app;
      this.#try('dispose', () => this.subject.dispose?.(app));
    }
    try {
      this.world.close();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }

  /** The client of the world behind the application; where it has several, the one that is not out. */
  get client(): Client | undefined {
    const { clients } = this.world;
    return clients.findLast(({ state }) => state !== 'loggedOut') ?? clients.at(-1);
  }

  /** What its callbacks have heard, where the subject says so. */
  get heard(): readonly Heard[] | undefined {
    return this.#app === undefined ? undefined : this.subject.heard?.(this.#app);
  }

  /** The world's clock moves. */
  async wait(ms: number): Promise<void> {
    await this.world.advance(ms);
    for (const error of this.world.errors.splice(0)) {
      this.threw.push(`a callback of it threw ${errorText(error)}`);
    }
  }

  /** What is on its way arrives; no time passes. */
  settle = (): Promise<void> => this.wait(0);

  /** The client is asked to do something; what comes of it comes with `settle`. */
  call(name: CallName, args: Readonly<Record<string, unknown>>): void {
    const method = this.subject.do[name] as ((app: App, args: object) => unknown) | undefined;
    const given = this.#arguments(args);
    this.#try(name, () => method?.(this.#app as App, given));
  }

  /** The world does something to a part of the client. */
  act(part: PartName, type: string, args: Readonly<Record<string, unknown>> = {}): void {
    const { client } = this;
    this.#beCalled();
    if (client !== undefined) this.#hand.act(client, part, type, args);
  }

  /** The request that goes with an answer to a call is answered, if there is one. */
  async answerFollower(): Promise<void> {
    if (this.client?.hearAnswer('request', { type: 'reply.ok' }) === true) await this.settle();
  }

  /** What has happened since a moment of the trace. */
  since(place: number): readonly TraceEntry[] {
    return this.world.trace.entries.slice(place);
  }

  /** Where a statechart of the client is. */
  state(part: string): string {
    const { entries } = this.world.trace;
    for (; this.#read < entries.length; this.#read++) {
      const entry = entries[this.#read] as TraceEntry;
      if (entry.kind === 'transition' && entry.from !== entry.to) {
        this.#states.set(entry.part, entry.to);
      }
    }
    return this.#states.get(part) ?? beginnings.get(part) ?? '';
  }

  /** How its session stands. */
  get phase(): SessionPhase {
    return phaseOf(this.state('login'));
  }

  /** In a model there is a callee from the beginning; here it comes with the first call, else. */
  #beCalled(): void {
    const { channel, peer } = ends.callee;
    for (const client of this.world.clients) client.know('callee', channel, peer);
  }

  #try(what: string, run: () => unknown): void {
    const fail = (error: unknown): void => {
      this.threw.push(`its ${what} threw ${errorText(error)}`);
    };
    try {
      // A promise is not waited for: what it waits for may need time, and time is a step.
      void Promise.resolve(run()).catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  /** The arguments of a step as a client takes them: a token for its word, too large a body for null. */
  #arguments(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const { token, account, body } = args;
    const isWord = (tokenWords as readonly unknown[]).includes(token);
    return {
      ...args,
      ...(isWord && { token: tokenFor(this.world, String(account), token as TokenWord) }),
      ...(body === null && { body: 'x'.repeat(bodyBytesMax + 1) }),
    };
  }
}
