// Work that takes longer than a second shows its progress on a terminal: one line on standard
// error, which is updated in place and removed when the work is done. Every command uses this.
import { fit } from '../base/columns.ts';
import type { OnProgress } from '../base/progress.ts';

/** A terminal, or a replacement for one in tests. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds of work before the first report, and between two reports. */
const quietMs = 1_000;
const everyMs = 100;

/** The progress line on a terminal. */
export interface ProgressLine {
  /** Reports how far the work has come; may be called at any rate. */
  readonly tell: OnProgress;
  /** Removes the line: before anything else is written, and at the end. */
  clear(): void;
}

const grouped = (value: number): string => value.toLocaleString('en-US');

/** `exploring states: 12,288`, or `auditing, case: 30 of 176`. */
const textOf = (what: string, done: number, all?: number): string =>
  `${what}: ${grouped(done)}${all === undefined ? '' : ` of ${grouped(all)}`}`;

/** Creates the line; if `terminal` is not a terminal, nothing is shown. `now` returns milliseconds. */
export function progressLine(
  terminal: Terminal,
  now: () => number = () => performance.now(),
): ProgressLine {
  let nextMs = now() + quietMs;
  let isShown = false;
  const clear = (): void => {
    if (isShown) terminal.write('\r\u001B[K');
    isShown = false;
  };
  const tell: OnProgress = (what, done, all) => {
    if (terminal.isTTY !== true) return;
    const at = now();
    if (at < nextMs) return;
    nextMs = at + everyMs;
    const width = Math.max(8, (terminal.columns || 80) - 1);
    terminal.write(`\r\u001B[K${fit(textOf(what, done, all), width).trimEnd()}`);
    isShown = true;
  };
  return { tell, clear };
}
