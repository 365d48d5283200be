import { describe, expect, test } from 'vitest';
import { writeLink } from '../../src/scenario/link.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { scripts } from '../../src/tour/script.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { liveStates, momentOf, useBrowser } from '../support/page.ts';

const hostileText = '<img src=x onerror="document.title=1"><script>alert(1)</script>';

/** A scenario whose only step is wrong. */
const wrong = (step: object): Scenario =>
  ({
    sigsim: 'scenario',
    version: 1,
    steps: [{ by: 'client', client: 'alice', ...step }],
  }) as never;
const unknownCall = wrong({ do: 'logn', args: { account: 'alice' } });
const wrongAccount = wrong({ do: 'login', args: { account: 5 } });

describe.skipIf(hasNoBrowser)('links of the page', () => {
  const open = useBrowser();

  test('link: somebody else sees the same thing', async () => {
    const page = await open({ link: 'code.LOGOUT_E_NET' });
    await page.locator('.card .value').waitFor();
    await page.locator('input[type=range]').fill('20');
    await expect.poll(() => page.url()).toContain('#1.20.');

    const other = await open({ link: new URL(page.url()).hash.slice(1) });
    await expect.poll(() => momentOf(other)).toBe(20);

    for (const what of ['.words', '.chart-panel', '.row.current', '.card']) {
      expect(await other.locator(what).textContent()).toBe(await page.locator(what).textContent());
    }
    expect(await liveStates(other)).toEqual(await liveStates(page));
  });

  const whole = writeLink(scripts[3]?.scenario as Scenario, 5);

  test.each([
    ['cut off', whole.slice(0, -9), 'A part of the link is missing.'],
    ['of another version', whole.replace('1.', '9.'), 'another version of this page'],
    ['no link', hostileText, 'holds nothing that can be played'],
    ['of a call that there is not', writeLink(unknownCall, 0), 'steps[0]: no "do" "logn"'],
    ['of an account that is no text', writeLink(wrongAccount, 0), 'steps[0].args.account: 5'],
    ['of a lesson that is none', 'lesson.none', 'holds nothing that can be played'],
    [
      'too long to play',
      writeLink({ sigsim: 'scenario', version: 1, steps: [{ by: 'time', wait: '99 h' }] }, 0),
      'asks for more than a page can play',
    ],
  ])('link: one that is %s gives a message and the start page', async (_what, link, message) => {
    const page = await open({ link });

    expect(await page.locator('.notice').textContent()).toContain(message);
    await page.locator('[data-hero]').waitFor();
  });

  test('link: hostile text is shown as text and never run', async () => {
    const scenario: Scenario = {
      sigsim: 'scenario',
      version: 1,
      steps: [
        { by: 'client', client: hostileText, do: 'login', args: { account: 'mallory' } },
        { by: 'client', client: hostileText, do: 'messageAppSend', args: { body: hostileText } },
      ],
    };
    const page = await open({ link: writeLink(scenario, 99) });
    page.on('dialog', () => expect.unreachable());

    await expect.poll(() => page.locator('.lane-head').first().textContent()).toBe(hostileText);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toContain('sigsim');
  });

  test('link: a name of 3,000 characters floods nothing', async () => {
    const client = 'x'.repeat(3_000);
    const scenario: Scenario = {
      sigsim: 'scenario',
      version: 1,
      steps: [{ by: 'client', client, do: 'login', args: { account: 'mallory' } }],
    };
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      const page = await open({ link: writeLink(scenario, 99), viewport });
      await page.locator('.row').first().waitFor();
      const [width, words]: readonly number[] = await page.evaluate(
        `[document.scrollingElement.scrollWidth, document.querySelector('.words').offsetHeight]`,
      );

      expect(width).toBeLessThanOrEqual(viewport.width);
      expect(words).toBeLessThanOrEqual(90);
      expect(await page.locator('.who select').getAttribute('title')).toBe(client);
    }
  });

  test('link: a client with the web double plays as one with the other does', async () => {
    const scenario: Scenario = {
      sigsim: 'scenario',
      version: 1,
      clients: { alice: { double: 'web' } },
      steps: [
        { by: 'client', client: 'alice', do: 'login', args: { account: 'alice' } },
        { by: 'time', wait: '1 s' },
        { by: 'service', do: 'kick', args: ['alice'] },
        { by: 'time', wait: '1 s' },
      ],
    };
    const page = await open({ link: writeLink(scenario, 99) });

    await expect.poll(() => page.locator('.card .code-name').textContent()).toBe('LOGOUT_E_KICKED');
  });

  test('link: an address typed while the page is open is followed', async () => {
    const page = await open();

    await page.evaluate((hash) => {
      (globalThis as unknown as { location: { hash: string } }).location.hash = hash;
    }, whole);

    await expect.poll(() => momentOf(page)).toBe(5);
  });
});
