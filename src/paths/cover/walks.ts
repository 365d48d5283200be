// Walks that cover items, what they cost, and the prices that guide a search for short ones.

/** Walks from the beginning, as steps of a net. */
export type Walks = readonly (readonly number[])[];

/** What walks cost: their steps, and one for each restart after the first. */
export const costOf = (walks: readonly (readonly unknown[])[]): number =>
  walks.reduce((sum, { length }) => sum + length, Math.max(0, walks.length - 1));

/** A dual solution, in whole numbers: see bound.ts. */
export interface Dual {
  /** The number that stands for 1. */
  readonly unit: number;
  /** One number for each node. */
  readonly potentials: readonly number[];
  /** One number for each item, 0 or more. */
  readonly weights: readonly number[];
}
