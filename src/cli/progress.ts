// Work that takes longer than a second shows its progress on a terminal: one line on standard
// error, which is updated in place and removed when the work is done. Every command uses this.
import { fit } from '../base/columns.ts';
import type { OnProgress, Pace } from '../base/progress.ts';

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

const minuteMs = 60_000;

/** `12 s left`, `3 min left`, `1 h 20 min left`. */
function leftText(ms: number): string {
  if (ms < 1.5 * minuteMs) return `${Math.ceil(Math.max(0, ms) / 1_000)} s left`;
  const minutes = Math.ceil(ms / minuteMs);
  const hours = Math.floor(minutes / 60);
  return `${hours === 0 ? '' : `${hours} h `}${minutes % 60} min left`;
}

/** Where some work stood when it was first told of. */
interface Begun {
  readonly what: string;
  readonly done: number;
  readonly at: number;
}

/** ` · 140 a second · 3 min left`; nothing as long as nobody can know. */
function paceText(
  begun: Begun,
  at: number,
  done: number,
  all: number | undefined,
  { leftMs }: Pace,
) {
  const perS = ((done - begun.done) * 1_000) / (at - begun.at);
  const isKnown = perS > 0 && Number.isFinite(perS);
  const byRate = all === undefined || !isKnown ? undefined : ((all - done) * 1_000) / perS;
  const left = leftMs ?? byRate;
  const rate = perS < 10 ? Number(perS.toFixed(1)) : Math.round(perS);
  return [
    ...(isKnown ? [`${grouped(rate)} a second`] : []),
    ...(left === undefined ? [] : [leftText(left)]),
  ]
    .map((text) => ` · ${text}`)
    .join('');
}

/** Creates the line; if `terminal` is not a terminal, nothing is shown. `now` returns milliseconds. */
export function progressLine(
  terminal: Terminal,
  now: () => number = () => performance.now(),
): ProgressLine {
  let nextMs = now() + quietMs;
  let isShown = false;
  let begun: Begun | undefined;
  const clear = (): void => {
    if (isShown) terminal.write('\r\u001B[K');
    isShown = false;
  };
  const tell: OnProgress = (what, done, all, pace) => {
    if (terminal.isTTY !== true) return;
    const at = now();
    if (begun?.what !== what || done < begun.done) begun = { what, done, at };
    if (at < nextMs) return;
    nextMs = at + everyMs;
    const width = Math.max(8, (terminal.columns || 80) - 1);
    const paced = pace === undefined ? '' : paceText(begun, at, done, all, pace);
    terminal.write(`\r\u001B[K${fit(textOf(what, done, all) + paced, width).trimEnd()}`);
    isShown = true;
  };
  return { tell, clear };
}
