// One statechart rides along on walks that were made for others: on such a walk its own steps are taken in
// between, and whatever the walk does to the session, it does to this statechart, too. So what one of its
// sequences needs of a session is not paid again.
import type { Part } from '../../../machines/lifecycle.ts';
import type { Label } from '../model/graph.ts';
import { Ints } from '../model/ints.ts';
import { Pasts, sequencesIn } from './history.ts';
import { longestWalk } from './in-time.ts';
import type { Laid, Whole } from './whole.ts';

/** What is preferred: an own step costs as much as that many steps of the walk. */
const ownCost = 2;
/** The most that own steps on the way to one sequence may cost. */
const mostCost = 16;
/** How many places are examined at one step of a walk, and how many of them are followed to the next step. */
const placesMax = 200;
const followedMax = 64;

/** The rest of a walk, with the states and zones in which each of its steps begins, and those at its end. */
interface Rest {
  readonly edges: readonly number[];
  readonly states: readonly number[];
  readonly zones: readonly number[];
}

/** Steps that lead to something open, and how the walk goes on then. */
interface Way {
  readonly edges: readonly number[];
  readonly rest: Rest;
}

/**
 * Whether a step does again what ended something just now. In the model, what is over makes room at once; in the
 * world it is there until the next begins, and may take the same once more.
 */
export function isAgain(whole: Whole, part: string, before: number, edge: number): boolean {
  const { label, labels } = whole.graph;
  const [last, next] = [label[before] as number, label[edge] as number];
  return whole.doneBy(last) === whole.doneBy(next) && passesOf(labels[last] as Label, part);
}

const passesOf = ({ passes }: Label, part: string): boolean =>
  passes.some((place) => place.startsWith(`${part}:`));

/** Sequences of one statechart that are still open, in a graph of all. */
export class Rider {
  /** By sequence, 1 if no walk has it yet. */
  readonly open: Uint8Array;
  readonly whole: Whole;
  /** By state: the edges that are this statechart's own steps. */
  readonly own: readonly (readonly number[])[];
  readonly #part: string;
  readonly #pasts: Pasts;
  readonly #ending: ReadonlySet<number>;
  #left: number;
  /** The last own step of the walk in progress; -1 if it has none. */
  #last = -1;

  constructor(whole: Whole, part: Part, length: 2 | 3, needed: Uint8Array) {
    const { graph } = whole;
    this.whole = whole;
    this.#part = part.name;
    this.open = Uint8Array.from(needed);
    this.#ending = new Set(
      graph.labels.flatMap((label, id) =>
        label.part === part.name && passesOf(label, part.name) ? [whole.doneBy(id)] : [],
      ),
    );
    this.#left = needed.reduce((sum, one) => sum + one, 0);
    this.#pasts = new Pasts(sequencesIn(graph, part, length));
    this.own = Array.from({ length: graph.stateCount }, (_, state) => {
      const edges: number[] = [];
      for (let e = graph.first[state] as number; e < (graph.first[state + 1] as number); e++) {
        if (graph.labels[graph.label[e] as number]?.part === part.name) edges.push(e);
      }
      return edges;
    });
  }

  /** What an edge leads to, after a past. */
  after(past: number, edge: number): { readonly past: number; readonly isOpen: boolean } {
    const next = this.#pasts.after(past, this.whole.graph.label[edge] as number);
    const list = this.#pasts.lists.all[next.list] as readonly number[];
    return { past: next.past, isOpen: list.some((item) => this.open[item] === 1) };
  }

  /** Whether an edge is a step of this statechart. */
  isOwn(edge: number): boolean {
    const { label, labels } = this.whole.graph;
    return labels[label[edge] as number]?.part === this.#part;
  }

  /** Whether what an edge does ends something in one state or another. */
  mayEnd(edge: number): boolean {
    return this.#ending.has(this.whole.doneBy(this.whole.graph.label[edge] as number));
  }

  /** Whether an own step does again what ended the last; `before` are the steps since then, the latest first. */
  isAgain(edge: number, before: Iterable<number>): boolean {
    for (const one of before) {
      if (this.isOwn(one)) return isAgain(this.whole, this.#part, one, edge);
    }
    return this.#last >= 0 && isAgain(this.whole, this.#part, this.#last, edge);
  }

  /** Takes edges, and gives the past after them. */
  take(past: number, edges: readonly number[]): number {
    let at = past;
    for (const edge of edges) {
      if (this.isOwn(edge)) this.#last = edge;
      const next = this.#pasts.after(at, this.whole.graph.label[edge] as number);
      for (const item of this.#pasts.lists.all[next.list] as readonly number[]) {
        this.#left -= this.open[item] as number;
        this.open[item] = 0;
      }
      at = next.past;
    }
    return at;
  }

  /** The walk with own steps in between, as far as they lead to something open. */
  ride({ graph, edges }: Laid): Laid {
    const taken: number[] = [];
    this.#last = -1;
    let past = 0;
    let rest = this.#simulate(edges);
    for (;;) {
      const room = longestWalk - taken.length - rest.edges.length;
      const way = this.#left > 0 ? new Search(this, rest, room).from(past) : undefined;
      if (way === undefined) break;
      past = this.take(past, way.edges);
      for (const edge of way.edges) taken.push(edge);
      rest = way.rest;
    }
    this.take(past, rest.edges);
    return { graph, edges: [...taken, ...rest.edges] };
  }

  #simulate(edges: readonly number[]): Rest {
    const states = [0];
    const zones = [0];
    for (const edge of edges) {
      states.push(this.whole.graph.to[edge] as number);
      zones.push(this.whole.after(zones.at(-1) as number, edge));
    }
    return { edges, states, zones };
  }

  /** The rest of a walk from one of its steps on, in another state or at another time; undefined if it cannot be. */
  follow(
    rest: Rest,
    from: number,
    begin: { readonly state: number; readonly zone: number },
  ): Rest | undefined {
    const edges: number[] = [];
    const states: number[] = [];
    const zones: number[] = [];
    let { state, zone } = begin;
    for (let at = from; ; at++) {
      if (state === rest.states[at] && zone === rest.zones[at]) {
        return {
          edges: [...edges, ...rest.edges.slice(at)],
          states: [...states, ...rest.states.slice(at)],
          zones: [...zones, ...rest.zones.slice(at)],
        };
      }
      states.push(state);
      zones.push(zone);
      const edge = rest.edges[at];
      if (edge === undefined) return { edges, states, zones };
      const next = this.whole.step(state, zone, this.whole.graph.label[edge] as number);
      if (next === undefined) return undefined;
      edges.push(next.edge);
      ({ state, zone } = next);
    }
  }
}

