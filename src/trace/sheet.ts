// A report that is served with the page: what a client did on each code at each moment, each with
// the trace that shows it.
import type { CodeName, Text } from '../../machines/codes.ts';
import type { Recorded } from './trace.ts';

/** The contents of a cell. */
export interface SheetCell {
  /** The moment that it belongs to, as the index of its column. */
  readonly column: number;
  readonly verdict: 'untested' | 'ok' | 'warn' | 'wrong';
  readonly did: Text;
  /** Each rule that was broken, with the reason; if none was, why the verdict is what it is. */
  readonly why: readonly { readonly rule?: string; readonly text: Text }[];
  /** The command that makes it happen again. */
  readonly replay: string;
  /** What happened; absent if nothing did, or if it is too long. */
  readonly recorded?: Recorded;
}

/** The cells of a code. */
export interface SheetRow {
  readonly code: CodeName;
  readonly verdict: SheetCell['verdict'];
  /** The client's own policy for it, with the reason. */
  readonly policy?: { readonly policy: string; readonly reason: string };
  readonly cells: readonly SheetCell[];
}

/** The whole report. */
export interface Sheet {
  readonly summary: Text;
  readonly columns: readonly Text[];
  readonly rows: readonly SheetRow[];
  readonly advice: readonly Text[];
}
