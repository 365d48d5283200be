import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWorld } from 'sigsim';
import { seenCode } from 'sigsim/checks';
import { formatSuite } from 'sigsim/paths';
import type { Scenario } from '../../src/scenario/index.ts';
import { createPlayer } from '../../src/scenario/index.ts';
import { by, network, service, wait } from '../../src/scenario/steps.ts';
import { readTrace } from '../../src/replay/read.ts';
import { native } from '../../src/run/index.ts';
import { writeLink } from '../../src/scenario/link.ts';
import { sigsimHere } from '../support/command.ts';
import { hasNoBrowser } from '../support/chromium.ts';
import { suiteOf } from '../support/suite.ts';
import {
  liveStates,
  momentOf,
  playFast,
  playFreely,
  stopped,
  useBrowser,
} from '../support/page.ts';

const alice = by('alice');
const bob = by('bob');
const login = alice('login', { account: 'alice' });

/** A day in the life of two clients: every lifecycle, a cut line, a kick. */
const long: Scenario = {
  sigsim: 'scenario',
  version: 1,
  steps: [
    login,
    bob('login', { account: 'bob' }),
    wait('1 s'),
    alice('channelJoin', { channel: 'lobby' }),
    bob('channelJoin', { channel: 'lobby' }),
    wait('1 s'),
    alice('messageInstantSend', { account: 'bob', body: 'a' }),
    alice('channelQueryUserNum', { channel: 'lobby' }),
    wait('1 s'),
    alice('channelInviteUser2', { channel: 'lobby', peer: 'bob' }),
    wait('1 s'),
    bob('channelInviteAccept', { channel: 'lobby', peer: 'alice' }),
    wait('1 s'),
    network('cut', 'alice'),
    wait('5 s'),
    service('kick', 'bob'),
    wait('20 s'),
    login,
    wait('1 s'),
  ],
};

/** What the login of alice was doing after each entry, worked out without the page. */
async function statesOf(scenario: Scenario): Promise<readonly string[]> {
  const player = createPlayer(scenario, native);
  await player.run();
  let state = 'loggedOut';
  return player.world.trace.entries.map((entry) => {
    if (entry.kind === 'transition' && entry.client === 'alice' && entry.part === 'login') {
      state = entry.to;
    }
    return state;
  });
}

