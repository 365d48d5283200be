// Room and hands: nothing is cut, nothing is pushed, and what is folded or far away is reached.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { lessons } from '../../src/lessons/index.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { momentOf, playFreely, sizes, useBrowser } from '../support/page.ts';

const locales = ['en-GB', 'zh-CN'] as const;

const scrolled = async (page: Page): Promise<string> =>
  page.evaluate(
    `(({ scrollLeft, scrollTop }) => scrollLeft + ',' + scrollTop)(document.querySelector('.chart-room'))`,
  );

describe.skipIf(hasNoBrowser)('room on the page', () => {
  const open = useBrowser({ scrollbars: true });

  test.each(
    Object.entries(sizes).flatMap(([size, viewport]) =>
      locales.map((locale) => [size, locale, viewport] as const),
    ),
  )(
    'lanes: no head is cut where a hundred clients are, at %s, %s',
    async (_size, locale, viewport) => {
      const right = lessons
        .find(({ name }) => name === 'herd')
        ?.choices.findIndex((one) => one.right);
      const page = await open({ link: `lesson.herd.${right}`, viewport, locale });
      await page.locator('.lane-head').first().waitFor();
      const cut = await page.evaluate(
        `[...document.querySelectorAll('.lane-head')]
          .filter((head) => head.scrollWidth > head.clientWidth).map((head) => head.textContent)`,
      );

      expect(cut).toEqual([]);
      await page.context().close();
    },
  );

  test.each(locales)('card: the longest advice is not cut off, in %s', async (locale) => {
    const language = locale === 'zh-CN' ? 'zh' : 'en';
    const long = codes.toSorted((a, b) => b.advice[language].length - a.advice[language].length);
    for (const { name, advice } of long.slice(0, 3)) {
      const page = await open({ link: `code.${name}`, locale, viewport: sizes.desktop });
      await page.locator('.card .value').waitFor();
      const [bottom, floor, text] = (await page.evaluate(
        `(() => {
          const last = document.querySelector('.card dd:last-of-type');
          const bar = document.querySelector('.timeline').getBoundingClientRect();
          const card = document.querySelector('.card').getBoundingClientRect();
          return [last.getBoundingClientRect().bottom, Math.min(bar.top, card.bottom), last.textContent];
        })()`,
      )) as [number, number, string];

      expect(text).toContain(advice[language]);
      expect([name, bottom <= floor + 1]).toEqual([name, true]);
      await page.context().close();
    }
  });

  test('notice: what comes and goes pushes nothing', async () => {
    const page = await open();
    await playFreely(page);
    await page.getByRole('tab', { name: 'Break' }).click();
    const places = (): Promise<unknown> =>
      page.evaluate(
        `['.chart-panel', '.side', '.timeline'].map((one) =>
          JSON.stringify(document.querySelector(one).getBoundingClientRect()))`,
      );
    const before = await places();

    await page.locator('[data-trouble=kick]').click();
    await page.locator('.notice.need').waitFor();

    expect(await places()).toEqual(before);
    await page.context().close();
  });

  test.each(locales)(
    'break: what cannot be done is told in words of the language, never in those of a scenario, in %s',
    async (locale) => {
      const page = await open({ locale });
      await playFreely(page);
      await page.getByRole('tab').nth(2).click();
      const names: readonly string[] = await page.evaluate(
        `[...document.querySelectorAll('[data-trouble]')].map((one) => one.dataset.trouble)`,
      );
      expect(names.length).toBeGreaterThan(15);
      const told: string[] = [];
      for (const name of names) {
        await page.locator(`[data-trouble=${name}]`).click();
        await page.waitForTimeout(60);
        for (const text of await page.locator('.notice p').allTextContents()) {
          told.push(`${name}: ${text}`);
        }
      }

      expect(told.length).toBeGreaterThan(5);
      const foreign = locale === 'zh-CN' ? /[a-z]+ [a-z]+ [a-z]+/i : /\p{Script=Han}/u;
      const wrong = /steps\[|rules\[|service\.|network\.|undefined|world\./;
      expect(told.filter((text) => wrong.test(text) || foreign.test(text))).toEqual([]);
      await page.context().close();
    },
  );

  test('free play: step by step, each press of Step shows one entry more', async () => {
    const page = await open();
    await playFreely(page);
    await page.locator('[data-steps]').check();
    await page.locator('[data-call=login]').click();
    await expect.poll(() => momentOf(page)).toBeGreaterThan(0);
    const before = await momentOf(page);

    await page.getByRole('button', { name: 'Step', exact: true }).click();

    await expect.poll(() => momentOf(page)).toBe(before + 1);
    await page.context().close();
  });

  test('chart: a mouse drags it, and its map leads elsewhere', async () => {
    const page = await open();
    await playFreely(page);
    await page.locator('[data-whole]').click();
    await page.locator('.chart-map').waitFor();
    const before = await scrolled(page);
    const {
      x = 0,
      y = 0,
      width = 0,
      height = 0,
    } = (await page.locator('.chart-room').boundingBox()) ?? {};
    const from = { x: x + width / 2, y: y + height - 8 };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x - 80, from.y - 60, { steps: 4 });
    await page.mouse.up();
    const dragged = await scrolled(page);
    expect(dragged).not.toBe(before);

    const map = await page.locator('.chart-map').boundingBox();
    await page.mouse.click((map?.x ?? 0) + (map?.width ?? 0) - 4, (map?.y ?? 0) + 4);
    expect(await scrolled(page)).not.toBe(dragged);
    await page.context().close();
  });

  test('chart: two fingers make it larger and smaller', async () => {
    const page = await open({ viewport: sizes.phone });
    await playFreely(page);
    const width = async (): Promise<number> =>
      (await page.locator('.chart-place:not([inert]) svg').boundingBox())?.width ?? 0;
    const pinch = (from: number, to: number): Promise<unknown> =>
      page.evaluate(
        `(() => {
          const room = document.querySelector('.chart-room');
          const send = (type, pointerId, clientX) => room.dispatchEvent(new PointerEvent(type,
            { pointerId, clientX, clientY: 300, pointerType: 'touch', bubbles: true }));
          send('pointerdown', 1, 100);
          send('pointerdown', 2, 100 + ${from});
          send('pointermove', 2, 100 + ${to});
          send('pointerup', 1, 100);
          send('pointerup', 2, 100 + ${to});
        })()`,
      );
    const before = await width();

    await pinch(80, 160);
    await expect.poll(width).toBeCloseTo(before * 2, 0);
    await pinch(160, 80);
    await expect.poll(width).toBeCloseTo(before, 0);
    await page.context().close();
  });

  test('lessons: on a telephone, to play the scene brings it into sight', async () => {
    const page = await open({ viewport: sizes.phone, link: 'lesson.reconnecting' });
    const isSeen = async (): Promise<boolean> => {
      const { y = -1 } = (await page.locator('.lane-heads').boundingBox()) ?? {};
      const bar = await page.locator('.timeline').boundingBox();
      return y >= 0 && y < (bar?.y ?? 0);
    };
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    expect(await isSeen()).toBe(false);

    await page.evaluate("document.querySelector('[data-scene]').click()");
    await expect.poll(isSeen).toBe(true);
    await page.context().close();
  });

  test('chart: several ways say what they are on hover, by keyboard and by tap', async () => {
    const page = await open({ link: 'code.LOGOUT_E_NET', viewport: sizes.phone, hasTouch: true });
    await page.locator('.card .value').waitFor();
    await page.locator('input[type=range]').fill('2');
    const many = page.locator('.chart-place:not([inert]) .state.live .event.many').first();
    await many.waitFor();
    expect((await many.locator('title').textContent())?.split('\n').length).toBeGreaterThan(1);

    await many.focus();
    await page.keyboard.press('Enter');
    await page.locator('.ways-panel li').nth(1).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.ways-panel').count()).toBe(0);

    await many.tap();
    await page.locator('.ways-panel li').nth(1).waitFor();
    await page.context().close();
  });
});
