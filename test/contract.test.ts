import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { lifecycles } from '../machines/index.ts';
import { explore, modelNames, type Graph } from '../src/paths/index.ts';
import { changed, rowOf, type Json } from './support/changed.ts';
import { complaintsOf } from './support/contract.ts';
import { rows } from './support/rows.ts';

test('contract: the machines keep it', () => {
  expect(complaintsOf(lifecycles, rows)).toEqual([]);
});

test('contract: a rebuilt copy keeps it, so that only the change below is at fault', () => {
  expect(
    complaintsOf(
      changed((value) => value),
      rows,
    ),
  ).toEqual([]);
});

test('contract: a transition that has lost its code is found', () => {
  const broken = changed((value) =>
    rowOf(value) === 'C5'
      ? { ...value, actions: (value['actions'] as unknown[]).slice(0, 0) }
      : value,
  );

  expect(complaintsOf(broken, rows)).toEqual([
    'channel joining|reply.refused|0: emits other than its meta says',
    'channel joining|reply.refused|0: its meta names other codes than it emits',
  ]);
});

test('contract: a code that has lost its last transition is found', () => {
  const broken = changed((value) => {
    if (value['type'] !== undefined || value['on'] === undefined) return value;
    const { 'service.noticed': _, ...on } = value['on'] as Json;
    return { ...value, on };
  });

  expect(complaintsOf(broken, rows)).toEqual([
    'login G3: is in no machine',
    'GENERAL_E: no transition that can be reached emits it',
    'GENERAL_E: is not emitted without legacy',
  ]);
});

test('contract: a row that has lost its machine is found', () => {
  const lines = rows['caller'] ?? [];
  const known = { ...rows, caller: lines.flatMap((line) => [line, { ...line, row: 'I99' }]) };
  const unknown = { ...rows, caller: lines.filter(({ row }) => row !== 'I19') };

  expect(complaintsOf(lifecycles, known)).toEqual(['caller I99: is in no machine']);
  expect(complaintsOf(lifecycles, unknown)).toEqual(['caller I19: is no row of the specification']);
});

test('contract: a state without a text or a way in is found', () => {
  const broken = changed((value) =>
    value['id'] === 'query'
      ? { ...value, states: { ...(value['states'] as Json), lost: {} } }
      : value,
  );

  expect(complaintsOf(broken, rows)).toEqual([
    'query lost: is not told in both languages',
    'query lost: has no name of one to five Chinese characters',
    'query lost: cannot be reached',
    'query lost: has no way out',
  ]);
});

/** Everything that a graph says, in short: the arrays of a large one take seconds to compare. */
function printOf({ stateCount, edgeCount, labels, locals, first, to, label }: Graph): string {
  const hash = createHash('sha256').update(JSON.stringify(labels));
  for (const numbers of [locals, first, to, label]) hash.update(numbers);
  return `${stateCount} states, ${edgeCount} edges, ${hash.digest('hex')}`;
}

test.each(modelNames.map((name) => [name]))('explore: %s gives the same graph twice', (name) => {
  const [one, two] = [explore(name, { legacy: true }), explore(name, { legacy: true })];

  expect(printOf(one)).toBe(printOf(two));
});

test('explore: a bound that is hit is said, not hidden', () => {
  const graph = explore('login', { statesMax: 5 });

  expect(graph.complete).toBe(false);
  expect(graph.stateCount).toBeLessThanOrEqual(5);
});