describe.skipIf(hasNoBrowser)('time on the page', () => {
  const open = useBrowser();

  test('scrub: every moment of a long scenario shows its state, forth and back', async () => {
    const states = await statesOf(long);
    const page = await open({ link: writeLink(long, 0) });
    await page.locator('.who select').selectOption('alice');
    await page.locator('.parts [data-part=login]').click();
    const slider = page.locator('input[type=range]');
    const there = Array.from({ length: states.length }, (_, i) => i + 1);

    for (const moment of [...there, ...there.toReversed()]) {
      await slider.fill(String(moment));
      expect([moment, await liveStates(page)]).toEqual([moment, [states[moment - 1]]]);
      expect(await page.locator('.row.current').getAttribute('aria-posinset')).toBe(`${moment}`);
    }
    expect(states.length).toBeGreaterThan(100);
  });

  test('scrub: the entry that is looked at is in sight, however far it lies', async () => {
    const page = await open({ link: writeLink(long, 0) });
    await page.locator('.row').first().waitFor();
    const slider = page.locator('input[type=range]');
    const end = Number(await slider.getAttribute('max'));

    for (const moment of [end, 1, 60, 61, 59, 20, end - 1]) {
      await slider.fill(String(moment));
      await expect
        .poll(async () => {
          const list = await page.locator('.lane-rows').boundingBox();
          const row = await page.locator('.row.current').boundingBox();
          if (list === null || row === null) return 'none';
          // A list scrolls by whole pixels, and its height need not be one.
          const isBelow = row.y + row.height > list.y + list.height + 1;
          return row.y < list.y - 1 ? 'above' : isBelow ? 'below' : 'in sight';
        })
        .toBe('in sight');
    }
  });

  test('step: goes one entry on, and lets time pass at the end', async () => {
    const page = await open();
    await playFreely(page);
    await page.locator('[data-steps]').check();
    await page.locator('[data-call=login]').click();
    await page.locator('.row.current').waitFor();

    for (let i = 0; i < 12; i++) await page.locator('[data-step]').click();

    await expect.poll(() => liveStates(page)).toEqual(['loggedIn']);
  });

  test('play: runs to where nothing more happens by itself, and says so', async () => {
    const page = await open({ link: writeLink({ ...long, steps: [login] }, 0) });
    await playFast(page);

    await page.locator('[data-play]').click();
    await page.locator('.notice.nothingMore').waitFor();

    expect(await liveStates(page)).toEqual(['loggedIn']);
  });

  test('play: shows the first entry at once, however slow it is', async () => {
    const page = await open({ link: writeLink(long, 0) });
    await page.locator('.row').first().waitFor();
    await page.locator('.speed select').selectOption('0.25');
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(60_000);

    await page.locator('[data-play]').click();
    await page.clock.runFor(200);

    expect(await momentOf(page)).toBe(1);
  });

  test('pause: stays where it is', async () => {
    const page = await open({ link: writeLink(long, 0) });
    await page.locator('[data-play]').click();
    await expect.poll(() => momentOf(page), { timeout: 20_000 }).toBeGreaterThan(1);

    await page.locator('[data-play]').click();
    await stopped(page);

    const moment = await momentOf(page);
    await page.waitForTimeout(700);
    expect(await momentOf(page)).toBe(moment);
  });

  test('fork: what is done in the past becomes a branch beside the one that is kept', async () => {
    const page = await open({ link: writeLink(long, 0) });
    await page.locator('.row').first().waitFor();
    const end = Number(await page.locator('input[type=range]').getAttribute('max'));
    await page.locator('input[type=range]').fill('40');
    const before = await page.locator('.words p').textContent();

    await page.getByRole('tab', { name: 'Break' }).click();
    await page.locator('[data-trouble=kick]').click();
    await page.locator('.branches button', { hasText: /^B$/ }).waitFor();
    expect(await page.locator('.branches button[aria-pressed=true]').textContent()).toBe('B');
    await page.locator('input[type=range]').fill('40');
    expect(await page.locator('.words p').textContent()).toBe(before);

    await page.locator('.branches .compare').click();
    await expect.poll(() => page.locator('.sides .lanes').count()).toBe(2);
    expect(await page.locator('.compare-room .hint').textContent()).toContain('The same until');
    expect(await page.locator('.row.parting').count()).toBe(2);
    expect(await page.locator('.differences').textContent()).toContain('LOGOUT_E_KICKED');
    expect(await page.locator('.chart').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.compare-room').count()).toBe(0);

    await page.locator('.branches button', { hasText: /^A$/ }).click();
    expect(await page.locator('input[type=range]').getAttribute('max')).toBe(String(end));
  });

  test('compare: what differs is counted from the beginning, the part in common too', async () => {
    const page = await open({ link: 'lesson.kick.0' });
    await page.locator('.choices .link').first().click();
    await page.locator('.branches .compare').click();
    const named = page.locator('.differences li');
    await named.first().waitFor();

    const lines = await named.allTextContents();
    expect(lines).toContain('phone hears 103 LOGOUT_E_KICKED: in A 1 ×, in B 3 ×');
  });

  test('click: an event of the chart comes about, by its real cause', async () => {
    const page = await open({ link: writeLink({ ...long, steps: [login, wait('1 s')] }, 99) });
    await expect.poll(() => liveStates(page)).toEqual(['loggedIn']);

    await page.locator('.chart [data-event="line.lost"].possible').click();

    await expect.poll(() => liveStates(page)).toEqual(['reconnecting.backoff']);
    expect(await page.locator('.row.act').textContent()).toContain('cut("alice")');
    expect(await page.locator('.edge.taken').count()).toBe(1);
  });

  test('recording: a path is shown where its client left it, and what came later follows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigsim-'));
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('suite.json'), formatSuite(suiteOf(), 'json'));
    writeFileSync(
      at('client.js'),
      `export default {
        name: 'my client',
        create: (world, options) => world.createAgoraAPI(options),
        do: { login: (api, { account, token }) =>
          setTimeout(() => api.login('app', account, token), 250) },
      };`,
    );
    const path = ['--path', 'codes/LOGIN_E_TOKENEXPIRED', '--subject', at('client.js')];
    await sigsimHere(['page', at('suite.json'), ...path, '--out', at('page.html')]);

    const page = await open({ file: at('page.html') });
    const failure = page.locator('.failure');
    expect(await failure.textContent()).toContain('my client left codes/LOGIN_E_TOKENEXPIRED at');
    expect(await failure.locator('dd').count()).toBe(2);
    expect(await momentOf(page)).toBe(0);
    await page.locator('[data-step]').click();
    await page.locator('.row.call.current').waitFor();
  });

  test('recording: the check of a test that failed stands at the top, at the entry where it failed', async () => {
    const world = createWorld();
    const { entries } = world.trace;
    const client = world.createAgoraAPI();
    world.fail('LOGIN_E_OTHER', { account: 'alice', times: 2 });
    client.onLoginFailed = () => void client.login('app', 'alice', '_no_need_token');
    client.login('app', 'alice', '_no_need_token');
    await world.advance('1 min');
    const message = seenCode(world, 'LOGIN_E_OTHER', { times: 1, lang: 'zh' }).message();
    const [kept = ''] = /node_modules\S+\.jsonl/.exec(message) ?? [];
    const file = join(mkdtempSync(join(tmpdir(), 'sigsim-')), 'page.html');
    await sigsimHere(['page', kept, '--out', file]);

    const page = await open({ file });
    const failure = page.locator('.failure');
    await failure.waitFor();
    expect(await failure.textContent()).toContain('LOGIN_E_OTHER（200）到达客户端 2 次');
    expect(await failure.locator('dd').allTextContents()).toEqual([
      'LOGIN_E_OTHER × 1',
      'LOGIN_E_OTHER × 2',
    ]);
    const second = entries.flatMap(({ kind }, index) => (kind === 'callback' ? [index] : []))[1];
    expect(await momentOf(page)).toBe((second ?? 0) + 1);
    expect(await page.locator('.row.callback.current').textContent()).toContain('onLoginFailed');
    const [top, chart] = [
      await failure.boundingBox(),
      await page.locator('.chart').first().boundingBox(),
    ];
    expect(top?.y).toBeLessThan(chart?.y ?? 0);

    await page.locator('input[type=range]').fill('1');
    await failure.locator('button').click();
    expect(await momentOf(page)).toBe((second ?? 0) + 1);

    await page.locator('[data-copy]').click();
    const download = page.waitForEvent('download');
    await page.locator('[data-offer]').click();
    const saved = readTrace(readFileSync(await (await download).path(), 'utf8'));
    expect(saved.failed).toEqual(readTrace(readFileSync(kept, 'utf8')).failed);
  });

  test('recording: the trace of a failed test is shown, at its end and at every moment', async () => {
    const player = createPlayer(long, native);
    await player.run();
    const folder = mkdtempSync(join(tmpdir(), 'sigsim-'));
    writeFileSync(join(folder, 'trace.jsonl'), player.world.trace.toJSONL());
    const file = join(folder, 'page.html');
    await sigsimHere(['page', join(folder, 'trace.jsonl'), '--out', file]);

    const page = await open({ file });
    const { entries } = player.world.trace;
    await page.locator('.notice.recording').waitFor();
    expect(await momentOf(page)).toBe(entries.length);
    await page.locator('input[type=range]').fill('40');
    expect(await page.locator('.row.current').getAttribute('aria-posinset')).toBe('40');

    await page.locator('.notice .close').click();
    await page.locator('[data-call=logout]').click();
    await page.locator('.notice.recording').waitFor();
    await page.locator('[data-copy]').click();
    await page.locator('.notice.cannotLink').waitFor();
    const download = page.waitForEvent('download');
    await page.locator('[data-offer]').click();
    expect((await download).suggestedFilename()).toBe('trace.jsonl');
    await page.locator('[data-home]').click();
    await playFreely(page);
    await page.locator('[data-call=login]').click();
    await page.locator('.row.call').first().waitFor();
  });
});
