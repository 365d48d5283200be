// How much of something was covered.

/** A part of a total: `{ covered: 40, universe: 42 }`. */
export interface Total {
  readonly covered: number;
  readonly universe: number;
}

/** The percentage, rounded down to a tenth, so that 100 means all of it. */
export const percentOf = ({ covered, universe: all }: Total): number =>
  all === 0 ? 100 : Math.floor((covered / all) * 1000) / 10;

/** `40/42`. */
export const part = ({ covered, universe }: Total): string => `${covered}/${universe}`;
