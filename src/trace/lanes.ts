// A trace as people read it in a terminal: time at the left, a column a client, the service and the
// network at the right. ◀ is a callback, ◁ one for which the application had set no handler.
import { byName } from '../../machines/codes.ts';
import { formatMs } from '../base/duration.ts';
import type { TraceEntry } from './entry.ts';

/** Longest that a call is written; codes are never cut, so that they can be searched for. */
const callMax = 44;

/** How wide a text is on a terminal: CJK takes two columns. */
export const columns = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);

/** Pads a text to a number of terminal columns, or cuts it with an ellipsis. */
export function fit(text: string, size: number): string {
  const chars = Array.from(text);
  // No character takes less than a column, so that the rest of a long text need not be measured.
  let shown = chars.length > size + 2 ? `${chars.slice(0, size).join('')}…` : text;
  while (columns(shown) > size) shown = `${Array.from(shown).slice(0, -2).join('')}…`;
  return shown + ' '.repeat(size - columns(shown));
}

const cut = (text: string): string =>
  columns(text) > callMax ? fit(text, callMax).trimEnd() : text;

/** Arguments as they are written in a call. */
export const argumentsText = (args: readonly unknown[]): string =>
  args.map((arg) => (arg === undefined ? '–' : JSON.stringify(arg))).join(', ');

/** What an entry says in the column of its client, or at the right. */
function tell(entry: TraceEntry): { readonly lane: string; readonly text: string } | undefined {
  switch (entry.kind) {
    case 'call':
      return {
        lane: entry.client,
        text:
          cut(`${entry.method}(${argumentsText(entry.args)})`) +
          (entry.by === 'rule' ? ' by rule' : ''),
      };
    case 'callback': {
      const code = entry.code === undefined ? '' : ` ${byName(entry.code).value} ${entry.code}`;
      return { lane: entry.client, text: `${entry.handled ? '◀' : '◁'} ${entry.name}${code}` };
    }
    case 'threw':
      return { lane: entry.client, text: `! ${entry.name} threw ${entry.error}` };
    case 'misnamed':
      return { lane: entry.client, text: `! ${entry.name} is not ${entry.near}` };
    case 'transition':
      return entry.from === entry.to || entry.part !== 'login'
        ? undefined
        : { lane: entry.client, text: `● ${entry.to}` };
    case 'packet': {
      const arrow = entry.to === 'service' ? '──▶' : '◀──';
      const took =
        entry.arrives === undefined ? ' ✗ lost' : ` +${formatMs(entry.arrives - entry.at)}`;
      return { lane: '', text: `${arrow} ${entry.client}: ${entry.name}${took}` };
    }
    case 'late':
      return { lane: '', text: `◀─✗ ${entry.client}: ${entry.name} comes too late` };
    case 'lost':
      return { lane: '', text: `──✗ ${entry.client}: ${entry.name} went with the line` };
    case 'act':
      return { lane: '', text: `${entry.by}.${entry.did}(${argumentsText(entry.args)})` };
    case 'rule': {
      const { client, code, fault, did } = entry;
      const text = code === undefined ? `fault ${fault} befalls` : `rule ${code} ${did} for`;
      return { lane: '', text: `${text} ${client}` };
    }
  }
}

const row = (time: string, cells: readonly string[], right: string): string =>
  `${time.padStart(12)}  ${[...cells, right].join('  ')}`.trimEnd();

/** The last so many entries that lanes have something to say about. */
export const lastTold = (entries: readonly TraceEntry[], count: number): readonly TraceEntry[] =>
  entries.filter((entry) => tell(entry) !== undefined).slice(-count);

/** Lanes, line by line, each lane as wide as what stands in it. */
export interface Lanes {
  readonly head: string;
  /** One for each entry; undefined where lanes have nothing to say about it. */
  readonly lines: readonly (string | undefined)[];
}

/** Lays entries out as lanes. */
export function lanesOf(entries: readonly TraceEntry[]): Lanes {
  const told = entries.map(tell);
  const names = [...new Set(entries.flatMap((e) => ('client' in e ? [e.client] : [])))];
  const lanes = names.map((name) => {
    const texts = told.flatMap((one) => (one?.lane === name ? [columns(one.text)] : []));
    return { name, width: Math.max(columns(name), ...texts) };
  });
  const head = row(
    'time',
    lanes.map(({ name, width }) => fit(name, width)),
    'service',
  );
  let last = -1;
  const lines = entries.map(({ at }, i) => {
    const one = told[i];
    if (one === undefined) return undefined;
    const cells = lanes.map(({ name, width }) => fit(name === one.lane ? one.text : '│', width));
    const time = at === last ? '' : formatMs(at);
    last = at;
    return row(time, cells, one.lane === '' ? one.text : '│');
  });
  return { head, lines };
}

/** Prints entries as lanes. */
export function formatLanes(entries: readonly TraceEntry[]): string {
  const { head, lines } = lanesOf(entries);
  return `${[head, ...lines.filter((line) => line !== undefined)].join('\n')}\n`;
}
