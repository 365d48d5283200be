// Walks for several statecharts at once: what they must keep, however much they save.
import { expect, test } from 'vitest';
import { generate } from 'sigsim/paths';
import { jobsOf } from '../../src/paths/cover/jobs.ts';
import { costOf } from '../../src/paths/cover/walks.ts';
import { walksInARow } from '../../src/paths/few.ts';
import { Taken, walksForAll } from '../../src/paths/joint.ts';
import { systemOf } from '../../src/paths/model/models.ts';
import { isWalk, waitsOf } from '../../src/paths/time/waits.ts';

const cases = [
  ['client', 'pairs', 2],
  ['client', 'triples', 3],
  ['invite', 'pairs', 2],
  ['channel', 'pairs', 2],
  ['login', 'pairs', 2],
  ['pair', 'pairs', 2],
] as const;

function made(model: string, cover: 'pairs' | 'triples', length: 2 | 3) {
  const system = systemOf('test', model);
  const jobs = jobsOf(system, cover, {});
  return { system, jobs, walks: walksForAll(system, jobs, length, {}) };
}

test.each(cases)(
  'joint: what %s has in %s is taken together in no more steps than alone',
  (model, cover, length) => {
    const { system, jobs, walks } = made(model, cover, length);

    for (const { part: name, net, needed } of jobs) {
      const part = system.parts.find((one) => one.name === name);
      if (part === undefined) throw new Error('no part');
      const taken = new Taken(part, length);
      const all = new Set(walks.flatMap((walk) => [...taken.on(walk)]));
      const missing = net.items.filter((item, i) => needed[i] === 1 && !all.has(item));
      expect([name, missing]).toEqual([name, []]);
    }
    const alone = jobs.flatMap((job) => walksInARow(job));
    expect(costOf(walks.map(({ edges }) => edges))).toBeLessThanOrEqual(costOf(alone));
  },
);

test('joint: every walk is one that time allows, and has at most 2,000 steps', () => {
  for (const { graph, edges } of made('client', 'pairs', 2).walks) {
    expect(isWalk(graph, edges)).toBe(true);
    expect(waitsOf(graph, edges)).toBeDefined();
    expect(edges.length).toBeLessThanOrEqual(2_000);
  }
});

test('joint: pairs of a client pay for its session once, in the same bytes every time', () => {
  const [one, again] = [1, 2].map(() => generate({ cover: 'pairs' }));

  expect(one?.steps).toBeLessThanOrEqual(3_809);
  expect(JSON.stringify(again)).toBe(JSON.stringify(one));
});
