// Two or three transitions of one statechart in a row: 1- and 2-switch coverage.
import type { Part } from '../../../machines/lifecycle.ts';
import type { Net } from './criteria.ts';
import type { Graph } from '../model/graph.ts';
import { Ints } from '../model/ints.ts';
import { Lists } from '../model/lists.ts';
import { writtenStates, writtenTransitions, type WrittenTransition } from '../model/written.ts';

/** Between the transitions of a sequence: `login.a|x|0 → login.b|y|0`. */
const arrow = ' → ';

const isWithin = (path: string, ancestor: string): boolean =>
  ancestor === '' || path === ancestor || path.startsWith(`${ancestor}.`);

/**
 * Every sequence of so many transitions that the statechart as drawn allows: each leaves a state that
 * the one before may lead to. Guards and time are not asked; they are what makes some infeasible.
 */
export function sequencesOf({ name, machine }: Part, length: 2 | 3): readonly string[] {
  const transitions = writtenTransitions(machine);
  const leaves = writtenStates(machine).filter(({ kind }) => kind !== 'compound');
  const leadsTo = ({ target, source, stays, leaf }: WrittenTransition): readonly string[] =>
    stays
      ? leaves.map(({ path }) => path).filter((path) => isWithin(path, source))
      : [leaf ?? target];
  const follow = new Map(
    transitions.map((one) => {
      const after = leadsTo(one);
      return [
        one.id,
        transitions.filter(({ source }) => after.some((path) => isWithin(path, source))),
      ] as const;
    }),
  );
  const extend = (rows: readonly (readonly WrittenTransition[])[]) =>
    rows.flatMap((row) => (follow.get(row.at(-1)?.id ?? '') ?? []).map((next) => [...row, next]));
  const pairs = extend(transitions.map((one) => [one]));
  return (length === 2 ? pairs : extend(pairs)).map((row) =>
    row.map(({ id }) => `${name}.${id}`).join(arrow),
  );
}

/** A net whose nodes remember the last transitions of one part, and whose items are sequences. */
export function historyNet(graph: Graph, part: Part, length: 2 | 3): Net {
  const items = sequencesOf(part, length);
  const pasts = new Pasts(graph, part, items, length);
  const nodes = new Map<number, number>();
  const states = new Ints();
  const nodePasts = new Ints();
  const nodeOf = (state: number, past: number): number => {
    const key = past * graph.stateCount + state;
    const known = nodes.get(key);
    if (known !== undefined) return known;
    nodes.set(key, states.length);
    states.push(state);
    nodePasts.push(past);
    return states.length - 1;
  };
  const first = new Ints();
  const to = new Ints();
  const edge = new Ints();
  const listed = new Ints();
  nodeOf(0, 0);
  for (let node = 0; node < states.length; node++) {
    first.push(to.length);
    const state = states.at(node);
    for (let e = graph.first[state] as number; e < (graph.first[state + 1] as number); e++) {
      const { past, list } = pasts.after(nodePasts.at(node), graph.label[e] as number);
      const target = nodeOf(graph.to[e] as number, past);
      if (target === node && list === 0) continue;
      to.push(target);
      edge.push(e);
      listed.push(list);
    }
  }
  first.push(to.length);
  return {
    graph,
    items,
    size: states.length,
    states: states.done(),
    pasts: nodePasts.done(),
    first: first.done(),
    to: to.done(),
    edge: edge.done(),
    list: listed.done(),
    lists: pasts.lists.all,
    free: [],
  };
}

/** What a step leads to: the number of a past, and of the list of items that it covers. */
interface Next {
  readonly past: number;
  readonly list: number;
}

/** What nodes remember: the last transitions of one part, by number; 0 is nothing. */
class Pasts {
  readonly lists = new Lists();
  readonly #length: number;
  readonly #items: ReadonlyMap<string, number>;
  /** By labels: the transitions that the part takes, and whether it makes room for the next. */
  readonly #own: readonly (readonly string[])[];
  readonly #forgets: readonly boolean[];
  readonly #pasts: (readonly string[])[] = [[]];
  readonly #ids = new Map<string, number>([['', 0]]);
  readonly #known = new Map<number, Next>();

  constructor({ labels }: Graph, { name }: Part, items: readonly string[], length: number) {
    this.#length = length;
    this.#items = new Map(items.map((item, id) => [item, id]));
    this.#own = labels.map(({ transitions }) =>
      transitions.filter((id) => id.startsWith(`${name}.`)),
    );
    // Where a part makes room for the next, the next begins without a past.
    this.#forgets = labels.map(({ passes }) =>
      passes.some((place) => place.startsWith(`${name}:`)),
    );
  }

  /** What comes of a step after a past. */
  after(past: number, label: number): Next {
    const key = past * this.#own.length + label;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let row = this.#pasts[past] ?? [];
    const list: number[] = [];
    for (const id of this.#own[label] ?? []) {
      const whole = [...row, id];
      const item = whole.length === this.#length ? this.#items.get(whole.join(arrow)) : undefined;
      if (item !== undefined) list.push(item);
      row = whole.slice(-(this.#length - 1));
    }
    const isForgotten = this.#forgets[label] === true;
    const next = { past: this.#pastOf(isForgotten ? [] : row), list: this.lists.of(list) };
    this.#known.set(key, next);
    return next;
  }

  #pastOf(past: readonly string[]): number {
    const key = past.join(arrow);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#pasts.length);
    return this.#pasts.push(past) - 1;
  }
}
