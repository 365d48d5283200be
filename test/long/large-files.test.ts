// Files of 50 MB: read where they are sound, refused with the place where they are not, in seconds.
import { formatSuite, readSuite, readTrace } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { paths, suiteOf } from '../support/suite.ts';

const size = 50_000_000;

test('large: a suite of 50 MB is read, and written again as the same bytes', () => {
  const [path] = paths;
  const steps = path?.steps ?? [];
  const many = Array.from({ length: 72_000 }, (_, i) => ({ id: `path/${i}`, codes: [], steps }));
  const text = formatSuite(suiteOf(many), 'json');

  expect(text.length).toBeGreaterThan(size);
  expect(formatSuite(readSuite(text), 'json') === text).toBe(true);
  expect(() => readSuite(text.slice(0, size), 'a.json')).toThrow(
    / The text ends there, so part of it is missing\.$/,
  );
});

test('large: a trace of 50 MB is read line by line, and the wrong line is named', () => {
  const head = '{"sigsim":"trace","version":1}\n';
  const line = '{"kind":"late","at":0,"client":"alice","name":"reply.accepted"}\n';
  const count = Math.ceil(size / line.length);
  const text = head + line.repeat(count);

  expect(readTrace(text).entries).toHaveLength(count);
  expect(() => readTrace(`${text}{"kind":"lte"}`, 'a.jsonl')).toThrow(
    `a.jsonl: line ${count + 2}: no "kind" "lte". Known: call,`,
  );
});

test('large: 50 MB of one line that is no JSON are refused with the place', () => {
  expect(() => readSuite('x'.repeat(size), 'a.json')).toThrow(
    'a.json: not JSON: line 1, column 1. Look for an extra or missing comma there.',
  );
  expect(() => readTrace(`{${' '.repeat(size)}`, 'a.jsonl')).toThrow('a.jsonl: line 1: not JSON');
});

test('large: a value of 50 MB in the wrong place is not repeated in the message', () => {
  const text = JSON.stringify({ ...suiteOf(), paths: 'x'.repeat(size) });

  expect(() => readSuite(text, 'a.json')).toThrow(
    /^a\.json: paths: "x{79}… is not valid\. Give a list/,
  );
});
