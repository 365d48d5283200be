// The test file of a user's own machine, in an empty project: what is missing is named, green with a good
// door, red with a broken one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { sigsimHere } from '../support/command.ts';
import { Project } from '../support/project.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

async function project(): Promise<Project> {
  const made = new Project({ 'door.ts': readFileSync(at('test/fixtures/door.ts'), 'utf8') });
  onTestFinished(() => made.dispose());
  const [door, out] = ['door.ts', 'door.test.ts'].map((name) => join(made.folder, name)) as [
    string,
    string,
  ];
  await sigsimHere(['paths', '--machine', door, '--format', 'vitest', '--out', out]);
  return made;
}

/** The tables filled in, for a door that closes on CLOSE, or does not. */
function fill(made: Project, closes: boolean): void {
  const text = made
    .read('door.test.ts')
    .replace('create: () => ({})', 'create: () => ({ isOpen: false })')
    .replace(
      '// OPEN: (system, event) => {}',
      'OPEN: (door) => { door.isOpen = true; setTimeout(() => { door.isOpen = false; }, 30_000); }',
    )
    .replace(
      '// CLOSE: (system, event) => {}',
      closes ? 'CLOSE: (door) => { door.isOpen = false; }' : 'CLOSE: () => undefined',
    )
    .replace('// CODE: (system, event) => {}', 'CODE: () => undefined')
    .replaceAll(
      /\/\/ (closed|open|locked): .*/g,
      (_, state: string) => `${state}: (door) => expect(door.isOpen).toBe(${state === 'open'}),`,
    );
  made.write('door.test.ts', text);
}

test('machine file: the first run names the entries that are missing', async () => {
  const made = await project();

  const { exit, out } = await made.vitest();

  expect(out).toContain(
    'events has no entry for OPEN, CLOSE, CODE. states has no entry for closed, open, locked.',
  );
  expect(exit).toBe(1);
});

test('machine file: green with a good door', async () => {
  const made = await project();
  fill(made, true);

  const { exit, out } = await made.vitest(['--reporter=verbose']);

  expect([exit, out]).toEqual([0, expect.stringMatching(/1: OPEN → CLOSE → .* → closed/)]);
});

test('machine file: red with a broken one, at the step, with the way to it and the seed', async () => {
  const made = await project();
  fill(made, false);

  const { exit, out } = await made.vitest();

  expect(out).toMatch(
    /door \(seed 1\), step 2 of 8:\s+begin → closed\s+1 OPEN → open\s+2 CLOSE → closed/,
  );
  expect(exit).toBe(1);
});
