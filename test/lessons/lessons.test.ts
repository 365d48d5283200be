import { describe, expect, test } from 'vitest';
import type { CodeName } from '../../machines/codes.ts';
import { lessons } from '../../src/lessons/index.ts';
import { playLesson } from '../../src/lessons/play.ts';
import { native } from '../../src/run/index.ts';
import { createPlayer, readScenario } from '../../src/scenario/index.ts';
import type { TraceEntry } from '../../src/trace/entry.ts';
import {
  delays,
  msOfWords,
  named,
  namesOf,
  sourceForms,
  spansOf,
  textsOf,
} from '../support/lesson.ts';
import { rows } from '../support/rows.ts';

const allRows: ReadonlySet<string> = new Set(
  Object.values(rows).flatMap((lines) => lines.map(({ row }) => row)),
);

/** Q1 to Q3 are rows, and questions that the sources leave open. */
const isRow = /^[LCMIRG]\d/;

const codesOf = (entries: readonly TraceEntry[]): readonly CodeName[] =>
  entries.flatMap((entry) =>
    entry.kind === 'callback' && entry.code !== undefined ? [entry.code] : [],
  );

const callbacksOf = (entries: readonly TraceEntry[]): readonly string[] =>
  entries.flatMap((entry) => (entry.kind === 'callback' ? [entry.name] : []));

/** Codes of a text that no part of a trace has, in the order of the text. */
function missing(text: string, entries: readonly TraceEntry[]): readonly string[] {
  const heard: ReadonlySet<string> = new Set(codesOf(entries));
  return named(text).codes.filter((word) => !namesOf(word).some((name) => heard.has(name)));
}

describe.each(lessons.map((lesson) => [lesson.name, lesson] as const))('%s', (name, lesson) => {
  const { scenario, shows, look, text, choices, staging = 0 } = lesson;
  const scene = playLesson(lesson);

  test(`lesson ${name}: its scene is sound and emits the codes that it shows`, async () => {
    const player = createPlayer(readScenario('lesson', scenario), native);
    await player.run();

    expect(player.thrown).toEqual([]);
    expect(player.complaints).toEqual([]);
    expect(player.world.trace.codes()).toEqual(shows);
    expect([...player.apps.keys()]).toContain(look.client);
  });

  test(`lesson ${name}: its text names codes in the order in which they come`, async () => {
    const came = [...new Set(codesOf((await scene).entries))];
    const words = text.flatMap(({ en }) => named(en).codes);
    const places = words.map((word) => came.findIndex((one) => namesOf(word).includes(one)));

    expect(places).not.toContain(-1);
    expect([...new Set(places)]).toEqual([...new Set(places)].toSorted((a, b) => a - b));
  });

  test(`lesson ${name}: its text names callbacks that really come`, async () => {
    const came = new Set(callbacksOf((await scene).entries));
    const words = text.flatMap(({ en }) => named(en).callbacks);

    expect(words.filter((word) => !came.has(word))).toEqual([]);
  });

  test(`lesson ${name}: the times in its text are those of the trace`, async () => {
    const spans = spansOf((await scene).entries);
    const isTrue = (ms: number): boolean => spans.some((span) => Math.abs(span - ms) <= ms / 40);
    const words = text.flatMap(({ en }) => named(en).durations);

    expect(words.filter((word) => !isTrue(msOfWords(word)))).toEqual([]);
  });

  test(`lesson ${name}: the times in its reasons are delays of the specification`, () => {
    const words = choices.flatMap(({ why }) => named(why.en).durations);

    expect(words.filter((word) => !delays.includes(msOfWords(word)))).toEqual([]);
  });

  test(`lesson ${name}: has two to four choices, and one is right`, () => {
    expect(choices.length).toBeGreaterThanOrEqual(2);
    expect(choices.length).toBeLessThanOrEqual(4);
    expect(choices.filter(({ right }) => right)).toHaveLength(1);
  });

  test(`lesson ${name}: a choice that plays on shows the codes of its reason`, async () => {
    for (const { plays, why } of choices) {
      if (plays === undefined) continue;
      const { entries } = await playLesson(lesson, plays);

      expect(entries.length).toBeGreaterThan((await scene).entries.length);
      expect(codesOf(entries).slice(0, shows.length)).toEqual(shows);
      expect(missing(why.en, entries)).toEqual([]);
    }
  });

  test(`lesson ${name}: every text is there in both languages, and says the same`, () => {
    for (const { en, zh } of textsOf(lesson)) {
      expect(en).toMatch(/[a-z]/);
      expect(en).not.toMatch(/\p{Script=Han}/u);
      expect(zh).toMatch(/\p{Script=Han}/u);
      for (const kind of ['codes', 'callbacks', 'durations'] as const) {
        expect(named(zh)[kind].toSorted()).toEqual(named(en)[kind].toSorted());
      }
    }
  });

  test(`lesson ${name}: what looks like a code is a documented one`, () => {
    const words = textsOf(lesson).flatMap(({ en }) => named(en).codes);

    expect(words.filter((word) => namesOf(word).length === 0)).toEqual([]);
  });

  test(`lesson ${name}: every claim says where the specification has it`, () => {
    const claims = [...text, lesson.takeaway, ...choices.map(({ why }) => why)];
    const sources = claims.flatMap(({ source }) => source.split(', '));

    expect(sources.filter((source) => !sourceForms.test(source))).toEqual([]);
    expect(sources.filter((source) => isRow.test(source) && !allRows.has(source))).toEqual([]);
  });

  test(`lesson ${name}: the rows that its text names are taken in its scene`, async () => {
    const taken = new Set(
      (await scene).entries.flatMap((entry) => (entry.kind === 'transition' ? entry.rows : [])),
    );
    const sources = text.flatMap(({ source }) => source.split(', '));

    expect(sources.filter((source) => isRow.test(source) && !taken.has(source))).toEqual([]);
  });

  test(`lesson ${name}: time passes where its staging ends`, () => {
    expect(staging === 0 || scenario.steps[staging - 1]?.by === 'time').toBe(true);
  });
});

test('lessons: no two have the same name', () => {
  const names = lessons.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z][a-z-]*$/.test(name))).toEqual([]);
});

test('lessons: a lesson that claims what does not happen is found', () => {
  expect(named('After 1.4 s comes 102, then onLogout; 1.4.0 and 200 ms are none.')).toEqual({
    codes: ['102'],
    callbacks: ['onLogout'],
    durations: ['1.4 s', '200 ms'],
  });
  expect(namesOf('999')).toEqual([]);
  expect(missing('105', [])).toEqual(['105']);
});
