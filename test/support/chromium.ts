// A real browser for the tests of the page: Debian's Chromium, or whichever of its kin is there.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places: readonly string[] = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser to test with: `CHROMIUM`, or the first that is found; undefined where there is none. */
export const chromiumPath: string | undefined =
  process.env['CHROMIUM'] ?? places.find((path) => existsSync(path));

/** Set where a missing browser is a failure, as it is in CI. */
const isRequired = process.env['REQUIRE_BROWSER'] === '1';

/** Whether the tests that need a browser are left out. */
export const hasNoBrowser = chromiumPath === undefined && !isRequired;

/** What is said where they are. */
export const noBrowser =
  'The browser tests were NOT run: no Chromium or Chrome is here. Install one ' +
  '(apt-get install chromium), or set CHROMIUM=/path/to/it. REQUIRE_BROWSER=1 makes this an error.';

/** Starts the browser; it talks to nobody but the page. Scrollbars take room only where they are asked for. */
export function launch({ scrollbars = false } = {}): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(noBrowser);
  return chromium.launch({
    executablePath: chromiumPath,
    ...(scrollbars && { ignoreDefaultArgs: ['--hide-scrollbars'] }),
    args: [
      // Chromium refuses its sandbox to root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
