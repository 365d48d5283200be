import fc from 'fast-check';
import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { playStory, stories } from '/tmp/team/web14/test/support/fidelity/steps.ts';
import { double } from '/tmp/team/web14/test/support/fidelity/stage.ts';
test('diff', async () => {
  const seed = Number(process.env.SEED ?? 1); const runs = Number(process.env.RUNS ?? 200);
  const options = { frames: process.env.FRAMES === '1', seed: 3, ...(process.env.UA ? { userAgent: process.env.UA } : {}) };
  let t = [0, 0];
  let counted = 0;
  const result = await fc.check(fc.asyncProperty(stories, async (steps) => {
    counted++;
    const t0 = performance.now();
    const a = await playStory('real', steps, options);
    const t1 = performance.now();
    const b = await playStory(double, steps, options);
    t[0] += t1 - t0; t[1] += performance.now() - t1;
    return a.join('\n') === b.join('\n');
  }), { seed, numRuns: runs, endOnFailure: false, interruptAfterTimeLimit: 120000 });
  console.log('runs', counted, 'real ms', Math.round(t[0]), 'double ms', Math.round(t[1]), 'failed', result.failed);
  if (result.failed && result.counterexample) {
    const steps = result.counterexample[0];
    console.log(JSON.stringify(steps), result.errorInstance);
    const a = await playStory('real', steps, { ...options, frames: true });
    const b = await playStory(double, steps, { ...options, frames: true });
    const skip = (l) => true;
    let i = 0; while (i < a.length && a[i] === b[i]) i++;
    console.log('first diff at', i, '\n  ' + a.slice(Math.max(0, i - 14), i).join('\n  ').slice(-2600));
    console.log('REAL  ' + a.slice(i, i + 5).join('\n      ').slice(0, 1500)); console.log('DOUBLE ' + b.slice(i, i + 5).join('\n      ').slice(0, 1500));
  }
}, 300000);
