// What a step of a path is compared with: callbacks with their codes, states, and what the client's
// own handlers heard.
import { byName, type CodeName } from '../../machines/codes.ts';
import { seatName } from '../paths/model/seat.ts';
import type { TraceEntry } from '../trace/entry.ts';
import { isCode, type Heard } from '../world/audience.ts';
import type { Cast } from './cast.ts';

/** A callback as a path names it. */
export interface Said {
  readonly name: string;
  readonly code?: CodeName;
}

/** A callback that was delivered, and whether there was a handler for it. */
export type Delivered = Said & { readonly handled: boolean };

/** The result of a step, actual or expected. */
export interface Result {
  /** Rows of the specification that were taken, in order. */
  readonly rows: readonly string[];
  readonly callbacks: readonly Said[];
  readonly states: Readonly<Record<string, string>>;
}

/** A callback in readable form: `onLogout LOGOUT_E_NET (102)`. */
export const saidText = ({ name, code }: Said): string =>
  code === undefined ? name : `${name} ${code} (${byName(code).value})`;

/** The callbacks among entries of a trace that the model knows. */
export const callbacksIn = (
  entries: readonly TraceEntry[],
  vocabulary: ReadonlySet<string>,
): readonly Delivered[] =>
  entries.flatMap((entry) =>
    entry.kind === 'callback' && vocabulary.has(entry.name)
      ? [
          {
            name: entry.name,
            ...(entry.code !== undefined && { code: entry.code }),
            handled: entry.handled,
          },
        ]
      : [],
  );

/**
 * A row that was taken, and by which statechart: `'caller'`, or `'alice.caller'` if there are
 * several clients.
 */
export interface Taken {
  readonly seat: string;
  readonly row: string;
}

/** The rows that these parts took, among entries of a trace. */
export const rowsIn = (
  entries: readonly TraceEntry[],
  { parts, clients }: Pick<Cast, 'parts' | 'clients'>,
): readonly Taken[] =>
  entries.flatMap((entry) => {
    if (entry.kind !== 'transition' || !parts.has(entry.part)) return [];
    const { client, part } = entry;
    const seat = clients.length > 1 ? seatName(client, part) : part;
    return entry.rows.map((row) => ({ seat, row }));
  });

/**
 * Whether rows were taken as expected. The expected rows may leave out those of a statechart that
 * the path never acts on: a path through some statecharts of a lifecycle knows nothing about the
 * others. Nor does it know that the other end of a finished call also hears that the session ended.
 * So a row that is taken again counts once (its effect is still compared with the path by its
 * callbacks).
 */
export function isTaken(
  expected: readonly string[],
  actual: readonly Taken[],
  involved: ReadonlySet<string>,
): boolean {
  let at = 0;
  for (const { seat, row } of actual) {
    if (expected[at] === row) at += 1;
    else if (involved.has(seat) && row !== expected[at - 1]) return false;
  }
  return at === expected.length;
}

/** Whether the same callbacks came in the same order. */
export const isSame = (one: readonly Said[], other: readonly Said[]): boolean =>
  one.length === other.length &&
  one.every(({ name, code }, i) => name === other[i]?.name && code === other[i]?.code);

/** The states that differ from what was expected, by part. */
export const statesApart = (
  expected: Result['states'],
  actual: Result['states'],
): readonly string[] => Object.keys(expected).filter((part) => expected[part] !== actual[part]);

/**
 * The first callback that the SDK delivered to a handler of the application, but that the
 * application says it never heard. Codes are compared in order; callbacks without a code are only
 * counted, because they have different names in the shapes of the SDK.
 */
export function unheard(
  delivered: readonly Delivered[],
  heard: readonly Heard[],
): Said | undefined {
  let at = 0;
  for (const said of delivered) {
    const { code } = said;
    // For an application of the Web SDK that left on its own, 602 arrives as 0; the name of the
    // callback identifies it.
    if (!said.handled || code === undefined) continue;
    const found = heard.findIndex((one, i) => i >= at && isCode(one, code));
    if (found < 0) return said;
    at = found + 1;
  }
  const handled = delivered.filter((said) => said.handled);
  if (heard.length >= handled.length) return undefined;
  const plain = handled.filter(({ code }) => code === undefined);
  return (
    plain.find(({ name }) => !heard.some(({ callback }) => callback.endsWith(name))) ?? plain.at(-1)
  );
}
