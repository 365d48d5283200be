// Linearizability: whether what concurrent clients saw could have happened one operation at a time, each
// at some moment between its invocation and its response.
//
// The search is that of Wing and Gong (1993), with the memory that Lowe (2017) added: a state that the same
// operations have already reached is not tried again. Operations are in the order of their responses, so that
// each is placed as late as possible, and what nobody saw is not placed at all.

/** One operation of a history. */
export interface Operation<Deed> {
  readonly deed: Deed;
  /** When it was invoked, and when its response came: it takes effect at some moment between the two. */
  readonly from: number;
  /** `Infinity` if no response came. */
  readonly to: number;
  /** It may never have taken effect: nobody was told that it did. */
  readonly isOptional?: boolean;
}

/** What a service does if it does one thing at a time. */
export interface Specification<State, Deed> {
  readonly start: State;
  /** The states that a deed can lead to; none if it cannot have had this outcome in this state. */
  step(state: State, deed: Deed): readonly State[];
  /** Whether a deed only reads, and never changes the state. */
  reads(deed: Deed): boolean;
  /** The same text for the same state. */
  key(state: State): string;
}

/** The result of the search. */
export type Linearizability<Deed> =
  | { readonly verdict: 'linearizable' }
  | {
      readonly verdict: 'not linearizable';
      /** The operation that had no place when the search got furthest. */
      readonly stuck: Operation<Deed>;
    }
  /** The bound was reached before the search could decide. */
  | { readonly verdict: 'undecided' };

/** Places an operation, or drops it; `state` is then undefined. */
interface Move<State> {
  readonly index: number;
  readonly state: State | undefined;
}

/** A place in the search: what is left to try there, and what led to it. */
interface Frame<State> {
  readonly state: State;
  readonly moves: Move<State>[];
  /** The operation that was placed or dropped to get here; -1 at the start. */
  readonly index: number;
}

/** How many states the search looks at before it gives up. */
const standardBound = 20_000;

/**
 * Looks for an order in which the operations of a history can have happened one at a time.
 *
 * @param bound how many states to look at before the verdict is `undecided`; 20,000 by default
 */
/* oxlint-disable-next-line max-lines-per-function -- one search, whose closures share what is done */
export function linearize<State, Deed>(
  history: readonly Operation<Deed>[],
  { start, step, reads, key }: Specification<State, Deed>,
  bound = standardBound,
): Linearizability<Deed> {
  const operations = [...history].sort((a, b) => a.to - b.to);
  const isDone = operations.map(() => false);
  const seen = new Set<string>();
  let left = operations.filter(({ isOptional }) => isOptional !== true).length;
  /** The first operation that is not done, and the first place from which on none is done. */
  let [first, end] = [0, 0];
  let stuck = 0;

  const mark = (index: number, done: boolean): void => {
    isDone[index] = done;
    if (operations[index]?.isOptional !== true) left += done ? -1 : 1;
    if (done) end = Math.max(end, index + 1);
    else first = Math.min(first, index);
    while (isDone[first] === true) first += 1;
    while (end > 0 && isDone[end - 1] !== true) end -= 1;
  };
  /** Where the search is: the operations that are done, and the state that they led to. */
  const placeOf = (state: State): string => {
    let done = '';
    for (let index = first; index < end; index++) if (isDone[index] === true) done += ` ${index}`;
    return `${first}${done} ${key(state)}`;
  };
  /**
   * What can come next, the most promising last: the earliest response, or dropping what nobody saw. An
   * operation that only reads, and whose result fits the state now, comes now: that rules out no order.
   */
  const movesFrom = (state: State): Move<State>[] => {
    const moves: Move<State>[] = [];
    const next = operations[first];
    if (next === undefined) return moves;
    for (let index = operations.length - 1; index >= first; index--) {
      const operation = operations[index];
      if (operation === undefined || isDone[index] === true || operation.from > next.to) continue;
      const states = step(state, operation.deed);
      const [after] = states;
      if (after !== undefined && reads(operation.deed)) return [{ index, state: after }];
      for (const one of states) moves.push({ index, state: one });
    }
    if (next.isOptional === true) moves.push({ index: first, state: undefined });
    return moves;
  };

  const frames: Frame<State>[] = [{ state: start, moves: movesFrom(start), index: -1 }];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (left === 0) return { verdict: 'linearizable' };
    const move = frame.moves.pop();
    if (move === undefined) {
      stuck = Math.max(stuck, first);
      frames.pop();
      if (frame.index >= 0) mark(frame.index, false);
      continue;
    }
    const { index, state = frame.state } = move;
    mark(index, true);
    const place = placeOf(state);
    if (seen.has(place)) mark(index, false);
    else if (seen.size >= bound) return { verdict: 'undecided' };
    else {
      seen.add(place);
      frames.push({ state, moves: movesFrom(state), index });
    }
  }
  const operation = operations[stuck];
  return operation === undefined
    ? { verdict: 'linearizable' }
    : { verdict: 'not linearizable', stuck: operation };
}
