// The chart with what belongs to it: whose it is, which one, and what can happen next.
import type { JSX } from 'preact';
import type { PartName } from '../../../machines/session.ts';
import { chosenPart, client, comparedName, history, moment, part } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { parts, storyOf } from '../../telling/words.ts';
import { Chart } from './chart.tsx';
import { Compare } from './compare.tsx';
import { live } from './live.ts';
import { Next } from './next.tsx';
import { Words } from './words.tsx';

/** Clients that a list offers; a hundred would not be read. */
const clientsMax = 120;

/** The clients that there are, and the two that there always may be. */
export function knownClients(): readonly string[] {
  const { clients } = history.value.value;
  return [...new Set([...clients.slice(0, clientsMax), 'alice', 'bob'])];
}

function Who(): JSX.Element {
  return (
    <label class="who">
      <span class="sr">{say(texts.client)}</span>
      <select
        value={client.value}
        onChange={(event) => {
          client.value = event.currentTarget.value;
        }}
      >
        {knownClients().map((name) => (
          <option value={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function Follow(): JSX.Element {
  return (
    <label class="follow" title={say(texts.followHint)}>
      <input
        type="checkbox"
        checked={chosenPart.value === undefined}
        onChange={(event) => {
          chosenPart.value = event.currentTarget.checked ? undefined : part.value;
        }}
      />
      {say(texts.follow)}
    </label>
  );
}

function StateLine(): JSX.Element {
  const { state } = live.value;
  const told = storyOf(part.value).states[state];
  return (
    <p class="state-line">
      <i class="live" />
      <b>{state}</b> <span>{told === undefined ? '' : say(told)}</span>
    </p>
  );
}

function Tabs(): JSX.Element {
  const past = history.value.value;
  return (
    <div class="parts" role="group" aria-label={say(texts.parts)}>
      {parts.map(({ name }) => {
        const moved = past.moved(client.value, name as PartName, moment.value);
        return (
          <button
            type="button"
            key={name}
            class={moved === undefined ? '' : 'used'}
            aria-pressed={part.value === name}
            onClick={() => {
              chosenPart.value = name as PartName;
            }}
          >
            {name}
          </button>
        );
      })}
    </div>
  );
}

/** The left half of the page. */
export function ChartPanel(): JSX.Element {
  return (
    <section class="panel chart-panel" aria-label={say(texts.chart)}>
      <div class="panel-head">
        <Who />
        <Tabs />
        <Follow />
      </div>
      <Words />
      {comparedName.value === undefined ? (
        <>
          <Chart />
          <StateLine />
          <Next />
        </>
      ) : (
        <Compare />
      )}
    </section>
  );
}
