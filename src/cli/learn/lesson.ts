// A lesson as text: lanes, plain words, the statechart as a tree, the question, and its answers.
import { byName } from '../../../machines/codes.ts';
import { columns, fit } from '../../base/columns.ts';
import { lessons, type Choice, type Lesson } from '../../lessons/index.ts';
import { playLesson } from '../../lessons/play.ts';
import { sayIn } from '../../base/language.ts';
import { told } from '../../telling/texts.ts';
import { tellBeats, tellTally, thin, wordsOf } from './beats.ts';
import { block, tellClaim, type Manner } from './manner.ts';
import { hang } from '../hang.ts';
import { tellTree } from './statechart.ts';
import { learnTexts } from './texts.ts';

/** The numbers of the codes that a lesson shows, each once. */
export const valuesOf = ({ shows }: Lesson): readonly number[] => [
  ...new Set(shows.map((code) => byName(code).value)),
];

/** All lessons, one per line. */
export function listOf({ language, paint, width }: Manner): string {
  const nameWidth = Math.max(...lessons.map(({ name }) => name.length));
  const titleWidth = Math.max(...lessons.map(({ title }) => columns(title[language])));
  const lines = lessons.map((lesson, i) => {
    const { name, title } = lesson;
    const cells = [String(i + 1).padStart(2), paint.bold(fit(name, nameWidth))];
    const head = [...cells, fit(title[language], titleWidth), ''].join('  ');
    return hang(head, valuesOf(lesson).join(' '), width, paint.dim);
  });
  return [...lines, '', paint.dim(sayIn(language, learnTexts.list))].join('\n');
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
  const choices = lesson.choices.map(({ text }, i) =>
    block(text[language], 5, manner, `  ${i + 1}`),
  );
  return [
    `${paint.bold(heading)}  ${paint.dim(valuesOf(lesson).join(' '))}`.trimEnd(),
    '',
    lesson.text.map((claim) => tellClaim(claim, 0, manner)).join('\n\n'),
    '',
    ...(staged.length === 0
      ? []
      : [
          paint.bold(sayIn(language, learnTexts.stage)),
          ...staged.map((text) => paint.cyan(block(text, 4, manner, '  ›'))),
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
      manner,
    ),
    '',
    ...choices,
  ].join('\n');
}

/** Whether an answer is right, why, and what happens next. */
export async function tellAnswer(lesson: Lesson, choice: Choice, manner: Manner): Promise<string> {
  const { language, paint } = manner;
  const { right, why, plays } = choice;
  const verdict = sayIn(language, right ? told.right : told.wrong);
  const lines = [
    right ? paint.green(`✓ ${verdict}`) : paint.red(`✗ ${verdict}`),
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
