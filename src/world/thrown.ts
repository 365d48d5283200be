// What the application threw: its handlers, its timers, and the promises that those returned. It does not
// stop the world while it runs; `close` fails with the first error.
import { formatMs } from '../base/duration.ts';
import { errorText } from '../base/errors.ts';
import { lineOf } from './globals/place.ts';

/** Something that was thrown, and which part of the application threw it. */
export interface Thrown {
  readonly error: unknown;
  /** Virtual milliseconds. */
  readonly at: number;
  /** The client whose handler it was; undefined for a timer. */
  readonly client: string | undefined;
  /** The handler, by the name of its callback; for a timer, the line that set it. */
  readonly name: string;
}

/** What was thrown, by what, when and where, in one sentence without its period. */
export function thrownText({ error, at, client, name }: Thrown): string {
  const by = client === undefined ? `a timer set at ${name}` : `${name} of ${client}`;
  const line = lineOf(error);
  return `${by} threw ${errorText(error)} at ${formatMs(at)}${line === undefined ? '' : `, in ${line}`}`;
}
