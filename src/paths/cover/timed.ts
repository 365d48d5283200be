// A net that knows of time: its nodes are those of another net, each with what is known about the running timers
// there. Every walk through it is feasible within the timing, so what is proven for it holds for every suite,
// and is often more than what can be proven without time.
import { Ints } from '../model/ints.ts';
import { keyOfZone, type Timing, type Zone } from '../time/timing.ts';
import type { Net } from './criteria.ts';

/** A net in time. */
export interface TimedNet {
  readonly net: Net;
  /** The step of the other net that each step stands for. */
  readonly origin: Int32Array;
}

/** The largest net in time that is looked at. */
export const timedNodesMax = 2_000;

/** Explores a net together with its timers; undefined if that gives more than `nodesMax` nodes. */
export function timedNet(net: Net, timing: Timing, nodesMax = timedNodesMax): TimedNet | undefined {
  const places = new Places();
  places.of(0, timing.start);
  const first = new Ints();
  const to = new Ints();
  const list = new Ints();
  const origin = new Ints();
  // The list grows while it is gone through.
  for (const [place, { node, zone }] of places.all.entries()) {
    if (place >= nodesMax) return undefined;
    first.push(to.length);
    for (let step = net.first[node] as number; step < (net.first[node + 1] as number); step++) {
      const after = timing.after(zone, net.edge[step] as number);
      if (after === undefined) continue;
      const target = places.of(net.to[step] as number, after);
      const own = net.list[step] as number;
      if (target === place && net.lists[own]?.length === 0) continue;
      to.push(target);
      list.push(own);
      origin.push(step);
    }
  }
  first.push(to.length);
  const steps = origin.done();
  return {
    origin: steps,
    net: {
      graph: net.graph,
      items: net.items,
      size: places.all.length,
      states: Int32Array.from(places.all, ({ node }) => net.states?.[node] ?? node),
      first: first.done(),
      to: to.done(),
      edge: steps.map((step) => net.edge[step] as number),
      list: list.done(),
      lists: net.lists,
      free: net.free,
    },
  };
}

/** A node, and what is known about the running timers there. */
interface Place {
  readonly node: number;
  readonly zone: Zone;
}

class Places {
  readonly all: Place[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a place, which is a new one if it was not known. */
  of(node: number, zone: Zone): number {
    const key = `${node};${keyOfZone(zone)}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return this.all.push({ node, zone }) - 1;
  }
}
