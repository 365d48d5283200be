// The story of a code three ways on the page: what `sigsim compare CODE` says, lane beside lane.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { native } from '../../src/run/index.ts';
import { createPlayer } from '../../src/scenario/index.ts';
import { scripts, type Script } from '../../src/tour/script.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { sigsimHere } from '../support/command.ts';
import { momentOf, sizes, stopped, useBrowser } from '../support/page.ts';

/** What stands in a lane: its head, each moment with its time, whether the code arrives, and the end. */
interface Told {
  readonly head: string;
  readonly moments: readonly string[];
  readonly ends: readonly string[];
}

/** What stands left of the first lane of the command. */
const left = 12;

/** The lanes as the command prints them. */
async function printed(code: string): Promise<readonly Told[]> {
  const { exit, out } = await sigsimHere(['compare', code]);
  expect(exit).toBe(0);
  const [, head = '', ...rest] = out.trimEnd().split('\n');
  const begins = ['documented', 'native', '1.4.0'].map((shape) => head.indexOf(shape));
  const cellsOf = (line: string): readonly string[] =>
    begins.map((begin, lane) => line.slice(begin, begins[lane + 1]).trimEnd());
  const told = [0, 1, 2].map((lane) => ({
    head: cellsOf(head)[lane]?.replace(' (the double)', '') ?? '',
    moments: [] as string[],
    ends: rest.slice(-2).map((line) => cellsOf(line)[lane] ?? ''),
  }));
  let time = '';
  for (const line of rest.slice(0, -2)) {
    time = line.slice(0, left).trim() || time;
    for (const [lane, cell] of cellsOf(line).entries()) {
      if (cell !== '') told[lane]?.moments.push(`${time} ${cell}`);
    }
  }
  return told;
}

/** The lanes as the page shows them. */
async function shown(page: Page): Promise<readonly Told[]> {
  const lanes = (await page.evaluate(
    `[...document.querySelectorAll('.way-lane')].map((lane) => ({
      head: lane.querySelector('h3').textContent,
      moments: [...lane.querySelectorAll('li')].map((one) =>
        ['time', '.what'].map((part) => one.querySelector(part).textContent)),
      ends: [...lane.querySelectorAll('.way-end p')].map((one) => one.textContent),
    }))`,
  )) as readonly (Omit<Told, 'moments'> & { readonly moments: readonly [string, string][] })[];
  return lanes.map(({ moments, ...rest }) => ({
    ...rest,
    moments: moments.map(([time, what]) => `${time} ${what}`),
  }));
}

