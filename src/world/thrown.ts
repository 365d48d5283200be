// What the application threw: its handlers, its timers, and the promises that those gave back. It stops
// nothing while the world runs; `close` fails with the first of it.
import { formatMs } from '../base/duration.ts';
import { errorText } from '../base/errors.ts';
import { lineOf } from './globals/place.ts';

/** Something that was thrown, and by what of the application. */
export interface Thrown {
  readonly error: unknown;
  /** Virtual milliseconds. */
  readonly at: number;
  /** The client whose handler it was; undefined for a timer. */
  readonly client: string | undefined;
  /** The handler, by the name of its callback; of a timer, the line that set it. */
  readonly name: string;
}

/** What was thrown, by what, when and where, in one sentence without its end. */
export function thrownText({ error, at, client, name }: Thrown): string {
  const by = client === undefined ? `a timer set at ${name}` : `${name} of ${client}`;
  const line = lineOf(error);
  return `${by} threw ${errorText(error)} at ${formatMs(at)}${line === undefined ? '' : `, in ${line}`}`;
}
