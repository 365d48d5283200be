// What one world adds to a report, read from its trace when the world is closed: nothing is counted
// while it runs. It is plain data with short keys, because it is sent between processes.
import type { CodeName } from '../../machines/codes.ts';
import { isCode, type Reached } from '../world/audience.ts';
import type { Watched } from '../checks/presence.ts';
import { recoveriesIn } from './recovery.ts';

/**
 * How often a code was raised; reached the application (one of its handlers, or a person, if the
 * application reports that); was followed by recovery; and was followed by something that may be
 * recovery or may be another device.
 */
export type CodeCounts = [raised: number, reached: number, recovered: number, untold: number];

/** Counts of what worlds did. */
export interface Harvest {
  worlds: number;
  readonly codes: Partial<Record<CodeName, CodeCounts>>;
  /** Steps of the machines, by what the trace says about each. */
  readonly steps: Record<string, number>;
}

/** Nothing yet. */
export const emptyHarvest = (): Harvest => ({ worlds: 0, codes: {}, steps: {} });

/** What a trace says about a step. The report knows which transitions those are. */
export const stepKey = (step: {
  readonly part: string;
  readonly from: string;
  readonly event: string;
  readonly rows: readonly string[];
  readonly codes?: readonly CodeName[];
  readonly to: string;
}): string =>
  `${step.part}|${step.from}|${step.event}|${step.rows.join('+')}|${step.codes?.join('+') ?? ''}|${step.to}`;

/** Adds what happened in a world. */
export function addWorld(harvest: Harvest, world: Watched): void {
  harvest.worlds += 1;
  const { entries } = world.trace;
  const { codes, steps } = harvest;
  let isAny = false;
  const countsOf = (code: CodeName): CodeCounts => (codes[code] ??= [0, 0, 0, 0]);
  const hasReached = arrivals(world);
  for (const entry of entries) {
    if (entry.kind === 'transition') {
      const key = stepKey(entry);
      steps[key] = (steps[key] ?? 0) + 1;
    } else if (entry.kind === 'callback' && entry.code !== undefined) {
      const counts = countsOf(entry.code);
      isAny = true;
      counts[0] += 1;
      if (entry.handled && hasReached(entry.client, entry.code)) counts[1] += 1;
    }
  }
  // Without a code there is nothing to recover from.
  if (!isAny) return;
  const { recovered, untold } = recoveriesIn(world);
  for (const code of recovered) countsOf(code)[2] += 1;
  for (const code of untold) countsOf(code)[3] += 1;
}

/**
 * Tells for each code of a world, in order, whether it reached somebody. If an application reports
 * what reached somebody, its list is read in order; if it does not, its handlers count.
 */
function arrivals({ audience }: Watched): (client: string, code: CodeName) => boolean {
  const places = new Map<readonly Reached[], number>();
  const lists = new Map<string, readonly Reached[] | undefined>();
  return (client, code) => {
    if (!lists.has(client)) lists.set(client, audience.reachedIn(client));
    const reached = lists.get(client);
    if (reached === undefined) return true;
    const from = places.get(reached) ?? 0;
    const found = reached.findIndex((one, i) => i >= from && isCode(one, code));
    if (found >= 0) places.set(reached, found + 1);
    return found >= 0;
  };
}

/** Adds what other worlds did. */
export function addHarvest(harvest: Harvest, other: Harvest): void {
  harvest.worlds += other.worlds;
  for (const [code, counts] of Object.entries(other.codes) as [CodeName, CodeCounts][]) {
    const mine = (harvest.codes[code] ??= [0, 0, 0, 0]);
    for (const [index, count] of counts.entries()) mine[index] = (mine[index] ?? 0) + count;
  }
  for (const [key, count] of Object.entries(other.steps)) {
    harvest.steps[key] = (harvest.steps[key] ?? 0) + count;
  }
}
