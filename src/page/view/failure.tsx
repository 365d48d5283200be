// The check that failed, above the recording of its test.
import type { JSX } from 'preact';
import { failure, moment, rest } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';

/** What failed, what was expected and what came, and a button that goes to the entry where it failed. */
export function Failure(): JSX.Element | null {
  const one = failure.value;
  if (one === undefined) return null;
  const { text, expected, actual } = one;
  return (
    <section class="panel failure" role="alert" aria-label={say(texts.failed)}>
      <p>
        <b>{say(texts.failed)}</b> <span lang="en">{text}</span>
      </p>
      {expected !== undefined && (
        <dl lang="en">
          <dt>{say(texts.expected)}</dt>
          <dd>{expected}</dd>
          <dt>{say(texts.actual)}</dt>
          <dd>{actual}</dd>
        </dl>
      )}
      <button type="button" disabled={moment.value === one.moment} onClick={() => rest(one.moment)}>
        {say(texts.toFailure)}
      </button>
    </section>
  );
}
