import highs from 'highs';
import { generate } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { edgesNet } from '../../src/paths/cover/criteria.ts';
import { explore } from '../../src/paths/model/models.ts';
import { postman } from '../../src/paths/cover/postman.ts';
import type { Solver } from '../../src/paths/bound/program.ts';
import { postmanProgram } from '../support/postman-program.ts';

test('bound: the walk over all edges of client is as short as HiGHS says', async () => {
  const solver = await (highs as unknown as () => Promise<Solver>)();
  const graph = explore('client', { legacy: true });
  const net = edgesNet(graph);

  const { cost } = postman(net, new Uint8Array(graph.edgeCount).fill(1));

  expect(cost).toBe(Math.round(solver.solve(postmanProgram(net)).ObjectiveValue));
});

test.each(['client', 'pair'])(
  'suite: every edge of %s within 1 % of the bound, though the bound ignores time',
  (model) => {
    const { steps, lowerBound, universe, covered, infeasible } = generate({
      model,
      cover: 'edges',
    });

    expect(covered + infeasible.length).toBe(universe);
    expect(steps).toBeLessThanOrEqual(1.01 * lowerBound);
  },
  600_000,
);
