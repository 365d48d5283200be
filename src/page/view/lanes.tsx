// Clients, network and service side by side, one entry per row. Only the visible rows are made, so that a
// trace of a hundred thousand entries scrolls like one of ten.
import { useId, useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { History } from '../model/history.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Row, type Lane } from './row.tsx';
import { useSight } from './sight.ts';

/** Height of a row in pixels; style/lanes.css says the same. */
const rowHeight = 25;
/** Rows made beyond the visible ones. */
const spare = 1;
/** How many clients have their own lane. */
const clientsMax = 3;

/** The lanes of a history: the client that is shown, the first others, network and service. */
export function lanesOf(clients: readonly string[], shown: string): readonly Lane[] {
  const all = clients.includes(shown) || clients.length === 0 ? clients : [shown, ...clients];
  const first = all.slice(0, clientsMax);
  const own = first.includes(shown) || shown === '' ? first : [...first.slice(0, -1), shown];
  const rest = all.length - own.length;
  const names = [
    ...own.map((name) => ({ name, title: name })),
    ...(rest > 0 ? [{ name: '*', title: say(texts.others, { n: rest }) }] : []),
    { name: '@network', title: say(texts.network) },
    { name: '@service', title: say(texts.service) },
  ];
  return names.map((lane, i) => ({ ...lane, at: ((i + 0.5) / names.length) * 100 }));
}

interface LanesProps {
  readonly history: History;
  /** Grows with the history, so that it is painted again. */
  readonly end: number;
  readonly moment: number;
  readonly client: string;
  readonly label: string;
  /** The entry at which it parts from another history that it is compared with. */
  readonly parting?: number;
  readonly onPick: (moment: number) => void;
}

/** A history as lanes. */
/* oxlint-disable-next-line max-lines-per-function -- one piece of markup */
export function Lanes({
  history,
  end,
  moment,
  client,
  label,
  parting,
  onPick,
}: LanesProps): JSX.Element {
  const id = useId();
  const { clients } = history;
  const count = clients.length;
  const lanes = useMemo(
    () => lanesOf(clients, client),
    [clients, count, client, say(texts.network)],
  );
  const at = useMemo(() => new Map(lanes.map((lane) => [lane.name, lane])), [lanes]);

  const { list, top, height } = useSight(rowHeight, moment, end);
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const last = Math.min(end, Math.ceil((top + height) / rowHeight) + spare);
  const rows = [];
  for (let index = first; index < last; index++) {
    rows.push(
      <Row
        key={index}
        list={id}
        index={index}
        history={history}
        lanes={at}
        top={index * rowHeight}
        isCurrent={index === moment - 1}
        isFuture={index >= moment}
        isParting={index === parting}
        onPick={onPick}
      />,
    );
  }
  return (
    <div class="lanes">
      <div class="lane-heads" aria-hidden="true">
        <span class="time-column" />
        <div class="lane-area">
          {lanes.map((lane) => (
            <span
              class={`lane-head ${lane.name === client ? 'own' : ''} ${lane.name.startsWith('@') ? 'far' : ''}`}
              style={{
                left: `${lane.at}%`,
                // On a phone, the number of other clients needs more room than the names beside it.
                maxWidth: `${(lane.name === '*' ? 125 : 100) / lanes.length}%`,
              }}
              title={lane.title}
            >
              {lane.title}
            </span>
          ))}
        </div>
      </div>
      <div
        class="lane-rows"
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={label}
        {...(moment > first &&
          moment <= last && { 'aria-activedescendant': `${id}-${moment - 1}` })}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
          const goal = event.key === 'Home' ? 0 : event.key === 'End' ? end : moment + (step ?? 0);
          if (step === undefined && goal === moment) return;
          event.preventDefault();
          event.stopPropagation();
          onPick(Math.max(0, Math.min(goal, end)));
        }}
      >
        <div class="lane-scroll" style={{ height: `${end * rowHeight}px` }} role="presentation">
          <div class="lane-lines" aria-hidden="true">
            {lanes.map((lane) => (
              <i style={{ left: `${lane.at}%` }} class={lane.name === client ? 'own' : ''} />
            ))}
          </div>
          {rows}
        </div>
        {end === 0 && (
          <p class="hint" role="option" aria-selected="false">
            {say(texts.empty)}
          </p>
        )}
      </div>
    </div>
  );
}
