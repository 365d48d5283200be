// Walks that cover items, greedily: always to the nearest, which is sure to end. Every step is one that time
// allows after the walk so far.
import { progress } from '../../base/progress.ts';
import type { Timing, Zone } from '../time/timing.ts';
import type { Net } from './criteria.ts';
import type { Walks } from './walks.ts';

/**
 * Covers what is needed, going to the nearest item each time, with a restart if that is nearer. Walks that
 * have begun go on.
 */
export function coverGreedily(
  net: Net,
  timing: Timing,
  needed: Uint8Array,
  begun: Walks = [],
): Walks {
  const greedy = new Greedy(net, timing, needed);
  greedy.go(begun.flatMap((walk, i) => (i === 0 ? [...walk] : [-1, ...walk])));
  for (let legs = 0; greedy.left.includes(1); legs++) {
    progress('covering, way', legs + 1);
    const leg = greedy.nearest(false);
    if (leg === undefined) break;
    if (greedy.go(leg)) continue;
    const timed = greedy.nearest(true);
    if (timed === undefined || !greedy.go(timed)) break;
  }
  return greedy.done();
}

/** A step that covers something new, and the place that it leaves. */
interface Gain {
  readonly step: number;
  readonly from: number;
}

/**
 * A walk in progress. Places are nodes reached from where the walk is and, numbered from the size of the
 * net on, nodes reached from the start.
 */
class Greedy {
  /** What is still to be covered. */
  readonly left: Uint8Array;
  readonly #net: Net;
  readonly #timing: Timing;
  readonly #walks: number[][] = [];
  #walk: number[] = [];
  #node = 0;
  #zone: Zone;
  /** The step by which each place was reached, or -1; and the place before. */
  readonly #by: Int32Array;
  readonly #from: Int32Array;
  /** The round in which each place was reached. */
  readonly #stamp: Int32Array;
  #round = 0;
  readonly #zones: (Zone | undefined)[] = [];

  constructor(net: Net, timing: Timing, needed: Uint8Array) {
    this.#net = net;
    this.#timing = timing;
    this.#zone = timing.start;
    this.left = Uint8Array.from(needed);
    for (const item of net.free) this.left[item] = 0;
    const places = net.size * 2;
    this.#by = new Int32Array(places);
    this.#from = new Int32Array(places);
    this.#stamp = new Int32Array(places);
  }

  /** The walks, once nothing more is added. */
  done(): Walks {
    if (this.#walk.length > 0) this.#walks.push(this.#walk);
    return this.#walks;
  }

  /**
   * The way to the nearest step that covers something new: from here, or from the start, which is one step
   * farther; -1 stands for a restart. If `timed`, only steps that time allows are taken.
   */
  nearest(timed: boolean): readonly number[] | undefined {
    const { size } = this.#net;
    const isOnTheWay = this.#walk.length > 0;
    this.#round += 1;
    let level: number[] = [];
    if (isOnTheWay) this.#begin(level, this.#node, this.#zone);
    for (let depth = 0; level.length > 0 || depth < 2; depth++) {
      if (depth === (isOnTheWay ? 1 : 0)) this.#begin(level, size, this.#timing.start);
      const next: number[] = [];
      const gain = this.#look(level, next, timed);
      if (gain !== undefined) return this.#wayTo(gain);
      level = next;
    }
    return undefined;
  }

  #begin(level: number[], place: number, zone: Zone): void {
    level.push(place);
    this.#stamp[place] = this.#round;
    this.#by[place] = -1;
    this.#zones[place] = zone;
  }

  /** The best step from the places of a level; the places after that level are put into `next`. */
  #look(level: readonly number[], next: number[], timed: boolean): Gain | undefined {
    const { first, to, edge, size } = this.#net;
    let best: Gain | undefined;
    let most = 0;
    for (const place of level) {
      const base = place >= size ? size : 0;
      const node = place - base;
      for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
        const gained = this.#gain(step);
        const target = base + (to[step] as number);
        const isNew = this.#stamp[target] !== this.#round;
        if (gained <= most && !isNew) continue;
        const zone = this.#zones[place] as Zone;
        const after = timed ? this.#timing.after(zone, edge[step] as number) : undefined;
        if (timed && after === undefined) continue;
        if (gained > most) {
          most = gained;
          best = { step, from: place };
        }
        if (!isNew) continue;
        this.#stamp[target] = this.#round;
        this.#by[target] = step;
        this.#from[target] = place;
        if (timed) this.#zones[target] = after;
        next.push(target);
      }
    }
    return best;
  }

  #gain(step: number): number {
    const { lists, list } = this.#net;
    const items = lists[list[step] as number] as readonly number[];
    return items.reduce((sum, item) => sum + (this.left[item] as number), 0);
  }

  #wayTo({ step, from }: Gain): readonly number[] {
    const leg = [step];
    let place = from;
    while ((this.#by[place] as number) >= 0) {
      leg.push(this.#by[place] as number);
      place = this.#from[place] as number;
    }
    if (place >= this.#net.size) leg.push(-1);
    return leg.toReversed();
  }

  /** Walks a leg; if time does not allow it, returns false and changes nothing. */
  go(leg: readonly number[]): boolean {
    const { to, edge, list, lists } = this.#net;
    let zone: Zone | undefined = this.#zone;
    for (const step of leg) {
      zone = step < 0 ? this.#timing.start : zone && this.#timing.after(zone, edge[step] as number);
      if (zone === undefined) return false;
    }
    for (const step of leg) {
      if (step < 0) {
        if (this.#walk.length > 0) this.#walks.push(this.#walk);
        this.#walk = [];
        this.#node = 0;
        continue;
      }
      this.#walk.push(step);
      this.#node = to[step] as number;
      for (const item of lists[list[step] as number] as readonly number[]) this.left[item] = 0;
    }
    this.#zone = zone ?? this.#timing.start;
    return true;
  }
}
