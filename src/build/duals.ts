// Made by `npm run bounds`: src/paths/bound/duals.ts, the dual solutions that prove the lower bounds of suites.
// HiGHS finds them once, here; whoever uses them checks them again, in one pass. Arguments name the suites
// (`'client codes legacy'`) whose solutions are to be made anew; the others are kept.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import highs from 'highs';
import type { Dual } from '../paths/cover/walks.ts';
import { jobsOf } from '../paths/cover/jobs.ts';
import { modelNames, systemOf } from '../paths/model/models.ts';
import { solveDual, type Solver } from '../paths/bound/program.ts';

/** The same numbers in the smallest unit that keeps them whole. */
function reduced({ unit, potentials, weights }: Dual): Dual {
  const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));
  const common = [...potentials, ...weights].reduce(gcd, unit);
  const divide = (numbers: readonly number[]) => numbers.map((number) => number / common);
  return { unit: unit / common, potentials: divide(potentials), weights: divide(weights) };
}

const file = new URL('../../../src/paths/bound/duals.ts', import.meta.url);
const head = `// Made by npm run bounds; not to be edited. For each suite the unit, the potentials of the states and the
// prices of the items: a dual solution of the linear program in bound.ts.

/** Dual solutions by model, criterion and whether deprecated codes are on, as text. */
export const duals: Readonly<Record<string, string>> = {
`;

// The package's types and what it exports differ in how they say "default".
const solver = await (highs as unknown as () => Promise<Solver>)();
const wanted = process.argv.slice(2);
// From the source, which may be newer than what was built.
const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
const kept = new Map(
  Array.from(before.matchAll(/'([^';]+)':\s*'([^']+)'/g), ([, key = '', text = '']) => [key, text]),
);
for (const model of modelNames) {
  for (const cover of ['states', 'transitions', 'codes'] as const) {
    for (const legacy of [false, true]) {
      const key = `${model} ${cover}${legacy ? ' legacy' : ''}`;
      if (wanted.length > 0 && !wanted.includes(key)) continue;
      const [job] = jobsOf(systemOf('bounds', model), cover, { legacy });
      const dual = job && solveDual(job.net, job.needed, solver);
      process.stderr.write(`${key}: ${dual === undefined ? 'none' : 'found'}\n`);
      if (dual === undefined) continue;
      const { unit, potentials, weights } = reduced(dual);
      kept.set(key, `${unit};${potentials.join(',')};${weights.join(',')}`);
      const lines = [...kept].map(([name, text]) => `  '${name}':\n    '${text}',\n`);
      writeFileSync(file, `${head}${lines.join('')}};\n`);
    }
  }
}
