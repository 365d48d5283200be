// world.fail: raises a documented code by name. A rule waits for its occasion (the n-th matching call
// or state), sets the cause of the code going, and ends it when the code has been delivered.
//
// A rule counts what the application does, never the SDK's own attempts, so that a hidden retry
// cannot eat it. Every rule counts every occasion that matches it; one occasion serves one rule: the
// one made first that still has something to do.
import { byName, codes, isCodeName, type CodeName } from '../../../machines/codes.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import { checkKeys, didYouMean, show, UsageError } from '../../errors.ts';
import type { Client } from '../client.ts';
import type { Delivery } from '../delivery.ts';
import type { World } from '../world.ts';
import type { Fate } from '../service/faults.ts';
import { causes, type Site } from './causes.ts';
import { occasionOf, occasionWords, type Occasion } from './occasions.ts';

/** When a rule applies. */
export interface FailOptions {
  /** Only for clients that log in with this account. */
  readonly account?: string;
  /** Only for messages and calls to this peer. */
  readonly peer?: string;
  /** Only for this channel. */
  readonly channel?: string;
  /** The first occasion that counts: 1 is the next one. @default 1 */
  readonly nth?: number;
  /** How often. @default 1 */
  readonly times?: number;
  /** Does not mind if it never fires. @default false */
  readonly optional?: boolean;
}

const optionNames = ['account', 'peer', 'channel', 'nth', 'times', 'optional'];

/** A rule, as `world.fail` gives it. */
export class Rule {
  readonly code: CodeName;
  readonly when: FailOptions;
  /** How often its code was delivered. */
  fired = 0;
  /** Occasions that matched, whether they counted or not. */
  seen = 0;
  begun = 0;
  active: { readonly client: Client; readonly undo: (() => void)[] } | undefined;

  constructor(code: CodeName, when: FailOptions) {
    this.code = code;
    this.when = when;
  }

  get times(): number {
    return this.when.times ?? 1;
  }

  get at(): Occasion {
    return causes[this.code].at;
  }
}

/** What a call is about, as far as rules ask. */
export interface About {
  readonly account?: unknown;
  readonly channel?: unknown;
  readonly peer?: unknown;
  readonly token?: unknown;
  readonly login?: LoginCall;
  readonly operation?: string;
  /** Whose call it is. */
  readonly ref?: unknown;
  readonly setFate?: (fate: Fate) => () => void;
  readonly setExtra?: (keys: Readonly<Record<string, unknown>>) => void;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The rules of a world. */
export class Rules {
  readonly #world: World;
  readonly #rules: Rule[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Adds a rule. */
  add(code: CodeName, when: FailOptions): Rule {
    const where = `world.fail(${show(code)})`;
    if (!isCodeName(code)) {
      const names = codes.map(({ name }) => name);
      throw new UsageError(
        'world.code',
        `world.fail: ${show(code)} is no documented code.${didYouMean(code, names)} ` +
          'npx sigsim codes lists all 42.',
      );
    }
    checkKeys('world.fail', where, when, optionNames);
    for (const key of ['nth', 'times'] as const) {
      const value = when[key] ?? 1;
      if (!Number.isSafeInteger(value) || value < 1) {
        throw new UsageError(
          'world.fail',
          `${where}: ${key} is ${show(value)}. Give a whole number, 1 or more.`,
        );
      }
    }
    for (const key of ['account', 'peer', 'channel'] as const) {
      if (when[key] !== undefined && (typeof when[key] !== 'string' || when[key] === '')) {
        throw new UsageError('world.fail', `${where}: ${key} is ${show(when[key])}. Give a name.`);
      }
    }
    if (byName(code).deprecated && !this.#world.settings.legacy) {
      throw new UsageError(
        'world.legacy',
        `${where}: this code is deprecated, and this world has none of those. ` +
          'Make it with createWorld({ legacy: true }).',
      );
    }
    const rule = new Rule(code, when);
    this.#rules.push(rule);
    return rule;
  }

