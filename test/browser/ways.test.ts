// The published SDK in a real browser, by each way in which an application is pointed at the server:
// a fixed access point (A), the look-up (B), and a setup file before an SDK that nobody touches (C).
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type LoopbackServer } from '../../src/loopback/index.ts';
import { hasNoBrowser, launch } from '../support/chromium.ts';
import { until } from '../support/real-sdk.ts';
import { hears, sdkSite } from '../support/sdk-site.ts';

type Way = 'A' | 'B' | 'C';
const ways = ['A', 'B', 'C'] as const satisfies readonly Way[];

describe.skipIf(hasNoBrowser).each(ways)('the wire in Chromium, way %s', (way) => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof sdkSite>>;
  let server: LoopbackServer;
  beforeAll(async () => {
    [browser, site, server] = await Promise.all([launch(), sdkSite(), serve()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.close()]);
    site.close();
  });

  /** Requests of all tabs that went elsewhere than to this machine. */
  const strangers: string[] = [];

  async function tab(): Promise<Page> {
    const page = await browser.newPage();
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== '127.0.0.1') strangers.push(request.url());
    });
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).hostname !== '127.0.0.1') strangers.push(socket.url());
    });
    const setup = `http://127.0.0.1:${server.port}/setup.js`;
    await page.goto(way === 'C' ? `${site.url}?setup=${encodeURIComponent(setup)}` : site.url);
    return page;
  }

  /** Logs in, in a tab that forgets what it has heard before. */
  async function login(page: Page, account: string): Promise<void> {
    const signal =
      way === 'C'
        ? "Signal('app')"
        : `pointAtSimulator(Signal('app'), ${server.port}, { lookup: ${way === 'B'} })`;
    await page.evaluate(
      `heard.length = 0; window.session = login(${signal}, '${account}'); undefined`,
    );
  }

  test(`${way}: login, a call between two tabs, and a kick by a third; nothing leaves the machine`, async () => {
    const [a, b, c] = [await tab(), await tab(), await tab()];
    const before = server.world.wire.endpoint.reports;
    await login(a, 'alice');
    await hears(a, 1);
    await login(b, 'bob');
    await hears(b, 1);

    await a.evaluate(`{
      const call = session.channelInviteUser2('room', 'bob', '');
      call.onInviteAcceptedByPeer = () => heard.push('accepted');
    }`);
    expect(await hears(a, 2)).toEqual([expect.stringMatching(/^onLoginSuccess \d+$/), 'accepted']);
    expect((await hears(b, 2))[1]).toBe('onInviteReceived room alice');

    await login(c, 'alice');
    expect((await hears(a, 3))[2]).toBe('onLogout 103');
    expect(await hears(c, 1)).toEqual([expect.stringMatching(/^onLoginSuccess \d+$/)]);
    await until(() => server.world.wire.endpoint.reports - before === 3, 'the reports');
    expect(strangers).toEqual([]);
    for (const page of [a, b, c]) await page.close();
  });

  test(`${way}: each number that the SDK has, when asked`, async () => {
    const page = await tab();
    const { world } = server;
    for (const [number, code] of [
      [201, 'LOGIN_E_NET'],
      [204, 'LOGIN_E_TOKENEXPIRED'],
      [206, 'LOGIN_E_TOKENWRONG'],
      [207, 'LOGIN_E_TOKEN_KICKED'],
      [209, 'LOGIN_E_INVALID_USER'],
    ] as const) {
      world.fail(code, { account: `u${number}` });
      await login(page, `u${number}`);
      expect(await hears(page, 1)).toEqual([`onLoginFailed ${number}`]);
    }
    for (const [number, end] of [
      [101, () => page.evaluate('session.logout()')],
      [102, () => world.service.orderClose('u102')],
      [103, () => world.service.kick('u103')],
    ] as const) {
      await login(page, `u${number}`);
      await hears(page, 1);
      await end();
      expect((await hears(page, 2))[1]).toBe(`onLogout ${number}`);
    }
    await page.close();
  });

  test(`${way}: a cut is healed in silence; a service that does not come back is given up`, async () => {
    const page = await tab();
    const { world } = server;
    await login(page, 'carol');
    const [first] = await hears(page, 1);
    world.network.cut('carol');
    await page.waitForFunction('session.getStatus() === 3');
    world.network.restore('carol');
    expect(await hears(page, 2)).toEqual([first, first]);

    world.service.goDown();
    expect(await hears(page, 3)).toEqual([first, first, 'onLogout 102']);
    world.service.comeUp();
    await page.close();
  });
});
