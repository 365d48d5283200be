// Before and after `npm pack`: the packed package.json has no scripts, because npm warns of them at every
// install of a tarball, and nothing else that only the clone needs. `npm pack` puts the whole one back.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../../../package.json', import.meta.url));
const kept = fileURLToPath(new URL('../../package.json', import.meta.url));

if (process.argv[2] === 'packed' && !existsSync(kept)) {
  const text = readFileSync(file, 'utf8');
  const whole = Object.entries(JSON.parse(text) as object);
  const packed = whole.filter(([key]) => !/^(?:scripts|devDependencies|knip)$/.test(key));
  if (packed.length < whole.length) {
    writeFileSync(kept, text);
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(packed), null, 2)}\n`);
  }
}
if (process.argv[2] === 'whole' && existsSync(kept)) renameSync(kept, file);