  /** Whether there is no rule at all. */
  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  /** A call is about to be made: begins the rule whose turn it is; gives what is to run after it. */
  before(client: Client, method: string, about: About): readonly (() => void)[] {
    const occasion = about.operation === undefined ? occasionOf(method) : 'request';
    return occasion === undefined ? [] : this.#begin(client, occasion, about);
  }

  /** A code is being delivered: ends the rule that waited for it, so that a retry meets no cause. */
  onDelivery(client: Client, code: CodeName): void {
    const rule = this.#rules.find((r) => r.code === code && r.active?.client === client);
    if (rule?.active === undefined) return;
    const { undo } = rule.active;
    rule.active = undefined;
    rule.fired += 1;
    this.#record(rule, client, 'ends');
    for (const run of undo) run();
  }

  /** Something has been delivered: begins the rule of a state that the client is in now. */
  onDelivered(client: Client, { name, details }: Delivery): void {
    if (this.isEmpty) return;
    const occasion =
      name === 'onLoginSuccess' ? 'loggedIn' : name === 'onChannelUserList' ? 'joined' : undefined;
    if (occasion === undefined) return;
    for (const after of this.#begin(client, occasion, details)) after();
  }

  /** Rules that did less than they were made for, each with the reason. */
  unfired(): readonly string[] {
    return this.#rules
      .filter((rule) => rule.fired < rule.times && rule.when.optional !== true)
      .map((rule) => {
        const { code, when, fired, times, seen, at } = rule;
        const options = Object.keys(when).length === 0 ? '' : `, ${JSON.stringify(when)}`;
        const by = when.account === undefined ? '' : ` by ${when.account}`;
        const why =
          rule.active === undefined
            ? `${seen === 0 ? 'no' : `only ${seen}`} ${occasionWords[at]}${by}`
            : 'its cause was set going, but the code has not been delivered yet';
        return `fail(${show(code)}${options}) fired ${fired} of ${times}: ${why}`;
      });
  }

  #begin(client: Client, at: Occasion, about: About): readonly (() => void)[] {
    const account = text(about.account) || client.account;
    const channel = text(about.channel);
    const peer = text(about.peer);
    const matching = this.#rules.filter(
      ({ at: own, when }) =>
        own === at &&
        (when.account ?? account) === account &&
        (when.channel ?? channel) === channel &&
        (when.peer ?? peer) === peer,
    );
    for (const rule of matching) rule.seen += 1;
    const next = matching.find(
      (rule) =>
        rule.active === undefined && rule.begun < rule.times && rule.seen >= (rule.when.nth ?? 1),
    );
    return next === undefined
      ? []
      : this.#start(next, client, { ...about, account, channel, peer });
  }

  #start(
    rule: Rule,
    client: Client,
    about: About & { readonly account: string; readonly channel: string; readonly peer: string },
  ): readonly (() => void)[] {
    const { network, service } = this.#world;
    const { before, after } = causes[rule.code];
    const site: Site = {
      client,
      how: { by: 'rule', ref: about.ref ?? client.current },
      account: about.account,
      channel: about.channel,
      peer: about.peer,
      login: about.login ?? client.call,
      network,
      service,
      setFate: about.setFate ?? (() => () => undefined),
      setExtra: about.setExtra ?? (() => undefined),
    };
    rule.begun += 1;
    const active = { client, undo: [] as (() => void)[] };
    rule.active = active;
    this.#record(rule, client, 'begins');
    const run = (cause: typeof before): void => {
      const undo = cause?.(site);
      if (undo !== undefined) active.undo.push(undo);
    };
    run(before);
    return after === undefined ? [] : [() => run(after)];
  }

  #record({ code }: Rule, client: Client, did: 'begins' | 'ends'): void {
    const { trace, clock } = this.#world;
    trace.entries.push({ kind: 'rule', at: clock.now, client: client.name, code, did });
  }
}
