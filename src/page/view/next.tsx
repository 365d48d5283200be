import type { JSX } from 'preact';
import { cause } from '../model/acts.ts';
import { part } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { eventWords } from '../texts/words.ts';
import { possible } from './possible.ts';

/** What can happen next, as buttons: the chart's own events, for those who do not point. */
export function Next(): JSX.Element {
  const events = possible.value;
  return (
    <section class="next" aria-label={say(texts.next)}>
      <h2>{say(texts.next)}</h2>
      {events.length === 0 && <p class="hint">{say(texts.nothingNext)}</p>}
      <ul>
        {events.map(({ event, recipe }) => {
          const what = eventWords(part.value, event);
          return (
            <li>
              <button
                type="button"
                class="event-chip"
                disabled={recipe === undefined}
                title={say(recipe === undefined ? texts.notFromHere : texts.nextHint, { what })}
                onClick={recipe && (() => void cause(event, recipe))}
                data-next={event}
              >
                {event}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
