import { lifecycles } from '../../machines/index.ts';
import type { Timing } from '../../machines/lifecycle.ts';
import { checkKeys, show, unknownName, UsageError } from '../base/errors.ts';
import type { Ticking } from './globals/time.ts';

/** What the line between the clients and the service is like. */
export interface NetworkOptions {
  /** One way, in milliseconds. @default 10 */
  readonly latencyMs?: number;
  /** At most this many milliseconds more, drawn per packet. @default 0 */
  readonly jitterMs?: number;
  /** Probability, 0 to 1, that a packet is lost. @default 0 */
  readonly loss?: number;
  /** Probability that what the service pushes arrives twice. @default 0 */
  readonly duplicate?: number;
  /** Probability that a packet overtakes the ones before it. @default 0 */
  readonly reorder?: number;
}

/** Options of `createWorld`. */
export interface WorldOptions {
  /** The seed of all random numbers. @default 1 */
  readonly seed?: number;
  /** Emit the deprecated codes too. @default false */
  readonly legacy?: boolean;
  /**
   * Other values for named delays, in milliseconds: `{ sendReply: 2000 }`. The names are in
   * `sigsim/machines`.
   */
  readonly timing?: Readonly<Record<string, number>>;
  readonly network?: NetworkOptions;
  /** Budgets of faults by name: how often all rules with `budget: 'net'`, say, may fire in total. */
  readonly budgets?: Readonly<Record<string, number>>;
  /** Whether the service tells an online client that its token has expired (L34). @default false */
  readonly pushTokenExpiry?: boolean;
  /**
   * Whether the project needs tokens. `'required'`: `_no_need_token` is refused with 206. `'optional'`:
   * it is let in. @default 'optional'
   */
  readonly tokens?: 'optional' | 'required';
  /** The certificate that signs tokens. Give your own to try the tokens of your own token server. */
  readonly certificate?: string;
  /**
   * What happens to an error that the application threw, in a handler, a timer or a promise that one of
   * them returned. `'fail'`: `close` throws it. `'allow'`: it is only recorded in `errors` and the trace,
   * which is what you want when you run clients of others. @default 'fail'
   */
  readonly errors?: 'fail' | 'allow';
  /**
   * How the web-shaped double behaves. `'documented'`: all 42 codes arrive, as the documentation says,
   * and nothing hangs. `'1.4.0'`: as the published SDK does, with its ten codes, texts and silences.
   * @default 'documented'
   */
  readonly web?: 'documented' | '1.4.0';
  /**
   * Which time the world lives in. `'virtual'`: its own, moved by `advance`. `'global'`: that of the
   * global timers when the world is made, whether fake ones of vitest, jest or @sinonjs/fake-timers, or
   * real ones; whatever moves them moves the world. If sigsim cannot find what moves them, give that
   * object: `mock.timers` of node:test. @default 'virtual'
   */
  readonly clock?: 'virtual' | 'global' | Ticking;
}

/** Delays of the service and the network; the machines' own are beside the machines. */
export const worldTiming = {
  presence: { ms: 120_000, source: 'LC 2.6: _conn_timeout, a silent client is declared offline' },
  silence: {
    ms: 40_000,
    source: 'decisions.md A, "Loss of the line": ping 10 s, more than 3 missed',
  },
  channelTtl: { ms: 7_200_000, source: 'LC 2.6: an empty channel and its attributes live 7200 s' },
} as const satisfies Timing;

const optionNames = [
  'seed',
  'legacy',
  'timing',
  'network',
  'budgets',
  'pushTokenExpiry',
  'tokens',
  'certificate',
  'errors',
  'web',
  'clock',
] satisfies (keyof WorldOptions)[];

const networkDefaults = { latencyMs: 10, jitterMs: 0, loss: 0, duplicate: 0, reorder: 0 };

/** Every delay that `timing` may name. */
export const delayNames: readonly string[] = [
  ...lifecycles.flatMap(({ parts }) => parts.flatMap(({ timing }) => Object.keys(timing))),
  ...Object.keys(worldTiming),
];

const notNegative = (value: unknown): value is number =>
  Number.isFinite(value) && (value as number) >= 0;

