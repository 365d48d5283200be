// Walks in time, short ones: what each must keep, however short it is to be.
import { expect, test } from 'vitest';
import { walkInTime } from '../../src/paths/cover/in-time.ts';
import { jobsOf } from '../../src/paths/cover/jobs.ts';
import { systemOf } from '../../src/paths/model/models.ts';
import { postman } from '../../src/paths/cover/postman.ts';
import { isInTime } from '../../src/paths/cover/shorten.ts';
import { isWalk } from '../../src/paths/time/waits.ts';

const models = ['login', 'channel', 'messaging', 'invite'];
const cases = models.flatMap((model) =>
  [1, 20, 100, 2_000].map((longest) => [model, longest] as const),
);

function edgesOf(model: string) {
  const [job] = jobsOf(systemOf('test', model), 'edges', {});
  if (job === undefined) throw new Error('no job');
  const { net, timing, needed } = job;
  const reached = job.reached();
  const walksUpTo = (longest: number) =>
    walkInTime(net, timing, needed, postman(net, needed), reached, longest);
  return { ...job, reached, walksUpTo };
}

test.each(cases)('in time: %s in walks of %i steps takes every edge', (model, longest) => {
  const { net, timing, needed, reached, walksUpTo } = edgesOf(model);

  const walks = walksUpTo(longest);

  const taken = new Set<number>();
  for (const walk of walks) {
    const before = taken.size;
    for (const step of walk) if (needed[step] === 1) taken.add(step);
    expect(taken.size).toBeGreaterThan(before);
    expect(walk.length).toBeLessThanOrEqual(Math.max(longest, reached.depthOf(walk.at(-1) ?? 0)));
    expect(isWalk(net.graph, walk)).toBe(true);
  }
  expect(isInTime(walks, net, timing)).toBe(true);
  expect([...needed.keys()].filter((step) => needed[step] === 1 && !taken.has(step))).toEqual([]);
});

test('in time: the same walks every time', () => {
  expect(edgesOf('invite').walksUpTo(100)).toEqual(edgesOf('invite').walksUpTo(100));
});

test('in time: a wanted step that time does not allow is an error', () => {
  const { net, timing, reached, needed } = edgesOf('login');
  const all = new Uint8Array(needed.length).fill(1);

  expect(() => walkInTime(net, timing, all, postman(net, all), reached)).toThrow(
    /^walkInTime: step \d+ is wanted, but it is infeasible within the timing\.$/,
  );
});
