// The rows of the specification, read from their fixture.
import { readFileSync } from 'node:fs';

/** A line of the rows: in these states, on these events, under these conditions. */
export interface RowLine {
  readonly row: string;
  /** States before it, each standing for those within it. */
  readonly state: string;
  readonly event: string;
  /** Conditions, all of which hold. */
  readonly given: string;
  /** The state after it, `''` for the one before. */
  readonly after: string;
  /** Callbacks in order, with the names of their codes. */
  readonly callbacks: string;
  /** The word of the session that goes with it: `'ended by user'`. */
  readonly session: string;
  /** The requests that go to the service, in order. */
  readonly asks: string;
}

/** The lines of one statechart. */
export type RowsOfPart = readonly RowLine[];

/** The lines of every statechart, by its name. */
export type Rows = Readonly<Record<string, RowsOfPart>>;

const file = new URL('../fixtures/rows.json', import.meta.url);
const fixture = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly rows: Readonly<Record<string, readonly (readonly string[])[]>>;
};

/** The rows of the specification. */
export const rows: Rows = Object.fromEntries(
  Object.entries(fixture.rows).map(([part, lines]) => [
    part,
    lines.map((cells): RowLine => {
      const [row = '', state = '', event = '', given = '', ...more] = cells;
      const [after = '', callbacks = '', session = '', asks = ''] = more;
      return { row, state, event, given, after, callbacks, session, asks };
    }),
  ]),
);

/** The things that stand in one cell. */
export const listOf = (cell: string): readonly string[] => (cell === '' ? [] : cell.split(', '));
