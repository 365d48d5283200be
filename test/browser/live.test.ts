// `sigsim serve --page`: the live world on the teaching page, as the real client acts.
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointAtSimulator, serve, type LoopbackServer } from '../../src/loopback/index.ts';
import { hasNoBrowser, launch } from '../support/chromium.ts';
import { pageFile } from '../support/page-file.ts';
import { realSignal } from '../support/real-sdk.ts';

describe.skipIf(hasNoBrowser)('serve --page', () => {
  let browser: Browser;
  let server: LoopbackServer;
  beforeAll(async () => {
    browser = await launch();
    server = await serve({ page: readFileSync(pageFile, 'utf8') });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const open = async (token: string, path = '') => {
    const page = await browser.newPage();
    const wrongs: string[] = [];
    page.on('pageerror', (error) => wrongs.push(error.message));
    await page.goto(`http://127.0.0.1:${server.port}${path}/page#live.${token}`);
    return { page, wrongs };
  };
  const shows = (page: Awaited<ReturnType<typeof open>>['page'], text: string) =>
    page.getByText(text).first().waitFor({ timeout: 20_000 });

  test('lanes and charts move as the real SDK logs in, and is kicked', async () => {
    const { page, wrongs } = await open(server.token);
    await shows(page, 'Live');
    const session = pointAtSimulator(realSignal()('app'), server.port)['login']?.('alice', 'none');
    Object.assign(session ?? {}, { onLogout: () => undefined });
    await shows(page, 'onLoginFailed');
    expect(wrongs).toEqual([]);

    const again = pointAtSimulator(realSignal()('app'), server.port)['login']?.(
      'alice',
      '_no_need_token',
    );
    Object.assign(again ?? {}, { onLogout: () => undefined });
    await shows(page, 'onLoginSuccess');
    server.world.service.kick('alice');
    await shows(page, 'LOGOUT_E_KICKED');

    expect(wrongs).toEqual([]);
    await page.close();
  });

  test('another world has a page of its own; a token that is wrong is said to be', async () => {
    server.create('other', 'virtual');
    const other = await open(server.token, '/w/other');
    const wrong = await open('nonsense');

    await shows(wrong.page, 'Give the token that the server printed');
    await shows(other.page, 'Live');
    expect(await other.page.innerText('body')).not.toContain('onLoginSuccess');
  });
});
