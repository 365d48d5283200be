// The JSON Schemas of a trace, line by line: its head, and its entries.
import { codes } from '../../machines/codes.ts';
import { choice, closed, flag, name, oneOf, text, type Schema } from '../base/schema.ts';
import { traceVersion } from '../trace/trace.ts';

const count = { type: 'integer', minimum: 0, description: 'a whole number, 0 or more' };
const moment = { type: 'number', minimum: 0, description: 'virtual milliseconds, 0 or more' };
const any = {};
const record = { type: 'object', description: 'an object' };
const listOf = (items: Schema, what: string): Schema => ({
  type: 'array',
  items,
  description: `a list of ${what}`,
});
const code = oneOf(codes.map((row) => row.name));

const entry = (kind: string, keys: Readonly<Record<string, Schema>>): Schema =>
  closed({ kind: { const: kind }, at: moment, ...keys });

const entries: Schema = choice('kind', [
  entry('call', {
    client: text,
    method: name,
    args: listOf(any, 'arguments'),
    'by?': { const: 'rule' },
  }),
  entry('packet', {
    client: text,
    to: oneOf(['service', 'client']),
    name: text,
    'arrives?': moment,
  }),
  entry('transition', {
    client: text,
    part: name,
    'key?': text,
    event: text,
    from: text,
    to: text,
    rows: listOf(text, 'rows'),
    'codes?': listOf(code, 'codes'),
  }),
  entry('callback', { client: text, name, 'code?': code, details: record, handled: flag }),
  entry('late', { client: text, name: text }),
  entry('lost', { client: text, name: text }),
  entry('act', {
    by: oneOf(['service', 'network']),
    did: name,
    args: listOf(any, 'arguments'),
    'client?': text,
  }),
  entry('rule', {
    client: text,
    'code?': code,
    'fault?': name,
    did: oneOf(['begins', 'ends']),
  }),
  entry('threw', { client: text, name: text, error: text }),
  entry('misnamed', { client: text, name, near: name }),
]);

/** An entry of a trace. */
export const entrySchema: Schema = { title: 'An entry of a trace', ...entries };

const input = (what: string, schema: Schema): Schema =>
  closed({ at: moment, place: count, ran: count, [what]: schema });

const given = closed({
  'token?': count,
  'retryCount?': any,
  'retrySeconds?': any,
  'extra?': any,
  'role?': oneOf(['caller', 'callee']),
  'web?': flag,
  'stale?': flag,
  'out?': flag,
});

/** The head of a trace; if it says nothing about its world, the world had default options. */
export const headSchema: Schema = {
  title: 'The head of a trace',
  ...closed({
    sigsim: { const: 'trace' },
    version: { const: traceVersion },
    'world?': record,
    'clients?': listOf(
      closed({ name, version: text, canReceiveCalls: flag, 'device?': name, 'wire?': flag }),
      'clients',
    ),
    'entries?': count,
    'failed?': closed({
      text,
      moment: count,
      'expected?': text,
      'actual?': text,
    }),
    'inputs?': listOf(
      {
        ...record,
        anyOf: [
          input('call', given),
          input('act', flag),
          input('rule', record),
          input('token', record),
        ],
        description: 'an input',
      },
      'inputs',
    ),
  }),
};
