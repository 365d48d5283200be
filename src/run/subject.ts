// The single interface through which sigsim drives a client: the user's own, or one of the doubles.
import { codes, policies, type CodeName, type Policy } from '../../machines/codes.ts';
import { checkKeys, show, unknownName, UsageError } from '../base/errors.ts';
import type { SignalingWorld } from '../create-world.ts';
import type { Heard, Reached } from '../world/audience.ts';
import type { ClientOptions } from '../world/client/options.ts';
import type { Client } from '../world/client/client.ts';
import { calls, type CallArguments, type CallName } from '../../machines/lifecycles.ts';

/** A client that sigsim can drive: how to create it, what it can do, and what can be observed. */
export interface Subject<App = unknown> {
  /** The name shown in reports: `'my chat client'`. */
  readonly name: string;
  /**
   * What it can do, by the names of the SDK's methods; leave out what it cannot do. A promise is
   * not awaited.
   */
  readonly do: {
    readonly [Name in CallName]?: (app: App, args: CallArguments[Name]) => unknown;
  };
  /** Creates one in a world. `options` has its name in the trace, and how a double should behave. */
  create(world: SignalingWorld, options: ClientOptions): App;
  /** Its state, in its own terms. */
  state?(app: App): string;
  /** Ends it, including its timers. */
  dispose?(app: App): void;
  /** What its callbacks heard, in order. Both doubles report it; your own client need not. */
  heard?(app: App): readonly Heard[];
  /**
   * What reached a person or the rest of the application, in order: the numbers or names of codes,
   * or callbacks as in `heard`. For a client that forwards its callbacks, because a handler may be
   * set and still tell nobody.
   */
  reached?(app: App): readonly Reached[];
  /**
   * What its user was told, in words and in order: that a message was not sent, that a call failed.
   */
  told?(app: App): readonly string[];
  /**
   * What it does about a code when it deliberately departs from the table; the judge holds it to
   * this, and the report shows the reason.
   */
  readonly policy?: { readonly [Name in CodeName]?: OwnPolicy };
  /**
   * Set if its clients use the published Web SDK, or the double that behaves like it, instead of
   * the double that behaves as documented: see `onRealSdk` and `onPublished`.
   */
  readonly sdk?: 'real' | '1.4.0';
  /**
   * Set if its client is meant for the documented service, and not for the published Web SDK:
   * `sigsim audit` then judges it against the documentation only. @default both
   */
  readonly web?: 'documented';
  /** The world's client behind it, for its states. Both doubles provide it. */
  client?(app: App): Client;
}

/** How the web shape behaves: as documented, or as the published SDK does. */
export type WebManner = 'documented' | '1.4.0';

/** A client's own policy for a code: `{ policy: 'none', reason: 'a kiosk has one device' }`. */
export interface OwnPolicy {
  readonly policy: Policy;
  readonly reason: string;
}

/**
 * Declares a client. It returns its argument unchanged, and is there for the types.
 *
 * @example
 * export default subject({
 *   name: 'my chat client',
 *   create: (world) => new ChatApp({ Signal: world.Signal }),
 *   do: { login: (app, { account, token }) => app.connect(account, token) },
 * });
 */
export function subject<App>(definition: Subject<App>): Subject<App> {
  checkSubject('subject', definition);
  return definition;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** @throws {UsageError} if a code or a policy is unknown, or a reason is missing */
function checkPolicies(where: string, given: unknown): void {
  if (given === undefined) return;
  const names = codes.map(({ name }) => name as string);
  checkKeys('subject.policy', `${where}: policy`, given, names, 'code');
  for (const [code, own] of Object.entries(given as object)) {
    const at = `${where}: policy.${code}`;
    checkKeys('subject.policy', at, own, ['policy', 'reason']);
    const { policy, reason } = own as Partial<OwnPolicy>;
    if (!policies.includes(policy as Policy)) {
      throw unknownName('subject.policy', at, 'policy', policy, policies);
    }
    if (typeof reason !== 'string' || reason === '') {
      throw new UsageError(
        'subject.policy',
        `${at}: its reason is ${show(reason)}. Say in a sentence why your client does it this way.`,
      );
    }
  }
}

/**
 * Checks that a value is a subject; `where` begins the message: the name of its file.
 *
 * @throws {UsageError} if it is not a subject, with what is missing
 */
export function checkSubject(where: string, value: unknown): Subject {
  const wrong = (what: string): UsageError =>
    new UsageError(
      'subject.wrong',
      `${where}: ${what} Export one: export default subject({ name, create: (world) => …, do: { … } }).`,
    );
  if (typeof value !== 'object' || value === null) throw wrong(`${show(value)} is not a subject.`);
  const { name, create, do: does, ...rest } = value as Record<string, unknown>;
  if (typeof name !== 'string' || name === '') throw wrong(`its name is ${show(name)}.`);
  if (!isFunction(create)) throw wrong('it has no create(world).');
  if (typeof does !== 'object' || does === null)
    throw wrong('it has no do, which lists what the client can do.');
  for (const [call, method] of Object.entries(does)) {
    if (!Object.hasOwn(calls, call)) {
      throw unknownName('subject.call', `${where}: do`, 'call', call, Object.keys(calls));
    }
    if (!isFunction(method)) throw wrong(`do.${call} is ${show(method)}, not a function.`);
  }
  for (const part of ['state', 'dispose', 'heard', 'reached', 'told', 'client']) {
    if (rest[part] !== undefined && !isFunction(rest[part])) {
      throw wrong(`its ${part} is ${show(rest[part])}, not a function.`);
    }
  }
  if (rest['web'] !== undefined && rest['web'] !== 'documented') {
    throw wrong(
      `its web is ${show(rest['web'])}, which can only be "documented"; ` +
        'for 1.4.0 export onPublished(subject).',
    );
  }
  checkPolicies(where, rest['policy']);
  return value as Subject; // What the functions return is checked when they run.
}

/**
 * Tells a world that a client in it is an application of a subject, and what reaches somebody in
 * it.
 *
 * @throws {UsageError} later, when it is read, if `reached` of the subject does not return a list
 */
export function introduce<App>(
  { audience }: SignalingWorld,
  of: Subject<App>,
  name: string,
  app: App,
): void {
  if (of.reached === undefined) {
    audience.add(name);
    return;
  }
  audience.add(name, () => {
    const reached: unknown = of.reached?.(app);
    if (Array.isArray(reached)) return reached as readonly Reached[];
    throw new UsageError(
      'subject.wrong',
      `${of.name}: its reached returned ${show(reached)}. Return a list of what reached somebody: ` +
        'numbers or names of codes.',
    );
  });
}
