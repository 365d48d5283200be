// The code that came last: what it is, why it came, and what a client should do.
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { byName } from '../../../machines/codes.ts';
import { tell } from '../model/courses.ts';
import { client, history, moment } from '../model/store.ts';
import { say, sayTime } from '../texts/language.ts';
import { policyTexts, texts } from '../texts/texts.ts';
import { transitionWords } from '../texts/words.ts';

const emitted = computed(() => history.value.value.codeBefore(client.value, moment.value));

/** The card of the code that came last. */
export function Card(): JSX.Element {
  const found = emitted.value;
  if (found === undefined) {
    return (
      <section class="card panel empty" aria-labelledby="card-title">
        <h2 id="card-title">{say(texts.code)}</h2>
        <p class="hint">{say(texts.noCode, { client: client.value })}</p>
      </section>
    );
  }
  const { name, value, group, deprecated, meaning, advice, policy } = byName(found.code);
  const past = history.value.value;
  const cause = past.causeOf(found);
  const isFresh = found.index === moment.value - 1;
  return (
    <section
      class={`card panel ${group} ${isFresh ? 'fresh' : ''}`}
      tabIndex={0}
      aria-labelledby="card-title"
    >
      <h2 id="card-title">
        <span class={`value ${group}`}>{value}</span>
        <span class="code-name">{name}</span>
        {deprecated && <span class="tag">{say(texts.deprecated)}</span>}
        <small>
          {say(texts.heardBy, { client: found.client, at: sayTime(past.timeAt(found.index + 1)) })}
        </small>
        <button type="button" class="link" onClick={() => void tell(found.code)} data-three-ways>
          {say(texts.threeWays)}
        </button>
      </h2>
      <dl>
        <dt>{say(texts.meaning)}</dt>
        <dd>{say(meaning)}</dd>
        {cause !== undefined && (
          <>
            <dt>{say(texts.cause)}</dt>
            <dd>{transitionWords(cause.entry)}</dd>
          </>
        )}
        <dt>{say(texts.advice)}</dt>
        <dd>
          <span class="policy">{say(policyTexts[policy])}</span> {say(advice)}
        </dd>
      </dl>
    </section>
  );
}
