// The table of what the specification says of 1.4.0, and whether a log shows it.
import type { Shows } from './rows/row.ts';

/** A line without its time. */
const words = (line: string): string => line.slice(line.indexOf(' ') + 1);

const isLine = (line: string, wanted: string): boolean =>
  line.startsWith(wanted) || words(line).startsWith(wanted);

/** The last line that says what can be read: the states of the sessions, and the channels. */
function endOf(log: readonly string[]): {
  readonly states: readonly number[];
  readonly channels: string;
} {
  const read = words(log.findLast((line) => words(line).startsWith('reads ')) ?? '').slice(
    'reads '.length,
  );
  const [sessions = '', channels = ''] = read.split(' | ');
  return { states: sessions.split(' ; ').map((one) => Number.parseInt(one, 10)), channels };
}

/** What a log should hold and does not, in words; undefined if it holds everything. */
export function lacking(
  { hears = [], never = [], states, channels, uncaught = 0 }: Shows,
  log: readonly string[],
): string | undefined {
  let from = 0;
  for (const wanted of hears) {
    const at = log.findIndex((line, index) => index >= from && isLine(line, wanted));
    if (at < 0) return `nothing says ${wanted}`;
    from = at + 1;
  }
  for (const unwanted of never) {
    const line = log.find((one) => one.includes(unwanted));
    if (line !== undefined) return `it says ${line}`;
  }
  const end = endOf(log);
  if (states !== undefined && states.join(' ') !== end.states.join(' ')) {
    return `the states at the end are ${end.states.join(' ')}, not ${states.join(' ')}`;
  }
  if (channels !== undefined && channels !== end.channels) {
    return `the channels at the end are ${end.channels}, not ${channels}`;
  }
  return log.some((line) => words(line) === `${uncaught} uncaught`)
    ? undefined
    : `it does not end with ${uncaught} uncaught`;
}

/** Numbers of codes that callbacks of a log came with. */
export const ecodesOf = (log: readonly string[]): readonly string[] =>
  log.flatMap((line) => /on(?:LoginFailed|Logout|ChannelLeaved) \[(.*?)\]/.exec(line)?.[1] ?? []);
