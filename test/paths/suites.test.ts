// What every suite must keep, whatever it covers.
import { expect, test } from 'vitest';
import { criteria, generate, modelNames, type Criterion, type Suite } from 'sigsim/paths';
import { codes } from 'sigsim/codes';
import { boundBy, dualFor } from '../../src/paths/bound/bound.ts';
import { jobsOf } from '../../src/paths/cover/jobs.ts';
import { systemOf } from '../../src/paths/model/models.ts';

const small = modelNames.filter((model) => model !== 'client' && model !== 'pair');
const quick = criteria.filter((cover) => cover !== 'triples');
const cases = small.flatMap((model) =>
  quick.flatMap((cover) =>
    (cover === 'codes' ? [false, true] : [true]).map((legacy) => [model, cover, legacy] as const),
  ),
);

/** What is wrong with a suite, in words. */
function complaintsOf(suite: Suite): readonly string[] {
  const { universe, covered, infeasible, steps, lowerBound, paths, complete } = suite;
  const counted = paths.reduce((sum, path) => sum + path.steps.length, paths.length - 1);
  const waits = paths.flatMap((path) => path.steps.map(({ waitMs }) => waitMs));
  return [
    ...(covered + infeasible.length === universe ? [] : ['covered and infeasible are not all']),
    ...(steps === counted ? [] : [`${steps} steps, counted ${counted}`]),
    ...(steps >= lowerBound ? [] : [`${steps} steps are below the bound ${lowerBound}`]),
    ...(complete ? [] : ['not complete']),
    ...paths.flatMap((path) => (path.steps.length <= 2000 ? [] : [`${path.id} is too long`])),
    ...(waits.every((ms) => Number.isSafeInteger(ms) && ms >= 0) ? [] : ['an odd wait']),
    ...(new Set(paths.map(({ id }) => id)).size === paths.length ? [] : ['ids are not unique']),
  ];
}

test.each(cases)('suite: %s by %s is sound, legacy %s', (model, cover, legacy) => {
  expect(complaintsOf(generate({ model, cover, legacy }))).toEqual([]);
});

test('suite: all codes of client, including deprecated ones, in as few steps as there can be', () => {
  const suite = generate({ cover: 'codes', legacy: true });

  expect([suite.universe, suite.covered, suite.infeasible]).toEqual([42, 42, []]);
  expect([suite.boundIs, suite.steps]).toEqual(['exact', suite.lowerBound]);
  expect(new Set(suite.paths.flatMap((path) => path.codes)).size).toBe(42);
});

test('suite: 36 of 36 codes without legacy, in as few steps as there can be', () => {
  const suite = generate({ cover: 'codes' });

  expect([suite.universe, suite.covered, suite.infeasible]).toEqual([36, 36, []]);
  expect([suite.boundIs, suite.steps]).toEqual(['exact', suite.lowerBound]);
});

const exact = small.flatMap((model) =>
  (['codes', 'states', 'transitions'] as const).flatMap((cover) =>
    [false, true].map((legacy) => [model, cover, legacy] as const),
  ),
);

test.each(exact)('suite: %s by %s is the optimum, legacy %s', (model, cover, legacy) => {
  const { steps, lowerBound, boundIs } = generate({ model, cover, legacy });

  expect([steps, boundIs]).toEqual([lowerBound, 'exact']);
});

test('suite: what time allows decides how few steps all transitions of login take', () => {
  const { steps, lowerBound } = generate({ model: 'login', cover: 'transitions' });
  const [job] = jobsOf(systemOf('test', 'login'), 'transitions', {});
  const dual = dualFor({ model: 'login', cover: 'transitions', legacy: false });
  const withoutTime = job && dual && boundBy(job.net, job.needed, dual);

  expect([withoutTime, lowerBound, steps]).toEqual([384, 390, 390]);
});

// That nothing shorter exists is searched again in test/long/optimum.test.ts.
test.each([
  ['client', 30],
  ['pair', 31],
])('suite: all states of %s take %d steps, and no suite has fewer', (model, least) => {
  const suite = generate({ model, cover: 'states' });

  expect(complaintsOf(suite)).toEqual([]);
  expect([suite.steps, suite.lowerBound, suite.boundIs]).toEqual([least, least, 'exact']);
});

