// The judge, held to clients whose faults are known: mutants of the careful examples, careful clients in
// other styles, and wild ones. The scores are printed.
import { expect, test } from 'vitest';
import { rules } from '../../src/judge/index.ts';
import { faultsOf, mutantSources, variants, wild, type Source } from '../judge/clients.ts';
import { foundIn, judge } from '../judge/proof.ts';

const score = (what: string, count: number, all: number): void => {
  console.info(`judge: ${what} ${count}/${all}`);
};

test('judge: mutants of the careful examples are caught by the right rule, and by no other', async () => {
  const missed: string[] = [];
  const caught: string[] = [];
  for (const { mutant, source } of mutantSources) {
    const found = foundIn(await judge(source));
    const others = [...found.keys()].filter((rule) => rule !== mutant.rule);
    if (!found.has(mutant.rule)) missed.push(`${mutant.name}: ${others.join(', ')}`);
    // Rules do not know of each other: without its own, a mutant has what the others find.
    if (others.length > 0) caught.push(`${mutant.name} (${mutant.rule}): ${others.join(', ')}`);
  }
  const all = mutantSources.length;
  score('mutants caught by the right rule', all - missed.length, all);
  score('mutants missed when their rule is off', all - caught.length, all);

  expect(missed.length <= all * 0.05 ? [] : missed).toEqual([]);
  expect(caught).toEqual([]);
});

test('judge: nothing is wrong with a careful client, whatever its style', async () => {
  const wrong: string[] = [];
  for (const source of variants) {
    for (const { code, verdict, why } of (await judge(source)).reactions) {
      if (verdict === 'wrong') wrong.push(`${source.name}, ${code}: ${why.en}`);
    }
  }
  score(
    'careful variants without a wrong',
    variants.length - new Set(wrong.map((one) => one.split(',')[0])).size,
    variants.length,
  );

  expect(wrong).toEqual([]);
});

test('judge: a wild client has the faults that its header lists, and no more', async () => {
  const apart: string[] = [];
  for (const source of wild) {
    const found = [...foundIn(await judge(source)).keys()].toSorted();
    const known = faultsOf(source);
    if (found.join() !== known.join()) apart.push(`${source.name}: ${found.join(', ')}`);
  }
  score('wild clients told to the letter', wild.length - apart.length, wild.length);

  expect(apart).toEqual([]);
});

/** Another draw of everything that no rule may hang on. */
function redrawn({ name, file, text }: Source, factor: number): Source {
  const scaled = text.replaceAll(/\b\d{1,3}_\d{3}\b/g, (ms) =>
    String(Math.round(Number(ms.replace('_', '')) * factor)),
  );
  const renamed = scaled
    .replaceAll(/#(?=[a-z])/g, '#zz')
    .replaceAll(/\b(CarefulChat|CarefulNative|TwoSeconds|ThreeSeconds|Dashboard)\b/g, 'Quux');
  return { name, file, text: renamed };
}

test.each([0.7, 0.87, 1.13, 1.4])(
  'judge: verdicts stay where everything has another name and delays are %f times as long',
  async (factor) => {
    const names = { account: 'q-7', peer: 'zoe.x', channel: 'room/9' };
    const apart: string[] = [];
    for (const { mutant, source } of mutantSources.filter(
      (_, at) => at % 4 === Math.round(factor * 10) % 4,
    )) {
      const found = foundIn(await judge(redrawn(source, factor), { names, seed: 11 }));
      if (!found.has(mutant.rule) || found.size > 1) {
        apart.push(`${mutant.name} (${mutant.rule}): ${[...found.keys()].join(', ')}`);
      }
    }
    for (const source of variants) {
      const { wrong } = await judge(redrawn(source, factor), { names, seed: 11 });
      if (wrong > 0) apart.push(`${source.name}: ${wrong} wrong`);
    }
    for (const source of wild) {
      const report = await judge(redrawn(source, factor), { names, seed: 11 });
      const found = [...foundIn(report).keys()].toSorted();
      // A login every 42 s that takes 15 s to fail waits 27 s: below the 30 s that the rule allows.
      const crossed = factor === 0.7 && source.name === 'every-minute' ? ['waits-never-grow'] : [];
      if (found.join() !== [...faultsOf(source), ...crossed].toSorted().join()) {
        apart.push(`${source.name}: ${found.join(', ')}`);
      }
    }

    expect(apart).toEqual([]);
  },
);

test('judge: every rule has a client that breaks it', () => {
  const broken = new Set([
    ...mutantSources.map(({ mutant }) => mutant.rule),
    ...wild.flatMap(faultsOf),
  ]);
  const advice = ['may-arrive-twice'];

  expect(rules.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([
    ...advice,
    'works-after-dispose',
  ]);
});

test('judge: a client that never comes to rest costs its reactions and no more', async () => {
  const source = wild.find(({ name }) => name === 'logout-login');
  if (source === undefined) throw new Error('no such client');
  const { reactions } = await judge(source, { codes: ['LOGOUT_E_NET', 'SUCCESS'] });

  expect(reactions).toMatchObject([
    { code: 'SUCCESS', verdict: 'untested' },
    { code: 'LOGOUT_E_NET', verdict: 'wrong', rule: 'hot-loop' },
  ]);
});
