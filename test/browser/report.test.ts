// The report of `sigsim audit --html` in a browser, opened from its file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hasNoBrowser } from '../support/chromium.ts';
import { sigsim } from '../support/command.ts';
import { useBrowser } from '../support/page.ts';

describe.skipIf(hasNoBrowser)('report', () => {
  const open = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'sigsim-report-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('report: a cell of the matrix opens what happened, and there is a way back, in both languages', async () => {
    const file = join(folder, 'report.html');
    const codes = ['SUCCESS', 'LOGOUT_E_KICKED'].flatMap((code) => ['--code', code]);
    const { exit } = await sigsim(
      'audit',
      'examples/naive-chat.subject.ts',
      ...codes,
      '--html',
      file,
    );
    expect(exit).toBe(2);

    const page = await open({ file });
    const matrix = page.locator('.matrix');
    expect(await page.locator('.report .summary').innerText()).toContain('naive chat');
    expect(await matrix.locator('tbody tr').count()).toBe(2);
    expect(await matrix.getByLabel('SUCCESS, in a channel: untested').isDisabled()).toBe(true);

    await matrix.getByLabel('LOGOUT_E_KICKED, first login: wrong').click();
    expect(await page.locator('.judged').innerText()).toContain('kick-war');
    expect(await page.locator('.lanes .lane-head').allInnerTexts()).toContain('alice');
    expect(await page.locator('.chart-place svg .live').count()).toBeGreaterThan(0);
    expect(await page.locator('.words').innerText()).toMatch(/another device|elsewhere|103/);
    expect(await page.locator('.card .value').innerText()).toBe('103');

    await page.locator('[data-to-report]').click();
    await page.locator('[data-language-switch]').click();
    expect(await page.locator('#report-title').innerText()).toBe('你的客户端如何处理每个错误码');
    expect(await page.locator('.judged').innerText()).toContain('抢回来');
  });

  test('report: what one manner of the web shape alone brings about is marked, in both languages', async () => {
    const file = join(folder, 'manners.html');
    const client = 'test/judge/manners/waits-for-the-answer.ts';
    const { exit } = await sigsim(
      'audit',
      client,
      '--code',
      'SENDMESSAGE_E_TIMEOUT',
      '--html',
      file,
    );
    expect(exit).toBe(2);

    const page = await open({ file });
    expect(await page.locator('.report .summary').innerText()).toContain('in both manners');
    await page.locator('.matrix td.wrong button').first().click();
    expect(await page.locator('.judged').innerText()).toContain('(only 1.4.0)');

    await page.locator('[data-language-switch]').click();
    expect(await page.locator('.judged').innerText()).toContain('（仅 1.4.0');
  });
});
