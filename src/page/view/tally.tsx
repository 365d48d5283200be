// What a lesson counts, because the lanes of a few clients do not show it.
import type { JSX } from 'preact';
import { formatMs, msOfDuration } from '../../base/duration.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { tally } from '../../telling/tally.ts';
import { Branch } from '../model/branch.ts';
import { course, history, moment } from '../model/store.ts';
import { say } from '../texts/language.ts';

/** A bar is full at this count, or at the highest one if that is higher. */
const full = 50;

/** What a lesson counts, from the end of its staging to the moment that is shown. */
export function Tally({ one }: { readonly one: Lesson }): JSX.Element | null {
  const { branch } = course.value;
  if (one.tally === undefined || !(branch instanceof Branch)) return null;
  const { packet, span, title } = one.tally;
  const { entries } = history.value.value;
  const counts = tally(entries.slice(branch.momentAfter(one.staging ?? 0), moment.value), {
    packet,
    spanMs: msOfDuration('page', span),
  });
  const most = Math.max(full, ...counts.map(({ count }) => count));
  return (
    <figure class="tally">
      <figcaption>{say(title)}</figcaption>
      <ol>
        {counts.map(({ atMs, count }) => (
          <li key={atMs}>
            <time>{formatMs(atMs)}</time>
            <i style={{ width: `${(count / most) * 100}%` }} />
            <b>{count}</b>
          </li>
        ))}
      </ol>
    </figure>
  );
}
