// A lesson as text: lanes, plain words, the statechart as a tree, and the question.
import { byName, type CodeName } from '../../../machines/codes.ts';
import { formatMs, msOfDuration } from '../../duration.ts';
import { columns, fit, lanesOf } from '../../lanes.ts';
import { lessons, type Choice, type Claim, type Lesson } from '../../lessons/index.ts';
import { playLesson, type Beat, type Played } from '../../lessons/play.ts';
import { sayIn, type Language } from '../../telling/language.ts';
import { tally } from '../../telling/tally.ts';
import { told } from '../../telling/texts.ts';
import { treeOf } from '../../telling/tree.ts';
import { causeOf, parts, storyOf, transitionWords, words } from '../../telling/words.ts';
import { wrap } from '../../telling/wrap.ts';
import type { TraceEntry } from '../../trace.ts';
import type { Output } from '../run.ts';
import { learnTexts } from './texts.ts';

/** Columns that running text takes at most. */
const textWidth = 92;
/** Clients that have a lane; of a crowd, the others do as these do. */
const lanesMax = 3;
/** Lines of a beat. */
const linesMax = 60;

/** How a lesson is told. */
export interface Manner {
  readonly language: Language;
  readonly paint: Output['paint'];
}

/** The numbers of the codes that a lesson shows, each once. */
export const valuesOf = ({ shows }: Lesson): readonly number[] => [
  ...new Set(shows.map((code: CodeName) => byName(code).value)),
];

/** Indents lines of running text; the first may begin with something of its own. */
function block(text: string, indent: number, first = ''): string {
  const lead = ' '.repeat(indent);
  return wrap(text, textWidth - indent)
    .map((line, i) => (i === 0 && first !== '' ? fit(first, indent) : lead) + line)
    .join('\n');
}

const tellClaim = (claim: Claim, indent: number, { language, paint }: Manner): string =>
  `${block(claim[language], indent)}\n${' '.repeat(indent)}${paint.dim(claim.source)}`;

/** All lessons, one a line. */
export function listOf({ language, paint }: Manner): string {
  const nameWidth = Math.max(...lessons.map(({ name }) => name.length));
  const titleWidth = Math.max(...lessons.map(({ title }) => columns(title[language])));
  const lines = lessons.map((lesson, i) => {
    const { name, title } = lesson;
    const cells = [String(i + 1).padStart(2), paint.bold(fit(name, nameWidth))];
    const values = paint.dim(valuesOf(lesson).join(' '));
    return `${[...cells, fit(title[language], titleWidth), values].join('  ')}`.trimEnd();
  });
  return [...lines, '', paint.dim(sayIn(language, learnTexts.list))].join('\n');
}

/** What is said of a beat: each code with its cause, and where each part of a client has come to. */
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
      said.delete(key); // The last word of a part stands where it was said.
      if (entry.codes === undefined) {
        const why = transitionWords(language, entry);
        said.set(key, sayIn(language, learnTexts.of, { client: entry.client, why }));
      }
    }
  }
  return [...said.values()];
}

/** Drops the clients of a crowd that have no lane. */
function thin(
  played: Played,
  { look }: Lesson,
): { readonly played: Played; readonly hidden: number } {
  const all = new Set(played.entries.flatMap((one) => ('client' in one ? [one.client] : [])));
  const others = [...all].filter((name) => name !== look.client);
  const shown =
    all.size <= lanesMax ? all : new Set([look.client, ...others.slice(0, lanesMax - 1)]);
  const kept = (entry: TraceEntry): boolean => !('client' in entry) || shown.has(entry.client);
  // Where each entry stands once those before it are dropped.
  const places = [0];
  for (const entry of played.entries) places.push((places.at(-1) ?? 0) + (kept(entry) ? 1 : 0));
  const beats = played.beats.map((beat) => ({
    ...beat,
    from: places[beat.from] ?? 0,
    to: places[beat.to] ?? 0,
  }));
  return { played: { entries: played.entries.filter(kept), beats }, hidden: all.size - shown.size };
}

/** Leaves the middle out where a beat is longer than anybody reads. */
const shorten = (lines: readonly string[]): readonly string[] =>
  lines.length <= linesMax
    ? lines
    : [...lines.slice(0, linesMax / 2), '           …', ...lines.slice(-linesMax / 2)];

