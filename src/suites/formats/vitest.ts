import type { Suite } from '../../paths/cover/suite.ts';
import { toJSON } from './json.ts';

/** A suite as a test file for vitest: one test per path, named after its id. */
export function toVitest(suite: Suite): string {
  const { model, cover, legacy, paths } = suite;
  const more = legacy ? ', including deprecated ones' : '';
  const count = paths.length === 1 ? '1 path that covers' : `${paths.length} paths that cover`;
  const run = `    const { verdict, text } = await runPath(suite, path, client, { command });`;
  return [
    `// ${count} the ${cover} of the model ${model}${more}. Written by sigsim paths.`,
    '// Replace the next line to test your own client; docs/paths.md of sigsim says how, under',
    '// "Run paths against your client".',
    "import { native as client } from 'sigsim/paths';",
    "import { checkSuite, runPath } from 'sigsim/paths';",
    "import { expect, test } from 'vitest';",
    '',
    `const suite = checkSuite('suite', ${toJSON(suite).trimEnd()});`,
    '',
    'for (const path of suite.paths) {',
    '  test(path.id, async ({ skip }) => {',
    "    const command = `npx vitest run -t '${path.id}'`;",
    run,
    "    if (verdict === 'skipped' || verdict === 'left') skip(text);",
    "    expect(verdict, text).toBe('passed');",
    '  });',
    '}',
    '',
  ].join('\n');
}
