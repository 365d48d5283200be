// The JSON Schema of a suite, built from the tables that the simulator itself uses. A build
// publishes it as `sigsim/suite.schema.json`.
import { codes } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import type { Act, Part } from '../../machines/lifecycle.ts';
import { memberships } from '../../machines/membership.ts';
import { sessionActs } from '../../machines/session.ts';
import { criteria } from '../paths/cover/criteria.ts';
import { suiteVersion } from '../paths/cover/suite.ts';
import { writtenTransitions } from '../paths/model/written.ts';
import type { Call } from '../../machines/calls.ts';
import { calls } from '../../machines/lifecycles.ts';
import { tokenWords } from '../run/token.ts';
import { choice, closed, flag, name, oneOf, text, type Schema } from '../base/schema.ts';

const parts = lifecycles.flatMap((lifecycle) => lifecycle.parts);
const count = { type: 'integer', minimum: 0, description: 'a whole number, 0 or more' };
const listOf = (items: Schema, what: string): Schema => ({
  type: 'array',
  items,
  description: `a list of ${what}`,
});
/** A reference to a definition that is used in many places. */
const ref = (definition: string): Schema => ({ $ref: `#/definitions/${definition}` });

const callbackNames = [
  ...new Set(
    parts.flatMap(({ machine }) =>
      writtenTransitions(machine).flatMap(({ meta }) =>
        (meta?.effects ?? []).flatMap((effect) =>
          effect.type === 'callback' ? [effect.name] : [],
        ),
      ),
    ),
  ),
];

/** What every step has, no matter who acts. */
const common = {
  'client?': name,
  waitMs: count,
  expect: ref('expect'),
  rows: ref('rows'),
};

const definitions = {
  code: oneOf(codes.map((row) => row.name)),
  rows: listOf(text, 'rows'),
  expect: closed({
    'state?': { type: 'object', additionalProperties: text, description: 'states by part' },
    'callbacks?': listOf(closed({ name: oneOf(callbackNames), 'code?': ref('code') }), 'callbacks'),
  }),
  told: closed({
    'membership?': oneOf(memberships),
    'delivery?': oneOf(['passedOn', 'overRate', 'peerOffline']),
    'by?': oneOf(['user', 'service', 'network']),
    'account?': text,
    'channel?': text,
    'peer?': text,
    'body?': text,
    'extra?': text,
  }),
};

/** The arguments of calls that are not plain text; a body of null stands for one that is too large. */
const argument: Readonly<Record<string, Schema>> = {
  token: oneOf(tokenWords),
  body: { type: ['string', 'null'], description: 'a text, or null for one too large' },
};

const call = (does: string, names: readonly string[], part: Schema): Schema => {
  const needs = names.some((one) => !one.endsWith('?'));
  const args = closed(Object.fromEntries(names.map((one) => [one, argument[one] ?? text])));
  return closed({
    by: { const: 'client' },
    do: { const: does },
    part,
    [needs ? 'args' : 'args?']: args,
    ...common,
  });
};

/** What the world can do to a part; empty if nothing. */
const acts = (part: string, list: readonly Act[]): readonly Schema[] => {
  const events = list.flatMap(({ by, event }) => (by === 'world' ? [event.type] : []));
  if (events.length === 0) return [];
  return [
    closed({
      by: { const: 'world' },
      do: oneOf([...new Set(events)]),
      part: { const: part },
      'args?': ref('told'),
      ...common,
    }),
  ];
};

/** The timers of a part, including those that come with a call; empty if it has none. */
const timers = ({ name: part, timing, machine }: Part): readonly Schema[] => {
  const written = writtenTransitions(machine).flatMap(({ event }) =>
    event.startsWith('after ') ? [event] : [],
  );
  const named = Object.keys(timing).map((delay) => `after ${delay}`);
  const events = [...new Set([...named, ...written])];
  if (events.length === 0) return [];
  return [closed({ by: { const: 'time' }, do: oneOf(events), part: { const: part }, ...common })];
};

/**
 * One step of a path through these statecharts; a statechart is left out where the world or time
 * never moves it.
 */
export const stepOf = (charts: readonly Part[]): Schema =>
  choice('by', [
    choice(
      'do',
      Object.entries<Call>(calls).map(([does, { args }]) =>
        call(does, args, oneOf(charts.map(({ name: part }) => part))),
      ),
      { properties: { by: { const: 'client' } } },
    ),
    choice(
      'part',
      [...charts.flatMap((part) => acts(part.name, part.acts)), ...acts('session', sessionActs)],
      { properties: { by: { const: 'world' } } },
    ),
    choice('part', charts.flatMap(timers), { properties: { by: { const: 'time' } } }),
  ]);

/** The JSON Schema of a suite. */
export const suiteSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A suite of sigsim',
  definitions,
  ...closed({
    version: { const: suiteVersion },
    model: name,
    cover: oneOf(criteria),
    legacy: flag,
    seed: { type: 'integer', description: 'a whole number' },
    universe: count,
    covered: count,
    infeasible: listOf(
      closed({
        item: text,
        reason: oneOf(['unreachable', 'guard', 'timing', 'timing, by search', 'legacy']),
        because: text,
      }),
      'items',
    ),
    steps: count,
    lowerBound: { type: 'number', minimum: 0, description: 'a number, 0 or more' },
    boundIs: oneOf(['exact', 'lp', 'trivial']),
    'untimedSteps?': count,
    complete: flag,
    paths: listOf(
      closed({
        id: name,
        codes: listOf(ref('code'), 'codes'),
        steps: listOf(stepOf(parts), 'steps'),
      }),
      'paths',
    ),
  }),
};
