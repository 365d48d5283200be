import { describe, expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { representativeRows } from '../../src/tour/tour.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { stopped, useBrowser } from '../support/page.ts';

describe.skipIf(hasNoBrowser)('the codes of the page', () => {
  const open = useBrowser();
  const opened = { page: undefined as ReturnType<typeof open> | undefined };

  test.each(codes.map((row) => [row.name, row] as const))(
    '%s: one click plays the way to it, and stops where it arrives',
    async (name, { value, deprecated, meaning }) => {
      const page = await (opened.page ??= open());
      await page.locator('[data-home]').click();

      await page.locator(`[data-code=${name}]`).click();
      await stopped(page);

      const card = page.locator('.card');
      await expect.poll(() => card.locator('.code-name').textContent()).toBe(name);
      expect(await card.locator('.value').textContent()).toBe(String(value));
      expect(await card.textContent()).toContain(meaning.en);
      const row = page.locator('.row.current');
      expect(await row.locator('.sr').textContent()).toContain(`${value}, ${name}`);
      expect(await page.locator('.notice.legacy').count()).toBe(deprecated ? 1 : 0);
      expect(representativeRows.has(name)).toBe(true);
    },
  );
});
