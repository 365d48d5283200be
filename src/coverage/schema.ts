// The JSON Schema of a report of coverage. A build publishes it as `sigsim/coverage.schema.json`.
import { codes } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import { closed, flag, oneOf, text, type Schema } from '../base/schema.ts';
import { machineMeasures } from '../paths/xstate/machine-coverage.ts';
import { codesOf, measures, reportVersion } from './report.ts';

const count = { type: 'integer', minimum: 0, description: 'a whole number, 0 or more' };
const percent = { type: 'number', minimum: 0, maximum: 100, description: 'a percentage, 0 to 100' };
const shard = { type: 'integer', minimum: 1, description: 'a shard, counted from 1' };
const counts: Schema = {
  type: 'object',
  additionalProperties: count,
  description: 'how often each item was taken',
};

const each = (names: readonly string[], what: Schema): Schema =>
  closed(Object.fromEntries(names.map((name) => [name, what])));
const some = (names: readonly string[], what: Schema): Schema =>
  each(
    names.map((name) => `${name}?`),
    what,
  );

/** The JSON Schema of a report. */
export const coverageSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A report of coverage by sigsim',
  ...closed({
    sigsim: { const: 'coverage' },
    version: { const: reportVersion },
    'shards?': closed({
      count: shard,
      has: { type: 'array', items: shard, description: 'a list of shards' },
    }),
    legacy: flag,
    thresholds: some(measures, percent),
    worlds: count,
    codes: {
      type: 'array',
      minItems: codesOf(false).length,
      maxItems: codes.length,
      description: 'a list of codes',
      items: closed({
        name: oneOf(codesOf(true)),
        raised: count,
        reached: count,
        recovered: count,
        untold: count,
      }),
    },
    transitions: some(
      lifecycles.map(({ name }) => name),
      counts,
    ),
    machineThresholds: some(machineMeasures, percent),
    machines: {
      type: 'array',
      description: 'a list of machines',
      items: closed({
        machine: text,
        actors: count,
        ...Object.fromEntries(machineMeasures.map((measure) => [measure, counts])),
      }),
    },
  }),
};
