// What happened in a lesson: lanes, with plain words after each beat.
import { formatMs, msOfDuration } from '../../base/duration.ts';
import { lanesOf } from '../../trace/lanes.ts';
import type { Lesson } from '../../lessons/index.ts';
import type { Beat, Played } from '../../lessons/play.ts';
import { sayIn, type Language } from '../../base/language.ts';
import { tally } from '../../telling/tally.ts';
import { causeOf, transitionWords, words } from '../../telling/words.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import { block, type Manner } from './manner.ts';
import { learnTexts } from './texts.ts';

/** How many clients have a lane; in a crowd, the others behave like these. */
const lanesMax = 3;
/** How many lines a beat may have. */
const linesMax = 60;

/**
 * The words for a beat: each code with its cause, and the state that each part of a client has
 * reached.
 */
export function wordsOf(
  { entries }: Played,
  { from, to }: Beat,
  language: Language,
): readonly string[] {
  const said = new Map<string, string>();
  for (let index = from; index < to; index++) {
    const entry = entries[index];
    if (entry?.kind === 'callback' && entry.code !== undefined) {
      const { client, code } = entry;
      said.set(
        `${index}`,
        words(language, entry, causeOf(entries, { index, client, code })?.entry),
      );
    } else if (entry?.kind === 'transition' && entry.from !== entry.to) {
      const key = `${entry.client} ${entry.part}`;
      said.delete(key); // Only the last sentence about a part is kept, at its place.
      if (entry.codes === undefined) {
        const why = transitionWords(language, entry);
        said.set(key, sayIn(language, learnTexts.of, { client: entry.client, why }));
      }
    }
  }
  return [...said.values()];
}

/** Drops the clients of a crowd that have no lane. */
export function thin(
  played: Played,
  { look }: Lesson,
): { readonly played: Played; readonly hidden: number } {
  const all = new Set(played.entries.flatMap((one) => ('client' in one ? [one.client] : [])));
  const others = [...all].filter((name) => name !== look.client);
  const shown =
    all.size <= lanesMax ? all : new Set([look.client, ...others.slice(0, lanesMax - 1)]);
  const kept = (entry: TraceEntry): boolean => !('client' in entry) || shown.has(entry.client);
  // The index of each entry after others have been dropped.
  const places = [0];
  for (const entry of played.entries) places.push((places.at(-1) ?? 0) + (kept(entry) ? 1 : 0));
  const beats = played.beats.map((beat) => ({
    ...beat,
    from: places[beat.from] ?? 0,
    to: places[beat.to] ?? 0,
  }));
  return { played: { entries: played.entries.filter(kept), beats }, hidden: all.size - shown.size };
}

/** Leaves out the middle of a beat that is too long to read. */
const shorten = (lines: readonly string[]): readonly string[] =>
  lines.length <= linesMax
    ? lines
    : [...lines.slice(0, linesMax / 2), '           …', ...lines.slice(-linesMax / 2)];

/** The beats of one part of a lesson, as lanes, each followed by its words. */
export function tellBeats(whole: Played, of: Beat['of'], lesson: Lesson, manner: Manner): string {
  const { language, paint } = manner;
  const { played, hidden } = thin(whole, lesson);
  const beats = played.beats.filter((beat) => beat.of === of);
  const first = beats[0]?.from ?? 0;
  const { head, lines } = lanesOf(played.entries.slice(first, beats.at(-1)?.to), language);
  const told = beats.map((beat) => {
    const rows = lines.slice(beat.from - first, beat.to - first);
    const said = wordsOf(played, beat, language).map((text) =>
      paint.cyan(block(text, 4, manner, '  ›')),
    );
    return [...shorten(rows.filter((line) => line !== undefined)), ...said].join('\n');
  });
  const more =
    hidden === 0 ? [] : [paint.dim(`  ${sayIn(language, learnTexts.hidden, { n: hidden })}`)];
  return [paint.bold(head), told.filter((text) => text !== '').join('\n\n'), ...more].join('\n');
}

/** What a lesson counts in one part, as bars. */
export function tellTally(
  { entries, beats }: Played,
  of: Beat['of'],
  lesson: Lesson,
  manner: Manner,
): string {
  const within = beats.filter((beat) => beat.of === of);
  if (lesson.tally === undefined || within.length === 0) return '';
  const { packet, span, title } = lesson.tally;
  const counts = tally(entries.slice(within[0]?.from, within.at(-1)?.to), {
    packet,
    spanMs: msOfDuration('lesson', span),
  });
  if (counts.length === 0) return '';
  const most = Math.max(...counts.map(({ count }) => count));
  const bars = counts.map(({ atMs, count }) => {
    const bar = '█'.repeat(Math.ceil((count / Math.max(most, 50)) * 50));
    return `${formatMs(atMs).padStart(12)}  ${manner.paint.yellow(bar)}${bar === '' ? '' : ' '}${count}`;
  });
  return ['', manner.paint.bold(title[manner.language]), ...bars].join('\n');
}
