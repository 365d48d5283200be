// Walks for several statecharts at once, in large models: none loses what another has.
import { generate } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { jobsOf } from '../../src/paths/cover/jobs.ts';
import { costOf } from '../../src/paths/cover/walks.ts';
import { walksInARow } from '../../src/paths/few.ts';
import { systemOf } from '../../src/paths/model/models.ts';

test.each(['client', 'pair'])(
  'joint: all triples of %s that time allows are taken, in no more steps than alone',
  (model) => {
    const jobs = jobsOf(systemOf('test', model), 'triples', {});
    const alone = jobs.flatMap((job) => walksInARow(job));
    const needed = jobs.reduce((sum, job) => sum + job.needed.filter((one) => one === 1).length, 0);

    const { covered, steps, lowerBound } = generate({ model, cover: 'triples' });

    expect(covered).toBe(needed);
    expect(steps).toBeLessThanOrEqual(costOf(alone));
    if (model === 'client') expect(steps).toBeLessThanOrEqual(1.35 * lowerBound);
  },
  1_800_000,
);