/** A search for the cheapest way along the rest of a walk to something open: own steps, and steps of the walk. */
class Search {
  readonly #rider: Rider;
  readonly #rest: Rest;
  readonly #roomCost: number;
  // Places: where they are, how they were reached, and what that cost in own steps.
  readonly #states = new Ints(256);
  readonly #pasts = new Ints(256);
  readonly #zones = new Ints(256);
  readonly #from = new Ints(256);
  readonly #by = new Ints(256);
  readonly #costs = new Ints(256);
  #best = Infinity;
  #way: Way | undefined;

  constructor(rider: Rider, rest: Rest, room: number) {
    this.#rider = rider;
    this.#rest = rest;
    this.#roomCost = Math.min(mostCost, Math.max(0, room) * ownCost);
  }

  /** The cheapest way found, after a past; undefined if there is none. */
  from(past: number): Way | undefined {
    const { whole } = this.#rider;
    const { edges, states, zones } = this.#rest;
    this.#add(states[0] as number, past, zones[0] as number, { from: -1, by: -1, cost: 0 });
    let layer = [0];
    // A step of the walk costs 1.
    for (let at = 0; this.#best > at; at++) {
      const places = this.#spread(layer, at);
      const edge = edges[at];
      if (edge === undefined) break;
      const label = whole.graph.label[edge] as number;
      layer = [];
      for (const place of places) {
        if (layer.length >= followedMax) break;
        if (this.#costs.at(place) + at + 1 >= this.#best) break;
        for (const choice of whole.choices(this.#states.at(place), label)) {
          const next = this.#go(place, choice, 0, at + 1);
          if (next >= 0) layer.push(next);
        }
      }
    }
    return this.#way;
  }

  /** The places that own steps lead to, the cheapest first, at one step of the walk. */
  #spread(layer: readonly number[], at: number): readonly number[] {
    const { whole, own } = this.#rider;
    const byCost: number[][] = [];
    for (const place of layer) (byCost[this.#costs.at(place)] ??= []).push(place);
    const seen = new Set<number>();
    const places: number[] = [];
    for (let cost = 0; cost < byCost.length; cost++) {
      for (const place of byCost[cost] ?? []) {
        const key = this.#pasts.at(place) * whole.graph.stateCount + this.#states.at(place);
        if (seen.has(key)) continue;
        seen.add(key);
        if (places.push(place) >= placesMax) return places;
        const after = cost + ownCost;
        if (after > this.#roomCost || after + at >= this.#best) continue;
        for (const edge of own[this.#states.at(place)] ?? []) {
          if (this.#rider.mayEnd(edge) && this.#isAgain(place, edge)) continue;
          const next = this.#go(place, edge, ownCost, at);
          if (next >= 0) (byCost[after] ??= []).push(next);
        }
      }
    }
    return places;
  }

  /** Takes an edge from a place, and remembers the way if something open is on it; -1 if time forbids it. */
  #go(place: number, edge: number, cost: number, at: number): number {
    const { whole } = this.#rider;
    const zone = whole.after(this.#zones.at(place), edge);
    if (zone < 0) return -1;
    const { past, isOpen } = this.#rider.after(this.#pasts.at(place), edge);
    const state = whole.graph.to[edge] as number;
    const reached = { from: place, by: edge, cost: this.#costs.at(place) + cost };
    const next = this.#add(state, past, zone, reached);
    if (isOpen && reached.cost + at < this.#best) {
      const rest = this.#rider.follow(this.#rest, at, { state, zone });
      if (rest !== undefined) {
        this.#best = reached.cost + at;
        this.#way = { edges: [...this.#before(next)].toReversed(), rest };
      }
    }
    return next;
  }

  #add(
    state: number,
    past: number,
    zone: number,
    { from, by, cost }: { readonly from: number; readonly by: number; readonly cost: number },
  ): number {
    this.#states.push(state);
    this.#pasts.push(past);
    this.#zones.push(zone);
    this.#from.push(from);
    this.#by.push(by);
    this.#costs.push(cost);
    return this.#zones.length - 1;
  }

  #isAgain(place: number, edge: number): boolean {
    return this.#rider.isAgain(edge, this.#before(place));
  }

  /** The steps to a place, the latest first. */
  *#before(place: number): Generator<number> {
    for (let at = place; this.#from.at(at) >= 0; at = this.#from.at(at)) yield this.#by.at(at);
  }
}