/** Network options, checked; what they leave out keeps its current value. */
export function readNetwork(
  where: string,
  options: NetworkOptions,
  current: Required<NetworkOptions> = networkDefaults,
): Required<NetworkOptions> {
  checkKeys('world.network', where, options, Object.keys(networkDefaults));
  for (const [name, value] of Object.entries(options)) {
    const isProbability = !name.endsWith('Ms');
    if (!notNegative(value) || (isProbability && value > 1)) {
      throw new UsageError(
        'world.network',
        `${where}: ${name} is ${show(value)}. ` +
          (isProbability ? 'Give a probability from 0 to 1.' : 'Give milliseconds, 0 or more.'),
      );
    }
  }
  return { ...current, ...options };
}

/** The options of a world, checked, with the defaults filled in. */
export interface Settings {
  readonly seed: number;
  readonly legacy: boolean;
  readonly timing: Readonly<Record<string, number>>;
  readonly network: Required<NetworkOptions>;
  readonly budgets: Readonly<Record<string, number>>;
  readonly pushTokenExpiry: boolean;
  readonly tokens: 'optional' | 'required';
  readonly certificate: string;
  readonly errors: 'fail' | 'allow';
  readonly web: 'documented' | '1.4.0';
  readonly clock: 'virtual' | 'global' | Ticking;
}

function checkTiming(where: string, timing: NonNullable<WorldOptions['timing']>): void {
  checkKeys('world.timing', where, timing, delayNames, 'delay');
  for (const [name, ms] of Object.entries(timing)) {
    if (!notNegative(ms)) {
      throw new UsageError(
        'world.timing',
        `${where}: timing.${name} is ${show(ms)}. Give milliseconds, 0 or more.`,
      );
    }
  }
}

function checkBudgets(where: string, budgets: NonNullable<WorldOptions['budgets']>): void {
  checkKeys('world.budget', `${where}: budgets`, budgets, Object.keys(budgets ?? {}));
  for (const [name, most] of Object.entries(budgets)) {
    if (!Number.isSafeInteger(most) || most < 1) {
      throw new UsageError(
        'world.budget',
        `${where}: budgets.${name} is ${show(most)}. Give a whole number, 1 or more.`,
      );
    }
  }
}

/**
 * Checks the options of `createWorld`.
 *
 * @throws {UsageError} when a name is unknown or a value is not valid
 */
export function readOptions(options: WorldOptions): Settings {
  const where = 'createWorld';
  checkKeys('world.option', where, options, optionNames);
  const { seed = 1, legacy = false, timing = {}, network = {}, pushTokenExpiry = false } = options;
  const { budgets = {}, errors = 'fail', tokens = 'optional' } = options;
  const { certificate = 'sigsim-certificate', web = 'documented', clock = 'virtual' } = options;
  if (typeof certificate !== 'string') {
    throw new UsageError(
      'world.option',
      `${where}: certificate is ${show(certificate)}. Give the text that signs tokens.`,
    );
  }
  if (!Number.isSafeInteger(seed)) {
    throw new UsageError('world.seed', `${where}: seed is ${show(seed)}. Give a whole number.`);
  }
  checkTiming(where, timing);
  checkBudgets(where, budgets);
  if (tokens !== 'optional' && tokens !== 'required') {
    throw unknownName('world.option', where, 'tokens', tokens, ['optional', 'required']);
  }
  if (errors !== 'fail' && errors !== 'allow') {
    throw unknownName('world.option', where, 'errors', errors, ['fail', 'allow']);
  }
  if (web !== 'documented' && web !== '1.4.0') {
    throw unknownName('world.option', where, 'web', web, ['documented', '1.4.0']);
  }
  // Somebody may pass null, or an object without it.
  const { tick } = Object(clock) as Partial<Ticking>;
  if (typeof clock === 'object' && typeof tick !== 'function') {
    throw new UsageError(
      'world.option',
      `${where}: clock is an object without tick(ms). ` +
        'Give "virtual", "global", or what moves the fake timers: mock.timers of node:test.',
    );
  }
  if (typeof clock !== 'object' && clock !== 'virtual' && clock !== 'global') {
    throw unknownName('world.option', where, 'clock', clock, ['virtual', 'global']);
  }
  for (const [name, value] of Object.entries({ legacy, pushTokenExpiry })) {
    if (typeof value !== 'boolean') {
      throw new UsageError(
        'world.option',
        `${where}: ${name} is ${show(value)}. Give true or false.`,
      );
    }
  }
  return {
    seed,
    legacy,
    timing,
    network: readNetwork(`${where}: network`, network),
    budgets,
    pushTokenExpiry,
    tokens,
    certificate,
    errors,
    web,
    clock,
  };
}
