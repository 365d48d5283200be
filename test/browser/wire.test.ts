// The published SDK in a real browser, against the loopback server: what section 10 of
// wire-protocol.md saw there (X1 to X16), seen again.
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pointPageAtSimulator } from '../../examples/wire/playwright.ts';
import { serve, type LoopbackServer } from '../../src/loopback/index.ts';
import { hasNoBrowser, launch } from '../support/chromium.ts';
import { until } from '../support/real-sdk.ts';
import { heard, hears, sdkSite } from '../support/sdk-site.ts';

const login = (page: Page, port: number, account: string, lookup = false): Promise<void> =>
  page.evaluate(
    `window.session = login(pointAtSimulator(Signal('app'), ${port}, { lookup: ${lookup} }), '${account}'); undefined`,
  );
/** A way to the server that can be closed in the middle, as a network does. */
async function between(port: number): Promise<{ port: number; lines: Socket[]; close(): void }> {
  const lines: Socket[] = [];
  const proxy = createTcpServer((socket) => {
    const far = connect(port, '127.0.0.1');
    lines.push(socket);
    socket.pipe(far).pipe(socket);
    socket.on('close', () => far.destroy());
    for (const end of [socket, far]) end.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return { port: (proxy.address() as AddressInfo).port, lines, close: () => void proxy.close() };
}

describe.skipIf(hasNoBrowser)('the wire in Chromium', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof sdkSite>>;
  let server: LoopbackServer;

  beforeAll(async () => {
    browser = await launch();
    site = await sdkSite();
  });
  afterAll(async () => {
    await browser.close();
    site.close();
  });
  afterEach(() => server.close());

  /** A tab; every request that it makes is written down, and those that would leave the machine fail. */
  async function tab(): Promise<{ page: Page; asked: string[] }> {
    server ??= await serve();
    const page = await browser.newPage();
    const asked: string[] = [];
    await page.route(/agora\.io/, (route) => route.abort());
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(site.url);
    return { page, asked };
  }

  const fresh = async (): Promise<LoopbackServer> => {
    server = await serve();
    return server;
  };

  test.each([
    ['X1: a fixed access point', false],
    ['X2: the look-up and its two sockets', true],
  ])('%s: the login goes well, and nothing leaves the machine', async (_, lookup) => {
    const { port } = await fresh();
    const { page, asked } = await tab();

    await login(page, port, 'alice', lookup);

    expect(await hears(page, 1)).toEqual(['onLoginSuccess 1001']);
    await until(() => server.world.wire.endpoint.reports === 1, 'the report of the login');
    expect(asked.filter((url) => !url.includes('127.0.0.1'))).toEqual([]);
    await page.close();
  });

  test('X3: without pointAtSimulator the report of a login goes to a host of its own, token and all', async () => {
    const { port } = await fresh();
    const { page, asked } = await tab();

    await page.evaluate(
      `{ const s = Signal('app'); s.setup_debugging('ap_url', 'ws://127.0.0.1:${port}/'); login(s, 'alice'); }`,
    );
    await hears(page, 1);
    await until(() => asked.some((url) => url.includes('agora.io')), 'the report');

    expect(asked.filter((url) => url.includes('agora.io'))).toEqual(['https://wsrp-sig.agora.io/']);
    await page.close();
  });

  test.each([
    ['X4', 'closed with 1000', () => server.world.wire.sockets('alice')[0]?.close(1000)],
    ['X5', 'closed with 1011', () => server.world.wire.sockets('alice')[0]?.close(1011)],
    ['X6', 'ended by the network (FIN)', (line: Socket | undefined) => line?.end()],
    ['X8', 'reset by the network (RST)', (line: Socket | undefined) => line?.resetAndDestroy()],
  ] as const)('%s: a socket %s is fetched back in silence', async (_id, _how, end) => {
    const { port } = await fresh();
    const way = await between(port);
    const { page } = await tab();
    await login(page, way.port, 'alice');
    await hears(page, 1);

    end(way.lines[0]); // The report of the login came by another.

    expect(await hears(page, 2)).toEqual(['onLoginSuccess 1001', 'onLoginSuccess 1001']);
    way.close();
    await page.close();
  });

  test('X7: a frame that breaks the protocol gives 102 at once, and no reconnect', async () => {
    const { port } = await fresh();
    const { page } = await tab();
    await login(page, port, 'alice');
    await hears(page, 1);

    server.world.network.cut('alice', { cause: 'error' });

    expect(await hears(page, 2)).toEqual(['onLoginSuccess 1001', 'onLogout 102']);
    await page.close();
  });

  test('X11: a service that refuses every socket is given up after 15 s', async () => {
    const { port } = await fresh();
    const { page } = await tab();
    await login(page, port, 'alice');
    await hears(page, 1);

    server.world.service.goDown();
    const from = performance.now();

    expect(await hears(page, 2)).toEqual(['onLoginSuccess 1001', 'onLogout 102']);
    expect(Math.round((performance.now() - from) / 1000)).toBeGreaterThanOrEqual(15);
    await page.close();
  });

  test('an application that is not changed is pointed here before its script runs', async () => {
    await fresh();
    const page = await browser.newPage();
    await pointPageAtSimulator(page, server);
    await page.goto(site.url);

    await page.evaluate(`window.session = login(Signal('app'), 'alice'); undefined`);
    await hears(page, 1);
    server.world.service.kick('alice');

    expect(await hears(page, 2)).toEqual(['onLoginSuccess 1001', 'onLogout 103']);
    await page.close();
  });

  test('X14: a look-up that is refused gives 201', async () => {
    const { port } = await fresh();
    server.world.service.goDown();
    const { page } = await tab();

    await login(page, port, 'alice', true);

    expect(await hears(page, 1)).toEqual(['onLoginFailed 201']);
    await page.close();
  });

  test('X16: a look-up that is answered with 503 gives no callback', async () => {
    const { port } = await fresh();
    server.world.wire.set({ lookup: { status: 503, body: '' } });
    const { page, asked } = await tab();

    await login(page, port, 'alice', true);
    await until(() => asked.filter((url) => url.includes('getaddr')).length >= 2, 'the look-ups');
    await page.waitForTimeout(1000);

    expect(await heard(page)).toEqual([]);
    expect(await page.evaluate('session.getStatus()')).toBe(1);
    await page.close();
  });
});
