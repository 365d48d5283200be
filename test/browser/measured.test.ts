// What can be read and seen, measured in a browser whose scrollbars take room, at the sizes of a laptop, an
// older one, a desk and a telephone.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lifecycles } from '../../machines/index.ts';
import { lessons } from '../../src/lessons/index.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { momentOf, playFreely, useBrowser } from '../support/page.ts';

const sizes = {
  '1280x800': { width: 1280, height: 800 },
  '1366x768': { width: 1366, height: 768 },
  '1920x1080': { width: 1920, height: 1080 },
  '390x844': { width: 390, height: 844 },
} as const;

const parts = lifecycles.flatMap((lifecycle) => lifecycle.parts.map(({ name }) => name));

/** What runs in the page: sizes of text in pixels, and whether what fits overflows. */
const measureChart = `(() => {
  const room = document.querySelector('.chart-room');
  const svg = room.querySelector('.chart-place:not([inert]) svg');
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const sizesOf = (selector) => [...svg.querySelectorAll(selector)].map((text) =>
    Math.round(parseFloat(getComputedStyle(text).fontSize) * scale * 100) / 100);
  return {
    names: Math.min(...sizesOf('.state .name, .state .native')),
    events: Math.min(...sizesOf('.event')),
    cut: [...svg.querySelectorAll('.state:not([data-state=""])')].filter((state) => {
      const [name, box] = ['.name', 'rect'].map((one) => state.querySelector(one).getBoundingClientRect());
      return name.right > box.right - 3 * scale;
    }).map((state) => state.dataset.state),
    crossed: [...svg.querySelectorAll('.edge')].flatMap((edge) => {
      const path = edge.querySelector('path');
      const points = Array.from({ length: path.getTotalLength() / 3 }, (_, i) => path.getPointAtLength(i * 3));
      return [...svg.querySelectorAll('.edge')].filter((other) => other !== edge)
        .flatMap((other) => [...other.querySelectorAll('.event')])
        .filter((text) => {
          const { x, y, width, height } = text.getBBox();
          return points.some((at) => at.x > x + 2 && at.x < x + width - 2 && at.y > y + 2 && at.y < y + height - 2);
        })
        .map((text) => text.textContent);
    }),
    overflows: room.dataset.overflows === 'true',
    spare: [room.scrollWidth - room.clientWidth, room.scrollHeight - room.clientHeight],
    bars: [room.offsetWidth - room.clientWidth, room.offsetHeight - room.clientHeight],
  };
})()`;

interface Measured {
  readonly names: number;
  readonly events: number;
  /** The states whose names do not lie in their boxes. */
  readonly cut: readonly string[];
  /** What is written beside an arrow and has another run through it. */
  readonly crossed: readonly string[];
  readonly overflows: boolean;
  readonly spare: readonly number[];
  readonly bars: readonly number[];
}

/** What runs in the page: what of the live state's surroundings is not in the room. */
const unseen = `(() => {
  const box = document.querySelector('.chart-room').getBoundingClientRect();
  const svg = document.querySelector('.chart-place:not([inert]) svg');
  const isSeen = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return left >= box.left - 1 && top >= box.top - 1 && right <= box.right + 1 && bottom <= box.bottom + 1;
  };
  const states = [...svg.querySelectorAll('.state')].filter((one) => one.dataset.state !== '');
  const parentOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf('.')));
  const live = states.filter((one) => one.classList.contains('live')).map((one) => one.dataset.state);
  const wanted = states.filter((one) =>
    live.some((path) => path === one.dataset.state || parentOf(path) === parentOf(one.dataset.state)));
  const events = [...svg.querySelectorAll('.event.possible')];
  return [
    ...(live.length === 0 ? ['no live state'] : []),
    ...wanted.filter((one) => !isSeen(one.querySelector('rect'))).map((one) => one.dataset.state),
    ...events.filter((one) => !isSeen(one)).map((one) => one.textContent),
  ];
})()`;

