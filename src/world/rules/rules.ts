// world.fail and world.fault. A rule waits for its occasion (the n-th matching call, state or push),
// sets a cause going, and ends it when the code has been delivered, or when the call has an outcome.
//
// Precedence: a rule counts what the application does, never the SDK's own attempts, so that a
// hidden retry cannot eat it. Every rule counts every occasion that matches it. One occasion serves
// one rule: of those whose turn it is, the one made first. A rule goes before what `world.service`
// was told; the chance of `world.network` befalls whatever is sent besides. A rule that could never
// have a turn, because one made before takes all its occasions, is refused.
import { byName, type CodeName } from '../../../machines/codes.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import { readCode, show, unknownName, UsageError } from '../../errors.ts';
import type { Client } from '../client.ts';
import type { Delivery } from '../delivery.ts';
import { Random } from '../random.ts';
import type { Push } from '../service/device.ts';
import type { Treatment } from '../treatment.ts';
import type { World } from '../world.ts';
import { causes, type Cause, type Site } from './causes.ts';
import { causeOf, faultKinds, type FaultKind, type FaultWhen } from './faults.ts';
import { occasionWords, operationOf } from './occasions.ts';
import { Rule, type Budget, type Deed, type Happening } from './rule.ts';
import { checkWhen, type FailOptions } from './when.ts';

/** What a call is about, as far as rules ask. */
export interface About {
  readonly account?: unknown;
  readonly channel?: unknown;
  readonly peer?: unknown;
  readonly login?: LoginCall;
  readonly operation?: string;
  /** Whose call it is. */
  readonly ref?: unknown;
  readonly treat?: (treatment: Treatment) => () => void;
  readonly setExtra?: (keys: Readonly<Record<string, unknown>>) => void;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The rules of a world. */
export class Rules {
  readonly #world: World;
  readonly #rules: Rule[] = [];
  readonly #budgets: ReadonlyMap<string, Budget>;

  constructor(world: World) {
    this.#world = world;
    this.#budgets = new Map(
      Object.entries(world.settings.budgets).map(([name, left]) => [name, { left }]),
    );
  }

  /** Adds a rule that raises a code. */
  fail(code: CodeName, when: FailOptions): Rule {
    readCode('world.code', 'world.fail', code);
    const where = `world.fail(${show(code)})`;
    this.#check(where, when);
    if (byName(code).deprecated && !this.#world.settings.legacy) {
      throw new UsageError(
        'world.legacy',
        `${where}: this code is deprecated, and this world has none of those. ` +
          'Make it with createWorld({ legacy: true }).',
      );
    }
    return this.#add(where, { code }, when, causes[code]);
  }

  /** Adds a rule that lets a fault happen. */
  fault(kind: FaultKind, when: FaultWhen): Rule {
    if (!faultKinds.includes(kind)) {
      throw unknownName('world.fault', 'world.fault', 'fault', kind, faultKinds);
    }
    const where = `world.fault(${show(kind)})`;
    this.#check(where, when, ['on', 'delay']);
    return this.#add(where, { fault: kind }, when, causeOf(where, kind, when));
  }

  /** Whether there is no rule at all. */
  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  /** A call is about to be made: begins the rule whose turn it is; gives what is to run after it. */
  before(client: Client, method: string, about: About): readonly (() => void)[] {
    const what = about.operation ?? operationOf(method);
    if (what === undefined) return [];
    const happening = this.#happening(client, what, about);
    const rule = this.#next(happening);
    return rule === undefined ? [] : this.#start(rule, happening, about);
  }

