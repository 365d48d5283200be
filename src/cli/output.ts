import type { OnProgress } from '../base/progress.ts';
import type { Text } from '../../machines/codes.ts';
import type { Language } from '../base/language.ts';
import type pc from 'picocolors';

/** Where a command writes, and how. */
export interface Output {
  write(text: string): void;
  /** Writes a message apart from the output, on standard error. */
  warn(text: string): void;
  /** The language that `--lang` or the terminal asks for. */
  readonly language: Language;
  /** A text in that language, with its `{places}` filled in. */
  say(text: Text, places?: Readonly<Record<string, string | number>>): string;
  /**
   * The most columns of a line: the width of the terminal. Without a terminal there is no limit, so
   * that output for programs keeps each item on one line.
   */
  readonly width: number;
  /** Colours: on a terminal, or with FORCE_COLOR; never with NO_COLOR. */
  readonly paint: ReturnType<typeof pc.createColors>;
  /**
   * Shows the progress of long work: only on a terminal, and only if it takes longer than a second.
   * Synchronous work gets it through `withProgress`.
   */
  readonly progress: OnProgress;
  /** Sets the exit code: 2 for a run that found a failure. */
  fail(): void;
  /**
   * Asks for a line; absent without a terminal. Returns undefined if the user
   * leaves instead.
   */
  readonly ask?: (prompt: string) => Promise<string | undefined>;
}
