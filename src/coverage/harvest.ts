// What a run of one world adds to a report, read from its trace when the world is over: nothing is
// counted while it runs. Plain data with short keys, because it travels between processes.
import type { CodeName } from '../../machines/codes.ts';
import type { TraceEntry } from '../trace.ts';
import { recoveredCodes } from './recovery.ts';

/** How often a code was raised, reached a handler of the application, was followed by recovery. */
export type CodeCounts = [raised: number, reached: number, recovered: number];

/** What worlds did, counted. */
export interface Harvest {
  worlds: number;
  readonly codes: Partial<Record<CodeName, CodeCounts>>;
  /** Steps of the machines, by what the trace says of each. */
  readonly steps: Record<string, number>;
}

/** Nothing yet. */
export const emptyHarvest = (): Harvest => ({ worlds: 0, codes: {}, steps: {} });

/** What a trace says of a step. The report knows which transitions that was. */
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
export function addTrace(harvest: Harvest, entries: readonly TraceEntry[]): void {
  harvest.worlds += 1;
  const { codes, steps } = harvest;
  let isAny = false;
  const countsOf = (code: CodeName): CodeCounts => (codes[code] ??= [0, 0, 0]);
  for (const entry of entries) {
    if (entry.kind === 'transition') {
      const key = stepKey(entry);
      steps[key] = (steps[key] ?? 0) + 1;
    } else if (entry.kind === 'callback' && entry.code !== undefined) {
      const counts = countsOf(entry.code);
      isAny = true;
      counts[0] += 1;
      if (entry.handled) counts[1] += 1;
    }
  }
  // Where no code was raised there is nothing to recover from.
  if (isAny) for (const code of recoveredCodes(entries)) countsOf(code)[2] += 1;
}

/** Adds what other worlds did. */
export function addHarvest(harvest: Harvest, other: Harvest): void {
  harvest.worlds += other.worlds;
  for (const [code, counts] of Object.entries(other.codes) as [CodeName, CodeCounts][]) {
    const mine = (harvest.codes[code] ??= [0, 0, 0]);
    for (const [index, count] of counts.entries()) mine[index] = (mine[index] ?? 0) + count;
  }
  for (const [key, count] of Object.entries(other.steps)) {
    harvest.steps[key] = (harvest.steps[key] ?? 0) + count;
  }
}
