// What is put in place of a property for a while, and how it is taken off again.
import { expect, test } from 'vitest';
import { Patches } from '../../src/world/globals/patches.ts';

const shown = (object: object): unknown => Object.getOwnPropertyDescriptors(object);

test('patches: what is put can be assigned to, as the property could before', () => {
  const [patches, object] = [new Patches(), { name: 'theirs' }];
  patches.put(object, 'name', 'ours');
  expect(object.name).toBe('ours');

  object.name = 'a test’s';
  expect(object.name).toBe('a test’s');
  patches.undo();
  expect(object.name).toBe('theirs');
});

test('patches: what is put is listed if the property was, and not if there was none', () => {
  const object = Object.defineProperty({ listed: 1 }, 'hidden', { configurable: true, value: 2 });
  const [patches, before] = [new Patches(), shown(object)];
  for (const name of ['listed', 'hidden', 'fresh']) patches.put(object, name, 3);
  expect(Object.keys(object)).toEqual(['listed']);

  patches.undo();
  expect(shown(object)).toEqual(before);
});

test('patches: they are put back the last one first, once, with what else is to be done then', () => {
  const [patches, object, order] = [new Patches(), { name: 'theirs' }, [] as string[]];
  patches.put(object, 'name', 'ours');
  patches.onUndo(() => order.push(object.name));
  patches.define(object, 'name', { get: () => 'newer' });
  patches.onUndo(() => order.push(object.name));

  patches.undo();
  patches.undo();

  expect(order).toEqual(['newer', 'ours']);
  expect(object.name).toBe('theirs');
});