/** The beats of a part of what was played, as lanes, each followed by its words. */
function tellBeats(whole: Played, of: Beat['of'], lesson: Lesson, manner: Manner): string {
  const { language, paint } = manner;
  const { played, hidden } = thin(whole, lesson);
  const beats = played.beats.filter((beat) => beat.of === of);
  const first = beats[0]?.from ?? 0;
  const { head, lines } = lanesOf(played.entries.slice(first, beats.at(-1)?.to));
  const told = beats.map((beat) => {
    const rows = lines.slice(beat.from - first, beat.to - first);
    const said = wordsOf(played, beat, language).map((text) => paint.cyan(block(text, 4, '  ›')));
    return [...shorten(rows.filter((line) => line !== undefined)), ...said].join('\n');
  });
  const more =
    hidden === 0 ? [] : [paint.dim(`  ${sayIn(language, learnTexts.hidden, { n: hidden })}`)];
  return [paint.bold(head), told.filter((text) => text !== '').join('\n\n'), ...more].join('\n');
}

/** What a lesson counts in a part of what was played, as bars. */
function tellTally(
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

/** The state that the statechart of a lesson is in at the end. */
export function liveOf({ entries }: Played, { look }: Lesson): string {
  const moved = entries.findLast(
    (entry) =>
      entry.kind === 'transition' && entry.client === look.client && entry.part === look.part,
  );
  return moved?.kind === 'transition' ? moved.to : '';
}

/** The statechart as a tree: ● where the client is, ▸ where one event can take it. */
function tellTree(played: Played, lesson: Lesson, { language, paint }: Manner): string {
  const { look } = lesson;
  const part = parts.find(({ name }) => name === look.part);
  if (part === undefined) return '';
  const live = liveOf(played, lesson);
  const branches = treeOf(part, live);
  const width = Math.max(...branches.map(({ stem, name }) => stem.length + name.length)) + 2;
  const lines = branches.map(({ path, stem, name, isLive, events }) => {
    const mark = isLive ? '●' : events.length > 0 ? '▸' : ' ';
    const label = isLive
      ? paint.green(paint.bold(name))
      : events.length > 0
        ? paint.yellow(name)
        : name;
    const gap = ' '.repeat(width - stem.length - name.length);
    const tail =
      events.length === 0 ? '' : `${gap}${path === live ? '↺ ' : ''}${events.join(', ')}`;
    return `  ${paint.dim(stem)}${mark} ${label}${paint.dim(tail)}`;
  });
  const title = sayIn(language, learnTexts.tree, { part: look.part, client: look.client });
  const legend = `● ${sayIn(language, told.live)}  ▸ ${sayIn(language, told.possible)}`;
  const state = storyOf(look.part).states[live];
  return [
    `${paint.bold(title)}  ${paint.dim(legend)}`,
    ...lines,
    ...(state === undefined ? [] : [block(state[language], 2)]),
  ].join('\n');
}

/** A lesson from its title to its question. */
export async function tellLesson(lesson: Lesson, manner: Manner): Promise<string> {
  const { language, paint } = manner;
  const played = await playLesson(lesson);
  const heading = sayIn(language, learnTexts.heading, {
    n: lessons.indexOf(lesson) + 1,
    all: lessons.length,
    title: lesson.title[language],
  });
  const stage = thin(played, lesson).played;
  const staged = stage.beats
    .filter(({ of }) => of === 'staging')
    .flatMap((beat) => wordsOf(stage, beat, language));
  const choices = lesson.choices.map(({ text }, i) => block(text[language], 5, `  ${i + 1}`));
  return [
    `${paint.bold(heading)}  ${paint.dim(valuesOf(lesson).join(' '))}`.trimEnd(),
    '',
    lesson.text.map((claim) => tellClaim(claim, 0, manner)).join('\n\n'),
    '',
    ...(staged.length === 0
      ? []
      : [
          paint.bold(sayIn(language, learnTexts.stage)),
          ...staged.map((text) => paint.cyan(block(text, 4, '  ›'))),
          '',
          paint.bold(sayIn(language, learnTexts.scene)),
        ]),
    `${tellBeats(played, 'scene', lesson, manner)}${tellTally(played, 'scene', lesson, manner)}`,
    '',
    tellTree(played, lesson, manner),
    '',
    block(
      `${sayIn(language, told.question)}${language === 'zh' ? '：' : ': '}${lesson.question[language]}`,
      0,
    ),
    '',
    ...choices,
  ].join('\n');
}

/** Whether an answer is right, why, and what comes of it. */
export async function tellAnswer(lesson: Lesson, choice: Choice, manner: Manner): Promise<string> {
  const { language, paint } = manner;
  const { right, why, plays } = choice;
  const verdict = sayIn(language, right ? told.right : told.wrong);
  const lines = [
    `${right ? paint.green(`✓ ${verdict}`) : paint.red(`✗ ${verdict}`)}`,
    tellClaim(why, 2, manner),
  ];
  if (plays === undefined) return lines.join('\n');
  const played = await playLesson(lesson, plays);
  return [
    ...lines,
    '',
    paint.bold(sayIn(language, learnTexts.watch)),
    `${tellBeats(played, 'choice', lesson, manner)}${tellTally(played, 'choice', lesson, manner)}`,
  ].join('\n');
}
