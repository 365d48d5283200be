// One statechart rides along on walks that were made for others: on such a walk its own steps are taken in
// between, and whatever the walk does to the session, it does to this statechart, too. So what one of its
// sequences needs of a session is not paid again.
import type { Part } from '../../../machines/lifecycle.ts';
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
 * What ended something of a statechart. In the model, what is over makes room at once; in the world it is there
 * until the next begins, and may take the same once more. So nothing may be done twice that ends something, unless
 * something has begun meanwhile.
 */
export class Ends {
  readonly #whole: Whole;
  /** By label: whether it is a step of the statechart, and one that ends something. */
  readonly #isOwn: readonly boolean[];
  readonly #isEnd: readonly boolean[];
  readonly #slot: number;

  constructor(whole: Whole, part: string) {
    const { labels, parts } = whole.graph;
    this.#whole = whole;
    this.#slot = parts.indexOf(part);
    this.#isOwn = labels.map((label) => label.part === part);
    this.#isEnd = labels.map(({ passes }) => passes.some((place) => place.startsWith(`${part}:`)));
  }

  /** The edge that ended something and may not be taken again after an edge, from what it was before; -1 for none. */
  after(last: number, edge: number): number {
    const { graph } = this.#whole;
    const label = graph.label[edge] as number;
    if (this.#isOwn[label] !== true) return last;
    if (this.#isEnd[label] === true) return edge;
    const at = (graph.to[edge] as number) * graph.parts.length + this.#slot;
    return graph.locals[at] === graph.locals[this.#slot] ? last : -1;
  }

  /** Whether an edge does what ended something before. */
  isAgain(last: number, edge: number): boolean {
    if (last < 0) return false;
    const { label } = this.#whole.graph;
    const [one, next] = [label[last] as number, label[edge] as number];
    return this.#isOwn[next] === true && this.#whole.doneBy(one) === this.#whole.doneBy(next);
  }
}

/** Sequences of one statechart that are still open, in a graph of all. */
export class Rider {
  /** By sequence, 1 if no walk has it yet. */
  readonly open: Uint8Array;
  readonly whole: Whole;
  /** By state: the edges that are this statechart's own steps. */
  readonly own: readonly (readonly number[])[];
  readonly ends: Ends;
  readonly #pasts: Pasts;
  #left: number;
  /** What ended something on the walk in progress: see Ends. */
  last = -1;

  constructor(whole: Whole, part: Part, length: 2 | 3, needed: Uint8Array) {
    const { graph } = whole;
    this.whole = whole;
    this.ends = new Ends(whole, part.name);
    this.open = Uint8Array.from(needed);
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

  /** Takes edges, and gives the past after them. */
  take(past: number, edges: readonly number[]): number {
    let at = past;
    for (const edge of edges) {
      this.last = this.ends.after(this.last, edge);
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
    this.last = -1;
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
  readonly #lasts = new Ints(256);
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
    const { whole, own, ends } = this.#rider;
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
          if (ends.isAgain(this.#lasts.at(place), edge)) continue;
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
    const { last, ends } = this.#rider;
    this.#lasts.push(from < 0 ? last : ends.after(this.#lasts.at(from), by));
    return this.#zones.length - 1;
  }

  /** The steps to a place, the latest first. */
  *#before(place: number): Generator<number> {
    for (let at = place; this.#from.at(at) >= 0; at = this.#from.at(at)) yield this.#by.at(at);
  }
}
