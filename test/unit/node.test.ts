// What the world takes from Node where it has Node, and only there.
import { expect, test } from 'vitest';
import { builtin, isNode, readProcess } from '../../src/world/globals/node.ts';

const getBuiltinModule = (name: string): unknown => ({ name });
const read = (process: Parameters<typeof readProcess>[0], name: Parameters<typeof builtin>[0]) => {
  const { isNode: isThere, builtin: give } = readProcess(process);
  return [isThere, give(name)];
};

test('node: the modules of Node are there where its process says so', () => {
  const process = { versions: { node: '22.0.0' }, getBuiltinModule };

  expect(read(process, 'node:fs')).toEqual([true, { name: 'node:fs' }]);
  expect(read(process, 'node:v8')).toEqual([true, { name: 'node:v8' }]);
  expect([isNode, builtin('node:fs')]).toEqual([true, globalThis.process.getBuiltinModule('fs')]);
});

test('node: Bun has all of them but node:v8, which it has in name only', () => {
  const process = { versions: { node: '22.0.0', bun: '1.2.0' }, getBuiltinModule };

  expect(read(process, 'node:fs')).toEqual([true, { name: 'node:fs' }]);
  expect(read(process, 'node:v8')).toEqual([true, undefined]);
});

test('node: Node before 20.16 gives none', () => {
  expect(read({ versions: { node: '20.15.0' } }, 'node:fs')).toEqual([true, undefined]);
});

test.each<[what: string, process: Parameters<typeof readProcess>[0]]>([
  ['a browser', undefined],
  ['a browser with what a bundler puts for process', {}],
  ['a process without Node', { versions: {}, getBuiltinModule }],
])('node: %s has none', (_, process) => {
  expect(read(process, 'node:fs')).toEqual([false, undefined]);
  expect(read(process, 'node:v8')).toEqual([false, undefined]);
});
