// A machine of the user's own on the page: paths are played on its chart, and anything can be done by hand.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasNoBrowser } from '../support/chromium.ts';
import { sigsimHere } from '../support/command.ts';
import { useBrowser } from '../support/page.ts';

describe.skipIf(hasNoBrowser)('a machine on the page', () => {
  const open = useBrowser();

  test('machine: a path is played, and left by hand', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sigsim-')), 'door.html');
    const door = 'test/fixtures/door.ts';
    const events = 'test/fixtures/door-events.json';
    await sigsimHere(['page', '--machine', door, '--events', events, '--out', file]);
    const page = await open({ file });
    const live = (): Promise<string | null> =>
      page.locator('.state.live.atomic').getAttribute('data-state');

    expect(await page.locator('header').textContent()).toContain('7/7 transitions');
    expect(await live()).toBe('closed');
    await page.locator('[data-forward]').click();
    expect(await live()).toBe('open');
    expect(await page.locator('.event.taken').getAttribute('data-event')).toBe('OPEN');

    // What stands on an arrow of the live state can be done at once, and then it is no path any more.
    await page.locator('.event.possible[data-event="CLOSE"]').click();
    expect(await live()).toBe('closed');
    expect(await page.locator('aside select').inputValue()).toBe('');
    expect(await page.locator('[data-possible] li').count()).toBe(3);

    await page.locator('aside select').selectOption('transitions/1');
    await page.locator('[data-play]').click();
    await expect
      .poll(() => page.locator('ol li').last().locator('[aria-current]').count(), {
        timeout: 20_000,
      })
      .toBe(1);
    await page.getByText('中文').click();
    expect(await page.locator('[data-play]').textContent()).toBe('播放');
  });
});
