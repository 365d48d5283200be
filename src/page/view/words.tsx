import type { JSX } from 'preact';
import { formatMs } from '../../duration.ts';
import { entry, history, moment } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { words } from '../texts/words.ts';

/** What has just happened, in one sentence. */
export function Words(): JSX.Element {
  const past = history.value.value;
  const at = past.timeAt(moment.value);
  const now = entry.value;
  const cause =
    now?.kind === 'callback' && now.code !== undefined
      ? past.causeOf({ index: moment.value - 1, client: now.client, code: now.code })
      : undefined;
  return (
    <section class="words" aria-label={say(texts.words)}>
      <time>{formatMs(at)}</time>
      <p aria-live="polite">{words(now, cause?.entry)}</p>
    </section>
  );
}
