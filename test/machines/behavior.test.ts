// What each row of the specification says that a machine does, against what it does.
import { expect, test } from 'vitest';
import { lifecycles } from '../../machines/index.ts';
import { misbehaviorOf } from '../support/behavior.ts';
import { changed, rowOf, type Json } from '../support/changed.ts';
import { rows } from '../support/rows.ts';

const parts = lifecycles.flatMap((lifecycle) => lifecycle.parts);

/** What a change of the transitions of one row makes a part do wrong. */
function misbehaviorWith(
  name: string,
  row: string,
  change: (value: Json) => unknown,
): readonly string[] {
  const broken = changed((value) => (rowOf(value) === row ? change(value) : value))
    .flatMap((lifecycle) => lifecycle.parts)
    .filter((part) => part.name === name);
  return broken.flatMap((part) => misbehaviorOf(part, rows[name] ?? []));
}

test.each(parts.map((part) => [part.name, part]))(
  'behavior: in every state, for every event, %s does what its rows say, and nothing else',
  (name, part) => {
    expect(misbehaviorOf(part, rows[name] ?? [])).toEqual([]);
  },
);

test('behavior: a transition that leads elsewhere is found', () => {
  const astray = misbehaviorWith('channel', 'C5', (value) => ({
    ...value,
    target: '#channel.joined',
  }));

  expect(astray).toEqual([
    'channel joining + reply.refused: does C5 | joined | onChannelJoinFailed JOINCHANNEL_E_OTHER |  | , ' +
      'but the rows say C5 | notJoined | onChannelJoinFailed JOINCHANNEL_E_OTHER |  | ',
  ]);
});

const turned = (value: Json): unknown => ({
  ...value,
  actions: (value['actions'] as unknown[]).toReversed(),
});

test('behavior: callbacks in another order are found', () => {
  expect(misbehaviorWith('message', 'M4', turned)).not.toEqual([]);
  expect(misbehaviorWith('channel', 'C4', turned)).not.toEqual([]);
});

const always = (value: Json): unknown => ({ ...value, guard: undefined });

test('behavior: a condition that holds where it should not is found', () => {
  expect(misbehaviorWith('channel', 'C19', always)).not.toEqual([]);
  expect(misbehaviorWith('query', 'Q2b', always)).not.toEqual([]);
  expect(misbehaviorWith('message', 'M3', always)).not.toEqual([]);
  expect(misbehaviorWith('caller', 'I12', always)).not.toEqual([]);
});

test('behavior: a line of the rows that nobody can meet is found', () => {
  const callee = (rows['callee'] ?? []).concat({
    row: 'R6',
    state: 'incoming',
    event: 'peer.timedOut',
    given: 'legacy, no legacy',
    after: '',
    callbacks: '',
    session: '',
    asks: '',
  });
  const part = parts.filter(({ name }) => name === 'callee');

  expect(part.flatMap((one) => misbehaviorOf(one, callee))).toEqual([
    'callee R6: nobody meets peer.timedOut in incoming',
  ]);
});
