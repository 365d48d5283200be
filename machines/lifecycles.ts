// The one list of lifecycles, and everything derived from it. Nothing is written twice: a call, a
// callback or a part is defined in its own folder.
import { commonCallbacks, type Callback, type Callbacks } from './callbacks.ts';
import type { Call, Calls } from './calls.ts';
import type { Cause } from './causes.ts';
import { channel } from './channel/index.ts';
import { invite } from './invite/index.ts';
import type { Lifecycle, Part } from './lifecycle.ts';
import { login } from './login/index.ts';
import { messaging } from './messaging/index.ts';
import type { Asking, Operation, Push as PushTo } from './service.ts';

const list = [login, channel, messaging, invite] as const;

/** The lifecycles of a client. A new one needs one more folder and one more name here. */
export const lifecycles: readonly Lifecycle<PartName>[] = list;

type Each = (typeof list)[number];
type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;
type AllCalls = Both<Each['calls']>;
type AllCallbacks = Both<Each['callbacks']> & typeof commonCallbacks;

/** The statecharts of a client, by name: `'login'`, `'caller'`. */
export type PartName = Each['parts'][number]['name'];

/** What a client can be asked to do, by name: `'login'`, `'channelJoin'`, ... */
export type CallName = keyof AllCalls;

/** A record of texts from a list of names, in which a ? marks an optional one. */
type Texts<Names extends readonly string[]> = {
  readonly [Name in Exclude<Names[number], `${string}?`>]: string;
} & {
  readonly [Name in Names[number] as Name extends `${infer Bare}?` ? Bare : never]?: string;
};

/** The arguments of each call, by name: `{ account: 'alice', token: '_no_need_token' }`. */
export type CallArguments = { readonly [Name in CallName]: Texts<AllCalls[Name]['args']> };

/** The operations that checks know: `'login'`, `'message'`, ... */
export type OperationName = {
  [Name in CallName]: AllCalls[Name] extends { readonly tries: infer Tries } ? Tries : never;
}[CallName];

/** A callback that a machine may emit. */
export type CallbackName = keyof AllCallbacks;

type AllOperations = Both<Each['service']['operations']>;
type Named = {
  [Op in keyof AllOperations]: AllOperations[Op] extends { readonly noun: string } ? Op : never;
}[keyof AllOperations];

/** What is sent to the service. */
export type Errand = ReturnType<Each['service']['asks'][string]>;

/** Something that the service tells a client without being asked. */
export type Push = PushTo<PartName>;

/** The operations of the service that can be made to fail: `'login'`, `'attribute'`, ... */
export type OperationOfService = 'lookup' | 'connect' | Named;

const merged = <Value>(tables: readonly Readonly<Record<string, Value>>[]) =>
  Object.fromEntries(tables.flatMap((table) => Object.entries(table)));

/** All calls, by the SDK's method. */
export const calls = merged<Call>(list.map((one): Calls => one.calls)) as Readonly<
  Record<CallName, Call>
>;

/** The names of all calls. */
export const callNames = Object.keys(calls) as readonly CallName[];

/**
 * What a trace contains of each call, in order: its arguments by name, and the id that is generated
 * for it.
 */
export const shownOf: ReadonlyMap<CallName, readonly string[]> = new Map(
  callNames.map((name) => {
    const { args, hides = [], about }: Call = calls[name];
    const given = args.map((arg) => arg.replace('?', '')).filter((arg) => !hides.includes(arg));
    return [name, about !== undefined && 'made' in about ? [...given, about.made] : given] as const;
  }),
);

/** All callbacks, by the SDK's name. */
export const callbacks = merged<Callback>([
  ...list.map((one): Callbacks => one.callbacks),
  commonCallbacks,
]) as Readonly<Record<CallbackName, Callback>>;

/** The names of the calls, by every method that makes them, including `channelInviteUser`. */
export const callNameOf: ReadonlyMap<string, CallName> = new Map(
  callNames.flatMap((name) => {
    const { also = [] }: Call = calls[name];
    return [name, ...also].map((method) => [method, name] as const);
  }),
);

/** The calls by every method that makes them. */
export const callsByMethod: ReadonlyMap<string, Call> = new Map(
  [...callNameOf].map(([method, name]) => [method, calls[name]] as const),
);

/** What is sent to the service for each request of a statechart, by the name of the request. */
export const asks: ReadonlyMap<string, (asking: Asking) => Errand> = new Map(
  list.flatMap(({ service }) => Object.entries<(asking: Asking) => Errand>(service.asks)),
);

const all = list.flatMap(({ service }) => Object.entries<Operation>(service.operations));

/**
 * How rules and faults refer to the operations of the service, by name; those that only move data
 * come last.
 */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ...all.filter(([, { isData = false }]) => !isData),
  ...all.filter(([, { isData = false }]) => isData),
]);

/** The names of all operations that can be made to fail. */
export const operationNames = [
  'lookup',
  'connect',
  ...[...operations].flatMap(([name, { noun }]) => (noun === undefined ? [] : [name])),
] as readonly OperationOfService[];

/** All statecharts, by name. */
export const parts: ReadonlyMap<string, Part> = new Map(
  lifecycles.flatMap((one) => one.parts.map((part) => [part.name, part] as const)),
);

/** The cause of an event of a statechart, if the event needs one. */
export const causeOf = (part: string, event: string): Cause | undefined =>
  parts.get(part)?.causes?.[event];

/** The calls that are for a statechart. */
const callsOf = (part: string): readonly Call[] =>
  Object.values<Call>(calls).filter((call) => [call.part].flat().includes(part));

/** The operation whose answer a statechart waits for in a state; undefined if it waits for none. */
export const waitsFor = (part: string, state: string): OperationOfService | undefined =>
  callsOf(part)
    .flatMap(({ asks: op }) => op ?? [])
    .findLast((op) =>
      operations.get(op)?.waits?.some((one) => state === one || state.startsWith(`${one}.`)),
    ) as OperationOfService | undefined;

/** How many statecharts of each part there are: only one, one for each call, or one per address. */
export const addresses: ReadonlyMap<string, Call['address']> = new Map(
  Object.values<Call>(calls).flatMap(({ part, address }) =>
    [part].flat().map((one) => [one, address] as const),
  ),
);
