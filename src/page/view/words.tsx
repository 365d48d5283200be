import type { JSX } from 'preact';
import { formatMs } from '../../base/duration.ts';
import { waitBefore } from '../model/play.ts';
import { client, entry, history, isOpen, isPlaying, moment } from '../model/store.ts';
import { say, sayTime } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { words } from '../texts/words.ts';

/** An entry in a sentence. It says why a code came only if no open question is about that. */
function told(index: number): string {
  const past = history.value.value;
  const one = past.entries[index];
  const cause =
    one?.kind === 'callback' && one.code !== undefined && !isOpen.value
      ? past.causeOf({ index, client: one.client, code: one.code })
      : undefined;
  return words(one, cause?.entry);
}

/** What has just happened to the client that is shown, and to somebody else, if that came later. */
export function Words(): JSX.Element {
  const past = history.value.value;
  const at = moment.value;
  const own = past.lastOf(client.value, at);
  const now = entry.value;
  const isElse = own !== at - 1 && now !== undefined;
  const waits = isPlaying.value ? waitBefore(at) : 0;
  return (
    <section class="words" tabIndex={-1} aria-label={say(texts.words)}>
      <time>{formatMs(past.timeAt(at))}</time>
      <div aria-live="polite">
        <p>{own === -1 && isElse ? say(texts.nothingYet, { client: client.value }) : told(own)}</p>
        {isElse && (
          <p class="else">
            {now.kind === 'transition'
              ? say(texts.says, { who: now.client, what: told(at - 1) })
              : told(at - 1)}
          </p>
        )}
      </div>
      {waits > 0 && <p class="waiting">{say(texts.waiting, { ms: sayTime(waits) })}</p>}
    </section>
  );
}
