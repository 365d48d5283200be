import type { OnProgress } from '../base/progress.ts';
import type { Text } from '../../machines/codes.ts';
import type { Language } from '../base/language.ts';
import type pc from 'picocolors';

/** Where a command writes to, and how. */
export interface Output {
  write(text: string): void;
  /** Says something beside the output: on standard error. */
  warn(text: string): void;
  /** The language that is asked for by `--lang`, or by the terminal. */
  readonly language: Language;
  /** A text in that language, its `{places}` filled. */
  say(text: Text, places?: Readonly<Record<string, string | number>>): string;
  /**
   * How many columns lines may take: those of the terminal. Without one there is no limit, so that what
   * programs read has one line for one thing.
   */
  readonly width: number;
  /** Colours: on a terminal, or with FORCE_COLOR; never with NO_COLOR. */
  readonly paint: ReturnType<typeof pc.createColors>;
  /**
   * Says how far long work has come: on a terminal, and only of what takes longer than a second.
   * Synchronous work is given it by `withProgress`.
   */
  readonly progress: OnProgress;
  /** Sets the exit code: 2 for a run that found a failure. */
  fail(): void;
  /**
   * Asks for a line; only where there is a terminal to ask on. Gives undefined where the reader
   * leaves instead.
   */
  readonly ask?: (prompt: string) => Promise<string | undefined>;
}
