// Timers that are due together fire in the order in which they began.
import { suiteFor } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { playLive } from '../support/play-live.ts';

/** Goes through states that it leaves after so many milliseconds. */
const region = (delays: readonly number[]) => ({
  initial: '0',
  states: Object.fromEntries(
    [...delays, undefined].map((ms, i) => [
      i,
      ms === undefined ? {} : { after: { [ms]: `${i + 1}` } },
    ]),
  ),
});

/** Two regions side by side. */
const racing = (left: readonly number[], right: readonly number[]) =>
  createMachine({ type: 'parallel', states: { left: region(left), right: region(right) } });

test.each([
  ['the longer one, which began first', [5], [2, 3], 'left.0|after 5|0 → right.1|after 3|0'],
  ['the left one, which is written first', [5], [5], 'left.0|after 5|0 → right.0|after 5|0'],
  ['the right one, which began first', [2, 3], [5], 'right.0|after 5|0 → left.1|after 3|0'],
])('ties: of two timers that are due together, %s, fires first', (_, left, right, pair) => {
  const machine = racing(left, right);
  const [one, other] = pair.split(' → ') as [string, string];

  const { infeasible, paths } = suiteFor(machine, { cover: 'pairs' });

  const reasons = new Map(infeasible.map(({ item, reason }) => [item, reason]));
  expect([reasons.get(pair), reasons.get(`${other} → ${one}`)]).toEqual([undefined, 'timing']);
  expect(playLive(machine, paths as never)).toBeUndefined();
});

test('ties: the state between two timers that are due together is said to be passing', () => {
  const { paths } = suiteFor(racing([5], [5]), { cover: 'transitions' });

  const steps = paths.flatMap((path) => path.steps);
  expect(steps.map(({ waitMs, isPassing }) => [waitMs, isPassing ?? false])).toEqual([
    [0, false],
    [5, true],
    [0, false],
  ]);
  // Nothing else has to be covered, so that the path ends between the two.
  const path = suiteFor(racing([5], [5]), { cover: 'states', each: true }).paths.find(
    ({ item }) => item === 'left.1',
  );
  expect(path?.steps.map(({ isPassing }) => isPassing ?? false)).toEqual([false, true]);
});
