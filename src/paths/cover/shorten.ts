// Makes walks shorter that cover something twice: wherever all that a stretch covers is covered
// elsewhere, too, the shortest way to its end takes its place.
import type { Walks } from './walks.ts';
import type { Net } from './criteria.ts';
import { add } from '../model/ints.ts';
import type { Timing, Zone } from '../time/timing.ts';

/** A restart among the steps of a walk. */
const again = -1;

/** Joins walks into one, with restarts between them. */
const join = (walks: Walks): number[] =>
  walks.flatMap((walk, i) => (i === 0 ? [...walk] : [again, ...walk]));

/** Parts a walk at its restarts. */
export function part(steps: readonly number[]): Walks {
  const walks: number[][] = [[]];
  for (const step of steps) {
    if (step === again) walks.push([]);
    else walks.at(-1)?.push(step);
  }
  return walks.filter(({ length }) => length > 0);
}

/** Whether time allows steps. */
function canBe(steps: readonly number[], { edge }: Net, timing: Timing): boolean {
  let zone: Zone | undefined = timing.start;
  for (const step of steps) {
    zone = step === again ? timing.start : timing.after(zone, edge[step] as number);
    if (zone === undefined) return false;
  }
  return true;
}

/** Makes walks shorter as long as that is possible. */
export function shorten(net: Net, timing: Timing, needed: Uint8Array, walks: Walks): Walks {
  let steps = join(walks);
  const free = new Set(net.free);
  const isNeeded = (item: number): boolean => needed[item] === 1 && !free.has(item);
  const itemsOf = (step: number): readonly number[] =>
    step === again ? [] : (net.lists[net.list[step] as number] ?? []).filter(isNeeded);
  const ways = new Map<number, Ways>();
  const waysFrom = (node: number): Ways => {
    const known = ways.get(node) ?? shortestWays(net, node);
    ways.set(node, known);
    return known;
  };
  for (let found = true; found;) {
    found = false;
    const counts = new Int32Array(net.items.length);
    for (const step of steps) for (const item of itemsOf(step)) add(counts, item, 1);
    const nodes = [0];
    for (const step of steps) nodes.push(step === again ? 0 : (net.to[step] as number));
    let best = 0;
    let cut:
      | { readonly from: number; readonly to: number; readonly way: readonly number[] }
      | undefined;
    for (let i = 0; i < steps.length; i++) {
      const spare = counts.slice();
      for (let j = i; j < steps.length; j++) {
        let isSpare = true;
        for (const item of itemsOf(steps[j] as number)) {
          add(spare, item, -1);
          if (spare[item] === 0) isSpare = false;
        }
        if (!isSpare) break;
        const length = j - i + 1;
        if (length <= best) continue;
        const isLast = j === steps.length - 1;
        const way = isLast
          ? []
          : waysFrom(nodes[i] as number).to(nodes[j + 1] as number, length - best - 1);
        if (way === undefined) continue;
        const shorter = [...steps.slice(0, i), ...way, ...steps.slice(j + 1)];
        if (!canBe(shorter, net, timing)) continue;
        best = length - way.length;
        cut = { from: i, to: j + 1, way };
      }
    }
    if (cut !== undefined) {
      steps = [...steps.slice(0, cut.from), ...cut.way, ...steps.slice(cut.to)];
      found = true;
    }
  }
  return part(steps);
}

interface Ways {
  /** The shortest way to a node in at most so many steps. */
  to(node: number, longest: number): readonly number[] | undefined;
}

/** The shortest ways from a node, a restart among them. */
function shortestWays({ first, to, size }: Net, origin: number): Ways {
  const stepTo = new Int32Array(size).fill(-2);
  const from = new Int32Array(size).fill(-1);
  const depth = new Int32Array(size).fill(1 << 28);
  depth[origin] = 0;
  const queue = [origin];
  const visit = (node: number, step: number, by: number): void => {
    if ((depth[node] as number) <= (depth[by] as number) + 1) return;
    depth[node] = (depth[by] as number) + 1;
    stepTo[node] = step;
    from[node] = by;
    queue.push(node);
  };
  for (const node of queue) {
    if (node === origin) visit(0, again, node);
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      visit(to[step] as number, step, node);
    }
  }
  return {
    to: (node, longest) => {
      if ((depth[node] as number) > longest) return undefined;
      const way: number[] = [];
      for (let at = node; at !== origin; at = from[at] as number) way.push(stepTo[at] as number);
      return way.toReversed();
    },
  };
}

/** Whether time allows walks. */
export const isInTime = (walks: Walks, net: Net, timing: Timing): boolean =>
  canBe(join(walks), net, timing);
