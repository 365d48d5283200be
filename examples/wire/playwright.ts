// An end-to-end test of a web application that is not changed: before its own script runs, every Signal
// that it makes is pointed at the server.
import { pointAtSimulator, type LoopbackServer } from 'sigsim/loopback';

/** As much of Playwright's page as this needs. */
interface Page {
  addInitScript(script: { readonly content: string }): Promise<unknown>;
}

/**
 * Makes the SDK of a page log in at a server, whatever the page does: `Signal` is wrapped when the
 * SDK's script sets it.
 */
export async function pointPageAtSimulator(page: Page, server: LoopbackServer): Promise<void> {
  const content = `{
    const pointAtSimulator = ${pointAtSimulator.toString()};
    let signal;
    Object.defineProperty(window, 'Signal', {
      configurable: true,
      get: () => signal,
      set: (real) => {
        signal = (appId) => pointAtSimulator(real(appId), ${server.port});
      },
    });
  }`;
  await page.addInitScript({ content });
}
