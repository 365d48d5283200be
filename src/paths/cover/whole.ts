// All statecharts side by side, for walks that were made beside a few of them: what is done on such a walk can
// be done here, too, and the others stay as they are or react.
import type { Graph, Label } from '../model/graph.ts';
import { createTiming, keyOfZone, type Timing, type Zone } from '../time/timing.ts';

/** A walk through a graph, as edges. */
export interface Laid {
  readonly graph: Graph;
  readonly edges: readonly number[];
}

const doneAt = ({ by, part, event, args }: Label): string =>
  JSON.stringify([by, part, event, args]);

/** What is done, whatever a restored session says about the membership: that depends on who listens. */
function actAt({ by, part, event, args }: Label): string {
  const { membership: _said, ...given } = args;
  return JSON.stringify([by, part, event, given]);
}

/** A graph in which acts are looked up, and its timing. */
export class Whole {
  readonly graph: Graph;
  readonly #timing: Timing;
  /** The zones that have occurred, each once, and what comes after each by edge; -1 if nothing does. */
  readonly #zones: Zone[] = [];
  readonly #numberOfZone = new Map<string, number>();
  readonly #after: Map<number, number>[] = [];
  /** By label: what is done, exactly or not, as a number. */
  readonly #done: readonly number[];
  readonly #acts: readonly number[];
  readonly #numbers = new Map<string, number>();
  /** By state, and by what is to be done there. */
  readonly #choices: Map<number, readonly number[]>[];

  constructor(graph: Graph) {
    this.graph = graph;
    this.#timing = createTiming(graph);
    this.#zoneOf(this.#timing.start);
    this.#done = graph.labels.map((label) => this.#numberOf(doneAt(label)));
    this.#acts = graph.labels.map((label) => this.#numberOf(actAt(label)));
    this.#choices = Array.from(
      { length: graph.stateCount },
      () => new Map<number, readonly number[]>(),
    );
  }

  #zoneOf(zone: Zone): number {
    const key = keyOfZone(zone);
    const known = this.#numberOfZone.get(key);
    if (known !== undefined) return known;
    this.#numberOfZone.set(key, this.#zones.length);
    this.#after.push(new Map());
    return this.#zones.push(zone) - 1;
  }

  /** The zone after an edge, as a number, where 0 is the beginning; -1 if time does not allow the edge. */
  after(zone: number, edge: number): number {
    const known = this.#after[zone]?.get(edge);
    if (known !== undefined) return known;
    const found = this.#timing.after(this.#zones[zone] as Zone, edge);
    const after = found === undefined ? -1 : this.#zoneOf(found);
    this.#after[zone]?.set(edge, after);
    return after;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);
    return known;
  }

  /** The edges of a state that do what a label of this graph does, the same ones before the similar ones. */
  choices(state: number, label: number): readonly number[] {
    return this.#look(state, this.#done[label] as number, this.#acts[label] as number);
  }

  /** What a label of this graph does, as a number. */
  doneBy(label: number): number {
    return this.#done[label] as number;
  }

  #look(state: number, done: number, act: number): readonly number[] {
    const known = this.#choices[state]?.get(done);
    if (known !== undefined) return known;
    const { first, label } = this.graph;
    const same: number[] = [];
    const similar: number[] = [];
    for (let edge = first[state] as number; edge < (first[state + 1] as number); edge++) {
      const own = label[edge] as number;
      if (this.#done[own] === done) same.push(edge);
      else if (this.#acts[own] === act) similar.push(edge);
    }
    const found = [...same, ...similar];
    this.#choices[state]?.set(done, found);
    return found;
  }

  /** The walk here that does what a walk does elsewhere; undefined if there is none within the timing. */
  lay({ graph, edges }: Laid): Laid | undefined {
    const laid: number[] = [];
    let state = 0;
    let zone = 0;
    for (const edge of edges) {
      const wanted = graph.labels[graph.label[edge] as number] as Label;
      const [done, act] = [this.#numberOf(doneAt(wanted)), this.#numberOf(actAt(wanted))];
      const next = this.#first(this.#look(state, done, act), zone);
      if (next === undefined) return undefined;
      laid.push(next.edge);
      ({ state, zone } = next);
    }
    return { graph: this.graph, edges: laid };
  }

  /** Does what a label of this graph does: the first of the choices that time allows. */
  step(state: number, zone: number, label: number): Stepped | undefined {
    return this.#first(this.choices(state, label), zone);
  }

  #first(choices: readonly number[], zone: number): Stepped | undefined {
    for (const edge of choices) {
      const after = this.after(zone, edge);
      if (after >= 0) return { edge, state: this.graph.to[edge] as number, zone: after };
    }
    return undefined;
  }
}

/** An edge, and what is the case after it. */
export interface Stepped {
  readonly edge: number;
  readonly state: number;
  readonly zone: number;
}
