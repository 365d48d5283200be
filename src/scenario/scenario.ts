// A scenario: clients, what goes wrong for them, and what happens step by step. It is plain JSON,
// so that a file, a link and a test can all contain it.
import type { CodeName } from '../../machines/codes.ts';
import type { CallArguments, CallName } from '../../machines/lifecycles.ts';
import type { WebManner } from '../run/subject.ts';
import type { TokenWord } from '../run/token.ts';
import type { Duration } from '../base/duration.ts';
import type { ClientOptions } from '../world/client/options.ts';
import type { NetworkOptions } from '../world/options.ts';
import type { FaultKind, FaultWhen } from '../world/rules/faults.ts';
import type { FailOptions } from '../world/rules/when.ts';
import type { NetworkAct, ServiceAct } from './acts.ts';

/** Version of the JSON form of a scenario. */
export const scenarioVersion = 1;

/** A duration as a scenario writes it, always with its unit: `'250 ms'`, `'30 s'`. */
export type WrittenDuration = Exclude<Duration, number>;

/** The arguments of a call as a scenario writes them: a token as a word, an `extra` as an object. */
export type ScenarioArguments = {
  readonly [Name in CallName]: Name extends 'login'
    ? { readonly account: string; readonly token?: TokenWord }
    : {
        readonly [Key in keyof CallArguments[Name]]: Key extends 'extra'
          ? string | Readonly<Record<string, unknown>>
          : string;
      };
};

/** A step in which a client calls. */
export type ClientStep = {
  [Name in CallName]: {
    readonly by: 'client';
    /** The client, by its name in the trace; the first step that names it creates it. */
    readonly client: string;
    readonly do: Name;
    readonly args?: ScenarioArguments[Name];
  };
}[CallName];

/** One step: a client calls, the service or the network acts, or time passes. */
export type ScenarioStep =
  | ClientStep
  | { readonly by: 'service'; readonly do: ServiceAct; readonly args?: readonly unknown[] }
  | { readonly by: 'network'; readonly do: NetworkAct; readonly args?: readonly unknown[] }
  | { readonly by: 'time'; readonly wait: WrittenDuration };

/** Options in which every duration has its unit. */
type Written<Options> = {
  readonly [Key in keyof Options]: Key extends 'from' | 'until' | 'delay'
    ? WrittenDuration
    : Options[Key];
};

/** A rule of a scenario, in the words of `world.fail` and `world.fault`. */
export type ScenarioRule =
  | ({ readonly fail: CodeName } & Written<FailOptions>)
  | ({ readonly fault: FaultKind } & Written<FaultWhen>);

/** What a scenario says about a client: its options, and whether it is one of the doubles. */
export interface ScenarioClient extends Omit<ClientOptions, 'name'> {
  /** Makes it a double of that shape, whichever client the scenario is played with. */
  readonly double?: 'native' | 'web';
}

/** A scenario. */
export interface Scenario {
  readonly sigsim: 'scenario';
  readonly version: 1;
  /** What it shows, in a sentence. */
  readonly title?: string;
  /** The seed of all randomness. @default 1 */
  readonly seed?: number;
  /** Emit the deprecated codes, too. @default false */
  readonly legacy?: boolean;
  /** How the web-shaped double behaves: as documented, or as 1.4.0 did. @default 'documented' */
  readonly web?: WebManner;
  /** Other lengths for named delays: `{ "sendReply": "2 s" }`. */
  readonly timing?: Readonly<Record<string, WrittenDuration>>;
  readonly network?: NetworkOptions;
  /** Budgets of faults by name: `{ "net": 3 }`. */
  readonly budgets?: Readonly<Record<string, number>>;
  /** Whether the service tells an online client that its token has expired. @default false */
  readonly pushTokenExpiry?: boolean;
  /** Whether `_no_need_token` is accepted, or refused with 206. @default 'optional' */
  readonly tokens?: 'optional' | 'required';
  /** Clients that differ from the others, by name. */
  readonly clients?: Readonly<Record<string, ScenarioClient>>;
  /** What goes wrong, in the words of `world.fail` and `world.fault`. */
  readonly rules?: readonly ScenarioRule[];
  readonly steps: readonly ScenarioStep[];
}
