// For everyone: both languages, keyboard alone, screen readers, both themes, a telephone.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { codes, type Text } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import { lessons } from '../../src/lessons/index.ts';
import { groupTexts, policyTexts, texts } from '../../src/page/texts/texts.ts';
import { told } from '../../src/telling/texts.ts';
import { comparisonTexts, shapeTexts } from '../../src/tour/side-by-side.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { pageFile } from '../support/page-file.ts';
import { overlaps } from '../support/overlap.ts';
import { liveStates, momentOf, playFreely, sizes, stopped, useBrowser } from '../support/page.ts';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

async function violations(page: Page): Promise<readonly string[]> {
  const run = '(window.axe.run(document, { resultTypes: ["violations"] }))';
  await page.evaluate(axe);
  const { violations: found } = (await page.evaluate(run)) as AxeResult;
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}

/** What a page may be showing: each is looked at with all that can be wrong with it. */
const views = {
  start: async () => undefined,
  search: async (page: Page) => page.locator('input[type=search]').fill('token'),
  calls: playFreely,
  trouble: async (page: Page) => {
    await playFreely(page);
    await page.getByRole('tab').nth(2).click();
    await page.locator('[data-trouble=kick]').click();
    await page.locator('.notice.need').waitFor();
  },
  code: async (page: Page) => {
    await page.locator('[data-code=INVITE_E_CANTRECV]').click();
    await page.locator('.card .value').waitFor();
    await stopped(page);
  },
  lesson: async (page: Page) => {
    await page.locator('[data-lesson=kick]').click();
    await page.locator('[data-ask]').click();
    await page.locator('.choices button').first().click();
    await page.locator('.choices p').waitFor();
  },
  learned: async (page: Page) => {
    await page.locator('[data-lesson=kick]').click();
    await page.locator('[data-ask]').click();
    await page.locator('.choices button').nth(2).click();
    await page.locator('.check summary').click();
    await page.locator('.check pre').waitFor();
  },
  compare: async (page: Page) => {
    await page.locator('[data-lesson=kick]').click();
    await page.locator('[data-ask]').click();
    await page.locator('.choices button').first().click();
    await page.locator('.choices .link').first().click();
    await page.locator('.branches .compare').click();
    await page.locator('.differences li').first().waitFor();
  },
  threeWays: async (page: Page) => {
    await page.locator('[data-code=LEAVECHANNEL_E_DISCONN]').click();
    await page.locator('[data-three-ways]').click();
    await page.locator('.way-lane').first().waitFor();
  },
} as const;

const looks = [
  ['light', 'en-GB'],
  ['dark', 'en-GB'],
  ['light', 'zh-CN'],
  ['dark', 'zh-CN'],
] as const;

const combinations = Object.entries(views).flatMap(([view, go]) =>
  looks.map(([colorScheme, locale]) => [view, colorScheme, locale, go] as const),
);

