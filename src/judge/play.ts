// Where one reaction happens: a fresh world with the client under test in it, the others that it deals with,
// and what a person does with the client.
import type { CodeName } from '../../machines/codes.ts';
import { createWorld, type SignalingWorld } from '../create-world.ts';
import { errorText, UsageError } from '../base/errors.ts';
import type { CallArguments, CallName, Subject } from '../run/index.ts';
import type { AgoraAPI } from '../sdk/native/agora-api.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Client } from '../world/client/client.ts';
import type { Delivery } from '../world/delivery.ts';
import { Patches } from '../world/globals/patches.ts';
import { Random } from '../world/random.ts';
import { noToken } from '../world/token.ts';
import { ask, type Asked } from './asked.ts';
import { Captured } from './captured.ts';
import { isStop, Leash, type Stopped } from './leash.ts';
import type { Names } from './names.ts';

/** The options of a play. */
export interface PlayOptions {
  readonly seed: number;
  readonly legacy: boolean;
  readonly names: Names;
  /** The App ID of the client, once it is known. */
  readonly appId?: string;
  /** How many clients under test there are. @default 1 */
  readonly crowd?: number;
}

/** A world with the client under test in it. */
export class Play<App = unknown> {
  readonly world: SignalingWorld;
  readonly subject: Subject<App>;
  readonly names: Names;
  readonly captured = new Captured();
  readonly asked: Asked[] = [];
  /** What it threw that only its caller hears of, in a sentence each. */
  readonly threw: string[] = [];
  /** How much its user had been told when each code came, and the code's place in the trace. */
  readonly told: { readonly index: number; readonly count: number }[] = [];
  /** The tokens that the judge made, by their index among all tokens. */
  readonly tokens = new Set<number>();
  readonly #apps: App[] = [];
  readonly #leash: Leash;
  readonly #peers = new Set<Client>();
  readonly #patches = new Patches();
  readonly #options: PlayOptions;

  constructor(subject: Subject<App>, options: PlayOptions) {
    const { seed, legacy, names } = options;
    this.subject = subject;
    this.names = names;
    this.#options = options;
    this.world = createWorld({ seed, legacy, errors: 'allow' });
    this.world.looksClosely = false;
    this.#leash = this.#watch(options.crowd ?? 1);
  }