describe.skipIf(hasNoBrowser)('a code three ways', () => {
  const open = useBrowser();

  test('three ways: of each of the 42 codes the page shows what sigsim compare prints', async () => {
    const page = await open({ link: 'compare.SUCCESS' });
    for (const { name, value } of codes) {
      await page.locator('[data-told]').selectOption(name);
      await page.locator('h2 .code-name', { hasText: new RegExp(`^${name}$`) }).waitFor();

      expect([name, await page.locator('h2 .value').textContent()]).toEqual([name, `${value}`]);
      expect([name, await shown(page)]).toEqual([name, await printed(name)]);
    }
  });

  test('three ways: from the card of a code that comes in all of them, and back to the moment that was left', async () => {
    const page = await open({ link: 'code.LOGIN_E_TOKENWRONG' });
    await page.locator('.card .value').waitFor();
    await stopped(page);
    const moment = await momentOf(page);
    await expect.poll(() => page.url()).toContain('#1.');

    await page.locator('[data-three-ways]').focus();
    await page.keyboard.press('Enter');

    await page.locator('#three-ways-title:focus').waitFor();
    expect(await page.locator('.way-end b').allInnerTexts()).toEqual(
      Array(3).fill('the code arrives'),
    );
    expect(await page.locator('.way-end p:last-child').allInnerTexts()).toEqual([
      'ten minutes later: loggedOut',
      'ten minutes later: loggedOut',
      'ten minutes later: status 0',
    ]);
    expect(await page.locator('.timeline').count()).toBe(0);
    await expect.poll(() => new URL(page.url()).hash).toBe('#compare.LOGIN_E_TOKENWRONG');

    await page.keyboard.press('Escape');
    await page.locator('[data-three-ways]:focus').waitFor();
    expect(await momentOf(page)).toBe(moment);
    await expect.poll(() => page.url()).toContain('#1.');

    await page.goBack();
    await page.locator('.way-lane').first().waitFor();
    await page.goBack();
    await page.locator('.card .value').waitFor();
    expect(await momentOf(page)).toBe(moment);
  });

  test('three ways: a link shows a code that never comes in 1.4.0, and how that ends, in both languages', async () => {
    const page = await open({ link: 'compare.LOGOUT_E_TOKENEXPIRED' });
    const last = page.locator('[data-shape="1.4.0"]');

    expect(await last.locator('.way-end p').allInnerTexts()).toEqual([
      'the code never comes',
      'ten minutes later: status 0',
    ]);
    expect(await page.locator('[data-shape=native] .what').allInnerTexts()).toContain(
      '◀ onLogout 105',
    );
    await page.locator('[data-language-switch]').click();
    expect(await last.locator('.way-end p').allInnerTexts()).toEqual([
      '错误码永远不会到来',
      '十分钟后：status 0',
    ]);

    await page.locator('[data-told]').selectOption('LOGIN_E_CANCEL');
    await expect
      .poll(() => last.locator('.way-end b').innerText())
      .toBe('什么也收不到，错误码永远不会到来');
    await expect.poll(() => new URL(page.url()).hash).toBe('#compare.LOGIN_E_CANCEL');

    await page.locator('[data-play-way]').click();
    await page.locator('.card .code-name', { hasText: 'LOGIN_E_CANCEL' }).waitFor();
  });

  test('three ways: one who came by a link goes on to the start page, and a link to no code says so', async () => {
    const page = await open({ link: 'compare.LOGIN_E_NET' });
    await page.locator('[data-told-end]').click();
    await page.locator('[data-hero]').waitFor();
    await expect.poll(() => new URL(page.url()).hash).toBe('');

    const other = await open({ link: 'compare.LOGIN_E_NETT' });
    expect(await other.locator('.notice').textContent()).toContain('holds nothing');
    await other.locator('.notice summary').click();
    expect(await other.locator('.notice code').textContent()).toContain('LOGIN_E_NET');
  });

  test('three ways: from a recording there is a link to the story, and a way back to the recording', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigsim-three-ways-'));
    const [trace, file] = [join(folder, 'trace.jsonl'), join(folder, 'page.html')];
    const script = scripts.find(({ code }) => code === 'LOGIN_E_INVALID_USER') as Script;
    const player = createPlayer(script.scenario, native);
    await player.run();
    writeFileSync(trace, player.world.trace.toJSONL());
    await sigsimHere(['page', trace, '--out', file]);
    const page = await open({ file });
    const steps = await page.evaluate('history.length');

    await page.locator('[data-three-ways]').click();
    await expect.poll(() => new URL(page.url()).hash).toBe('#compare.LOGIN_E_INVALID_USER');
    await page.locator('[data-copy]').click();
    await page.locator('.notice').waitFor();
    expect(await page.locator('.notice.cannotLink').count()).toBe(0);

    // What closes first is what opened last.
    await page.keyboard.press('Escape');
    expect(await page.locator('.notice').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('.row.current').waitFor();
    expect(await page.locator('.card .code-name').textContent()).toBe('LOGIN_E_INVALID_USER');
    await expect.poll(() => new URL(page.url()).hash).toBe('');
    expect(await page.evaluate('history.length')).toBe(steps);
    rmSync(folder, { recursive: true });
  });

  test('three ways: what happened at the same time is at the same height on a wide screen, and on a telephone the lanes follow one another', async () => {
    const page = await open({ link: 'compare.LEAVECHANNEL_E_DISCONN' });
    const boxes = async (selector: string) =>
      Promise.all(
        (await page.locator(selector).all()).map(async (one) => {
          const box = await one.boundingBox();
          if (box === null) throw new Error(`${selector} is not seen`);
          return box;
        }),
      );
    const ofCut = '.way-lane li:has-text("network.cut")';
    const wide = await boxes(ofCut);
    expect(new Set(wide.map(({ x }) => x)).size).toBe(3);
    expect(new Set(wide.map(({ y }) => y)).size).toBe(1);

    await page.setViewportSize(sizes.phone);
    const narrow = await boxes('.way-lane');
    expect(new Set(narrow.map(({ x }) => x)).size).toBe(1);
    for (const [i, { y, height }] of narrow.entries()) {
      const next = narrow[i + 1];
      if (next !== undefined) expect(next.y).toBeGreaterThanOrEqual(y + height);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(sizes.phone.width);
  });
});
