// The order of a round is free, but for one thing: whoever leaves a node for the last time must do so by a step
// that leads on to the round's end, or the walk comes to its end while some of the round is left elsewhere.
// One such last exit for each node, all of them a tree towards the end, is enough: then whatever order the
// other steps are taken in, all are taken (the theorem of van Aardenne-Ehrenfest and de Bruijn).
import { add, groupedBy } from '../model/ints.ts';
import type { Round } from './postman.ts';
import { sourcesOf, type Timing, type Walkable } from '../time/timing.ts';

/** A node has no last exit: it is left by a restart or a stretch, or the round ends there. */
export const noExit = -1;

/** For each node, the step of the round to leave it by last, or `noExit`. Timers only where nothing else leads on. */
export function lastExits(net: Walkable, timing: Timing, round: Round): Int32Array {
  const { to, edge, size } = net;
  const { times, restarts, stretches } = round;
  const source = sourcesOf(net);
  const into = groupedBy(to, size);
  const stretchesTo = groupedBy(
    Int32Array.from(stretches, (stretch) => stretch.to),
    size,
  );
  const exits = new Int32Array(size).fill(noExit);
  const seen = new Uint8Array(size);
  const queue: number[] = [];
  const visit = (node: number, exit: number): void => {
    if (seen[node] === 1) return;
    seen[node] = 1;
    exits[node] = exit;
    queue.push(node);
    if (node !== 0) return;
    for (const [from, count] of restarts.entries()) if (count > 0) visit(from, noExit);
  };
  const visitBefore = (node: number, mayTake: (step: number) => boolean): void => {
    for (let i = into.first[node] as number; i < (into.first[node + 1] as number); i++) {
      const step = into.items[i] as number;
      if ((times[step] as number) > 0 && mayTake(step)) visit(source[step] as number, step);
    }
  };
  visit(endOf(source, net, round), noExit);
  // The list grows while it is gone through.
  for (const node of queue) visitBefore(node, (step) => !timing.isTimer(edge[step] as number));
  for (const node of queue) visitBefore(node, () => true);
  for (const node of queue) {
    visitBefore(node, () => true);
    const { first, items } = stretchesTo;
    for (let i = first[node] as number; i < (first[node + 1] as number); i++) {
      visit(stretches[items[i] as number]?.from ?? 0, noExit);
    }
  }
  return exits;
}

/** Where a round ends: it comes there once more than it leaves. */
function endOf(source: Int32Array, { to, size }: Walkable, round: Round): number {
  const comes = new Int32Array(size);
  comes[0] = 1;
  const go = (from: number, target: number, times: number): void => {
    add(comes, target, times);
    add(comes, from, -times);
  };
  for (const [step, times] of round.times.entries()) {
    go(source[step] as number, to[step] as number, times);
  }
  for (const [node, times] of round.restarts.entries()) go(node, 0, times);
  for (const stretch of round.stretches) go(stretch.from, stretch.to, 1);
  return Math.max(0, comes.indexOf(1));
}
