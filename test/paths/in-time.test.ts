// Walks in time, short ones: what each must keep, however short it is to be.
import { expect, test } from 'vitest';
import { walkInTime } from '../../src/paths/cover/in-time.ts';
import { jobsOf } from '../../src/paths/cover/jobs.ts';
import { systemOf } from '../../src/paths/model/models.ts';
import { postman } from '../../src/paths/cover/postman.ts';
import { isInTime } from '../../src/paths/cover/shorten.ts';
import { coverInTime } from '../../src/paths/cover/stretches.ts';
import { costOf } from '../../src/paths/cover/walks.ts';
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

test.each(models)(
  'in time: all edges of %s are walked in hardly more steps than without time',
  (model) => {
    const { net, timing, needed, reached } = edgesOf(model);

    const walks = coverInTime(net, timing, needed, reached);

    const taken = new Set(walks.flat());
    expect([...needed.keys()].filter((step) => needed[step] === 1 && !taken.has(step))).toEqual([]);
    expect(walks.every((walk) => isWalk(net.graph, walk) && walk.length <= 2_000)).toBe(true);
    expect(isInTime(walks, net, timing)).toBe(true);
    expect(costOf(walks)).toBeLessThanOrEqual(1.001 * postman(net, needed).cost);
  },
);

test('in time: a round walks each stretch once, and does not repeat what it must not', () => {
  const net = {
    size: 3,
    first: Int32Array.of(0, 1, 2, 3),
    to: Int32Array.of(1, 2, 0),
    edge: Int32Array.of(0, 1, 2),
  };
  const twice = { from: 0, to: 2, steps: [0, 1] };

  const round = (once: readonly number[]) => {
    const terms = { stretches: [twice, twice], once: new Set(once) };
    const { cost, times, restarts } = postman(net, new Uint8Array(3), undefined, terms);
    return { cost, times: [...times], restarts: [...restarts] };
  };

  expect(round([])).toMatchObject({ cost: 5 });
  expect(round([2])).toEqual({ cost: 5, times: [0, 0, 0], restarts: [0, 0, 1] });
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
