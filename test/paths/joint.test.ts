// Walks for several statecharts at once: what they must keep, however much they save.
import { expect, test } from 'vitest';
import { generate } from 'sigsim/paths';
import { boundByPrices, pricesFor, stepsShared } from '../../src/paths/bound/shared.ts';
import { jobsOf } from '../../src/paths/cover/jobs.ts';
import { costOf } from '../../src/paths/cover/walks.ts';
import { walksInARow } from '../../src/paths/few.ts';
import { Taken, walksForAll } from '../../src/paths/joint.ts';
import { xoroshiro128plus } from '../../src/base/vendor.ts';
import type { Graph } from '../../src/paths/model/graph.ts';
import { systemOf } from '../../src/paths/model/models.ts';
import { isWalk, waitsOf } from '../../src/paths/time/waits.ts';

const cases = [
  ['client', 'pairs', 2],
  ['invite', 'triples', 3],
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

  expect(one?.steps).toBeLessThanOrEqual(3_703);
  expect(JSON.stringify(again)).toBe(JSON.stringify(one));
});

/** Where a part is in a state, context included. */
const localAt = ({ locals, parts }: Graph, state: number, slot: number): number =>
  locals[state * parts.length + slot] ?? -1;

/** Steps of walks that a statechart beside those that it depends on would not take: these prove the bounds. */
function strange(model: string): readonly string[] {
  const { jobs, walks } = made(model, 'pairs', 2);
  return jobs.flatMap(({ part: name, net: { graph: small } }) =>
    walks.flatMap(({ graph, edges }) => {
      // A walk of a few statecharts says nothing about the others.
      if (!small.parts.every((part) => graph.parts.includes(part))) return [];
      let state = 0;
      return edges.flatMap((edge) => {
        const { part, event, by } = graph.labels[graph.label[edge] ?? 0] ?? none();
        const wanted = small.parts.map((one) =>
          localAt(graph, graph.to[edge] ?? 0, graph.parts.indexOf(one)),
        );
        const isThere = (id: number): boolean =>
          small.parts.every((_, slot) => localAt(small, id, slot) === wanted[slot]);
        if (!small.parts.includes(part))
          return isThere(state) ? [] : [`${name}: ${event} moves it`];
        const [first = 0, end = 0] = small.first.subarray(state, state + 2);
        const steps = Array.from({ length: end - first }, (_, i) => first + i);
        const found = steps.find((id) => {
          const own = small.labels[small.label[id] ?? 0];
          const isSame = own?.event === event && own.part === part && own.by === by;
          return isSame && isThere(small.to[id] ?? 0);
        });
        if (found === undefined) return [`${name}: no ${event} at ${state}`];
        state = small.to[found] ?? 0;
        return [];
      });
    }),
  );
}

const none = (): never => {
  throw new Error('no label');
};

test.each(['client', 'invite', 'channel', 'login'])(
  'joint: seen from one statechart, a walk of %s is a walk beside those that it depends on',
  (model) => {
    expect(strange(model)).toEqual([]);
  },
);

/** The stored prices of the pairs of client, and what they are for. */
function proof() {
  const { jobs, walks } = made('client', 'pairs', 2);
  const shared = stepsShared(jobs);
  const prices = pricesFor('client', 'pairs');
  if (shared === undefined || prices === undefined) throw new Error('no prices');
  const steps = costOf(walks.map(({ edges }) => edges));
  return { jobs, shared, prices, steps };
}

test('joint: pairs of a client are within 1.25 of a bound that no suite is below', () => {
  const { jobs, shared, prices, steps } = proof();
  const bound = boundByPrices(jobs, shared, prices) ?? 0;

  expect(bound).toBe(3_332);
  expect(steps).toBeLessThanOrEqual(1.25 * bound);
});

test('joint: prices that ask for more prove nothing, or no more than the optimum of the program', () => {
  const { jobs, shared, prices } = proof();
  const random = xoroshiro128plus(1);
  const drawn = (most: number): number => (random.next() >>> 0) % most;
  const verdicts = new Set<string>();

  for (let run = 0; run < 60; run++) {
    const at = drawn(prices.jobs.length);
    const changed = prices.jobs.map(({ weights, shares }, job) => {
      const [item, step] = [drawn(weights.length), drawn(shares.length)];
      const isHere = job === at;
      return {
        weights: weights.map(
          (weight, i) => weight + (isHere && run % 2 === 0 && i === item ? 1 : 0),
        ),
        shares: shares.map((share, i) => share + (isHere && run % 2 === 1 && i === step ? 1 : 0)),
      };
    });
    const bound = boundByPrices(jobs, shared, { ...prices, jobs: changed });
    if (bound !== undefined) expect(bound).toBeLessThanOrEqual(3_332);
    verdicts.add(bound === undefined ? 'refused' : 'proven');
  }
  expect(verdicts).toEqual(new Set(['refused', 'proven']));
});