describe.skipIf(hasNoBrowser)('what can be read on the page', () => {
  const open = useBrowser({ scrollbars: true });

  test.each(Object.entries(sizes))(
    'chart: names in both languages have 12 px and room in their boxes, events 11 px, in all seven, no arrow runs through what is written beside another, and none overflows by its padding, at %s',
    async (_size, viewport) => {
      const page = await open({ viewport, locale: 'zh-CN' });
      await playFreely(page);
      for (const part of parts) {
        await page.locator(`.parts [data-part=${part}]`).click();
        const { names, events, cut, crossed, overflows, spare, bars } = (await page.evaluate(
          measureChart,
        )) as Measured;

        expect([part, names >= 12, events >= 11]).toEqual([part, true, true]);
        expect([part, cut, crossed]).toEqual([part, [], []]);
        expect([part, bars]).toEqual([part, [0, 0]]);
        if (!overflows) expect([part, spare]).toEqual([part, [0, 0]]);
        expect([part, await page.locator('.chart-map').count()]).toEqual([part, overflows ? 1 : 0]);
      }
      await page.context().close();
    },
  );

  test.each([
    ['LOGOUT_E_NET', 'login'],
    ['LOGOUT_E_USER', 'login'],
    ['LEAVECHANNEL_E_KICKED', 'channel'],
    ['INVITE_E_TIMEOUT', 'caller'],
  ])(
    'chart: the live state, those around and beside it, and all that can happen are seen, on the way to %s',
    async (code, part) => {
      const page = await open({ link: `code.${code}`, viewport: sizes['1280x800'] });
      await page.locator('.card .value').waitFor();
      await page.locator('.who select').selectOption('alice');
      await page.locator(`.parts [data-part=${part}]`).click();
      const end = await momentOf(page);
      for (let moment = 1; moment <= end; moment += 2) {
        await page.locator('input[type=range]').fill(String(moment));
        await page.waitForTimeout(30);

        expect([moment, await page.evaluate(unseen)]).toEqual([moment, []]);
      }
      await page.context().close();
    },
  );

  test('chart: at most half of the states are folded at the start, and a click unfolds them', async () => {
    const page = await open();
    await playFreely(page);
    const shown = (): Promise<number> =>
      page.locator('.chart-place:not([inert]) .state:not([data-state=""])').count();
    const before = await shown();

    await page.locator('.state.folded').first().click();
    expect(await page.locator('.state.folded').count()).toBe(2);
    await page.locator('[data-whole]').click();

    expect(await page.locator('.state.folded').count()).toBe(0);
    expect(before * 2).toBeGreaterThanOrEqual(await shown());
    await page.context().close();
  });

  test('chart: keys make it larger and smaller, and several ways say what they are', async () => {
    const page = await open();
    await playFreely(page);
    await page.locator('.chart-room').focus();
    const width = async (): Promise<number> =>
      (await page.locator('.chart-place:not([inert]) svg').boundingBox())?.width ?? 0;
    const before = await width();
    await page.keyboard.press('+');
    expect(await width()).toBeGreaterThan(before * 1.2);
    await page.keyboard.press('0');
    expect(await width()).toBeCloseTo(before, 0);

    await page.locator('.event.many').first().click();
    expect(await page.locator('.ways-panel li').count()).toBeGreaterThan(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('.ways-panel').count()).toBe(0);
    await page.context().close();
  });

  test.each(
    Object.entries(sizes).flatMap(([size, viewport]) =>
      (['en-GB', 'zh-CN'] as const).map((locale) => [size, locale, viewport] as const),
    ),
  )(
    'lessons: question and all choices are seen together, at %s, %s',
    async (size, locale, viewport) => {
      const page = await open({ viewport, locale });
      const isPhone = size === '390x844';
      const missing: string[] = [];
      for (const { name } of lessons) {
        await page.evaluate((hash) => {
          (globalThis as unknown as { location: { hash: string } }).location.hash = hash;
        }, `lesson.${name}`);
        await page.locator(`[data-taking=${name}]`).waitFor();
        await page.locator('[data-ask]').click();
        if (isPhone) {
          await page.evaluate("document.querySelector('.lesson-question').scrollIntoView()");
        }
        missing.push(...(await unseenIn(page, name, isPhone)));
      }

      expect(missing).toEqual([]);
      await page.context().close();
    },
  );

  test.each([
    ['390x844', sizes['390x844']],
    ['200 % of 1280x800', { width: 640, height: 400 }],
  ])('time line: takes at most a fifth of the height, at %s', async (_size, viewport) => {
    const page = await open({ viewport, link: 'code.LOGOUT_E_NET' });
    await page.locator('.card .value').waitFor();
    const height = (await page.locator('.timeline').boundingBox())?.height ?? 0;

    expect(height).toBeGreaterThan(20);
    expect(height).toBeLessThanOrEqual(viewport.height / 5);

    // With branches to choose from, too, and nothing of it off the screen.
    await page.goto(page.url().replace(/#.*/, '#lesson.kick.0'));
    await page.locator('.choices .link').first().click();
    await page.locator('.branches .compare').click();
    await page.locator('.sides').waitFor();
    const box = await page.locator('.timeline').boundingBox();
    expect(box?.height).toBeLessThanOrEqual(viewport.height / 5);
    for (const one of await page.locator('.timeline button, .timeline input').all()) {
      const { x = -1, width = 0 } = (await one.boundingBox()) ?? {};
      expect([x >= 0, x + width <= viewport.width, width > 20]).toEqual([true, true, true]);
    }
    await page.context().close();
  });
});

/** Which of question, choices and scene cannot be seen. */
async function unseenIn(page: Page, name: string, isPhone: boolean): Promise<readonly string[]> {
  const bar = await page.locator('.timeline').boundingBox();
  const question = await page.locator('.lesson-question').boundingBox();
  const bottom = Math.min(bar?.y ?? 0, (question?.y ?? 0) + (question?.height ?? 0));
  const wanted = ['.lesson-question h3', '.choices li', ...(isPhone ? [] : ['.lane-rows'])];
  const missing: string[] = [];
  for (const selector of wanted) {
    for (const one of await page.locator(selector).all()) {
      const box = await one.boundingBox();
      const isIn = box !== null && box.y >= 0 && box.height > 10;
      const floor = selector === '.lane-rows' ? (bar?.y ?? 0) : bottom;
      if (!isIn || box.y + box.height > floor + 1) missing.push(`${name} ${selector}`);
    }
  }
  return missing;
}
