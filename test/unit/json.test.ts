// Where a text stops being JSON.
import { assert, property, string, json, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { parseJSON } from '../../src/base/json.ts';

const ends = 'The text ends there, so part of it is missing.';
const comma = 'Look for an extra or missing comma there.';

test.each([
  ['', `line 1, column 1. ${ends}`],
  ['{', `line 1, column 2. ${ends}`],
  ['{"a": 1,\n  "b": [true, fals', `line 2, column 19. ${ends}`],
  ['{"a": "b', `line 1, column 9. ${ends}`],
  ['x', `line 1, column 1. ${comma}`],
  ['{"a": x}', `line 1, column 7. ${comma}`],
  ['[1, 2,]', `line 1, column 7. ${comma}`],
  ['[1 2]', `line 1, column 4. ${comma}`],
  ['{"a" 1}', `line 1, column 6. ${comma}`],
  ['{"a": 1,}', `line 1, column 9. ${comma}`],
  ['{a: 1}', `line 1, column 2. ${comma}`],
  ['[1]]', `line 1, column 4. ${comma}`],
  ['{"a": [}', `line 1, column 8. ${comma}`],
  ['["\n"]', `line 1, column 2. ${comma}`],
  ['[01]', `line 1, column 3. ${comma}`],
  ['{} {}', `line 1, column 4. ${comma}`],
])('json: the place of the fault in %j', (text, message) => {
  expect(() => parseJSON('id', 'a.json', text)).toThrow(`a.json: not JSON: ${message}`);
});

test('json: what is cut off or has a stray sign is never said to be sound', () => {
  const law = property(json(), nat(), string({ minLength: 1, maxLength: 2 }), (text, at, extra) => {
    const place = at % (text.length + 1);
    const broken = text.slice(0, place) + extra + text.slice(place);
    for (const one of [broken, text.slice(0, place)]) {
      let sound = true;
      try {
        JSON.parse(one);
      } catch {
        sound = false;
      }
      if (sound) expect(parseJSON('id', 'x', one)).toEqual(JSON.parse(one));
      else expect(() => parseJSON('id', 'x', one)).toThrow(/^x: not JSON: line \d+, column \d+\. /);
    }
  });

  assert(law, { numRuns: 300, seed: Number(process.env['SEED'] ?? 1) });
});
