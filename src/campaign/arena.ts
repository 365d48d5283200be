// Where a run is played: a fresh world, the clients under test and the doubles around them, and what
// people, the service and the line do to them, one step of a scenario after another.
import { createWorld, type SignalingWorld } from '../create-world.ts';
import { msOfDuration } from '../base/duration.ts';
import { errorText, UsageError } from '../base/errors.ts';
import { AttemptReader, type Attempt } from '../checks/operations.ts';
import { ask, type Asked } from '../judge/asked.ts';
import { Captured } from '../judge/captured.ts';
import { isStop, Leash, type Stopped } from '../judge/leash.ts';
import { probe } from '../judge/probes.ts';
import type { Subject } from '../run/index.ts';
import type { Scenario, ScenarioStep } from '../scenario/index.ts';
import { Performer } from '../scenario/performer.ts';
import { addRule, worldOptions } from '../scenario/world.ts';
import { rooms } from './kinds.ts';
import type { Client } from '../world/client/client.ts';
import type { Delivery } from '../world/delivery.ts';
import { Patches } from '../world/globals/patches.ts';
import type { Input } from '../world/journal.ts';
import { Random } from '../world/random.ts';

/** After this many logins of the clients under test, there is nothing more to learn from a run. */
const loginsMax = 60;
/** How often a long wait is checked. */
const lookMs = 60_000;

/** What is noted of a client besides what it does. */
type Attention = Pick<SignalingWorld, 'looksClosely' | 'takesLines'>;

/** A scenario without its steps. */
export type Setting = Omit<Scenario, 'steps'>;

/** One of the clients under test, and what was seen of it. */
export interface Person<App = unknown> {
  readonly name: string;
  app: App;
  readonly asked: Asked[];
  /** What it threw that only its caller hears of. */
  readonly threw: string[];
  /** How much its user had been told when each code came, and the code's place in the trace. */
  readonly told: { readonly index: number; readonly count: number }[];
  /** The timers that it left when it was disposed of; undefined if it was not. */
  left: readonly string[] | undefined;
}

/** A world in which a run is played. */
export class Arena<App = unknown> {
  readonly world: SignalingWorld;
  readonly subject: Subject<App>;
  readonly setting: Setting;
  /** The clients under test, in the order in which they were made. */
  readonly persons: readonly Person<App>[] = [];
  /** The clients around them, by name. */
  readonly doubles: ReadonlySet<string>;
  /** The steps that were played. */
  readonly steps: ScenarioStep[] = [];
  /** The tokens that were made for a step, not by a client under test. */
  readonly tokens = new Set<Input>();
  /** How many steps were impossible: the service or the line refused them. */
  refused = 0;
  readonly #performer: Performer<App>;
  /** The SDK's objects that the clients under test hold. */
  readonly #captured = new Captured();
  readonly #leash: Leash;
  readonly #patches = new Patches();
  readonly #attempts: AttemptReader;
  #read = 0;
  #logins = 0;

