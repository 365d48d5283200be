import { lifecycles } from '../../machines/index.ts';
import { begin } from '../engine/step.ts';
import { stateText } from '../engine/wording.ts';

/** The initial state of every statechart, by part; `session` is a session that belongs to nobody. */
export const beginnings: ReadonlyMap<string, string> = new Map([
  ...lifecycles.flatMap(({ parts }) =>
    parts.map(
      ({ name, machine }) => [name, stateText(begin(machine, { legacy: false }).value)] as const,
    ),
  ),
  ['session', 'out'],
]);
