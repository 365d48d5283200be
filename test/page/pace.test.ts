// A scene takes as long as a scene may, however much happens in it.
import { afterEach, expect, test } from 'vitest';
import { lessons } from '../../src/lessons/index.ts';
import { playScene } from '../../src/page/model/acts.ts';
import { stage, startOver } from '../../src/page/model/courses.ts';
import { costOf, rate } from '../../src/page/model/play.ts';
import * as store from '../../src/page/model/store.ts';

afterEach(() => startOver());

test.each(lessons.map((lesson) => [lesson.name, lesson] as const))(
  'lesson %s: its scene takes 6 to 15 s, from where its stage is set to its end, and its question waits for it',
  async (_name, lesson) => {
    await stage(lesson);
    const begins = store.moment.value;
    const { end } = store.history.value.value;
    expect(store.isAsked.value).toBe(false);

    playScene(lesson);

    expect([store.isPlaying.value, store.moment.value, store.playUntil.value]).toEqual([
      true,
      begins,
      end,
    ]);
    let cost = 0;
    for (let index = begins; index < end; index++) cost += costOf(index);
    expect(cost / rate.value).toBeGreaterThanOrEqual(6);
    expect(cost / rate.value).toBeLessThanOrEqual(15);

    store.look(end);
    expect(store.isAsked.value).toBe(true);
  },
);