  /**
   * @param attention whether to look for real timers, which is expensive; and whether to note where timers
   * are set
   */
  constructor(
    subject: Subject<App>,
    setting: Setting,
    appId: string,
    { looksClosely = false, takesLines = true }: Partial<Attention> = {},
  ) {
    this.subject = subject;
    this.setting = setting;
    const { clients = {}, seed = 1, rules = [] } = setting;
    this.world = createWorld({ ...worldOptions({ ...setting, steps: [] }), errors: 'allow' });
    this.#attempts = new AttemptReader(this.world.trace.entries);
    const names = Object.keys(clients);
    this.doubles = new Set(names.filter((name) => clients[name]?.double !== undefined));
    const persons = names.filter((name) => !this.doubles.has(name));
    this.#performer = new Performer(this.world, subject, clients, appId);
    this.#leash = new Leash(this.world, persons.length, (client, delivery) => {
      this.#note(client, delivery);
      if (!this.doubles.has(client.name)) this.#captured.note(delivery);
    });
    Object.assign(this.world, { looksClosely, takesLines });
    for (const rule of rules) addRule(this.world, rule);
    const random = new Random(seed, 'client');
    this.#patches.put(Math, 'random', () => random.next());
    this.world.install();
    try {
      this.persons = persons.map((name) => ({
        name,
        app: this.#performer.add(name),
        asked: [],
        threw: [],
        told: [],
        left: undefined,
      }));
      for (const name of this.doubles) this.#performer.add(name);
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** What all clients have tried so far, and how it ended. */
  get attempts(): readonly Attempt[] {
    return this.#attempts.attempts;
  }

  /** Why it was ended early, if it was. */
  get stopped(): Stopped | undefined {
    return this.#leash.stopped;
  }

  /** Whether there were so many logins that the rest is left out. */
  get isFull(): boolean {
    const { entries } = this.world.trace;
    for (; this.#read < entries.length; this.#read++) {
      const entry = entries[this.#read];
      if (entry?.kind === 'call' && entry.method.startsWith('login')) this.#logins += 1;
    }
    return this.#logins > loginsMax;
  }

  /** Plays a step; an impossible one is counted, and left out of the story. */
  async play(step: ScenarioStep): Promise<void> {
    if (this.stopped !== undefined || this.isFull) return;
    this.steps.push(step);
    if (step.by === 'time') {
      const until = this.world.now + msOfDuration('campaign', step.wait);
      do {
        await this.#leash.pass(this.world, Math.min(lookMs, until - this.world.now));
      } while (this.world.now < until && this.stopped === undefined && !this.isFull);
      return;
    }
    const person =
      step.by === 'client' ? this.persons.find(({ name }) => name === step.client) : undefined;
    const { inputs } = this.world.journal;
    const { length } = inputs;
    try {
      if (person === undefined) this.#performer.perform('campaign', step, () => undefined);
      else this.#ask(person, step as ScenarioStep & { readonly by: 'client' });
      const made = inputs[length];
      const isLogin = step.by === 'client' && step.do === 'login';
      const word = isLogin ? (step.args?.token ?? 'none') : 'none';
      if (word !== 'none' && word !== 'missing' && made !== undefined) this.tokens.add(made);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.refused += 1;
      this.steps.pop();
    }
  }

  /** Disposes of the clients under test, if their subject can, and records the timers that they leave. */
  async dispose(): Promise<void> {
    if (this.subject.dispose === undefined || this.stopped !== undefined) return;
    for (const person of this.persons) {
      this.#try(person, 'dispose', () => this.subject.dispose?.(person.app));
    }
    await this.#leash.pass(this.world, 0);
    const { pendingTimers } = this.world;
    for (const person of this.persons) person.left = pendingTimers;
    await this.#leash.pass(this.world, 2_000);
  }

  /** Calls the handlers of the clients under test directly, with all that can come; returns what they threw. */
  async probe(): Promise<readonly string[]> {
    const [first] = this.persons;
    if (this.stopped !== undefined || first === undefined) return [];
    const names = { account: first.name, peer: 'bob', channel: rooms[0] };
    const threw = probe(this.#captured, names);
    await this.#leash.pass(this.world, 0);
    return threw;
  }

  /** Ends the world, and restores the platform: the rules say what is wrong. */
  end(): void {
    this.#patches.undo();
    this.world.end();
  }

  /** The world's client with a name: for one under test, the last that is not logged out, or else the last. */
  client(name: string): Client | undefined {
    const { clients } = this.world;
    if (this.doubles.has(name)) return clients.find(({ nameYet }) => nameYet === name);
    const own = clients.filter((client) => this.isOf(client.nameYet ?? '', name));
    return own.findLast(({ state }) => state !== 'loggedOut') ?? own.at(-1);
  }

  /** Whether a client, by its name in the trace, belongs to one of the clients under test. */
  isOf(client: string, person: string): boolean {
    if (this.doubles.has(client)) return false;
    return this.persons.length === 1 || client.replace(/#\d+$/, '') === person;
  }

  #ask(person: Person<App>, step: ScenarioStep & { readonly by: 'client' }): void {
    this.#try(person, step.do, () =>
      this.#performer.perform('campaign', step, (error) => {
        // A promise that fails tells its caller; nobody else hears of what is thrown at once.
        if (person.asked.at(-1)?.outcome === 'none') this.#threw(person, step.do, error);
      }),
    );
  }

  #try(person: Person<App>, call: Asked['call'], run: () => unknown): void {
    ask(this.world, person.asked, call, run, (error) => {
      if (error instanceof UsageError && !isStop(error)) {
        person.asked.pop();
        throw error;
      }
      this.#threw(person, call, error);
    });
  }

  #threw(person: Person<App>, call: string, error: unknown): void {
    if (!isStop(error)) person.threw.push(`its ${call} threw ${errorText(error)}`);
  }

  /** What a client shows now, in its own words; undefined if it shows nothing. */
  shows(person: Person<App>): string | undefined {
    return this.#see(person, 'state');
  }

  /** How much its user has been told by now. */
  toldCount(person: Person<App>): number {
    return this.#see(person, 'told')?.length ?? 0;
  }

  /** Records how much its user had been told when a code came. */
  #note(client: Client, { code }: Delivery): void {
    if (code === undefined) return;
    const person = this.persons.find(({ name }) => this.isOf(client.name, name));
    const { length: index } = this.world.trace.entries;
    person?.told.push({ index, count: this.toldCount(person) });
  }

  #see<What extends 'state' | 'told'>(
    person: Person<App>,
    what: What,
  ): ReturnType<NonNullable<Subject[What]>> | undefined {
    try {
      return this.subject[what]?.(person.app) as ReturnType<NonNullable<Subject[What]>> | undefined;
    } catch (error) {
      person.threw.push(`its ${what} threw ${errorText(error)}`);
      return undefined;
    }
  }
}
