// One row of the lanes: one entry of the trace.
import type { JSX } from 'preact';
import { byName, type CodeName } from '../../../machines/codes.ts';
import { formatMs } from '../../base/duration.ts';
import { columns } from '../../base/columns.ts';
import { argumentsText } from '../../trace/lanes.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import type { History } from '../model/history.ts';
import { language, say, sayTime } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { waitMs } from '../model/play.ts';
import { words } from '../texts/words.ts';

/** A lane: whose it is, and where it is, in percent. */
export interface Lane {
  readonly name: string;
  readonly title: string;
  readonly at: number;
}

interface RowProps {
  /** The id of the list, which the row's own id begins with. */
  readonly list: string;
  readonly index: number;
  readonly history: History;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly top: number;
  readonly isCurrent: boolean;
  readonly isFuture: boolean;
  /** Whether two branches that are compared part here. */
  readonly isParting: boolean;
  readonly onPick: (moment: number) => void;
}

interface SaidProps {
  readonly at: number;
  readonly kind: string;
  readonly text: string;
  /** What comes after it, smaller. */
  readonly small?: string;
  readonly code?: CodeName | undefined;
}

/**
 * Text that begins at a lane, or further left if it would not fit otherwise. The font is monospaced, so
 * its width follows from its length, and the browser need not measure it.
 */
function Said({ at, kind, text, small = '', code }: SaidProps): JSX.Element {
  const row = code === undefined ? undefined : byName(code);
  const badge = row === undefined ? '' : `${row.value} ${row.name}`;
  const size = columns(text) + columns(small) + badge.length + (badge === '' ? 2 : 5);
  return (
    <b class={`said ${kind}`} style={{ left: `max(0px, min(${at}% + 8px, 100% - ${size}ch))` }}>
      {text}
      {small !== '' && <small>{small}</small>}
      {row !== undefined && <span class={`badge ${row.group}`}>{badge}</span>}
    </b>
  );
}

const dot = (at: number, kind: string): JSX.Element => (
  <i class={`dot ${kind}`} style={{ left: `${at}%` }} />
);

function arrow(from: number, to: number, isLost: boolean): JSX.Element {
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  return (
    <i
      class={`arrow ${to > from ? 'rightwards' : 'leftwards'} ${isLost ? 'lost' : ''}`}
      style={{ left: `${left}%`, width: `${right - left}%` }}
    />
  );
}

/* oxlint-disable-next-line max-lines-per-function -- one case of markup for each kind of entry */
function body(entry: TraceEntry, lanes: RowProps['lanes']): JSX.Element {
  const own = 'client' in entry ? (lanes.get(entry.client) ?? lanes.get('*')) : undefined;
  const at = own?.at ?? 0;
  const network = lanes.get('@network')?.at ?? 0;
  const service = lanes.get('@service')?.at ?? 0;
  // In a lane that several clients share, each row names its client.
  const who = own?.name === '*' && 'client' in entry ? `${entry.client}: ` : '';
  switch (entry.kind) {
    case 'call': {
      const call = `${who}${entry.method}(${argumentsText(entry.args)})`;
      return (
        <>
          {dot(at, 'call')}
          <Said
            at={at}
            kind="call"
            text={entry.by === 'rule' ? `${call} ${say(texts.byRule)}` : call}
          />
        </>
      );
    }
    case 'packet': {
      const { to, name, arrives } = entry;
      const isLost = arrives === undefined;
      const [from, goal] = to === 'service' ? [at, service] : [service, at];
      return (
        <>
          {arrow(from, isLost ? network : goal, isLost)}
          <Said
            at={at}
            kind={`packet ${isLost ? 'lost' : ''}`}
            text={who + name}
            small={isLost ? `✗ ${say(texts.lost)}` : `+${formatMs(arrives - entry.at)}`}
          />
        </>
      );
    }
    case 'transition': {
      const moved = entry.from !== entry.to;
      return (
        <>
          {dot(at, moved ? 'state' : 'still')}
          <Said
            at={at}
            kind={`transition ${moved ? 'moved' : ''}`}
            text={who + entry.to}
            small={entry.part === 'login' ? '' : entry.part}
          />
        </>
      );
    }
    case 'callback':
      return (
        <>
          {dot(at, entry.code === undefined ? 'callback' : 'code')}
          <Said at={at} kind="callback" text={`${who}◀ ${entry.name}`} code={entry.code} />
        </>
      );
    case 'late':
    case 'lost':
      return (
        <>
          {arrow(service, network, true)}
          <Said
            at={at}
            kind="packet lost"
            text={`${who}✗ ${say(entry.kind === 'late' ? texts.tooLate : texts.wentWithLine, entry)}`}
          />
        </>
      );
    case 'act': {
      const place = entry.by === 'network' ? network : service;
      return (
        <>
          {dot(place, 'act')}
          <Said at={place} kind="act" text={`⚡ ${entry.did}(${argumentsText(entry.args)})`} />
        </>
      );
    }
    case 'rule':
      return (
        <Said
          at={network}
          kind="act"
          text={`${entry.code ?? entry.fault ?? ''} ${say(texts[entry.did])}`}
        />
      );
    case 'misnamed':
      return <Said at={at} kind="packet lost" text={`! ${entry.name} ≠ ${entry.near}`} />;
    case 'threw':
      return <Said at={at} kind="packet lost" text={`! ${entry.name}: ${entry.error}`} />;
  }
}

/** A row. Screen readers read it as a sentence. */
export function Row({
  list,
  index,
  history,
  lanes,
  top,
  isCurrent,
  isFuture,
  isParting,
  onPick,
}: RowProps): JSX.Element {
  // A component that reads a signal is rendered again only if a property differs, and entries never
  // change.
  void language.value;
  const entry = history.entries[index] as TraceEntry; // Rows are only made for entries.
  const before = history.entries[index - 1]?.at ?? 0;
  const isFirst = index === 0 || before !== entry.at;
  const waited = entry.at - before >= waitMs;
  // The words for a transition do not name its client.
  const what =
    entry.kind === 'transition'
      ? say(texts.says, { who: entry.client, what: words(entry) })
      : words(entry);
  return (
    <div
      id={`${list}-${index}`}
      class={`row ${entry.kind} ${isCurrent ? 'current' : ''} ${isFuture ? 'future' : ''} ${waited ? 'waited' : ''} ${isParting ? 'parting' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      role="option"
      aria-selected={isCurrent}
      aria-posinset={index + 1}
      aria-setsize={history.end}
      onClick={() => onPick(index + 1)}
    >
      <span class="sr">{say(texts.says, { who: sayTime(entry.at), what })}</span>
      {waited && (
        <span class={entry.kind === 'act' ? 'wait at-left' : 'wait'} aria-hidden="true">
          +{formatMs(entry.at - before)}
        </span>
      )}
      {isParting && <span class="sr">{say(texts.partHere)}</span>}
      <span class="time-column" aria-hidden="true">
        {isFirst ? formatMs(entry.at) : ''}
      </span>
      <div class="lane-area" aria-hidden="true">
        {body(entry, lanes)}
      </div>
    </div>
  );
}
