// The small words of which our schemas are made, and what follows where a list is empty.
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import type { Part } from '../../machines/lifecycle.ts';
import { parts } from '../../machines/lifecycles.ts';
import { ajvOptions, choice, oneOf } from '../../src/base/schema.ts';
import { stepOf, suiteSchema } from '../../src/suites/schema.ts';

test('schema: a choice has something to choose, so that what a lifecycle lacks is left out', () => {
  expect(oneOf(['one', 'two'])).toEqual({ type: 'string', enum: ['one', 'two'] });
  expect(() => oneOf([])).toThrow('schema: the list of words is empty. Leave the schema out.');
  expect(() => choice('part', [])).toThrow(
    'schema: there is no part to choose from. Leave the schema out.',
  );
});

test('schema: a statechart that neither the world nor time moves takes the steps of its client', () => {
  const machine = createMachine({ id: 'presence', initial: 'quiet', states: { quiet: {} } });
  const acts = [{ by: 'client', event: { type: 'logout' } }] as const;
  const presence = { ...(parts.get('query') as Part), name: 'presence', machine, acts, timing: {} };
  const { definitions } = suiteSchema;
  const schema = { definitions, ...stepOf([...parts.values(), presence]) };
  const isStep = new Ajv(ajvOptions).compile(schema);
  const rest = { waitMs: 0, expect: {}, rows: [] };

  expect(isStep({ by: 'client', do: 'logout', part: 'presence', ...rest })).toBe(true);
  expect(isStep({ by: 'world', do: 'reply.ok', part: 'presence', ...rest })).toBe(false);
  expect(isStep({ by: 'time', do: 'after queryReply', part: 'presence', ...rest })).toBe(false);
  expect(isStep({ by: 'world', do: 'reply.ok', part: 'query', ...rest })).toBe(true);
  expect(isStep({ by: 'time', do: 'after queryReply', part: 'query', ...rest })).toBe(true);
});
