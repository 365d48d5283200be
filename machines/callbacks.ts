// What a client hears. A lifecycle lists its callbacks in its callbacks.ts, each once: the codes
// that it may carry, and its other values. Machines emit them with the `say` that `voice` builds
// from the list.
import { byName, type CodeGroup, type CodeName, type CodeOf } from './codes.ts';
import type { Effect } from './row.ts';

/** Named values of one delivery: `{ channel: 'lobby', account: 'bob' }`. */
export type Details = Readonly<Record<string, unknown>>;

/** What a callback is built from. */
export interface Said {
  /** The subject of the statechart: a channel, a peer, a message's id, the method that began it. */
  readonly address: Details;
  /** The event that led to it, with its data. */
  readonly event: { readonly type: string; readonly [argument: string]: unknown };
  /** What the statechart remembers. */
  readonly context: Details;
  /** The channel that the client was in before. */
  readonly before: string;
  /** The code that it carries. */
  readonly code: CodeName | undefined;
}

/** A callback. Its key is the SDK's name. */
export interface Callback<Group extends CodeGroup = CodeGroup> {
  /** The groups of codes that its `ecode` may have; if left out, its signature has no `ecode`. */
  readonly codes?: readonly Group[];
  /** Which operation it answers, by the name that checks use: what a call `tries`. */
  readonly answers?: string;
  /** Its other values; a list if one event causes several deliveries. */
  readonly details: (said: Said) => Details | readonly Details[];
}

/** The callbacks of a lifecycle, by the SDK's name. */
export type Callbacks = Readonly<Record<string, Callback>>;

/** The callbacks that any lifecycle may emit. @source LC 1.2 */
export const commonCallbacks = {
  onError: {
    codes: ['general'],
    details: ({ address, event, code }) => ({
      method: event['method'] ?? address['method'] ?? '',
      text: event['text'] ?? (code === undefined ? '' : byName(code).meaning.en),
    }),
  },
} as const satisfies Callbacks;

/** The names of the callbacks that have a code. */
export type CodedIn<All extends Callbacks> = {
  [Name in keyof All]: All[Name] extends { readonly codes: readonly CodeGroup[] } ? Name : never;
}[keyof All] &
  string;

/** The codes that a callback may carry. */
export type CodesOf<One> = One extends { readonly codes: readonly (infer Group)[] }
  ? CodeOf<Group & CodeGroup>
  : never;

/** Emits a callback. A code that the documents do not list for it does not compile. */
export interface Say<All extends Callbacks> {
  <Name extends CodedIn<All>>(name: Name, code: CodesOf<All[Name]>): Effect;
  (name: Exclude<keyof All & string, CodedIn<All>>): Effect;
}

/** The `say` of a lifecycle: it knows the callbacks of that lifecycle, their codes, and `onError`. */
export function voice<const All extends Callbacks>(
  _callbacks: All,
): Say<All & typeof commonCallbacks> {
  return (name: string, code?: CodeName): Effect =>
    code === undefined ? { type: 'callback', name } : { type: 'callback', name, code };
}
