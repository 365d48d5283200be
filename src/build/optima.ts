// Made by `npm run bounds`: src/paths/bound/optima.ts, what an exhaustive search finds for suites that are
// too large to be searched each time. Takes minutes and some gigabytes.
import { writeFileSync } from 'node:fs';
import { boundBy, dualFor } from '../paths/bound/bound.ts';
import { keyText, optimumText, printOf } from '../paths/bound/optimum.ts';
import { searchExactly } from '../paths/cover/exact.ts';
import { jobsOf } from '../paths/cover/jobs.ts';
import { isInTime } from '../paths/cover/shorten.ts';
import { systemOf } from '../paths/model/models.ts';

/** Units of work for one suite. */
const work = 60_000_000;
const file = new URL('../../../src/paths/bound/optima.ts', import.meta.url);
const head = `// Made by npm run bounds; not to be edited. For each suite what tells its net from another, the bound that
// an exhaustive search proves, and the steps of the walks that it found.

/** What an exhaustive search found, by model, criterion and whether deprecated codes are on, as text. */
export const optima: Readonly<Record<string, string>> = {
`;

const lines: string[] = [];
for (const model of ['client', 'pair']) {
  for (const legacy of [false, true]) {
    const key = { model, cover: 'states', legacy } as const;
    const [job] = jobsOf(systemOf('bounds', model), key.cover, { legacy });
    const dual = dualFor(key);
    if (job === undefined || dual === undefined) throw new Error(`no dual for ${keyText(key)}`);
    const { net, needed, timing } = job;
    const { bound, walks } = searchExactly(net, needed, dual, {
      work,
      accept: (some) => isInTime(some, net, timing),
    });
    const before = boundBy(net, needed, dual) ?? 0;
    const told = walks === undefined ? 'not found' : 'found';
    process.stderr.write(`${keyText(key)}: ${before} by prices, ${bound} by search, ${told}\n`);
    if (walks === undefined) continue;
    lines.push(
      `  '${keyText(key)}':\n    '${optimumText(printOf(net, needed), { bound, walks })}',\n`,
    );
  }
}
writeFileSync(file, `${head}${lines.join('')}};\n`);