  /** A code is being delivered: ends the rule that waited for it, so that a retry meets no cause. */
  onDelivery(client: Client, delivery: Delivery, isHeard: boolean): void {
    const { code } = delivery;
    for (const rule of this.#rules) {
      if (!('code' in rule.deed) || rule.deed.code !== code) continue;
      const ended = rule.active.find((one) => one.client === client);
      if (ended === undefined) continue;
      rule.active = rule.active.filter((one) => one !== ended);
      rule.fired += 1;
      if (!isHeard) rule.unheard = { client, delivery, at: this.#world.now };
      this.#record(rule, client, 'ends');
      for (const run of ended.undo) run();
      return;
    }
  }

  /** Something has been delivered: begins the rule of a state that the client is in now. */
  onDelivered(client: Client, { name, details }: Delivery): void {
    if (this.isEmpty) return;
    const state =
      name === 'onLoginSuccess' ? 'loggedIn' : name === 'onChannelUserList' ? 'joined' : undefined;
    if (state === undefined) return;
    const happening = this.#happening(client, state, details);
    const rule = this.#next(happening);
    if (rule === undefined) return;
    for (const after of this.#start(rule, happening, details)) after();
  }

  /** The service pushes something: what is to become of it. */
  onPush(client: Client, { channel, peer, event }: Push): Treatment | undefined {
    if (this.isEmpty) return undefined;
    const about = { channel: channel ?? event['channel'], peer: peer ?? event['account'] };
    const happening = this.#happening(client, 'push', about);
    const rule = this.#next(happening);
    if (rule === undefined) return undefined;
    this.#start(rule, happening, {});
    return rule.cause.treatment;
  }

  /** Rules that did less than they were made for, each with the reason. */
  unfired(): readonly string[] {
    return this.#rules.flatMap(({ complaint }) => complaint ?? []);
  }

  #check(where: string, when: FailOptions, more: readonly string[] = []): void {
    const { now } = this.#world;
    checkWhen(where, when, { now, budgets: [...this.#budgets.keys()] }, more);
  }

  #add(where: string, deed: Deed, when: FaultWhen, cause: Cause): Rule {
    const { seed } = this.#world.settings;
    const random = new Random(seed, `rule ${this.#rules.length + 1}`);
    const rule = new Rule(deed, when, cause, {
      random,
      budget: this.#budgets.get(when.budget ?? ''),
    });
    const blocker = this.#rules.find((other) => other.shutsOut(rule));
    if (blocker !== undefined) {
      throw new UsageError(
        'world.shutOut',
        `${where}: ${blocker.text} takes every ${occasionWords[cause.at]} that this rule waits ` +
          'for. Make this rule first, or say when that one is to stop: times, until, an account.',
      );
    }
    this.#rules.push(rule);
    const does = 'code' in deed ? { fail: deed.code } : deed;
    this.#world.journal.note({ rule: { ...does, ...when } });
    return rule;
  }

  #happening(client: Client, what: string, about: About): Happening {
    return {
      what,
      at: this.#world.now,
      client,
      account: text(about.account) || client.account,
      channel: text(about.channel),
      peer: text(about.peer),
    };
  }

  /** Counts an occasion with every rule that it matches; gives the one that takes it. */
  #next(happening: Happening): Rule | undefined {
    const ready = this.#rules.filter((rule) => rule.matches(happening) && rule.count());
    const [next, ...others] = ready;
    for (const other of others) other.missed += 1;
    return next;
  }

  #start(rule: Rule, happening: Happening, about: About): readonly (() => void)[] {
    const { network, service, journal } = this.#world;
    const { client, account, channel, peer } = happening;
    const { treatment, before, after } = rule.cause;
    const { ref = client.current, login = client.call, treat = () => () => undefined } = about;
    const site: Site = {
      client,
      rule: rule.text,
      how: { by: 'rule', ref },
      account,
      channel,
      peer,
      login,
      network,
      service,
      setExtra: about.setExtra ?? (() => undefined),
    };
    const undo: (() => void)[] = [];
    rule.begin();
    this.#record(rule, client, 'begins');
    // A code ends its cause when it has been delivered; a fault is done when it has happened.
    if ('code' in rule.deed) rule.active.push({ client, undo });
    else rule.fired += 1;
    const run = (cause: Cause['before']): void => {
      journal.byRule(() => {
        const back = cause?.(site);
        if (back !== undefined) undo.push(() => journal.byRule(back));
      });
    };
    if (treatment !== undefined) undo.push(treat(treatment));
    run(before);
    return after === undefined ? [] : [() => run(after)];
  }

  #record({ deed }: Rule, client: Client, did: 'begins' | 'ends'): void {
    const { trace, clock } = this.#world;
    trace.entries.push({ kind: 'rule', at: clock.now, client: client.name, ...deed, did });
  }
}
