// Pictures of the page, to be looked at: every lifecycle and a lesson, on a screen and a telephone, in
// light and dark. They go to reports/shots.
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { launch } from '../test/support/chromium.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const address = pathToFileURL(at('../page/index.html')).href;
const folder = at('../../reports/shots/');

/** What is shown of each part: where a code has just come, and whose chart it is. */
const scenes = {
  login: ['code.LOGIN_E_TOKENEXPIRED', 'alice'],
  reconnecting: ['code.LOGOUT_E_NET', 'alice', 'login', 31],
  request: ['code.GENERAL_E_FAILED', 'alice'],
  channel: ['code.LEAVECHANNEL_E_KICKED', 'alice'],
  query: ['code.QUERYUSERNUM_E_TIMEOUT', 'alice'],
  message: ['code.SENDMESSAGE_E_TIMEOUT', 'alice'],
  caller: ['code.INVITE_E_TIMEOUT', 'alice'],
  callee: ['code.INVITE_E_TIMEOUT', 'bob', 'callee'],
  lesson: ['lesson.kick', 'phone'],
} as const;

const sizes = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

async function show(page: Page, name: keyof typeof scenes): Promise<void> {
  const [link, client, part = name, moment] = scenes[name];
  await page.goto(`${address}#${link}`);
  await page.locator('.speed select').selectOption('100');
  await page.locator('.card .value').waitFor();
  await page.locator('[data-playing=false]').waitFor();
  await page.locator('.who select').selectOption(client);
  if (name !== 'lesson') {
    await page.locator('.parts button', { hasText: new RegExp(`^${part}$`) }).click();
  }
  if (moment !== undefined) await page.locator('input[type=range]').fill(String(moment));
  await page.mouse.move(0, 0);
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
  );
}

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
    for (const name of Object.keys(scenes) as (keyof typeof scenes)[]) {
      await page.goto('about:blank');
      await show(page, name);
      const path = `${folder}${name}-${size}-${colorScheme}.png`;
      await page.screenshot({ path, fullPage: size === 'phone' });
      process.stdout.write(`${path}\n`);
    }
    await page.close();
  }
}
await browser.close();
