import type { Command } from 'commander';
import { byName } from '../../../machines/codes.ts';
import { didYouMean, show, UsageError } from '../../base/errors.ts';
import { lessons, type Choice, type Lesson } from '../../lessons/index.ts';
import { playLesson } from '../../lessons/play.ts';
import { sayIn, type Language } from '../../base/language.ts';
import { wordsOf } from '../learn/beats.ts';
import { listOf, tellAnswer, tellLesson, valuesOf } from '../learn/lesson.ts';
import type { Manner } from '../learn/manner.ts';
import { liveOf } from '../learn/statechart.ts';
import { learnTexts } from '../learn/texts.ts';
import type { Output } from '../output.ts';

const help = `
Plays a lesson as text: what happens in lanes, why in plain words, the statechart as
a tree (● where the client is, ▸ where one event can take it), and a question. On a
terminal it waits for an answer; Ctrl-C leaves. The same lessons are on the page.

Examples:
  sigsim learn                    all lessons
  sigsim learn kick               one, by its name or its number
  sigsim learn kick --answer 2    whether answer 2 is right, why, and what comes of it
  sigsim learn kick --lang zh
  sigsim learn kick --json        one JSON document

Exit codes: 0 fine, 1 no such lesson or answer, 2 the --answer is wrong.`;

interface LearnOptions {
  readonly lang: Language;
  readonly answer?: string;
  readonly json?: boolean;
}

function lessonOf(wanted: string): Lesson {
  const found =
    lessons.find(({ name }) => name === wanted) ??
    (/^\d+$/.test(wanted) ? lessons[Number(wanted) - 1] : undefined);
  if (found !== undefined) return found;
  const names = lessons.map(({ name }) => name);
  throw new UsageError(
    'learn.unknown',
    `learn: there is no lesson ${show(wanted)}.${didYouMean(wanted, names)} ` +
      'Give a name or a number; sigsim learn lists them.',
  );
}

/** The choice that an answer names; undefined if it names none. */
const choiceOf = ({ choices }: Lesson, answer: string): Choice | undefined =>
  /^\s*\d+\s*$/.test(answer) ? choices[Number(answer) - 1] : undefined;

function chosen(lesson: Lesson, answer: string): Choice {
  const choice = choiceOf(lesson, answer);
  if (choice !== undefined) return choice;
  throw new UsageError(
    'learn.answer',
    `learn: lesson ${show(lesson.name)} has no answer ${show(answer)}. ` +
      `Give a number from 1 to ${lesson.choices.length}.`,
  );
}

/** The lessons as data. */
const summaryOf = (lesson: Lesson, language: Language) => ({
  number: lessons.indexOf(lesson) + 1,
  name: lesson.name,
  title: lesson.title[language],
  codes: valuesOf(lesson),
});

/** A lesson as data, played. */
async function documentOf(lesson: Lesson, language: Language, choice: Choice | undefined) {
  const played = await playLesson(lesson, choice?.plays);
  const scene = await playLesson(lesson);
  const { text, look, shows, question, choices } = lesson;
  return {
    ...summaryOf(lesson, language),
    lang: language,
    text: text.map((claim) => ({ text: claim[language], source: claim.source })),
    shows: shows.map((name) => ({ name, value: byName(name).value })),
    beats: played.beats.map((beat) => ({
      of: beat.of,
      atMs: beat.atMs,
      words: wordsOf(played, beat, language),
      entries: played.entries.slice(beat.from, beat.to),
    })),
    statechart: { ...look, state: liveOf(scene, lesson) },
    question: question[language],
    choices: choices.map(({ text: option, right, why }) => ({
      text: option[language],
      right,
      why: why[language],
      source: why.source,
    })),
    ...(choice !== undefined && { answer: choices.indexOf(choice) + 1, right: choice.right }),
  };
}

/** Asks until the answer is right or the user leaves. */
async function converse(lesson: Lesson, manner: Manner, output: Output): Promise<void> {
  const { language } = manner;
  const n = lesson.choices.length;
  for (;;) {
    const answer = await output.ask?.(`\n${sayIn(language, learnTexts.ask, { n })}`);
    if (answer === undefined) {
      output.write('\n');
      return;
    }
    const choice = choiceOf(lesson, answer);
    if (choice === undefined) output.write(sayIn(language, learnTexts.again, { n }));
    else {
      output.write(`\n${await tellAnswer(lesson, choice, manner)}`);
      if (choice.right) return;
    }
  }
}

async function learn(wanted: string | undefined, options: LearnOptions, output: Output) {
  const { lang: language, answer, json = false } = options;
  const manner = { language, paint: output.paint, width: output.width };
  if (wanted === undefined) {
    if (answer !== undefined) {
      throw new UsageError('learn.answer', 'learn: --answer needs a lesson. Name the lesson, too.');
    }
    const all = lessons.map((lesson) => summaryOf(lesson, language));
    output.write(json ? JSON.stringify(all, null, 2) : listOf(manner));
    return;
  }
  const lesson = lessonOf(wanted);
  const choice = answer === undefined ? undefined : chosen(lesson, answer);
  if (choice?.right === false) output.fail();
  if (json) {
    output.write(JSON.stringify(await documentOf(lesson, language, choice), null, 2));
    return;
  }
  if (choice !== undefined) {
    output.write(await tellAnswer(lesson, choice, manner));
    return;
  }
  output.write(await tellLesson(lesson, manner));
  if (output.ask === undefined) {
    output.write(
      `\n${output.paint.dim(sayIn(language, learnTexts.answer, { name: lesson.name }))}`,
    );
  } else await converse(lesson, manner, output);
}

/** Adds `sigsim learn`. */
export function addLearn(program: Command, output: Output): Command {
  return program
    .command('learn')
    .description('lessons: what happens, why, and what a client should do')
    .argument('[lesson]', 'a lesson, by name or number')
    .option('--answer <n>', 'answers the question')
    .option('--json', 'one JSON document')
    .addHelpText('after', help)
    .action((wanted: string | undefined, options: LearnOptions) => learn(wanted, options, output));
}
