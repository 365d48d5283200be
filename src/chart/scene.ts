// A statechart with coordinates: what the build lays out and the page paints.

/** A place for text: top left corner and size, in units of the scene. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A state as drawn. */
export interface SceneState extends Box {
  /** `'loggingIn.resolving'`; `''` for the machine itself, `'*'` for "any state". */
  readonly path: string;
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'final' | 'folded' | 'initial' | 'any';
  /** How many states lie in it, for a folded one. */
  readonly inside?: number;
  /** What is written inside it, from top to bottom. */
  readonly lines: readonly SceneLine[];
}

/** A line inside a state: an event that does not leave it, or all that lead to `to` without an arrow. */
export interface SceneLine {
  /** `'reply.accepted'`, `'after backoff'`. */
  readonly events: readonly string[];
  /** Where they lead, for a target that too many arrows would lead to. */
  readonly to?: string;
}

/** All transitions from one state to another, as one arrow. */
export interface SceneEdge {
  readonly from: string;
  readonly to: string;
  readonly events: readonly string[];
  /** The corners that it goes by, from its beginning to its end: `'96,86 96,120 140,120'`. */
  readonly points: string;
  readonly label: Box;
}

/** A statechart as drawn. */
export interface Scene {
  readonly part: string;
  /** The state in which it begins, to the innermost. */
  readonly begins: string;
  readonly width: number;
  readonly height: number;
  /** Parents first. */
  readonly states: readonly SceneState[];
  readonly edges: readonly SceneEdge[];
}

/** A statechart for each place in which it is read. */
export interface Views {
  readonly wide: Scene;
  readonly tall: Scene;
}

/** All that is drawn of a part. */
export interface PartCharts {
  readonly whole: Views;
  /**
   * With one state open and those beside it folded, by the path of the open one; only where the whole is
   * too large to be read at once.
   */
  readonly near?: Readonly<Record<string, Views>>;
}

/** Sizes that the layout and the painting share. */
export const metrics = {
  /** Width of a character of an event, in a monospaced face. */
  eventChar: 6.65,
  /** Distance of two lines of events. */
  eventLine: 14,
  /** Width of a character of a state's name. */
  nameChar: 8.9,
  /** Width of a character of a state's name in Chinese. */
  nativeChar: 12,
  /** Where events begin below the top of a state. */
  head: 27,
} as const;
