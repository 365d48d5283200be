import { describe, expect, test } from 'vitest';
import { lessons } from '../../src/lessons/index.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { momentOf, playFast, stopped, useBrowser } from '../support/page.ts';

describe.skipIf(hasNoBrowser)('the lessons of the page', () => {
  const open = useBrowser();

  test.each(lessons.map((lesson) => [lesson.name, lesson] as const))(
    'lesson %s: from the list through the scene to the answer',
    async (name, { title, text, choices, look, shows }) => {
      const page = await open();
      await page.getByRole('tab', { name: 'Lessons' }).click();
      await page.locator(`[data-lesson=${name}]`).click();

      const lesson = page.locator(`[data-taking=${name}]`);
      expect(await lesson.textContent()).toContain(title.en);
      for (const paragraph of text) expect(await lesson.textContent()).toContain(paragraph.en);
      expect(await page.locator('.who select').inputValue()).toBe(look.client);

      await playFast(page);
      await page.getByRole('button', { name: 'Play the scene' }).click();
      await stopped(page);
      const end = await momentOf(page);
      expect(await page.locator('input[type=range]').getAttribute('max')).toBe(String(end));
      const last = shows.at(-1);
      if (last !== undefined) {
        expect(await page.locator('.card .code-name').textContent()).toBe(last);
      }

      for (const { text: answer, right, why, plays } of choices) {
        await page.getByRole('button', { name: answer.en, exact: true }).click();
        const given = lesson.locator('li', { hasText: answer.en });
        expect(await given.textContent()).toContain(why.en);
        expect(await given.getAttribute('class')).toBe(right ? 'right' : 'wrong');
        if (plays === undefined) continue;
        await given.getByRole('button', { name: 'Watch what comes of it' }).click();
        const hasPlayed = async (): Promise<boolean> =>
          (await momentOf(page)) > end || (await page.locator('.notice.quiet').isVisible());
        await expect.poll(hasPlayed, { timeout: 30_000 }).toBe(true);
        await stopped(page);
      }
      expect(await lesson.locator('li.right').count()).toBe(1);
    },
  );

  test('lessons: a lesson has a link of its own', async () => {
    const page = await open({ link: 'lesson.kick' });

    await page.locator('[data-taking=kick]').waitFor();
  });
});
