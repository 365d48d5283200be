// What is kept of suites that are too large to be searched each time: searched again.
import { generate } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { dualFor } from '../../src/paths/bound/bound.ts';
import { optimumOf } from '../../src/paths/bound/optimum.ts';
import { searchExactly } from '../../src/paths/cover/exact.ts';
import { coversAll } from '../../src/paths/cover/improve.ts';
import { jobsOf } from '../../src/paths/cover/jobs.ts';
import { isInTime } from '../../src/paths/cover/shorten.ts';
import { costOf } from '../../src/paths/cover/walks.ts';
import { systemOf } from '../../src/paths/model/models.ts';

test.each(['client', 'pair'])('optimum: nothing shorter covers all states of %s', (model) => {
  const key = { model, cover: 'states', legacy: false } as const;
  const [job] = jobsOf(systemOf('test', model), key.cover, key);
  const dual = dualFor(key);
  if (job === undefined || dual === undefined) throw new Error('no job');
  const { net, needed, timing } = job;
  const kept = optimumOf(key, net, needed);
  if (kept === undefined) throw new Error('The net has changed. Run npm run bounds.');

  const found = searchExactly(net, needed, dual, {
    work: 60_000_000,
    accept: (walks) => isInTime(walks, net, timing),
  });

  expect(coversAll(net, needed, kept.walks) && isInTime(kept.walks, net, timing)).toBe(true);
  expect([costOf(kept.walks), found.bound]).toEqual([kept.bound, kept.bound]);
});

test.each([
  ['client', 'transitions', false],
  ['client', 'transitions', true],
  ['pair', 'transitions', false],
  ['pair', 'transitions', true],
  ['pair', 'codes', true],
] as const)(
  'suite: %s by %s, legacy %s, takes at most a twentieth more than the bound',
  (model, cover, legacy) => {
    const { universe, covered, infeasible, steps, lowerBound } = generate({ model, cover, legacy });

    expect(covered + infeasible.length).toBe(universe);
    expect(steps).toBeLessThanOrEqual(1.05 * lowerBound);
  },
);
