// Where one path is run: a fresh world, taken in hand, and the clients of the model in it.
import type { PartName } from '../../machines/lifecycles.ts';
import type { SessionPhase } from '../../machines/session.ts';
import { phaseOf } from '../../machines/session.ts';
import { errorText, UsageError } from '../base/errors.ts';
import { createWorld, type SignalingWorld } from '../create-world.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Heard } from '../world/audience.ts';
import type { Client } from '../world/client/client.ts';
import { Hand } from '../world/hand.ts';
import { bodyBytesMax } from '../../machines/arguments.ts';
import { beginnings } from './beginnings.ts';
import type { CallName } from '../../machines/lifecycles.ts';
import type { Cast } from './cast.ts';
import type { Delivered } from './compare.ts';
import { nativeLimits } from './limits.ts';
import { introduce, type Subject } from './subject.ts';
import { tokenFor, tokenWords, type TokenWord } from './token.ts';

/** Whether a login waits for a phase of an attempt to be over. */
const waitsFor = (type: string, login: string): boolean =>
  login.endsWith(type === 'lookup.answered' ? '.resolving' : '.connecting');

/** What a stage is set up with. */
interface Setting extends Pick<Cast, 'clients' | 'ends' | 'atOnce' | 'retryCount'> {
  readonly seed: number;
  readonly legacy: boolean;
  readonly timing?: Readonly<Record<string, number>>;
}

/** A fresh world with clients in it. Whoever is not named is the first of them. */
export class Stage<App = unknown> {
  readonly world: SignalingWorld;
  readonly subject: Subject<App>;
  /** What the client threw, in a sentence each. */
  readonly threw: string[] = [];
  readonly #hand: Hand;
  readonly #setting: Setting;
  readonly #states = new Map<string, string>();
  readonly #apps = new Map<string, App>();
  readonly #first: string;
  /** How much of the trace has been looked at for states. */
  #read = 0;
  /** How much of what the client threw has been told. */
  #told = 0;

  constructor(subject: Subject<App>, setting: Setting) {
    const { seed, legacy, timing = {}, retryCount, ends, clients } = setting;
    this.subject = subject;
    this.#setting = setting;
    this.#first = clients[0] ?? '';
    this.world = createWorld({
      seed,
      legacy,
      timing,
      network: { latencyMs: 0 },
      errors: 'allow',
    });
    // The Web SDK tries ten times, the models fewer.
    this.world.loginLimits = nativeLimits(this.world, retryCount);
    this.#hand = new Hand(this.world, ends);
  }

  /** Makes the clients. Their timers run on the world's clock from here on. */
  begin(): void {
    this.world.install();
    for (const name of this.#setting.clients) {
      this.#try('create', () => {
        const app: unknown = this.subject.create(this.world, { name });
        if (app instanceof Promise)
          throw new TypeError('it gives a promise; give the client itself');
        this.#apps.set(name, app as App);
        introduce(this.world, this.subject, name, app as App);
      });
    }
    this.#beCalled();
  }

  /** Ends the clients and the world. What they leave running is no matter of a path. */
  end(): void {
    this.#try('reached', () => this.world.audience.end());
    for (const app of this.#apps.values()) {
      this.#try('dispose', () => this.subject.dispose?.(app));
    }
    try {
      this.world.close();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }

  /** The client of the world behind an application; where it has several, the one that is not out. */
  client(who: string): Client | undefined {
    const own = this.#isOne
      ? this.world.clients
      : this.world.clients.filter(({ nameYet, account }) => nameYet === who || account === who);
    return own.findLast(({ state }) => state !== 'loggedOut') ?? own.at(-1);
  }

  /** What the callbacks of an application have heard, where the subject says so. */
  heard(who: string = this.#first): readonly Heard[] | undefined {
    const app = this.#apps.get(who);
    return app === undefined ? undefined : this.subject.heard?.(app);
  }

  /** What a client should have heard of that; a code that the real SDK passes over counts, too. */
  told(callbacks: readonly Delivered[]): readonly Delivered[] {
    if (this.subject.sdk === undefined) return callbacks;
    return callbacks.map((one) => (one.code === undefined ? one : { ...one, handled: true }));
  }

  /** The world's clock moves. */
  async wait(ms: number): Promise<void> {
    await this.world.advance(ms);
    for (const { error } of this.world.thrown.slice(this.#told)) {
      this.#told += 1;
      this.threw.push(`a callback of it threw ${errorText(error)}`);
    }
  }

  /** What is on its way arrives; no time passes. */
  settle = (): Promise<void> => this.wait(0);

  /** The client is asked to do something; what comes of it comes with `settle`. */
  call(name: CallName, args: Readonly<Record<string, unknown>>, who: string = this.#first): void {
    const method = this.subject.do[name] as ((app: App, args: object) => unknown) | undefined;
    const given = this.#arguments(args);
    this.#try(name, () => method?.(this.#apps.get(who) as App, given));
  }

  /** The world does something to a part of a client. */
  act(
    part: PartName,
    type: string,
    args: Readonly<Record<string, unknown>> = {},
    who: string = this.#first,
  ): void {
    const client = this.client(who);
    this.#beCalled();
    if (client !== undefined) this.#hand.act(client, part, type, args);
  }

  /** The request that goes with an answer to a call is answered, if there is one. */
  async answerFollower(who: string = this.#first): Promise<void> {
    const isAsked = this.client(who)?.hearAnswer('request', { type: 'reply.ok' });
    if (isAsked === true) await this.settle();
  }

  /** What the model takes for over at once happens, wherever a client waits for it. */
  async hurry(): Promise<void> {
    const { clients, atOnce } = this.#setting;
    for (const type of atOnce) {
      for (const who of clients) {
        if (!waitsFor(type, this.state('login', who))) continue;
        this.act('login', type, {}, who);
        await this.settle();
      }
    }
  }

  /** What has happened since a moment of the trace. */
  since(place: number): readonly TraceEntry[] {
    return this.world.trace.entries.slice(place);
  }

  /** Where a statechart of a client is. */
  state(part: string, who: string = this.#first): string {
    const { entries } = this.world.trace;
    for (; this.#read < entries.length; this.#read++) {
      const entry = entries[this.#read] as TraceEntry;
      if (entry.kind === 'transition' && entry.from !== entry.to) {
        this.#states.set(this.#keyOf(entry.part, entry.client), entry.to);
      }
    }
    return this.#states.get(this.#keyOf(part, who)) ?? beginnings.get(part) ?? '';
  }

  /** How its session stands. */
  get phase(): SessionPhase {
    return phaseOf(this.state('login'));
  }

  /** Where there is one client, everything in the world is its own. */
  get #isOne(): boolean {
    return this.#setting.clients.length < 2;
  }

  #keyOf(part: string, client: string): string {
    return this.#isOne ? part : `${client} ${part}`;
  }

  /** In a model there is a callee from the beginning; here it comes with the first call, else. */
  #beCalled(): void {
    const { channel = '', peer = '' } = this.#setting.ends['callee'] ?? {};
    for (const client of this.world.clients) {
      if (client.nameYet !== peer) client.know('callee', channel, peer);
    }
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
