import { expect, test } from 'vitest';
import type { Text } from '../../machines/codes.ts';
import { lessons, type Lesson } from '../../src/lessons/index.ts';
import { native } from '../../src/run/index.ts';
import { createPlayer, readScenario, type ScenarioStep } from '../../src/scenario/index.ts';

const each = lessons.map((lesson) => [lesson.name, lesson] as const);

const textsOf = ({ title, text, question, choices }: Lesson): readonly Text[] => [
  title,
  ...text,
  question,
  ...choices.flatMap((choice) => [choice.text, choice.why]),
];

async function codesOf({ scenario }: Lesson, more: readonly ScenarioStep[] = []) {
  const steps = [...scenario.steps, ...more];
  const player = createPlayer(readScenario('lesson', { ...scenario, steps }), native);
  await player.run();
  expect(player.thrown).toEqual([]);
  return player.world.trace.codes();
}

test.each(each)('lesson %s: its scene emits the codes that it shows', async (_name, lesson) => {
  expect(await codesOf(lesson)).toEqual(lesson.shows);
});

test.each(each)('lesson %s: every choice that plays on can be played', async (_name, lesson) => {
  for (const { plays } of lesson.choices) {
    if (plays === undefined) continue;
    const before = await codesOf(lesson);
    const after = await codesOf(lesson, plays);

    expect(after.slice(0, before.length)).toEqual(before);
  }
});

test.each(each)('lesson %s: of its choices exactly one is right', (_name, { choices }) => {
  expect(choices.length).toBeGreaterThanOrEqual(3);
  expect(choices.filter(({ right }) => right)).toHaveLength(1);
});

test.each(each)('lesson %s: its client is there when the scene ends', async (_name, lesson) => {
  const player = createPlayer(lesson.scenario, native);

  await player.run();

  expect([...player.apps.keys()]).toContain(lesson.look.client);
});

test.each(each)('lesson %s: every text is there in both languages', (_name, lesson) => {
  for (const { en, zh } of textsOf(lesson)) {
    expect(en).toMatch(/[a-z]/);
    expect(en).not.toMatch(/\p{Script=Han}/u);
    expect(zh).toMatch(/\p{Script=Han}/u);
  }
});

test('lessons: no two have the same name', () => {
  const names = lessons.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z][a-z-]*$/.test(name))).toEqual([]);
});