  /** Makes the client. From here on, its timers and random numbers are the world's. */
  begin(): void {
    const random = new Random(this.#options.seed, 'client');
    this.#patches.put(Math, 'random', () => random.next());
    this.world.install();
    this.add(this.names.account);
  }

  /** Makes one more client under test; returns its index. */
  add(name: string): number {
    const app: unknown = this.subject.create(this.world, { name });
    if (app instanceof Promise) {
      throw new UsageError(
        'judge.create',
        `${this.subject.name}: its create returns a promise. Return the client itself.`,
      );
    }
    return this.#apps.push(app as App) - 1;
  }

  /** Ends the world, and restores the platform: the judge says what is wrong. */
  end(): void {
    this.#patches.undo();
    this.world.end();
  }

  /** Why it was ended early, if it was. */
  get stopped(): Stopped | undefined {
    return this.#leash.stopped;
  }

  /** The client under test, as its subject knows it. */
  get app(): App {
    return this.#apps[0] as App;
  }

  /** The SDK's clients that the client under test has made. */
  get clients(): readonly Client[] {
    return this.world.clients.filter((client) => !this.#peers.has(client));
  }

  /** The one of them that counts: the last that is not logged out, or else the last. */
  get client(): Client | undefined {
    const { clients } = this;
    return clients.findLast(({ state }) => state !== 'loggedOut') ?? clients.at(-1);
  }

  /** Whether each of the clients under test is logged in. */
  get areBack(): boolean {
    const names = this.clients.flatMap(({ state, nameYet = '' }) =>
      state === 'loggedIn' ? [nameYet.replace(/#\d+$/, '')] : [],
    );
    return new Set(names).size >= this.#apps.length;
  }

  /** Whether it can do something. */
  can(call: CallName): boolean {
    return this.subject.do[call] !== undefined;
  }

  /** A person asks something of the client. */
  ask<Name extends CallName>(name: Name, args: Partial<CallArguments[Name]>, which = 0): void {
    const method = this.subject.do[name] as ((app: App, args: object) => unknown) | undefined;
    if (method !== undefined) this.#try(name, () => method(this.#apps[which] as App, args));
  }

  /** Asks it to log in. */
  login(which = 0, account = this.names.account): void {
    const { appId } = this.#options;
    const { service, journal } = this.world;
    if (appId !== undefined) {
      this.tokens.add(journal.inputs.filter((input) => 'token' in input).length);
    }
    const token = appId === undefined ? noToken : service.issueToken({ account, appId });
    this.ask('login', { account, token }, which);
  }

  /** Disposes of the client, if its subject can. */
  dispose(): void {
    this.#try('dispose', () => this.subject.dispose?.(this.app));
  }

  /** Lets time pass; does nothing once the client was stopped. */
  async pass(ms: number): Promise<void> {
    if (this.stopped !== undefined || this.world.isClosed) return;
    await this.#leash.pass(this.world, ms);
  }

  /** What the client shows now, in its own words; undefined if it shows nothing. */
  get shows(): string | undefined {
    return this.#see('state');
  }

  /** How much its user has been told by now. */
  get toldCount(): number {
    return this.#see('told')?.length ?? 0;
  }

  /** Starts the cause of a code; it takes effect at once if the client is in the session that it ends. */
  raise(code: CodeName): void {
    if (this.world.isClosed) return;
    this.world.fail(code, { account: this.names.account, optional: true });
  }

  /** Somebody else in the same App ID, logged in and, on request, in the channel. */
  async meet(isInChannel: boolean): Promise<AgoraAPI> {
    const { peer, channel } = this.names;
    const api = this.world.createAgoraAPI({ name: peer });
    this.captured.apis.delete(api);
    this.#peers.add(api.client);
    api.login(this.#options.appId ?? 'app', peer, noToken);
    await this.pass(500);
    if (isInChannel) api.channelJoin(channel);
    await this.pass(500);
    return api;
  }

  /** Tells whether an entry of the trace belongs to the client under test. */
  ownership(): (entry: TraceEntry) => boolean {
    const peers = new Set([...this.#peers].map(({ nameYet }) => nameYet));
    return (entry) => 'client' in entry && !peers.has(entry.client);
  }

  #see<What extends 'state' | 'told'>(
    what: What,
  ): ReturnType<NonNullable<Subject[What]>> | undefined {
    try {
      return this.subject[what]?.(this.app) as ReturnType<NonNullable<Subject[What]>> | undefined;
    } catch (error) {
      this.threw.push(`its ${what} threw ${errorText(error)}`);
      return undefined;
    }
  }

  #try(call: Asked['call'], run: () => unknown): void {
    ask(this.world, this.asked, call, run, (error) => {
      if (!isStop(error)) this.threw.push(`its ${call} threw ${errorText(error)}`);
    });
  }

  /** Records which objects of the SDK the client uses, and ends a client that does not come to rest. */
  #watch(crowd: number): Leash {
    const { world, captured } = this;
    const create = world.createAgoraAPI.bind(world);
    world.createAgoraAPI = (options) => {
      const api = create(options);
      captured.apis.add(api);
      return api;
    };
    return new Leash(world, crowd, (client, delivery) => {
      if (!this.#peers.has(client)) this.#note(delivery);
    });
  }

  #note(delivery: Delivery): void {
    this.captured.note(delivery);
    if (delivery.code === undefined) return;
    this.told.push({ index: this.world.trace.entries.length, count: this.toldCount });
  }
}
