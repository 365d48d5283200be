// Ratios in one run: ours and the peer's alternate, and the middle of several rounds counts. These
// machines are noisy; a ratio of two medians is what stays.

/** One line of a benchmark's report. */
export interface Result {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  readonly unit: string;
  /** ours / peer. */
  readonly ratio: number;
  /** The goal in words: `ratio <= 2`. */
  readonly goal: string;
  /** Lowest and highest ratio of the rounds. */
  readonly spread: readonly [number, number];
  /** What else is worth knowing, a line each. */
  readonly notes?: readonly string[];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const collect = (): void => (globalThis as { gc?: () => void }).gc?.();

/** Milliseconds that something takes. */
export async function time(run: () => unknown): Promise<number> {
  collect();
  return timeWarm(run);
}

/**
 * The same, without a full collection before it. That one also throws away what the engine has learned about
 * the code: if one comes before each round, a campaign, whose code is large, runs at half its speed, and a
 * small loop hardly notices.
 */
export async function timeWarm(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Bytes that what `make` gives keeps alive. */
export async function bytes(make: () => unknown): Promise<number> {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = await make();
  collect();
  const after = process.memoryUsage().heapUsed;
  return kept === undefined ? 0 : after - before;
}

/** What ours and the peer's measured in one round. */
export type Pair<T> = readonly [ours: T, peer: T];

/** Measures ours and the peer's in turn, after one round that does not count. */
export async function inTurn<T>(
  ours: () => Promise<T>,
  peer: () => Promise<T>,
  rounds: number,
): Promise<readonly Pair<T>[]> {
  await ours();
  await peer();
  const pairs: Pair<T>[] = [];
  for (let round = 0; round < rounds; round++) pairs.push([await ours(), await peer()]);
  return pairs;
}

/** A line of a report, from what the rounds measured. */
export function resultOf(
  line: Pick<Result, 'name' | 'peerName' | 'unit' | 'goal'>,
  pairs: readonly Pair<number>[],
): Result {
  const mine = median(pairs.map(([a]) => a));
  const theirs = median(pairs.map(([, b]) => b));
  const ratios = pairs.map(([a, b]) => a / b);
  return {
    ...line,
    ours: mine,
    peer: theirs,
    ratio: mine / theirs,
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}

/** Measures ours and the peer's in turn, and says how they compare. */
export const compare = async (
  line: Pick<Result, 'name' | 'peerName' | 'unit' | 'goal'>,
  ours: () => Promise<number>,
  peer: () => Promise<number>,
  rounds = 7,
): Promise<Result> => resultOf(line, await inTurn(ours, peer, rounds));
