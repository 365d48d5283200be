// The chart with what belongs to it: whose it is, which one, and what can happen next.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PartName } from '../../../machines/lifecycles.ts';
import {
  chosenClient,
  chosenPart,
  client,
  follows,
  history,
  moment,
  part,
} from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { parts } from '../../telling/words.ts';
import { Chart, ChartTools } from './chart.tsx';
import { knownClients, shortName } from './clients.ts';
import { roving } from './roving.ts';
import { Words } from './words.tsx';

/** How many other clients are named beside the one that is shown. */
const othersMax = 3;

function stateOf(name: string, which: PartName): string | undefined {
  return history.value.value.moved(name, which, moment.value)?.entry.to;
}

/** The innermost name of a state. */
const shortOf = (state: string): string => state.slice(state.lastIndexOf('.') + 1);

/** The client that is shown, and some others, each with the state of its session. */
function Who(): JSX.Element {
  const known = knownClients();
  const { clients } = history.value.value;
  const others = clients.filter((name) => name !== client.value).slice(0, othersMax);
  return (
    <div class="who">
      <label>
        <span class="sr">{say(texts.client)}</span>
        <select
          value={client.value}
          title={client.value}
          onChange={(event) => {
            chosenClient.value = event.currentTarget.value;
          }}
        >
          {known.map((name) => (
            <option value={name}>{shortName(name)}</option>
          ))}
        </select>
      </label>
      {others.map((name) => (
        <button
          type="button"
          key={name}
          class="other"
          title={say(texts.showClient, { client: name })}
          onClick={() => {
            chosenClient.value = name;
          }}
          data-other={name}
        >
          <b>{shortName(name)}</b> {shortOf(stateOf(name, first) ?? '')}
        </button>
      ))}
      <Follow />
      <ChartTools />
    </div>
  );
}

/** The lifecycle of the session, which every client has. */
const first = parts[0]?.name as PartName;

function Follow(): JSX.Element {
  return (
    <label class="follow" title={say(texts.followHint)}>
      <input
        type="checkbox"
        checked={follows.value}
        onChange={(event) => {
          const isOn = event.currentTarget.checked;
          const [name, which] = [client.value, part.value];
          chosenClient.value = isOn ? undefined : name;
          chosenPart.value = isOn ? undefined : which;
        }}
      />
      {say(texts.follow)}
    </label>
  );
}

/** All lifecycles of the client, each with the state that it is in. */
function Strip(): JSX.Element {
  const strip = useRef<HTMLDivElement>(null);
  const shown = part.value;
  // If there is no room for all, the one that is shown is scrolled into view before the next frame.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const row = strip.current;
      const button = row?.querySelector<HTMLElement>('[aria-pressed=true]');
      if (!row || !button) return;
      const [left, right] = [button.offsetLeft, button.offsetLeft + button.offsetWidth];
      if (left < row.scrollLeft) row.scrollLeft = left;
      else if (right > row.scrollLeft + row.clientWidth) row.scrollLeft = right - row.clientWidth;
    });
    return () => cancelAnimationFrame(frame);
  }, [shown]);
  return (
    <div
      class="parts"
      ref={strip}
      role="group"
      aria-label={say(texts.parts)}
      {...roving('horizontal')}
    >
      {parts.map(({ name, title }) => {
        const state = stateOf(client.value, name as PartName);
        return (
          <button
            type="button"
            key={name}
            class={state === undefined ? '' : 'used'}
            aria-pressed={shown === name}
            title={state}
            onClick={() => {
              chosenPart.value = name as PartName;
              chosenClient.value = client.value;
            }}
            data-part={name}
          >
            <b>{say(title)}</b>
            <span>{state === undefined ? '–' : shortOf(state)}</span>
          </button>
        );
      })}
    </div>
  );
}

/** The statechart with its client, what has just happened, and what can happen next. */
export function ChartPanel(): JSX.Element {
  return (
    <section class="panel chart-panel" aria-label={say(texts.chart)}>
      <div class="panel-head">
        <Who />
        <Strip />
      </div>
      <Words />
      <Chart />
    </section>
  );
}
