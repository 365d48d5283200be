// Pictures of the page, to be looked at: the beginning, every chart, every lesson before and after its
// answer, a comparison, a code three ways and a recording; on a screen and a telephone, in light and dark, in both languages, and
// at 200 %. They go to reports/shots.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { lessons } from '../src/lessons/index.ts';
import { native } from '../src/run/index.ts';
import { createPlayer } from '../src/scenario/index.ts';
import { scripts } from '../src/tour/script.ts';
import { launch } from '../test/support/chromium.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const built = at('../page/index.html');
const folder = at('../../reports/shots/');

/** What is shown of each part: where a code has just come, whose chart it is, and where else to look. */
const charts = {
  login: ['LOGIN_E_TOKENEXPIRED', 'alice'],
  reconnecting: ['LOGOUT_E_NET', 'alice', 'login', 22],
  request: ['GENERAL_E_FAILED', 'alice'],
  channel: ['LEAVECHANNEL_E_KICKED', 'alice'],
  query: ['QUERYUSERNUM_E_TIMEOUT', 'alice'],
  message: ['SENDMESSAGE_E_TIMEOUT', 'alice'],
  caller: ['INVITE_E_TIMEOUT', 'alice'],
  callee: ['INVITE_E_TIMEOUT', 'bob', 'callee'],
} as const;

/** Something to be seen: where it begins, and what is done then. */
interface Scene {
  readonly link?: string;
  readonly file?: string;
  readonly act?: (page: Page) => Promise<unknown>;
}

const chartScenes = Object.entries(charts).map(
  ([name, [code, client, part = name, moment]]): readonly [string, Scene] => [
    `chart-${name}`,
    {
      link: `code.${code}`,
      act: async (page) => {
        await page.locator('.card .value').waitFor();
        if (moment !== undefined) await page.locator('input[type=range]').fill(String(moment));
        await page.locator('.who select').selectOption(client);
        await page.locator(`.parts [data-part=${part}]`).click();
      },
    },
  ],
);

const lessonScenes = lessons.flatMap(({ name, choices }): readonly (readonly [string, Scene])[] => [
  [
    `lesson-${name}-asks`,
    { link: `lesson.${name}`, act: (page) => page.locator('[data-ask]').click() },
  ],
  [`lesson-${name}-told`, { link: `lesson.${name}.${choices.findIndex(({ right }) => right)}` }],
]);

/** A trace of a test that failed, in a page of its own. */
async function recording(): Promise<string> {
  const script = scripts.find(({ code }) => code === 'LOGIN_E_TOKENEXPIRED');
  if (script === undefined) throw new Error('no such way');
  const player = createPlayer(script.scenario, native);
  await player.run();
  const { entries } = player.world.trace;
  const moment = entries.length;
  const failed = {
    text: 'LOGIN_E_TOKENEXPIRED (204) reached alice once, not never. Let less time pass, stop the client, or expect it so often.',
    moment,
    expected: 'LOGIN_E_TOKENEXPIRED × 0',
    actual: 'LOGIN_E_TOKENEXPIRED × 1',
  };
  const recorded = JSON.stringify({ entries, moment, failed });
  const file = `${folder}recording.html`;
  writeFileSync(
    file,
    readFileSync(built, 'utf8').replace(
      /(id="recording">)\s*null/,
      (_all, tag: string) => tag + recorded,
    ),
  );
  return file;
}

const play = (page: Page): Promise<void> => page.locator('[data-free]').click();

mkdirSync(folder, { recursive: true });

const scenes: ReadonlyMap<string, Scene> = new Map([
  ['start', {}],
  ['search', { act: (page) => page.locator('input[type=search]').fill('token') }],
  [
    'free-need',
    {
      act: async (page) => {
        await play(page);
        await page.getByRole('tab').nth(2).click();
        await page.locator('[data-trouble=kick]').click();
      },
    },
  ],
  [
    'free-whole',
    {
      act: async (page) => {
        await play(page);
        await page.locator('[data-whole]').click();
        await page.locator('.event.many').first().click();
      },
    },
  ],
  ...chartScenes,
  ...lessonScenes,
  [
    'compare',
    {
      link: 'lesson.kick.0',
      act: async (page) => {
        await page.locator('.choices .link').first().click();
        await page.locator('.branches').waitFor();
        await page.locator('.branches .compare').click();
      },
    },
  ],
  ['three-ways', { link: 'compare.LEAVECHANNEL_E_DISCONN' }],
  ['recording', { file: await recording() }],
] satisfies readonly (readonly [string, Scene])[]);

const some = [
  'start',
  'chart-login',
  'chart-caller',
  'lesson-kick-asks',
  'lesson-kick-told',
  'lesson-herd-told',
  'compare',
  'three-ways',
  'recording',
];

/** How it is looked at, and what of it. */
const looks: Readonly<
  Record<string, { readonly options: BrowserContextOptions; readonly names: readonly string[] }>
> = {
  desktop: { options: { viewport: { width: 1280, height: 800 } }, names: [...scenes.keys()] },
  dark: {
    options: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
    names: some,
  },
  zh: {
    options: { viewport: { width: 1280, height: 800 }, locale: 'zh-CN' },
    names: [...scenes.keys()],
  },
  phone: { options: { viewport: { width: 390, height: 844 } }, names: some },
  twice: { options: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, names: some },
};

for (const [look, { options, names }] of Object.entries(looks)) {
  const browser = await launch();
  for (const name of names) {
    const { link = '', file = built, act } = scenes.get(name) ?? {};
    const context = await browser.newContext({
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href + (link === '' ? '' : `#${link}`));
    await page.locator('header h1').waitFor();
    await act?.(page);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(250);
    const path = `${folder}${name}-${look}.png`;
    await page.screenshot({ path, fullPage: look === 'phone' });
    process.stdout.write(`${path}\n`);
    await context.close();
  }
  await browser.close();
}
