// Where one path is run: a fresh world under the runner's control, with the clients of the model in
// it.
import type { PartName } from '../../machines/lifecycles.ts';
import type { SessionPhase } from '../../machines/session.ts';
import { phaseOf } from '../../machines/session.ts';
import { errorText } from '../base/errors.ts';
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

/** Whether a login is waiting for a phase of an attempt to end. */
const waitsFor = (type: string, login: string): boolean =>
  login.endsWith(type === 'lookup.answered' ? '.resolving' : '.connecting');

/** The settings of a stage. */
interface Setting extends Pick<Cast, 'clients' | 'ends' | 'atOnce' | 'retryCount'> {
  readonly seed: number;
  readonly legacy: boolean;
  readonly timing?: Readonly<Record<string, number>>;
}

/** A fresh world with clients in it. If no client is named, the first one is meant. */
export class Stage<App = unknown> {
  readonly world: SignalingWorld;
  readonly subject: Subject<App>;
  /** What the client threw, one sentence each. */
  readonly threw: string[] = [];
  readonly #hand: Hand;
  readonly #setting: Setting;
  readonly #states = new Map<string, string>();
  readonly #apps = new Map<string, App>();
  readonly #first: string;
  /** How much of the trace has been read for states. */
  #read = 0;
  /** How much of what the client threw has been reported. */
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
    // The Web SDK tries ten times; the models try fewer.
    this.world.loginLimits = nativeLimits(this.world, retryCount);
    this.#hand = new Hand(this.world, ends);
  }

  /** Creates the clients. From here on their timers run on the world's clock. */
  begin(): void {
    this.world.install();
    for (const name of this.#setting.clients) {
      this.#try('create', () => {
        const app: unknown = this.subject.create(this.world, { name });
        if (app instanceof Promise)
          throw new TypeError('it returned a promise; return the client itself');
        this.#apps.set(name, app as App);
        introduce(this.world, this.subject, name, app as App);
      });
    }
    this.#beCalled();
  }

  /** Ends the clients and the world. A path does not check what they leave running. */
  end(): void {
    this.#try('reached', () => this.world.audience.end());
    for (const app of this.#apps.values()) {
      this.#try('dispose', () => this.subject.dispose?.(app));
    }
    this.world.end();
  }

  /**
   * The world's client behind an application; if there are several, the one that is not logged out.
   */
  client(who: string): Client | undefined {
    const own = this.#isOne
      ? this.world.clients
      : this.world.clients.filter(({ nameYet, account }) => nameYet === who || account === who);
    return own.findLast(({ state }) => state !== 'loggedOut') ?? own.at(-1);
  }

  /** What the callbacks of an application have heard, if the subject reports it. */
  heard(who: string = this.#first): readonly Heard[] | undefined {
    const app = this.#apps.get(who);
    return app === undefined ? undefined : this.subject.heard?.(app);
  }

  /** What a client should have heard of that; a code that the real SDK leaves out counts, too. */
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

  /** Delivers what is on its way; no time passes. */
  settle = (): Promise<void> => this.wait(0);

  /** Asks the client to do something; the effects arrive with `settle`. */
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

  /** Completes everything that the model treats as instant, wherever a client is waiting for it. */
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

  /** What has happened since a place in the trace. */
  since(place: number): readonly TraceEntry[] {
    return this.world.trace.entries.slice(place);
  }

  /** The state of a statechart of a client. */
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

  /** The state of its session. */
  get phase(): SessionPhase {
    return phaseOf(this.state('login'));
  }

  /** If there is one client, everything in the world belongs to it. */
  get #isOne(): boolean {
    return this.#setting.clients.length < 2;
  }

  #keyOf(part: string, client: string): string {
    return this.#isOne ? part : `${client} ${part}`;
  }

  /** A model has a callee from the beginning; here, otherwise, it appears with the first call. */
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
      // A promise is not awaited: what it waits for may need time, and time passes only in a step
      // of its own.
      void Promise.resolve(run()).catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  /**
   * The arguments of a step as a client takes them: a word becomes a token, null becomes a body
   * that is too large.
   */
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
