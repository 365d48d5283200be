// A page with the published SDK, and what its tabs do and hear.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { pointAtSimulator } from '../../src/loopback/index.ts';
import { bundle } from './wire.ts';

const html = (setup: string | null): string => `<!doctype html><meta charset="utf-8">
${setup === null ? '' : `<script src="${setup}"></script>`}<script src="/sdk.js"></script><script>
  const pointAtSimulator = ${pointAtSimulator.toString()};
  const heard = [];
  const login = (signal, account) => {
    const session = signal.login(account, '_no_need_token');
    for (const name of ['onLoginSuccess', 'onLoginFailed', 'onLogout', 'onMessageInstantReceive']) {
      session[name] = (...args) => heard.push([name, ...args].join(' '));
    }
    session.onInviteReceived = (call) => {
      heard.push('onInviteReceived ' + call.channelName + ' ' + call.peer);
      call.channelInviteAccept('');
    };
    return session;
  };
</script>`;

/** Serves the page; `/?setup=URL` loads a script before the SDK. */
export async function sdkSite(): Promise<{ readonly url: string; close(): void }> {
  const site = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    const isSdk = pathname === '/sdk.js';
    response.setHeader('Content-Type', isSdk ? 'text/javascript' : 'text/html');
    response.end(isSdk ? readFileSync(bundle) : html(searchParams.get('setup')));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => void site.close() };
}

/** What a tab has heard. */
export const heard = (page: Page): Promise<string[]> => page.evaluate('heard') as Promise<string[]>;

/** Waits until a tab has heard so much, and gives it. */
export async function hears(page: Page, count: number): Promise<string[]> {
  await page.waitForFunction(`heard.length >= ${count}`, undefined, { timeout: 30_000 });
  return heard(page);
}
