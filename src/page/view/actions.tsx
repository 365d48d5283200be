// Doing things: what an application calls, what may go wrong, the 42 codes, the lessons.
import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { lesson } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Calls } from './calls.tsx';
import { Codes } from './codes.tsx';
import { Lessons } from './lessons.tsx';
import { Trouble } from './trouble.tsx';

const tabs = [
  ['calls', texts.tabCalls, Calls],
  ['trouble', texts.tabBreak, Trouble],
  ['codes', texts.tabCodes, Codes],
  ['lessons', texts.tabLessons, Lessons],
] as const;

type Tab = (typeof tabs)[number][0];

const chosen = signal<Tab>('codes');

// A lesson may begin from a link, too.
effect(() => {
  if (lesson.value !== undefined) chosen.value = 'lessons';
});

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
    <section
      class={`panel actions ${lesson.value !== undefined && chosen.value === 'lessons' ? 'in-lesson' : ''}`}
      aria-labelledby="actions-title"
    >
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
        <Panel />
      </div>
    </section>
  );
}
