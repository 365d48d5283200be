// What can be covered at all, and why the rest cannot.
import type { Part } from '../../../machines/lifecycle.ts';
import type { System } from '../model/board.ts';
import { exploreSystem, type ExploreOptions } from '../model/explore.ts';
import type { Net } from './criteria.ts';
import type { Graph, Label } from '../model/graph.ts';
import { seatOf } from '../model/seat.ts';
import { createTiming, reach, type Reach, type Timing } from '../time/timing.ts';

/** A net with what is feasible in it within the timing. */
export interface Timed {
  readonly net: Net;
  readonly timing: Timing;
  readonly reached: Reach;
}

/** Determines what is feasible in a net within the timing. */
export function inTime(net: Net): Timed {
  const timing = createTiming(net.graph);
  return { net, timing, reached: reach(net, timing) };
}

/** The items that some step covers, and those that some step covers within the timing. */
export function coverable({ net, reached }: Timed): {
  readonly untimed: Uint8Array;
  readonly timed: Uint8Array;
} {
  const untimed = new Uint8Array(net.items.length);
  const timed = new Uint8Array(net.items.length);
  for (const item of net.free) untimed[item] = timed[item] = 1;
  for (const [step, list] of net.list.entries()) {
    for (const item of net.lists[list] ?? []) {
      untimed[item] = 1;
      if (reached.steps[step] === 1) timed[item] = 1;
    }
  }
  return { untimed, timed };
}

/**
 * The statecharts that a part depends on: its session, and the channel if it asks whether the client is in
 * it. The others do not affect it and may stay idle: what can be covered beside them can be covered without
 * them, and vice versa.
 */
export function influencing(system: System, part: Part): readonly Part[] {
  const { client, part: role } = seatOf(part.name);
  // The ends of a call hear about each other, and about both sessions.
  if (client !== undefined && role !== 'login') return system.parts;
  const asksForChannel = part.acts.some(({ event }) => event.type === 'messageChannelSend');
  return system.parts.filter((other) => {
    const seat = seatOf(other.name);
    const isNeeded = seat.part === 'login' || (asksForChannel && seat.part === 'channel');
    return other === part || (seat.client === client && isNeeded);
  });
}

/**
 * Whether others begin a part, too, by steps of their own: a request accompanies a callee's answer.
 */
export const accompanies = (system: System, { name }: Part): boolean =>
  seatOf(name).part === 'request' &&
  system.parts.some((other) => seatOf(other.name).part === 'callee');

/** Whether what a step does to a part may also be done by a step of another. */
export const mayBeOfOthers =
  (system: System, part: Part) =>
  (label: Label): boolean =>
    label.by === 'client' && label.part === part.name && accompanies(system, part);

/** Explores a part with what it depends on. */
export const exploreAround = (system: System, part: Part, options: ExploreOptions): Graph =>
  exploreSystem({ ...system, parts: influencing(system, part) }, options);
