// A trace is read line by line; what is wrong with it is said with the line.
import { readTrace } from 'sigsim/paths';
import { expect, test } from 'vitest';

const head = '{"sigsim":"trace","version":1}';
const call = '{"kind":"call","at":0,"client":"a","method":"logout","args":[]}';

test('trace: what toJSONL writes is read, with a world of default options', () => {
  expect(readTrace(`${head}\n${call}\n`)).toEqual({
    world: {},
    clients: [],
    inputs: undefined,
    entries: [{ kind: 'call', at: 0, client: 'a', method: 'logout', args: [] }],
  });
});

test.each([
  ['', 'a.jsonl: line 1: not JSON: line 1, column 1.'],
  ['{"version":1}', 'a.jsonl: line 1: "sigsim" is missing. Give "trace".'],
  [
    '{"sigsim":"trace","version":2}',
    'a.jsonl: version 2, but this sigsim reads version 1. Replay it with the version of sigsim that made it.',
  ],
  ['{"sigsim":"trace","version":1,"wrld":{}}', 'line 1: no key "wrld". Known: sigsim, version,'],
  [`${head}\n${call.replace('call', 'clal')}`, 'line 2: no "kind" "clal". Known: call, packet,'],
  [
    `${head}\n${call}\n${call.slice(0, 40)}`,
    'a.jsonl: is cut off: it ends at line 3. Give the whole file.',
  ],
  [`${head}\n${call.replace('"at":0', '"at":-1')}`, 'line 2: at: -1 is not valid. Give virtual'],
  [`${head}\n${call.replace('"client"', '"cleint"')}`, 'line 2: "client" is missing. Give a text.'],
  [`${head}\n\n${call}`, 'a.jsonl: line 2: not JSON: line 1, column 1.'],
  [`${head}\n[]`, 'line 2: [] is not valid. Give an object.'],
])('trace: a wrong file gets the line and the reason: %j', (text, message) => {
  expect(() => readTrace(text, 'a.jsonl')).toThrow(message);
});
