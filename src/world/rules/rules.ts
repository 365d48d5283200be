// world.fail and world.fault. A rule waits for its occasion (the n-th matching call, state or push) and
// starts a cause for that one call, session or stay. The cause ends when the code has been delivered, or
// when what it was for is over.
//
// Precedence: a rule counts what the application does, never the SDK's own attempts, so that a hidden
// retry cannot use it up. Every rule counts every occasion that matches it, but only one acts on it: the
// matching rule that was made first. A rule takes precedence over what `world.service` was told; the
// probabilities of `world.network` apply to everything else that is sent. A rule that could never have a
// turn, because one made before it takes all its occasions, is refused.
//
// A session and a stay in a channel are states: each is one occasion for a rule, at the first moment at
// which everything that the rule asks for holds, even if the state began before the rule was made.
import { byName, type CodeName } from '../../../machines/codes.ts';
import { lifecycles } from '../../../machines/index.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import { readCode, show, unknownName, UsageError } from '../../base/errors.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Clock } from '../clock.ts';
import type { Delivery } from '../delivery.ts';
import type { Journal } from '../journal.ts';
import type { Network } from '../network/network.ts';
import type { Settings } from '../options.ts';
import { Random } from '../random.ts';
import { Ruling } from '../ruling.ts';
import type { Push } from '../../../machines/lifecycles.ts';
import type { Service } from '../service/service.ts';
import type { Treatment } from '../treatment.ts';
import { failures, type Failure, type Lever, type Site } from './failures.ts';
import { failureOf, faultKinds, type FaultKind, type FaultWhen } from './faults.ts';
import { checkOccasion, isState, occasionWords, operationOf } from './occasions.ts';
import type { Happening } from './happening.ts';
import { insteadOf } from './instead.ts';
import { ownCalls } from './own-calls.ts';
import { Rule, type Budget, type Deed } from './rule.ts';
import { checkWhen, windowOf, type FailOptions } from './when.ts';
import type { Who } from './who.ts';

/** What a call is about, as rules look at it. */
export interface About {
  readonly account?: unknown;
  readonly channel?: unknown;
  readonly peer?: unknown;
  readonly extra?: unknown;
  readonly login?: LoginCall;
  readonly operation?: string;
  /** Whose call it is. */
  readonly ref?: unknown;
}

/** A ruling whose code has not come yet. */
interface Open {
  readonly rule: Rule;
  readonly site: Site;
  readonly at: number;
  /** What ends its cause. */
  readonly undo: (() => void)[];
}

