// The waits between attempts at the same thing, and what they show: that they grow, that they never do, that
// there are none.
import type { OperationName } from '../../machines/lifecycles.ts';
import type { Attempt } from '../checks/operations.ts';
import type { Reaction } from './reaction.ts';

/** The waits before the attempts at one thing, as long as it failed with the code. */
export interface Waits {
  readonly operation: OperationName | 'other';
  readonly about: string;
  readonly ms: readonly number[];
  /** Whether it gave up while the trouble lasted. */
  readonly hasEnded: boolean;
}

/** A shorter wait is none: a turn of the event loop, or a timer of 0 ms. */
export const atOnceMs = 50;
/** Attempts whose median wait is shorter are a hot loop. */
export const hotMs = 300;
/** A wait of this length or longer spares the service. @source LC 6.1: "long delay" is 30 s */
const sparingMs = 30_000;
/** What jitter may leave of a wait at its cap: waits that grew to 30 s seldom last the full 30 s. */
const jittered = 0.8;

/** The median of some values; 0 if there are none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The waits after the code of a reaction, one list for each thing that was tried. */
export function waitsOf(reaction: Reaction): readonly Waits[] {
  const rows = new Map<string, { last: Attempt; ms: number[] }>();
  for (const { call, failure } of reaction.tries) {
    if (failure?.code !== reaction.code || reaction.isAsked(call.index)) continue;
    const key = `${call.operation} ${call.about}`;
    const ms = rows.get(key)?.ms ?? [];
    ms.push(call.at - failure.at);
    rows.set(key, { last: call, ms });
  }
  return [...rows.values()].flatMap(({ last, ms }) => {
    const { operation, about } = last;
    const later = reaction.attempts.filter(
      (one) => one.index > last.index && one.operation === operation && one.about === about,
    );
    const isAskedFor = operation === 'other' || operation === 'channelQueryUserNum';
    if (isAskedFor && isGoingOn(later)) return []; // A heartbeat, or an occasional query.
    const patience = 3 * Math.max(...ms) + 60_000;
    const isDown = later.at(-1)?.did === 'fails' && later.at(-1)?.code === reaction.code;
    return { operation, about, ms, hasEnded: isDown && last.at + patience < reaction.healedAt };
  });
}

/** Whether something is called again although it succeeded. */
function isGoingOn(later: readonly Attempt[]): boolean {
  const good = later.findIndex(({ did }) => did === 'succeeds');
  const calls = later.filter(({ did }) => did === 'calls');
  // A call that only onError answers never reports success: three calls without an error show it.
  const isSilent = calls.length >= 3 && later.every(({ did }) => did !== 'fails');
  return isSilent || (good >= 0 && later.slice(good).some(({ did }) => did === 'calls'));
}

/** What waits look like. Each list of waits is one of these. */
export type Pattern = 'none' | 'hot' | 'at once' | 'fixed' | 'fixed and long' | 'fine';

/** How many of the last waits set no new record. */
function stagnant(ms: readonly number[]): number {
  let record = 0;
  let count = 0;
  for (const wait of ms) {
    count = wait > record * 1.1 ? 0 : count + 1;
    record = Math.max(record, wait);
  }
  return count;
}

/** What waits look like. */
export function patternOf({ ms, hasEnded }: Waits): Pattern {
  const [first = 0] = ms;
  if (ms.length === 0) return 'none';
  if (ms.length >= 5 && median(ms) < hotMs) return 'hot';
  if (ms.some((wait) => wait < atOnceMs)) return 'at once';
  if (hasEnded || stagnant(ms) < 4) return 'fine';
  const most = Math.max(...ms);
  // Waits that grew to a cap are right; a long wait from the start is only slow.
  if (first <= most / 4 && most >= sparingMs * jittered) return 'fine';
  return most < sparingMs ? 'fixed' : 'fixed and long';
}
