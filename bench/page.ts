// What the page costs beside an empty one, in the same browser and the same run.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { native } from '../src/run/index.ts';
import { createPlayer, type Scenario, type ScenarioStep } from '../src/scenario/index.ts';
import { writeLink } from '../src/scenario/link.ts';
import { launch } from '../test/support/chromium.ts';
import { compare, type Result } from './measure.ts';

const file = new URL('../page/index.html', import.meta.url);
const address = pathToFileURL(file.pathname).href;
const emptyEnd = 99_999;
const empty = `data:text/html,<input type=range min=0 max=${emptyEnd}><button data-free>play</button>`;
const steps = 150;

/** Clients that log in, join and talk: about 25 entries of the trace for each, and 17 a round. */
function scenarioOf(clients: number, rounds: number): Scenario {
  const names = Array.from({ length: clients }, (_, i) => `client${i}`);
  const each = (step: (name: string) => ScenarioStep): readonly ScenarioStep[] => names.map(step);
  const second: ScenarioStep = { by: 'time', wait: '1 s' };
  const talk = Array.from({ length: rounds }, (_, round) => [
    ...each((client) => ({
      by: 'client',
      client,
      do: 'messageInstantSend',
      args: { account: names[(round + 1) % clients] ?? '', body: `round ${round}` },
    })),
    second,
  ]);
  return {
    sigsim: 'scenario',
    version: 1,
    steps: [
      ...each((client) => ({ by: 'client', client, do: 'login', args: { account: client } })),
      second,
      ...talk.flat(),
      { by: 'network', do: 'cut', args: ['client0'] },
      { by: 'time', wait: '10 s' },
    ],
  };
}

async function entriesOf(scenario: Scenario): Promise<number> {
  const player = createPlayer(scenario, native);
  await player.run();
  return player.world.trace.entries.length;
}

/** Moves a slider, as a hand does: mostly a little, sometimes far. Milliseconds of work per step. */
async function scrub(page: Page, end: number): Promise<readonly number[]> {
  const session = await page.context().newCDPSession(page);
  // The thread's own time: what other programs take from it is not the page's work.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const work = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const taken: number[] = [];
  for (let i = 0; i < steps; i++) {
    const moment = (i * (i % 7 === 0 ? 997 : 1)) % end;
    const before = await work();
    await page.evaluate(`new Promise((done) => {
      const slider = document.querySelector('input[type=range]');
      slider.value = ${moment};
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      requestAnimationFrame(() => requestAnimationFrame(done));
    })`);
    taken.push((await work()) - before);
  }
  return taken;
}

const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;

async function scrubbing(browser: Browser, link: string, end: number): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(link);
  await page.locator(`input[type=range][max="${end}"]`).waitFor({ timeout: 120_000 });
  const taken = p95(await scrub(page, end));
  await page.close();
  return taken;
}

/** From the address to a button that does something. */
async function interactive(browser: Browser, link: string, answers: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const start = performance.now();
  await page.goto(link, { waitUntil: 'commit' });
  await page.locator('[data-free]').click();
  await page.locator(answers).first().waitFor();
  const took = performance.now() - start;
  await page.close();
  return took;
}

/** The benchmark `page`. */
export async function benchPage(): Promise<readonly Result[]> {
  const browser = await launch();
  const results: Result[] = [];
  for (const [clients, rounds, goal] of [
    [40, 30, 'ours <= 16 ms'],
    [100, 130, 'usable'],
  ] as const) {
    const scenario = scenarioOf(clients, rounds);
    const end = await entriesOf(scenario);
    const link = `${address}#${writeLink(scenario, 0)}`;
    results.push(
      await compare(
        {
          name: `scrub over ${end} events: main-thread work per step, 95th percentile`,
          peerName: 'a slider on an empty page',
          unit: 'ms',
          goal,
        },
        () => scrubbing(browser, link, end),
        () => scrubbing(browser, empty, emptyEnd),
        rounds > 100 ? 1 : 3,
      ),
    );
  }
  results.push(
    await compare(
      {
        name: 'from the address to a button that does something',
        peerName: 'an empty page with a button',
        unit: 'ms',
        goal: 'ours <= 500 ms',
      },
      () => interactive(browser, address, '[data-play]'),
      () => interactive(browser, empty, 'button'),
      5,
    ),
    await compare(
      { name: 'the page, gzipped', peerName: 'the budget', unit: 'kB', goal: 'ratio <= 1' },
      () => Promise.resolve(gzipSync(readFileSync(file)).length / 1000),
      () => Promise.resolve(200),
      1,
    ),
  );
  await browser.close();
  return results;
}
