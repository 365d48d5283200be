// The built page in a browser: opened from its file, as somebody who was sent it would.
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launch } from './chromium.ts';
import { pageFile } from './page-file.ts';

/** How the page is opened. */
export interface Opening extends BrowserContextOptions {
  /** What stands behind the #. */
  readonly link?: string;
  /** Something that the browser is to be without: `'ResizeObserver'`. */
  readonly lacks?: string;
  /** Another file than the built page: one with a trace in it. */
  readonly file?: string;
}

/** Sizes that nothing overlaps at. */
export const sizes = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

/**
 * A browser for a file of tests. What it opens is closed at the end; a page that threw, or asked for
 * anything, fails there.
 */
export function useBrowser(
  how: { readonly scrollbars?: boolean } = {},
): (opening?: Opening) => Promise<Page> {
  let browser: Browser;
  const wrongs: string[] = [];
  beforeAll(async () => {
    browser = await launch(how);
  });
  afterAll(async () => {
    await browser.close();
    expect(wrongs).toEqual([]);
  });
  return async ({ link = '', file = pageFile, lacks, ...options } = {}) => {
    const address = pathToFileURL(file).href;
    const context = await browser.newContext({
      viewport: sizes.desktop,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    if (lacks !== undefined) await page.addInitScript(`delete ${lacks};`);
    // Where something is missing, what is written in it may fail; that the reader is told is what counts.
    if (lacks === undefined) page.on('pageerror', (error) => wrongs.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith('data:')) {
        wrongs.push(`asked for ${request.url()}`);
      }
    });
    await page.goto(link === '' ? address : `${address}#${link}`);
    if (options.javaScriptEnabled !== false && lacks === undefined)
      await page.locator('header h1').waitFor();
    return page;
  };
}

/** Plays as fast as the page can. */
export const playFast = async (page: Page): Promise<void> => {
  await page.getByLabel('Speed').selectOption('16');
};

/** Goes from the beginning into an empty world. */
export const playFreely = async (page: Page): Promise<void> => {
  await page.locator('[data-free]').click();
  await page.locator('[data-play]').waitFor();
};

/** Waits until it has stopped playing. */
export const stopped = async (page: Page): Promise<void> => {
  await page.locator('[data-play][data-playing=false]').waitFor();
};

/** The moment that is looked at. */
export const momentOf = async (page: Page): Promise<number> =>
  Number(await page.locator('input[type=range]').inputValue());

/** The innermost live states of the chart. */
export const liveStates = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    '[...document.querySelectorAll(".state.live:not(.compound)")].map((one) => one.dataset.state)',
  );
