// The line of code that did something, read from a stack.
import { expect, test } from 'vitest';
import { framesOf, lineOf, Place } from '../../src/world/globals/place.ts';

/** An error with this stack. */
const failed = (message: string, stack: unknown): Error =>
  Object.assign(new Error(message), { stack });

test('place: frames are the lines of a stack that say where, as V8 writes them and as others do', () => {
  expect(
    framesOf('Error: look at me\n    at connect (chat.ts:12:5)\n\tat  chat.ts:3:1\nand no more'),
  ).toEqual(['connect (chat.ts:12:5)', ' chat.ts:3:1']);
  expect(framesOf('connect@http://host/meet at noon.js:12:5\n@http://host/chat.js:3:1\n')).toEqual([
    'connect@http://host/meet at noon.js:12:5',
    '@http://host/chat.js:3:1',
  ]);
});

test('place: it is the line that called the function, however deep in it that is asked', () => {
  const inner = (): Place => new Place(outer);
  const outer = (): Place => inner();
  const place = outer();

  expect(String(place)).toMatch(/place\.test\.ts:\d+:\d+\)?$/);
  expect(String(place)).not.toMatch(/inner|outer|Place/);
});

test('lineOf: what was evaluated by a script without a name is the application’s', () => {
  const evaluated = 'client (eval at load (<anonymous>), <anonymous>:1:5)';

  expect(lineOf(failed('no', `Error: no\n    at ${evaluated}\n    at chat.ts:3:3`))).toBe(
    evaluated,
  );
});

test('lineOf: packages, Node and the language are passed over, unless there is nothing else', () => {
  const inner = [
    '    at emit (node:events:1:1)',
    '    at JSON.parse (<anonymous>)',
    '    at send (/a/node_modules/ws/index.js:2:2)',
  ];

  expect(lineOf(failed('no', ['Error: no', ...inner, '    at chat.ts:3:3'].join('\n')))).toBe(
    'chat.ts:3:3',
  );
  expect(lineOf(failed('no', ['Error: no', ...inner].join('\n')))).toBe('emit (node:events:1:1)');
});

test('lineOf: a message that looks like a frame is none', () => {
  const message = 'no\n    at fake (fake.ts:1:1)';

  expect(lineOf(failed(message, `Error: ${message}\n    at real (real.ts:2:2)`))).toBe(
    'real (real.ts:2:2)',
  );
});

test('lineOf: an error that was renamed after it was made has its line all the same', () => {
  const error = Object.assign(failed('no', 'Error: no\n    at real (real.ts:2:2)'), {
    name: 'Own',
  });

  expect(lineOf(error)).toBe('real (real.ts:2:2)');
});

test.each<[what: string, thrown: unknown]>([
  ['no error', 'no'],
  ['nothing', undefined],
  ['no error, though it has a stack', { stack: '    at fake (fake.ts:1:1)' }],
  ['an error without a stack', failed('no', undefined)],
  ['an error whose stack is no text', failed('no', 5)],
  ['an error whose stack is empty', failed('no', '')],
])('lineOf: %s has no line', (_, thrown) => {
  expect(lineOf(thrown)).toBeUndefined();
});
