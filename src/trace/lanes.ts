// A trace as text for a terminal: time on the left, one column per client, the service and the
// network on the right. ◀ is a callback, ◁ one for which the application had set no handler.
import { byName, type Text } from '../../machines/codes.ts';
import { columns, fit } from '../base/columns.ts';
import { formatMs } from '../base/duration.ts';
import type { TraceEntry } from './entry.ts';

/**
 * The most characters of a call that are shown; codes are never cut, so that they can be searched
 * for.
 */
const callMax = 44;

const cut = (text: string): string =>
  columns(text) > callMax ? fit(text, callMax).trimEnd() : text;

/** Arguments, as shown in a call. */
export const argumentsText = (args: readonly unknown[]): string =>
  args.map((arg) => (arg === undefined ? '–' : JSON.stringify(arg))).join(', ');

/** A language for lanes; calls, callbacks and states have the same names in every language. */
export type LaneLanguage = keyof Text;

const texts = {
  time: { en: 'time', zh: '时间' },
  service: { en: 'service', zh: '服务' },
  byRule: { en: ' by rule', zh: '（由规则）' },
  threw: { en: 'threw', zh: '抛出' },
  isNot: { en: 'is not', zh: '应写作' },
  lost: { en: ' ✗ lost', zh: ' ✗ 丢失' },
  late: { en: 'comes too late', zh: '来得太晚' },
  fault: { en: 'fault {what} for {client}', zh: '故障 {what} 作用于 {client}' },
  begins: { en: 'rule {what} begins for {client}', zh: '规则 {what} 对 {client} 开始生效' },
  ends: { en: 'rule {what} ends for {client}', zh: '规则 {what} 对 {client} 结束' },
  gone: { en: 'was lost with the connection', zh: '随连接断开而丢失' },
} as const satisfies Readonly<Record<string, Text>>;

/** What an entry shows in the column of its client, or on the right. */
function tell(
  entry: TraceEntry,
  language: LaneLanguage = 'en',
): { readonly lane: string; readonly text: string } | undefined {
  const say = (text: Text): string => text[language];
  switch (entry.kind) {
    case 'call':
      return {
        lane: entry.client,
        text:
          cut(`${entry.method}(${argumentsText(entry.args)})`) +
          (entry.by === 'rule' ? say(texts.byRule) : ''),
      };
    case 'callback': {
      const code = entry.code === undefined ? '' : ` ${byName(entry.code).value} ${entry.code}`;
      return { lane: entry.client, text: `${entry.handled ? '◀' : '◁'} ${entry.name}${code}` };
    }
    case 'threw':
      return { lane: entry.client, text: `! ${entry.name} ${say(texts.threw)} ${entry.error}` };
    case 'misnamed':
      return { lane: entry.client, text: `! ${entry.name} ${say(texts.isNot)} ${entry.near}` };
    case 'transition':
      return entry.from === entry.to || entry.part !== 'login'
        ? undefined
        : { lane: entry.client, text: `● ${entry.to}` };
    case 'packet': {
      const arrow = entry.to === 'service' ? '──▶' : '◀──';
      const took =
        entry.arrives === undefined ? say(texts.lost) : ` +${formatMs(entry.arrives - entry.at)}`;
      return { lane: '', text: `${arrow} ${entry.client}: ${entry.name}${took}` };
    }
    case 'late':
      return { lane: '', text: `◀─✗ ${entry.client}: ${entry.name} ${say(texts.late)}` };
    case 'lost':
      return { lane: '', text: `──✗ ${entry.client}: ${entry.name} ${say(texts.gone)}` };
    case 'act':
      return { lane: '', text: `${entry.by}.${entry.did}(${argumentsText(entry.args)})` };
    case 'rule': {
      const { client, code, fault, did } = entry;
      const text = say(code === undefined ? texts.fault : texts[did]);
      const what = code ?? fault ?? '';
      return { lane: '', text: text.replace('{what}', what).replace('{client}', client) };
    }
  }
}

const row = (time: string, cells: readonly string[], right: string): string =>
  `${' '.repeat(Math.max(0, 12 - columns(time)))}${time}  ${[...cells, right].join('  ')}`.trimEnd();

/** The last `count` entries that lanes show. */
export const lastTold = (entries: readonly TraceEntry[], count: number): readonly TraceEntry[] =>
  entries.filter((entry) => tell(entry) !== undefined).slice(-count);

/** Lanes, line by line, each as wide as its content. */
export interface Lanes {
  readonly head: string;
  /** One for each entry; undefined if lanes do not show it. */
  readonly lines: readonly (string | undefined)[];
}

/** Lays entries out as lanes. */
export function lanesOf(entries: readonly TraceEntry[], language: LaneLanguage = 'en'): Lanes {
  const told = entries.map((entry) => tell(entry, language));
  const names = [...new Set(entries.flatMap((e) => ('client' in e ? [e.client] : [])))];
  const lanes = names.map((name) => {
    const widths = told.flatMap((one) => (one?.lane === name ? [columns(one.text)] : []));
    return { name, width: Math.max(columns(name), ...widths) };
  });
  const head = row(
    texts.time[language],
    lanes.map(({ name, width }) => fit(name, width)),
    texts.service[language],
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
export function formatLanes(entries: readonly TraceEntry[], language: LaneLanguage = 'en'): string {
  const { head, lines } = lanesOf(entries, language);
  return `${[head, ...lines.filter((line) => line !== undefined)].join('\n')}\n`;
}
