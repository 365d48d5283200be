import { assert, asyncProperty, constantFrom, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { Branch } from '../../src/page/model/branch.ts';
import { History } from '../../src/page/model/history.ts';
import { scripts } from '../../src/tour/script.ts';

const script = constantFrom(...scripts);

test('branch: whatever the moment, its past is played again as it was', async () => {
  const law = asyncProperty(script, nat({ max: 200 }), async ({ scenario }, wanted) => {
    const branch = await Branch.of(scenario);
    const moment = wanted % (branch.history.end + 1);

    const forked = await Branch.of(branch.scenario(moment));

    const past = branch.history.entries.slice(0, moment);
    expect(forked.history.entries.slice(0, moment)).toEqual(past);
    expect(forked.now).toBe(
      moment === branch.history.end ? branch.now : branch.history.timeAt(moment),
    );
  });
  await assert(law, { numRuns: 120 });
});

test('branch: played tick by tick, it comes out as when played at once', async () => {
  for (const { scenario } of scripts.slice(0, 12)) {
    const once = await Branch.of(scenario);
    const [last] = scenario.steps.slice(-1);
    const slowly = await Branch.of({ ...scenario, steps: scenario.steps.slice(0, -1) });
    const ms = once.now - slowly.now;
    const end = once.now;
    for (let left = ms; left > 0 && (await slowly.tick(left)); left = end - slowly.now);

    expect(last?.by).toBe('time');
    expect(slowly.history.entries).toEqual(once.history.entries);
  }
});

test('branch: a step that cannot be leaves it as it was', async () => {
  const branch = await Branch.of({ sigsim: 'scenario', version: 1, steps: [] });

  await expect(branch.play({ by: 'service', do: 'kick', args: ['alice'] })).rejects.toThrow(
    'service.kick: no online account "alice".',
  );

  expect([branch.history.end, branch.scenario().steps]).toEqual([0, []]);
});

test('history: says of every moment what a walk through the trace says', async () => {
  for (const { scenario } of scripts) {
    const { entries } = (await Branch.of(scenario)).history;
    const history = new History(entries);
    let state: string | undefined;
    let code: string | undefined;
    for (const [index, entry] of entries.entries()) {
      if (entry.kind === 'transition' && entry.client === 'alice' && entry.part === 'login') {
        state = entry.to;
      }
      if (entry.kind === 'callback' && entry.client === 'alice') code = entry.code ?? code;

      expect(history.moved('alice', 'login', index + 1)?.entry.to).toBe(state);
      expect(history.codeBefore('alice', index + 1)?.code).toBe(code);
      expect(history.momentAt(entry.at)).toBeGreaterThan(index);
    }
  }
});
