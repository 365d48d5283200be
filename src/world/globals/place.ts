// The line of code that did something. A stack is cheap to take and expensive to print, so it is taken at
// once and printed only when it is needed.

interface WithStack {
  stackTraceLimit?: number | undefined;
  readonly captureStackTrace?: (holder: object, below: unknown) => void;
}

const platform = Error as unknown as WithStack;
const { captureStackTrace } = platform;
/** How many frames are looked at: the line behind a package may be far, but ten cost twice as much as three. */
export const depths = { near: 3, far: 10 };
/** Frames of packages, of Node, and of what is built into the language. */
const isForeign = /[\\/]node_modules[\\/]|\bnode:|\(<anonymous>\)$/;

/** The frames of a stack, innermost first: `connect (chat.ts:12:5)`. */
export const framesOf = (stack: string): readonly string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s*at |@/.test(line))
    .map((line) => line.trim().replace(/^at /, ''));

/** Where something was called from, in words. */
export type Line = Pick<Place, 'toString'>;

/** Where something was called from. */
export class Place {
  readonly #holder: { readonly stack?: string };
  /** How many frames are not of what called. */
  readonly #frames: number;

  /**
   * @param below the function that was called; what lies above it in the stack is left out
   * @param depth how many frames are looked at
   */
  constructor(below: unknown, depth = depths.far) {
    if (captureStackTrace === undefined) {
      this.#holder = new Error('place');
      this.#frames = 2;
    } else {
      this.#holder = {};
      this.#frames = 0;
      const { stackTraceLimit } = platform;
      platform.stackTraceLimit = depth;
      captureStackTrace(this.#holder, below);
      platform.stackTraceLimit = stackTraceLimit;
    }
  }

  /** The line of the application: the innermost one that is not foreign, or else the innermost. */
  toString(): string {
    const frames = framesOf(this.#holder.stack ?? '').slice(this.#frames);
    return ownOf(frames) ?? 'an unknown line';
  }
}

/** Stands for lines that were not taken; knows whether somebody has asked for one. */
export class NoPlace implements Line {
  isMissed = false;

  toString(): string {
    this.isMissed = true;
    return 'an unknown line';
  }
}

/** The innermost frame that is not foreign, or else the innermost. */
const ownOf = (frames: readonly string[]): string | undefined =>
  frames.find((frame) => !isForeign.test(frame)) ?? frames[0];

/** The line of the application that threw something; undefined if that does not say. */
export function lineOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return undefined;
  const { stack } = thrown;
  const title = String(thrown); // Its message may look like a frame.
  return ownOf(framesOf(stack.startsWith(title) ? stack.slice(title.length) : stack));
}
