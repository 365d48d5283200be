// Somebody who knows nothing, with a question: only what is on the screen, from the start page to the answer.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { playFreely, stopped, useBrowser } from '../support/page.ts';

/** Clicks and counts them; things are found by what is written on them. */
function visitor(page: Page) {
  let clicks = 0;
  return {
    click: async (text: string | RegExp): Promise<void> => {
      clicks += 1;
      await page.getByRole('button', { name: text }).first().click();
    },
    search: async (text: string): Promise<void> => {
      clicks += 1;
      await page.getByRole('searchbox').fill(text);
    },
    reads: async (text: string | RegExp): Promise<void> => {
      await page.getByText(text).first().waitFor();
      expect(await page.getByText(text).first().isVisible()).toBe(true);
    },
    clicks: () => clicks,
  };
}

/** Codes by chance, and a word of each; the seed is printed where it fails. */
function drawn(count: number, seed: number) {
  let state = seed;
  const left = [...codes];
  return Array.from({ length: count }, () => {
    state = (state * 16_807) % 2_147_483_647; // Lehmer: enough to draw a few.
    const [row] = left.splice(state % left.length, 1);
    if (row === undefined) throw new Error('no code is left');
    return row;
  });
}

describe.skipIf(hasNoBrowser)('stories of the page', () => {
  const open = useBrowser();

  test('story: what happens when I am kicked', async () => {
    const page = await open();
    const me = visitor(page);

    await me.click('Play it');
    await me.click('Play the scene');
    await me.reads(/What should it do\?/);
    await me.click(/Say that the account is used elsewhere/);

    await me.reads(/never log in again by itself/);
    await me.reads('LOGOUT_E_KICKED');
    expect(me.clicks()).toBeLessThanOrEqual(8);
  });

  test('story: why not retry at once', async () => {
    const page = await open();
    const me = visitor(page);

    await me.click(/A hundred clients after an outage/);
    await me.click('Play the scene');
    await stopped(page);
    await me.click(/^At once/);
    await me.reads(/in one instant/);
    await me.click('Watch what happens');
    await me.click(/a random part/);

    await me.reads(/only chance keeps clients/);
    expect(me.clicks()).toBeLessThanOrEqual(8);
  });

  test('story: what is the difference of 703 and 704', async () => {
    const page = await open();
    const me = visitor(page);

    await me.search('703 704');
    await me.reads(codes.find(({ name }) => name === 'INVITE_E_PEEROFFLINE')?.meaning.en ?? '');
    await me.reads(codes.find(({ name }) => name === 'INVITE_E_TIMEOUT')?.meaning.en ?? '');

    expect(await page.locator('.code-row').count()).toBe(2);
    expect(me.clicks()).toBeLessThanOrEqual(8);
  });

  test.each(['en-GB', 'zh-CN'] as const)(
    'search: five codes drawn by chance are found by a word of theirs, in %s',
    async (locale) => {
      const seed = 1 + (Math.floor(performance.timeOrigin + performance.now() * 1_000) % 999_983);
      const page = await open({ locale });
      const language = locale === 'zh-CN' ? 'zh' : 'en';
      for (const row of drawn(5, seed)) {
        const ofName = row.name.split('_').at(-1) ?? row.name;
        const ofMeaning =
          language === 'en'
            ? row.meaning.en.split(' ').toSorted((a, b) => b.length - a.length)[0]
            : row.meaning.zh.match(/\p{Script=Han}{2}/u)?.[0];
        for (const word of [ofName, ofMeaning ?? row.name, String(row.value)]) {
          await page.getByRole('searchbox').fill(word.replace(/[.,;:]$/, ''));

          const found = await page.locator(`.code-list [data-code=${row.name}]`).count();
          expect(`${seed} ${row.name} by ${word}: ${found}`).toBe(
            `${seed} ${row.name} by ${word}: 1`,
          );
        }
      }
      await page.locator('.code-list .code-row').first().click();
      await page.locator('.card .value').waitFor();
    },
  );

  test('free play: what is done runs on until it has settled, and a kick says what is missing', async () => {
    const page = await open();
    await playFreely(page);
    await page.getByRole('tab', { name: 'Break' }).click();
    await page.locator('[data-trouble=kick]').click();
    expect(await page.locator('.notice').textContent()).toContain('alice is not logged in.');
    expect(await page.locator('.notice').textContent()).not.toMatch(/steps\[|service\./);

    await page.locator('[data-offer]').click();

    await expect.poll(() => page.locator('.card .code-name').textContent()).toBe('LOGOUT_E_KICKED');
  });

  test('free play: with motion, a login moves entry by entry to where it is in', async () => {
    const page = await open({ reducedMotion: 'no-preference' });
    await playFreely(page);
    await page.getByLabel('Speed').selectOption('16');

    await page.locator('[data-call=login]').click();

    await expect
      .poll(() => page.locator('.parts [data-part=login] span').textContent(), { timeout: 20_000 })
      .toBe('loggedIn');
    await stopped(page);
    expect(await page.locator('.branches').count()).toBe(0);
  });

  test('free play: what came next anyway makes no branch', async () => {
    const page = await open();
    await playFreely(page);
    await page.locator('[data-call=login]').click();
    await expect
      .poll(() => page.locator('.parts [data-part=login] span').textContent())
      .toBe('loggedIn');
    await page.locator('input[type=range]').fill('0');

    await page.locator('[data-call=login]').click();

    await expect.poll(() => page.locator('.row.current').count()).toBe(1);
    expect(await page.locator('.branches').count()).toBe(0);
  });

  test('address: a lesson keeps its answers, and Back leads to what was before', async () => {
    const page = await open();
    await page.locator('[data-lesson=kick]').click();
    await page.locator('[data-ask]').click();
    await page.locator('.choices button').first().click();
    await expect.poll(() => page.url()).toContain('#lesson.kick.0');

    await page.reload();
    await page.locator('.choices li.wrong').waitFor();
    await page.locator('.choices li > button').nth(2).click();
    await page.locator('[data-next-lesson]').click();
    await expect.poll(() => page.url()).toContain('#lesson.too-early');
    await page.locator('#lesson-title:focus').waitFor();

    await page.goBack();
    await page.locator('[data-taking=kick]').waitFor();
    await page.locator('.choices li.right').waitFor();
    await page.goForward();
    await page.locator('[data-taking=too-early]').waitFor();
  });

  test('memory: language and theme are those of the last visit', async () => {
    const page = await open();
    await page.locator('[data-language-switch]').click();
    await page.locator('[data-theme-switch]').click();

    await page.reload();

    await page.locator('html[lang=zh-CN][data-theme=dark]').waitFor();
  });

  test('follow: sentence, card and chart speak of the same client, and the others are named', async () => {
    const page = await open({ link: 'code.INVITE_E_TIMEOUT' });
    await page.locator('.card .value').waitFor();
    const end = Number(await page.locator('input[type=range]').getAttribute('max'));
    for (let moment = 1; moment <= end; moment += 4) {
      await page.locator('input[type=range]').fill(String(moment));
      const client = await page.locator('.who select').inputValue();
      const chart = await page.locator('.chart-place:not([inert]) svg').getAttribute('aria-label');

      expect(chart).toContain(` of ${client}:`);
      expect(await page.locator('.words .else').count()).toBe(0);
      const others = await page.locator('.who .other b').allTextContents();
      expect(others).not.toContain(client);
    }
  });
});