describe.skipIf(hasNoBrowser)('the page for everyone', () => {
  const open = useBrowser();

  /** Milliseconds from the address to a button that answers, at best. */
  const fastest = async (file: string): Promise<number> => {
    const taken: number[] = [];
    for (let tries = 0; tries < 5; tries++) {
      const start = performance.now();
      const page = await open({ file });
      await page.locator('[data-free]').click();
      await page.locator('[data-play]').waitFor();
      taken.push(performance.now() - start);
      await page.context().close();
    }
    return Math.min(...taken);
  };

  test.each(combinations)(
    'axe finds nothing in the view %s, %s, %s',
    async (_view, colorScheme, locale, go) => {
      const page = await open({ colorScheme, locale });
      await go(page);

      expect(await violations(page)).toEqual([]);
      await page.context().close();
    },
  );

  test.each(
    Object.entries(views).flatMap(([view, go]) =>
      Object.entries(sizes).flatMap(([size, viewport]) =>
        (['en-GB', 'zh-CN'] as const).map((locale) => [view, size, locale, viewport, go] as const),
      ),
    ),
  )('no text overlaps in the view %s, %s, %s', async (_view, _size, locale, viewport, go) => {
    const page = await open({ viewport, locale });
    await go(page);

    expect(await overlaps(page)).toEqual([]);
    await page.context().close();
  });

  test.each(lifecycles.flatMap(({ parts }) => parts.map(({ name }) => name)))(
    'no text overlaps in the chart %s, on either screen',
    async (part) => {
      for (const viewport of Object.values(sizes)) {
        const page = await open({ viewport, locale: 'zh-CN' });
        await playFreely(page);
        await page.locator(`.parts [data-part=${part}]`).click();

        expect(await overlaps(page)).toEqual([]);
        await page.context().close();
      }
    },
  );

  test('languages: the switch changes every text, and leaves none behind', async () => {
    const stories = lifecycles.flatMap(({ parts }) => parts.map(({ story }) => story));
    const all: readonly Text[] = [
      ...Object.values<Text>({ ...texts, ...told, ...groupTexts, ...policyTexts }),
      ...Object.values<Text>({ ...comparisonTexts, ...shapeTexts }),
      ...codes.flatMap(({ meaning, advice }) => [meaning, advice]),
      ...lessons.flatMap(({ title, question }) => [title, question]),
      ...stories.flatMap((story) =>
        [story.states, story.rows, story.events].flatMap((some) => Object.values<Text>(some)),
      ),
    ];
    // A text that is short, or the same in both, would be found in others by accident.
    const english = all.map(({ en }) => en).filter((en) => en.length > 14 && !en.includes('{'));
    for (const [view, go] of Object.entries(views)) {
      const page = await open({ locale: 'zh-CN' });
      await go(page);
      const shown = await page.locator('body').innerText();

      expect([view, english.filter((text) => shown.includes(text))]).toEqual([view, []]);
      await page.locator('[data-language-switch]').click();
      await page.locator('html[lang=en]').waitFor();
      const switched = (await page.locator('body').innerText()).replace('中文', '');
      expect([view, switched.match(/\p{Script=Han}+/gu)]).toEqual([view, null]);
      await page.context().close();
    }
  });

  test('languages: each state of a chart keeps its own name, has the Chinese one beside it where Chinese is chosen, and says what it means', async () => {
    const page = await open({ locale: 'zh-CN' });
    await playFreely(page);
    const check = async (lang: 'zh' | 'en'): Promise<void> => {
      for (const { name: part, story } of lifecycles.flatMap(({ parts }) => parts)) {
        await page.locator(`.parts [data-part=${part}]`).click();
        const shown = (await page.evaluate(
          `[...document.querySelectorAll('.chart-place:not([inert]) .state')].map((state) =>
            [state.dataset.state, ...[':scope > .name', ':scope > title'].map((inner) =>
              state.querySelector(inner)?.textContent)])`,
        )) as readonly (readonly string[])[];
        const own = shown.filter(([path = '']) => path !== '' && path !== '*');

        expect(own.length).toBeGreaterThan(1);
        expect([part, own]).toEqual([
          part,
          own.map(([path = '']) => [
            path,
            `${path.split('.').at(-1)}${lang === 'zh' ? story.names[path] : ''}`,
            story.states[path]?.[lang],
          ]),
        ]);
      }
    };

    await check('zh');
    await page.locator('[data-language-switch]').click();
    await page.locator('html[lang=en]').waitFor();
    await check('en');
    await page.context().close();
  });

  test('keyboard: a code, a call, a fork and a lesson without a mouse', async () => {
    const page = await open();
    const focus = async (selector: string): Promise<void> => {
      for (let presses = 0; presses < 150; presses++) {
        await page.keyboard.press('Tab');
        if ((await page.locator(`${selector}:focus`).count()) > 0) return;
      }
      throw new Error(`Tab does not reach ${selector}`);
    };

    await focus('[data-code=LOGOUT_E_OTHER]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.card .value').waitFor();
    await stopped(page);
    expect(await liveStates(page)).toEqual(['loggedOut']);

    await focus('input[type=range]');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await momentOf(page)).toBe(1);

    await focus('[role=tab][aria-selected=true]');
    await page.keyboard.press('ArrowRight');
    await focus('[data-trouble=cut]');
    await page.keyboard.press('Enter');
    await focus('[data-offer]');
    await page.keyboard.press('Enter');
    await page.locator('.branches').waitFor();

    await focus('[role=listbox]');
    await page.keyboard.press('Home');
    expect(await momentOf(page)).toBe(0);
    await page.keyboard.press('ArrowDown');
    expect(await momentOf(page)).toBe(1);

    await focus('[role=tab][aria-selected=true]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await focus('[data-lesson=kick]');
    await page.keyboard.press('Enter');
    await focus('[data-ask]');
    await page.keyboard.press('Enter');
    await focus('.choices button');
    await page.keyboard.press('Space');
    await page.locator('.choices p').waitFor();
  });

  test('keyboard: groups are one stop of Tab, and Escape closes what has opened', async () => {
    const page = await open();
    await playFreely(page);
    let stops = 0;
    while ((await page.locator('[role=listbox]:focus').count()) === 0 && stops < 100) {
      await page.keyboard.press('Tab');
      stops += 1;
    }
    // 61 before groups were one stop: most are those of the bar at the top and of the chart.
    expect(stops).toBeLessThanOrEqual(26);

    await page.getByRole('tab', { name: 'Break' }).click();
    await page.locator('[data-trouble=kick]').click();
    await page.locator('.notice').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.notice').count()).toBe(0);
  });

  test('keyboard: after an event was chosen, the focus is on what has happened', async () => {
    const page = await open();
    await playFreely(page);
    await page.getByRole('tab', { name: 'Next' }).click();
    await page.locator('[data-next=login]').focus();
    await page.keyboard.press('Enter');

    await expect.poll(() => page.locator('.words:focus').count()).toBe(1);
    expect(await page.locator('.row.current').count()).toBe(1);
  });

  test('screen reader: every row is a sentence, and the chart is a list that can be walked', async () => {
    const page = await open({ link: 'code.INVITE_E_TIMEOUT' });
    await page.locator('.card .value').waitFor();
    const rows = await page.locator('.row .sr').allTextContents();
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((text) => !/^[\d.]+ \w+( \d+ s)?: .+[.\d]$/.test(text))).toEqual([]);

    await page.getByRole('tab', { name: 'Next' }).click();
    expect(await page.locator('.state-line').textContent()).toMatch(/^alice · caller: failed/);
    expect(await page.locator('.events [data-next]').count()).toBeGreaterThan(0);
  });

  test('colours: with those of the system the live state and the chosen tab stand out', async () => {
    const page = await open({ link: 'code.LOGOUT_E_USER', forcedColors: 'active' });
    await page.locator('.card .value').waitFor();
    const widths: readonly string[] = await page.evaluate(
      `['.state.live.atomic rect', '.state.atomic:not(.live) rect'].map((one) =>
        getComputedStyle(document.querySelector('.chart-place:not([inert]) ' + one)).strokeWidth)`,
    );

    expect(Number.parseFloat(widths[0] ?? '')).toBeGreaterThan(Number.parseFloat(widths[1] ?? ''));
  });

  test('motion: nothing moves by itself where motion is to be reduced', async () => {
    const page = await open({ link: 'code.LOGIN_E_FAILED', reducedMotion: 'reduce' });
    await page.locator('.card').waitFor();

    const moving = await page.evaluate('document.getAnimations().length');

    expect(moving).toBe(0);
  });

  test('start: the page answers a click within a second of an empty one', async () => {
    const empty = pathToFileURL(join(mkdtempSync(join(tmpdir(), 'sigsim-')), 'empty.html'));
    writeFileSync(
      empty,
      '<header><h1>empty</h1></header><button data-free onclick="this.dataset.play=1">play</button>',
    );
    const spent = (await fastest(pageFile)) - (await fastest(fileURLToPath(empty)));

    expect(spent).toBeLessThanOrEqual(1000);
  });

  test.each(['ResizeObserver', 'MessageChannel', 'Array.prototype.findLast'])(
    'an old browser, without %s, is told so in both languages',
    async (lacks) => {
      const page = await open({ lacks });

      const alert = await page.getByRole('alert').textContent();
      expect(alert).toContain('too old for the page');
      expect(alert).toContain('浏览器版本过旧');
      expect(await page.locator('header').count()).toBe(0);
    },
  );

  test('no script: a browser that runs none is told what is missing', async () => {
    const page = await open({ javaScriptEnabled: false });

    expect(await page.locator('noscript').textContent()).toContain('needs JavaScript');
  });
});