/** What the rules need from their world. */
interface Parts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly journal: Journal;
  readonly network: Network;
  readonly service: Service;
  readonly clients: readonly Who[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The delays of the machines that are a plain number, by name. */
const standardMs: ReadonlyMap<string, number> = new Map(
  lifecycles.flatMap(({ parts }) =>
    parts.flatMap(({ timing }) =>
      Object.entries(timing).flatMap(([name, { ms }]) =>
        typeof ms === 'number' ? [[name, ms] as const] : [],
      ),
    ),
  ),
);

/** The rules of a world. */
export class Rules {
  /** Whether there are no rules. */
  isEmpty = true;
  readonly #parts: Parts;
  readonly #rules: Rule[] = [];
  readonly #budgets: ReadonlyMap<string, Budget>;
  /** Rulings under way. */
  readonly #open = new Map<Ruling, Open>();
  /** Rules that wait for a state, each with the visits that it has seen and counted, by client. */
  readonly #waiting = new Map<Rule, Record<'seen' | 'counted', Map<Who, number>>>();
  /** Clients that are about to be checked. */
  readonly #watched = new Set<Who>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#budgets = new Map(
      Object.entries(parts.settings.budgets).map(([name, left]) => [name, { left }]),
    );
  }

  /** Adds a rule that raises a code. */
  fail(code: CodeName, when: FailOptions): Rule {
    readCode('world.code', 'world.fail', code);
    const where = `world.fail(${show(code)})`;
    this.#check(where, when);
    if (byName(code).deprecated && !this.#parts.settings.legacy) {
      throw new UsageError(
        'world.legacy',
        `${where}: this code is deprecated, and this world emits no deprecated codes. ` +
          'Make it with createWorld({ legacy: true }).',
      );
    }
    const [call, instead] = [ownCalls[code], insteadOf[code]];
    if (call !== undefined && this.#parts.settings.web === '1.4.0') {
      throw new UsageError(
        'world.web',
        `${where}: in the manner of 1.4.0 a rule cannot make the call that leads there: ${call}. ` +
          'Make it in your client; npx sigsim compare ' +
          `${code} shows what is heard then${instead === undefined ? '' : `: ${instead}`}. A world with web: 'documented' makes it.`,
      );
    }
    return this.#add(where, { code }, when, failures[code]);
  }

  /** Adds a rule that lets a fault happen. */
  fault(kind: FaultKind, when: FaultWhen): Rule {
    if (!faultKinds.includes(kind)) {
      throw unknownName('world.fault', 'world.fault', 'fault', kind, faultKinds);
    }
    const where = `world.fault(${show(kind)})`;
    this.#check(where, when, ['on', 'delay']);
    return this.#add(where, { fault: kind }, when, failureOf(where, kind, when));
  }

  /** A call is about to be made: returns what the rule that applies now decides. */
  before(who: Who, method: string, about: About): Ruling | undefined {
    const what = about.operation ?? operationOf(method);
    if (what === undefined) return undefined;
    const happening = this.#happening(who, what, about);
    const rule = this.#next(happening);
    return rule === undefined ? undefined : this.#start(rule, happening, about);
  }

  /** The session or the channel of a client has changed its state. */
  watch(who: Who): void {
    if (this.#waiting.size === 0 || this.#watched.has(who)) return;
    this.#watched.add(who);
    // Only after the application has heard of it and reacted.
    this.#parts.clock.set(() => {
      this.#watched.delete(who);
      this.#look(who);
    }, 0);
  }

  /** The code of a ruling is being delivered: its cause ends, so that a retry does not meet it. */
  onDelivery(delivery: Delivery, isHeard: boolean): void {
    const ruling = delivery.ruling;
    const open = ruling === undefined ? undefined : this.#open.get(ruling);
    if (ruling === undefined || open === undefined) return;
    const { rule, site } = open;
    rule.fired += 1;
    if (!isHeard) rule.unheard = { who: site.who, delivery, at: this.#parts.clock.now };
    this.#close(ruling, open);
  }

  /** What a ruling was for is over, and its code has not come: its turn is used up. */
  giveUp(ruling: Ruling, isByClient: boolean): void {
    const open = this.#open.get(ruling);
    if (open === undefined) return;
    const { rule, site, at } = open;
    const afterMs = this.#parts.clock.now - at;
    rule.wasted = { isByClient, afterMs, needsMs: this.#needsMs(rule.failure, site) };
    this.#close(ruling, open);
  }

  /** The service pushes something: returns what should happen to it. */
  onPush(who: Who, { channel, peer, event }: Push): Treatment | undefined {
    const about = { channel: channel ?? event['channel'], peer: peer ?? event['account'] };
    const happening = this.#happening(who, 'push', about);
    const rule = this.#next(happening);
    return rule === undefined ? undefined : this.#start(rule, happening, {}).treatment;
  }

  /** Rules that did less than they were made for, each with the reason. */
  unfired(): readonly string[] {
    return this.#rules.flatMap(({ complaint, deed }) => {
      if (complaint === undefined) return [];
      const is14 = this.#parts.settings.web === '1.4.0';
      const instead = is14 && 'code' in deed ? insteadOf[deed.code] : undefined;
      return instead === undefined
        ? complaint
        : `${complaint} (in the manner of 1.4.0 a web client never hears this code; it hears: ${instead})`;
    });
  }

  #check(where: string, when: FailOptions, more: readonly string[] = []): void {
    const { now } = this.#parts.clock;
    checkWhen(where, when, { now, budgets: [...this.#budgets.keys()] }, more);
  }

  #add(where: string, deed: Deed, when: FaultWhen, failure: Failure): Rule {
    checkOccasion(where, when, failure);
    const { settings, clock, journal } = this.#parts;
    const random = new Random(settings.seed, `rule ${this.#rules.length + 1}`);
    const budget = this.#budgets.get(when.budget ?? '');
    const rule = new Rule(deed, when, failure, { random, budget });
    const blocker = this.#rules.find((other) => other.shutsOut(rule));
    if (blocker !== undefined) {
      throw new UsageError(
        'world.shutOut',
        `${where}: ${blocker.text} takes every ${occasionWords[failure.at]} that this rule waits ` +
          'for. Make this rule first, or limit that one: with times, until or account.',
      );
    }
    this.#rules.push(rule);
    this.isEmpty = false;
    journal.note({ rule: { ...('code' in deed ? { fail: deed.code } : deed), ...when } });
    if (isState(failure.at)) {
      this.#waiting.set(rule, { seen: new Map(), counted: new Map() });
      const [from] = windowOf(when);
      clock.set(
        () => {
          for (const who of this.#parts.clients) this.#look(who);
        },
        Math.max(0, from - clock.now),
      );
    }
    return rule;
  }

  #happening(who: Who, what: string, about: About): Happening {
    return {
      what,
      at: this.#parts.clock.now,
      who,
      account: text(about.account) || who.account,
      channel: text(about.channel),
      peer: text(about.peer),
    };
  }

  /** Counts an occasion with every rule that it matches; returns the one that takes it. */
  #next(happening: Happening): Rule | undefined {
    return this.#take(this.#rules.filter((rule) => rule.matches(happening)));
  }

  /** Counts an occasion with all of its rules; returns the first that applies now. */
  #take(rules: readonly Rule[]): Rule | undefined {
    const [next, ...others] = rules.filter((rule) => rule.count());
    for (const other of others) other.missed += 1;
    return next;
  }

  /** Begins the rules of the states that a client is in now. */
  #look(who: Who): void {
    for (const what of ['loggedIn', 'joined'] as const) {
      const visit = who.visits[what];
      const channel = what === 'joined' ? who.channel.name : '';
      const happening = this.#happening(who, what, { channel });
      const met = [...this.#waiting].flatMap(([rule, { seen, counted }]) => {
        if (counted.get(who) === visit || !isThere(rule, what, who)) return [];
        const isMet = rule.matches(happening, seen.get(who) !== visit);
        seen.set(who, visit);
        if (isMet) counted.set(who, visit);
        return isMet ? [rule] : [];
      });
      const rule = this.#take(met);
      if (rule !== undefined) this.#start(rule, happening, {}).after?.();
    }
  }

  #start(rule: Rule, happening: Happening, about: About): Ruling {
    const { network, service, clock } = this.#parts;
    const { who, account, channel, peer, what } = happening;
    const { failure } = rule;
    const { ref = who.current, login = who.loginCall, extra } = about;
    const code = 'code' in rule.deed ? rule.deed.code : undefined;
    const run = (lever: Lever): void => {
      const open = this.#open.get(ruling);
      if (open === undefined && code !== undefined) return; // It was over before it began.
      const back = lever(site);
      if (back === undefined) return;
      if (this.#open.has(ruling)) open?.undo.push(back);
      else back();
    };
    const { before, after, served, treatment } = failure;
    const ruling: Ruling = new Ruling({
      what,
      channel,
      code,
      treatment:
        served === undefined
          ? treatment
          : {
              ...treatment,
              served: () => {
                run(served);
              },
            },
      extra: failure.extra,
      after:
        after === undefined
          ? undefined
          : () => {
              run(after);
            },
    });
    const how = { by: 'rule', ref, ruling } as const;
    const site: Site = {
      who,
      rule: rule.text,
      how,
      account,
      channel,
      peer,
      extra,
      login,
      network,
      service,
    };
    rule.begin();
    this.#record(rule, who, 'begins');
    // A code ends its cause when it has been delivered; a fault is done when it has happened.
    if (code === undefined) rule.fired += 1;
    else {
      rule.open += 1;
      this.#open.set(ruling, { rule, site, at: clock.now, undo: [] });
    }
    if (what === 'loggedIn' || what === 'joined') who.bear(ruling);
    if (before !== undefined) run(before);
    return ruling;
  }

  #close(ruling: Ruling, { rule, site, undo }: Open): void {
    this.#open.delete(ruling);
    rule.open -= 1;
    this.#record(rule, site.who, 'ends');
    for (const run of undo) run();
  }

  /** How long a code may take in this world. */
  #needsMs({ takes }: Failure, { login }: Site): number | undefined {
    if (typeof takes !== 'string') return takes;
    const { retrySeconds } = login;
    if (takes === 'retryWindow' && typeof retrySeconds === 'number') return retrySeconds * 1000;
    return this.#parts.settings.timing[takes] ?? standardMs.get(takes);
  }

  #record({ deed }: Rule, { name: client }: Who, did: 'begins' | 'ends'): void {
    const { trace, clock } = this.#parts;
    trace.entries.push({ kind: 'rule', at: clock.now, client, ...deed, did });
  }
}

/** Whether a client is in the state that a rule waits for, or in a further one that it asks for. */
function isThere({ failure, when }: Rule, what: 'loggedIn' | 'joined', who: Who): boolean {
  if (failure.at !== what) return false;
  const { state, channel } = who;
  const isIn = what === 'loggedIn' || channel.state === 'joined';
  if (state === 'loggedIn' && isIn) return true;
  const isAsked = when.while !== undefined && failure.also?.includes(when.while) === true;
  const isKept = what === 'loggedIn' || channel.state === 'suspended';
  return isAsked && isKept && state.startsWith('reconnecting');
}
