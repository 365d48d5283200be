// Doing things: what an application calls, what may go wrong, the 42 codes, the lessons.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { actor, mode } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Calls } from './calls.tsx';
import { knownClients, shortName } from './clients.ts';
import { LessonList } from './lessons.tsx';
import { Next } from './next.tsx';
import { CodeSearch } from './search.tsx';
import { Trouble } from './trouble.tsx';

const tabs = [
  ['next', texts.tabNext, Next],
  ['calls', texts.tabCalls, Calls],
  ['trouble', texts.tabBreak, Trouble],
  ['codes', texts.tabCodes, CodeSearch],
  ['lessons', texts.tabLessons, LessonList],
] as const;

type Tab = (typeof tabs)[number][0];

const chosen = signal<Tab>('calls');

/** Who does what is done, or whom it is done to. */
function Whose(): JSX.Element {
  return (
    <label class="whose">
      {say(texts.actor)}{' '}
      <select
        value={actor.value}
        title={actor.value}
        onChange={(event) => {
          actor.value = event.currentTarget.value;
        }}
      >
        {knownClients().map((name) => (
          <option value={name}>{shortName(name)}</option>
        ))}
      </select>
    </label>
  );
}

/** Whether what is done runs on by itself. */
function Mode(): JSX.Element {
  return (
    <label class="mode" title={say(texts.modeHint)}>
      <input
        type="checkbox"
        checked={mode.value === 'steps'}
        onChange={(event) => {
          mode.value = event.currentTarget.checked ? 'steps' : 'runs';
        }}
        data-steps
      />
      {say(texts.modeSteps)}
    </label>
  );
}

/** Shows a tab. */
export const showTab = (tab: Tab): void => {
  chosen.value = tab;
};

/** The tabs; the arrow keys go from one to the next. */
export function Actions(): JSX.Element {
  const at = tabs.findIndex(([name]) => name === chosen.value);
  const move = (by: number): void => {
    const [name] = tabs[(at + by + tabs.length) % tabs.length] ?? tabs[0];
    chosen.value = name;
    document.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  };
  const Panel = (tabs[at] ?? tabs[0])[2];
  return (
    <section class="panel actions" aria-labelledby="actions-title">
      <h2 id="actions-title" class="sr">
        {say(texts.actions)}
      </h2>
      <div
        class="tabs"
        role="tablist"
        aria-label={say(texts.actions)}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          move(by);
        }}
      >
        {tabs.map(([name, title]) => (
          <button
            type="button"
            role="tab"
            id={`tab-${name}`}
            key={name}
            aria-selected={name === chosen.value}
            aria-controls="tab-panel"
            tabIndex={name === chosen.value ? 0 : -1}
            onClick={() => showTab(name)}
          >
            {say(title)}
          </button>
        ))}
      </div>
      <div
        class="tab-panel"
        id="tab-panel"
        role="tabpanel"
        tabIndex={0}
        aria-labelledby={`tab-${chosen.value}`}
      >
        {(chosen.value === 'calls' || chosen.value === 'trouble') && (
          <p class="acting">
            <Whose />
            <Mode />
          </p>
        )}
        <Panel />
      </div>
    </section>
  );
}
