// The explored model, as a draw needs it: every step that a statechart can take, by its name in a trace,
// and the way from each state to each step.
import { universe } from '../coverage/universe.ts';

/** A step of a statechart. */
export interface Move {
  /** Its index in the list. */
  readonly id: number;
  readonly part: string;
  readonly from: string;
  /** As a trace names it: `'line.lost'`, `'after loginReply'`. */
  readonly event: string;
  readonly to: string;
  readonly codes: readonly string[];
}

/** Parses the key of a step in the universe of transitions, which is its name in a trace. */
const parse = (key: string, id: number): Move => {
  const [part = '', from = '', event = '', , codes = '', to = ''] = key.split('|');
  return { id, part, from, event, to, codes: codes === '' ? [] : codes.split('+') };
};

/** Every step, in the same order on every machine. */
export const moves: readonly Move[] = Object.keys(universe.taken).toSorted().map(parse);

/** The id of the step of each key of the universe. */
export const moveIds: ReadonlyMap<string, number> = new Map(
  Object.keys(universe.taken)
    .toSorted()
    .map((key, id) => [key, id] as const),
);

/** How many pairs of steps can follow one another in a chart. */
export const pairCount = moves.reduce((sum, { part, to }) => {
  const next = moves.filter((one) => one.part === part && one.from === to);
  return sum + next.length;
}, 0);

const byState = new Map<string, Move[]>();
for (const move of moves) {
  const key = `${move.part} ${move.from}`;
  const list = byState.get(key) ?? [];
  list.push(move);
  byState.set(key, list);
}

/** What a part can do in a state. */
export const movesFrom = (part: string, state: string): readonly Move[] =>
  byState.get(`${part} ${state}`) ?? [];

/** Whether a part handles an event in a state. */
export const isPossible = (part: string, state: string, event: string): boolean =>
  movesFrom(part, state).some((move) => move.event === event);

const routes = new Map<string, ReadonlySet<string>>();

/** The events on a shortest way from a state to a step, including its own; none if there is no way. */
export function eventsTo(state: string, target: Move): ReadonlySet<string> {
  const key = `${target.id} ${state}`;
  const known = routes.get(key);
  if (known !== undefined) return known;
  const found = search(state, target);
  routes.set(key, found);
  return found;
}

function search(state: string, target: Move): ReadonlySet<string> {
  const before = new Map<string, Move | undefined>([[state, undefined]]);
  const queue = [state];
  for (let at = 0; at < queue.length && !before.has(target.from); at++) {
    for (const move of movesFrom(target.part, queue[at] as string)) {
      if (before.has(move.to)) continue;
      before.set(move.to, move);
      queue.push(move.to);
    }
  }
  if (!before.has(target.from)) return new Set();
  const events = new Set([target.event]);
  for (let move = before.get(target.from); move !== undefined; move = before.get(move.from)) {
    events.add(move.event);
  }
  return events;
}
