import { describe, expect, test } from 'vitest';
import { lessons } from '../../src/lessons/index.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { momentOf, playFast, stopped, useBrowser } from '../support/page.ts';

describe.skipIf(hasNoBrowser)('the lessons of the page', () => {
  const open = useBrowser();

  test.each(lessons.map((lesson) => [lesson.name, lesson] as const))(
    'lesson %s: from the list through the scene to the answer',
    async (name, { title, text, choices, look, takeaway, check }) => {
      const page = await open();
      await page.locator(`[data-lesson=${name}]`).click();

      const intro = page.locator(`[data-taking=${name}]`);
      await expect.poll(() => intro.textContent()).toContain(title.en);
      for (const paragraph of text) expect(await intro.textContent()).toContain(paragraph.en);
      expect(await page.locator('.who select').inputValue()).toBe(look.client);
      expect(await page.locator('.choices').count()).toBe(0);
      expect(await page.locator('.card').count()).toBe(0);

      await playFast(page);
      await page.getByRole('button', { name: 'Play the scene' }).click();
      const lesson = page.locator('.lesson-question');
      await lesson.waitFor();
      await stopped(page);
      const end = await momentOf(page);
      expect(await page.locator('input[type=range]').getAttribute('max')).toBe(String(end));
      expect(await page.locator('.card').count()).toBe(0);

      for (const { text: answer, right, why, plays } of choices) {
        await page.getByRole('button', { name: answer.en, exact: true }).click();
        const given = lesson.locator('li', { hasText: answer.en });
        expect(await given.textContent()).toContain(why.en);
        expect(await given.getAttribute('class')).toBe(right ? 'right' : 'wrong');
        if (plays === undefined) continue;
        await given.getByRole('button', { name: 'Watch what happens' }).click();
        const hasPlayed = async (): Promise<boolean> =>
          (await momentOf(page)) > end || (await page.locator('.notice.quiet').isVisible());
        await expect.poll(hasPlayed, { timeout: 30_000 }).toBe(true);
        await stopped(page);
      }
      expect(await lesson.locator('li.right').count()).toBe(1);
      expect(await lesson.textContent()).toContain(takeaway.en);
      expect(await lesson.locator('.check code').textContent()).toBe(check);
    },
  );

  test('lessons: a lesson has a link of its own', async () => {
    const page = await open({ link: 'lesson.kick' });

    await page.locator('[data-taking=kick]').waitFor();
  });
});
