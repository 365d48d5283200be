// A report that the page is served with: what a client did on each code at each moment, each with the
// trace that shows it.
import type { CodeName, Text } from '../../machines/codes.ts';
import type { Recorded } from './trace.ts';

/** What stands behind a cell. */
export interface SheetCell {
  /** The moment that it is of, by its place among the columns. */
  readonly column: number;
  readonly verdict: 'untested' | 'ok' | 'warn' | 'wrong';
  readonly did: Text;
  /** Each rule that was broken with the reason; where none was, why it is so. */
  readonly why: readonly { readonly rule?: string; readonly text: Text }[];
  /** The line that lets it happen again. */
  readonly replay: string;
  /** What happened; absent where nothing did, or too much. */
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
