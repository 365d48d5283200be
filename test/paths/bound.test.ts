// Bounds, held against HiGHS, which knows nothing of ours; and proofs that are tampered with.
import highs from 'highs';
import { beforeAll, expect, test } from 'vitest';
import { boundBy, dualFor } from '../../src/paths/bound/bound.ts';
import { edgesNet, type Criterion } from '../../src/paths/cover/criteria.ts';
import { timedNet } from '../../src/paths/cover/timed.ts';
import { costOf } from '../../src/paths/cover/walks.ts';
import { jobsOf, type Job } from '../../src/paths/cover/jobs.ts';
import { explore, systemOf } from '../../src/paths/model/models.ts';
import { postman, pricesOf, walksOf } from '../../src/paths/cover/postman.ts';
import { programOf, type Solver } from '../../src/paths/bound/program.ts';
import { reach } from '../../src/paths/time/timing.ts';
import { isWalk } from '../../src/paths/time/waits.ts';
import { postmanProgram } from '../support/postman-program.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await (highs as unknown as () => Promise<Solver>)();
});

const models = ['login', 'channel', 'messaging', 'invite'];

function jobOf(model: string, cover: Criterion): Job {
  const [job] = jobsOf(systemOf('test', model), cover, { legacy: true });
  if (job === undefined) throw new Error('no job');
  return job;
}

const kept = models.flatMap((model) =>
  (['states', 'transitions', 'codes'] as const).map((cover) => [model, cover] as const),
);

test.each(kept)(
  'bound: the stored proof for %s by %s is as good as what HiGHS finds',
  (model, cover) => {
    const { net, needed } = jobOf(model, cover);
    const dual = dualFor({ model, cover, legacy: true });

    const found = solver.solve(programOf(net, needed));

    expect(found.Status).toBe('Optimal');
    expect(dual && boundBy(net, needed, dual)).toBe(Math.ceil(found.ObjectiveValue - 1e-6));
  },
);

test.each([false, true])(
  'bound: the stored proof in time is as good as what HiGHS finds, legacy %s',
  (legacy) => {
    const key = { model: 'login', cover: 'transitions', legacy, inTime: true } as const;
    const [job] = jobsOf(systemOf('test', key.model), key.cover, key);
    const timed = job && timedNet(job.net, job.timing);
    const dual = dualFor(key);
    if (job === undefined || timed === undefined || dual === undefined) throw new Error('no proof');

    const found = solver.solve(programOf(timed.net, job.needed));

    const proven = boundBy(timed.net, job.needed, dual);
    expect([proven, found.ObjectiveValue]).toEqual([390, expect.closeTo(390)]);
  },
);

test('bound: a net in time has exactly the walks that time allows', () => {
  const { net, timing } = jobOf('login', 'transitions');
  const timed = timedNet(net, timing);
  if (timed === undefined) throw new Error('no net in time');
  const reached = reach(net, timing);

  expect(new Set(timed.origin)).toEqual(
    new Set([...reached.steps.keys()].filter((step) => reached.steps[step] === 1)),
  );
  for (const [place, node] of (timed.net.states ?? []).entries()) {
    const [begin, end] = [timed.net.first[place], timed.net.first[place + 1]];
    for (const step of timed.origin.subarray(begin, end)) {
      expect(step >= (net.first[node] ?? 0) && step < (net.first[node + 1] ?? 0)).toBe(true);
    }
  }
  expect(timedNet(net, timing, 100)).toBeUndefined();
});

test('bound: a proof with one price raised is not a proof', () => {
  const { net, needed } = jobOf('channel', 'codes');
  const dual = dualFor({ model: 'channel', cover: 'codes', legacy: true });
  if (dual === undefined) throw new Error('no proof');

  for (const item of dual.weights.keys()) {
    const weights = dual.weights.map((weight, i) => (i === item ? weight + dual.unit * 9 : weight));
    const isCovered = needed[item] === 1;
    expect([item, boundBy(net, needed, { ...dual, weights })]).toEqual([
      item,
      isCovered ? undefined : expect.any(Number),
    ]);
  }
  expect(boundBy(net, needed, { ...dual, potentials: dual.potentials.slice(1) })).toBeUndefined();
});

test.each(models)('bound: the walk over all edges of %s is as short as HiGHS says', (model) => {
  const graph = explore(model, { legacy: true });
  const net = edgesNet(graph);

  const round = postman(net, new Uint8Array(graph.edgeCount).fill(1));
  const walks = walksOf(net, round);

  expect(round.cost).toBe(Math.round(solver.solve(postmanProgram(net)).ObjectiveValue));
  expect(costOf(walks)).toBe(round.cost);
  expect(new Set(walks.flat()).size).toBe(graph.edgeCount);
  expect(walks.every((walk) => isWalk(graph, walk))).toBe(true);
});

test.each(models)(
  'bound: the potentials prove that no walk over all edges of %s is shorter',
  (model) => {
    const graph = explore(model, { legacy: true });
    const net = edgesNet(graph);
    const { cost, dual } = postman(net, new Uint8Array(graph.edgeCount).fill(1));

    const prices = pricesOf(net, dual.potentials);
    const atEnd = Math.max(...dual.potentials.map((height) => -height));

    expect(Math.min(...prices)).toBeGreaterThanOrEqual(0);
    expect(atEnd).toBeLessThanOrEqual(1);
    expect(prices.reduce((sum, price) => sum + price, 0) - atEnd).toBe(cost);
  },
);