test('suite: other delays, calls or retries make another suite, with its own bound', () => {
  const suite = generate({ model: 'client', cover: 'states', calls: ['login', 'logout'] });

  expect(complaintsOf(suite)).toEqual([]);
  expect(suite.universe - suite.infeasible.length).toBeLessThan(30);
});

test('suite: a larger budget proves the optimum', () => {
  const made = [1, 300_000].map((budget) =>
    generate({ model: 'channel', cover: 'states', budget }),
  );

  expect(made.flatMap(complaintsOf)).toEqual([]);
  expect(made.map(({ boundIs }) => boundIs)).toEqual(['lp', 'exact']);
});

test('suite: one path per code raises that code last, and no earlier', () => {
  const { paths } = generate({ cover: 'codes', each: true, legacy: true });

  expect(paths.map(({ id }) => id)).toEqual(codes.map(({ name }) => `codes/${name}`));
  for (const { id, steps } of paths) {
    const raised = steps.map(({ expect: { callbacks = [] } }) =>
      callbacks.some(({ code }) => `codes/${code}` === id),
    );
    expect([id, raised.indexOf(true)]).toEqual([id, steps.length - 1]);
  }
});

test('suite: the same options give the same suite, another seed gives one as good', () => {
  const [one, again, other] = [1, 1, 2].map((seed) =>
    generate({ cover: 'codes', model: 'login', seed }),
  );

  expect(JSON.stringify(again)).toBe(JSON.stringify(one));
  expect([other?.seed, other?.covered]).toEqual([2, one?.covered]);
});

test('suite: between two states, only what lies between them is covered', () => {
  const suite = generate({ model: 'invite', cover: 'codes', from: 'ringing', to: 'failed' });

  expect(complaintsOf(suite)).toEqual([]);
  expect(suite.universe).toBeGreaterThan(0);
  for (const { steps } of suite.paths) {
    const states = steps.map(({ expect: { state } }) => state?.['caller']);
    expect(states).toContain('pending.ringing');
    expect(states.findLast((state) => state !== undefined)).toBe('failed');
  }
});

test('suite: every edge between two states', () => {
  const span = { from: 'login:loggedIn', to: 'loggedOut' };
  const suite = generate({ model: 'login', cover: 'edges', ...span });

  expect(complaintsOf(suite)).toEqual([]);
  expect(suite.universe).toBeLessThan(generate({ model: 'login', cover: 'edges' }).universe);
  expect(suite.covered).toBeGreaterThan(500);
  expect(suite.untimedSteps).toBeGreaterThan(suite.universe);
});

test('suite: calls that a client lacks are not in its paths', () => {
  const { infeasible, paths } = generate({
    model: 'messaging',
    cover: 'transitions',
    calls: ['messageInstantSend'],
  });

  expect(infeasible.map(({ item }) => item)).toContain('message.idle|messageAppSend|1');
  const called = paths.flatMap(({ steps }) => steps.filter(({ by }) => by === 'client'));
  expect(new Set(called.map((step) => step.do))).toEqual(new Set(['messageInstantSend']));
});

test.each<[string, () => unknown, string]>([
  [
    'criterion',
    () => generate({ cover: 'cods' as Criterion }),
    'paths: there is no criterion "cods". Known: states, transitions, codes, pairs, triples, edges. Did you mean "codes"?',
  ],
  [
    'model',
    () => generate({ cover: 'codes', model: 'clinet' }),
    `paths: no model "clinet". Known: ${modelNames.join(', ')}. Did you mean "client"?`,
  ],
  [
    'state',
    () => generate({ cover: 'codes', from: 'loggedin' }),
    'paths: there is no state "loggedin". Did you mean "loggedIn"?',
  ],
  [
    'state of several',
    () => generate({ cover: 'codes', to: 'idle' }),
    'paths: state "idle" is in several statecharts. Say which: ',
  ],
])('suite: an unknown %s is refused, with the nearest name', (_, make, message) => {
  expect(make).toThrow(message);
});
