// The JSON Schema of a scenario, built from the tables that the simulator itself uses. A build
// publishes it as `sigsim/scenario.schema.json`. Each `description` completes the sentence "Give
// ...".
import { codes } from '../../machines/codes.ts';
import type { Call } from '../../machines/calls.ts';
import { calls, operationNames } from '../../machines/lifecycles.ts';
import { tokenWords } from '../run/token.ts';
import { choice, closed, flag, name, oneOf, text, type Schema } from '../base/schema.ts';
import { delayNames } from '../world/options.ts';
import { faultKinds, faultOperations } from '../world/rules/faults.ts';
import { clientStates, type FailOptions } from '../world/rules/when.ts';
import { networkActs, serviceActs } from './acts.ts';
import { scenarioVersion } from './scenario.ts';

const count = { type: 'integer', minimum: 1, description: 'a whole number, 1 or more' };
const chance = { type: 'number', minimum: 0, maximum: 1, description: 'a probability, 0 to 1' };
const ms = { type: 'number', minimum: 0, description: 'milliseconds, 0 or more' };
const duration = {
  type: 'string',
  pattern: String.raw`^\s*\d+(\.\d+)?\s*(ms|s|min|h)\s*$`,
  description: 'a duration with its unit: "250 ms", "30 s", "2 min" or "1 h"',
};
const network = closed({
  'latencyMs?': ms,
  'jitterMs?': ms,
  'loss?': chance,
  'duplicate?': chance,
  'reorder?': chance,
});

/** Which client of an account an act is for. */
const whom = { 'appId?': name, 'device?': name };

/** What the acts of the service and the network take, by kind. */
const kinds: Readonly<Record<string, Schema>> = {
  account: name,
  channel: name,
  version: text,
  text,
  operation: oneOf(operationNames),
  fault: closed({ 'account?': name, 'times?': count, ...whom }),
  removal: closed({ 'silently?': flag, ...whom }),
  cut: closed({ 'cause?': oneOf(['closed', 'error', 'unknown']), ...whom }),
  whom: closed(whom),
  network,
};

const act = (by: string, does: string, takes: readonly string[]): Schema => {
  const least = takes.filter((kind) => !kind.endsWith('?')).length;
  const args = {
    type: 'array',
    description: takes.length === 0 ? 'an empty list' : `a list: [${takes.join(', ')}]`,
    ...(takes.length > 0 && { items: takes.map((kind) => kinds[kind.replace('?', '')] ?? {}) }),
    minItems: least,
    maxItems: takes.length,
  };
  return closed({
    by: { const: by },
    do: { const: does },
    [least === 0 ? 'args?' : 'args']: args,
  });
};

const acts = (by: string, list: Readonly<Record<string, readonly string[]>>): Schema =>
  choice(
    'do',
    Object.entries(list).map(([does, takes]) => act(by, does, takes)),
    { properties: { by: { const: by } } },
  );

/** The arguments of calls that are not plain text. */
const argument: Readonly<Record<string, Schema>> = {
  'token?': oneOf(tokenWords),
  'extra?': { type: ['string', 'object'], description: 'a text or an object' },
};

const call = ([does, names]: readonly [string, readonly string[]]): Schema => {
  const written = names.map((one) => (one === 'token' ? 'token?' : one));
  const needs = written.some((one) => !one.endsWith('?'));
  return closed({
    by: { const: 'client' },
    client: name,
    do: { const: does },
    [needs ? 'args' : 'args?']: closed(
      Object.fromEntries(written.map((one) => [one, argument[one] ?? text])),
    ),
  });
};

/** One step. */
export const stepSchema = choice('by', [
  choice(
    'do',
    Object.entries<Call>(calls).map(([does, { args }]) => call([does, args])),
    { properties: { by: { const: 'client' } } },
  ),
  acts('service', serviceActs),
  acts('network', networkActs),
  closed({ by: { const: 'time' }, wait: duration }),
]);

const when: Readonly<Record<`${keyof FailOptions}?`, Schema>> = {
  'account?': name,
  'peer?': name,
  'channel?': name,
  'while?': oneOf(clientStates),
  'from?': duration,
  'until?': duration,
  'nth?': count,
  'every?': count,
  'times?': count,
  'pattern?': { type: 'string', description: 'x for each occasion to take, . for the others' },
  'chance?': { type: 'number', description: 'a probability above 0, up to 1' },
  'budget?': name,
  'optional?': flag,
};

/** One rule. */
export const ruleSchema = {
  type: 'object',
  description: 'an object',
  if: { required: ['fault'] },
  // oxlint-disable-next-line unicorn/no-thenable -- It is a keyword of JSON Schema.
  then: closed({
    fault: oneOf(faultKinds),
    'on?': oneOf(faultOperations),
    'delay?': duration,
    ...when,
  }),
  else: closed({
    fail: { ...oneOf(codes.map((row) => row.name)), description: 'a code, or "fault"' },
    ...when,
  }),
};

/** The keys that describe the world. */
export const worldKeys: Readonly<Record<string, Schema>> = {
  'seed?': { type: 'integer', description: 'a whole number' },
  'legacy?': flag,
  'web?': oneOf(['documented', '1.4.0']),
  'timing?': closed(Object.fromEntries(delayNames.map((delay) => [`${delay}?`, duration]))),
  'network?': network,
  'budgets?': {
    type: 'object',
    description: 'an object of budgets by name',
    additionalProperties: count,
  },
  'pushTokenExpiry?': flag,
  'tokens?': oneOf(['optional', 'required']),
  'clients?': {
    type: 'object',
    description: 'an object of clients by name',
    additionalProperties: closed({
      'version?': text,
      'canReceiveCalls?': flag,
      'device?': name,
      'double?': oneOf(['native', 'web']),
    }),
  },
};

/** The JSON Schema of a scenario. */
export const scenarioSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A scenario of sigsim',
  ...closed({
    '$schema?': text,
    sigsim: { const: 'scenario' },
    version: { const: scenarioVersion },
    'title?': text,
    ...worldKeys,
    'rules?': { type: 'array', items: ruleSchema, description: 'a list of rules' },
    steps: { type: 'array', items: stepSchema, description: 'a list of steps' },
  }),
};
