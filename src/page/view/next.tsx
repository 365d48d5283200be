import type { JSX } from 'preact';
import { cause } from '../model/acts.ts';
import { client, part } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { eventWords, stateWords } from '../texts/words.ts';
import { live } from './live.ts';
import { possible, type Possible } from './possible.ts';
import { roving } from './roving.ts';

/** Makes an event happen; then the focus goes to what has happened, not to whatever is here by then. */
async function choose({ event, recipe }: Possible): Promise<void> {
  if (recipe === undefined) return;
  await cause(event, recipe);
  document.querySelector<HTMLElement>('.words')?.focus();
}

/** The live state and what can happen in it, as a list: the chart for those who cannot see it. */
export function Next(): JSX.Element {
  const events = possible.value;
  const { state } = live.value;
  return (
    <section class="next" aria-label={say(texts.next)}>
      <p class="state-line">
        <i class="live" />
        <span>
          {client.value} · {part.value}: <b>{state}</b> {stateWords(part.value, state)}
        </span>
      </p>
      {events.length === 0 && <p class="hint">{say(texts.nothingNext)}</p>}
      <div class="events" {...roving('vertical')}>
        {events.map((one) => {
          const { event, to, recipe } = one;
          const what = eventWords(part.value, event);
          return (
            <button
              type="button"
              key={event}
              class="event-row"
              aria-disabled={recipe === undefined}
              title={say(recipe === undefined ? texts.notFromHere : texts.nextHint, { what })}
              onClick={() => void choose(one)}
              data-next={event}
            >
              <b>{event}</b> <i>{to === '' ? '↻' : `→ ${to}`}</i>
              <span>{what}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}
