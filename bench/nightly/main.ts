// npm run nightly: what takes too long for the tests. It says how far it is, and ends with a line of
// figures for each part.
import { UsageError } from '../../src/base/errors.ts';
import { progressLine } from '../../src/cli/progress.ts';
import { help, readOptions } from './options.ts';
import { careful, mutants, seeds, type Means } from './parts.ts';

const parts = { careful, seeds, mutants };
/** Where nobody sees a line that is written over, a word comes so often. */
const everyMs = 60_000;

const line = progressLine(process.stderr);
let toldAt = performance.now();
const progress: Means['progress'] = (what, done, all) => {
  line.tell(what, done, all, {});
  if (process.stderr.isTTY || performance.now() - toldAt < everyMs) return;
  toldAt = performance.now();
  process.stderr.write(`${what}: ${done} of ${all ?? '?'}\n`);
};

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(help);
  else {
    for (const name of options.parts) {
      const begun = performance.now();
      const { holds, text } = await parts[name]({ ...options, progress });
      line.clear();
      const s = ((performance.now() - begun) / 1_000).toFixed(0);
      process.stdout.write(`${holds ? '✓' : '✗'} ${name}: ${text}; ${s} s\n`);
      if (!holds) process.exitCode = 2;
    }
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`error: ${error.message}\ntry: npm run nightly -- --help\n`);
  process.exitCode = 1;
}
