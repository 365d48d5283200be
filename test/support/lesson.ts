// What a lesson says, and what it is held to.
import { byValue, isCodeName, type Text } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import { msOf } from '../../machines/lifecycle.ts';
import type { Lesson } from '../../src/lessons/index.ts';
import type { TraceEntry } from '../../src/trace/entry.ts';
import { worldTiming } from '../../src/world/options.ts';

/** Every text of a lesson. */
export const textsOf = ({
  title,
  text,
  question,
  choices,
  takeaway,
  tally,
}: Lesson): readonly Text[] => [
  title,
  ...text,
  question,
  ...choices.flatMap((choice) => [choice.text, choice.why]),
  takeaway,
  ...(tally === undefined ? [] : [tally.title]),
];

const unit = String.raw`(?:(?:ms|s|min|h)\b|毫秒|秒|分钟|小时)`;

/** Units in Chinese, by those that all else is compared in. */
const unitOf: Readonly<Record<string, string>> = { 毫秒: 'ms', 秒: 's', 分钟: 'min', 小时: 'h' };

/** What a text names, in the order in which it does. */
export function named(text: string) {
  const numbers = String.raw`(?<![\d.])\d{3,4}(?!\.?\d|\s*${unit})`;
  const found = [...text.matchAll(new RegExp(`${numbers}|\\b[A-Z]+_E(?:_[A-Z]+)*\\b`, 'g'))];
  return {
    /** Numbers and names that look like codes. */
    codes: found.map(([word]) => word),
    callbacks: [...text.matchAll(/\bon[A-Z]\w+/g)].map(([word]) => word),
    durations: [...text.matchAll(new RegExp(`(\\d+(?:\\.\\d+)?) (${unit})`, 'g'))].map(
      ([, count = '', word = '']) => `${count} ${unitOf[word] ?? word}`,
    ),
  };
}

/** The names that a word of a text may stand for; none where it is not a documented code. */
export const namesOf = (word: string): readonly string[] =>
  isCodeName(word) ? [word] : byValue(Number(word)).map(({ name }) => name);

const spans = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 } as const;

/** Milliseconds of a duration as texts write it. */
export function msOfWords(duration: string): number {
  const [count, word] = duration.split(' ');
  return Number(count) * spans[word as keyof typeof spans];
}

/** Spans of time between a callback and the last two moments before it at which somebody did something. */
export function spansOf(entries: readonly TraceEntry[]): readonly number[] {
  const began = [
    ...new Set(entries.flatMap(({ kind, at }) => (/call$|act/.test(kind) ? [at] : []))),
  ];
  return entries.flatMap(({ kind, at }) =>
    kind === 'callback'
      ? began
          .filter((from) => from < at)
          .slice(-2)
          .map((from) => at - from)
      : [],
  );
}

/** Every delay that the specification names. */
export const delays: readonly number[] = [
  ...lifecycles.flatMap(({ parts }) => parts.map(({ timing }) => timing)),
  worldTiming,
].flatMap((timing) => Object.keys(timing).map((name) => msOf(timing, name)));

/** Forms of a source: those of machines/README.md. */
export const sourceForms = /^(?:[A-Z]\d+[a-c]?|LC \d(?:\.\d+)?|WP \d+|D-\d+|W140|APPS|choice: .+)$/;
