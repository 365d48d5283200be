// The tables of statecharts. Of our own, the build has asked XState and keeps the answers in files, because the
// first steps of a process are slow; of all others, and where no file can be read, XState is asked here.
import { parts } from '../../../machines/lifecycles.ts';
import type { Part } from '../../../machines/lifecycle.ts';
import {
  compileAnew,
  type Compiled,
  type CompileOptions,
  type Outcome,
  type Table,
} from './table.ts';
import { placesOf } from './written.ts';

/** A complete table as plain data, with transitions by their ids. */
export interface KeptTable extends Omit<
  Table,
  'part' | 'outcomes' | 'offered' | 'next' | 'outcome'
> {
  readonly outcomes: readonly (Omit<Outcome, 'taken'> & { readonly taken: readonly string[] })[];
  readonly offered: readonly (readonly number[])[];
  readonly next: readonly number[];
  readonly outcome: readonly number[];
}

/** A table as the build keeps it. */
export function kept({ part: _part, ...table }: Table): KeptTable {
  return {
    ...table,
    outcomes: table.outcomes.map((one) => ({ ...one, taken: one.taken.map(({ id }) => id) })),
    offered: table.offered.map((row) => [...row]),
    next: [...table.next],
    outcome: [...table.outcome],
  };
}

/** A table as it was before the build kept it. */
export function revived(part: Part, table: KeptTable): Compiled {
  const written = new Map([...placesOf(part.machine).values()].map((one) => [one.id, one]));
  return {
    ...table,
    part,
    outcomes: table.outcomes.map((one) => ({
      ...one,
      taken: one.taken.flatMap((id) => written.get(id) ?? []),
    })),
    offered: table.offered.map((row) => Uint8Array.from(row)),
    next: Int32Array.from(table.next),
    outcome: Int32Array.from(table.outcome),
    complete: true,
  };
}

/** The file in which the build keeps a table, beside this one. */
export const tableFile = ({ name }: Part, legacy: boolean): string =>
  `tables/${name}${legacy ? '-legacy' : ''}.json`;

/** What stands in a file beside this one; undefined where none can be read: in a page, without a build. */
function read(name: string): string | undefined {
  const fs = typeof process === 'object' ? process.getBuiltinModule?.('node:fs') : undefined;
  try {
    return fs?.readFileSync(new URL(name, import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
}

/** What the build keeps of a part: nothing unless it is our own, and fits within the limit on states. */
function keptOf(part: Part, { legacy, statesMax }: CompileOptions): KeptTable | undefined {
  const isOurs = parts.get(part.name) === part;
  const text = isOurs ? read(tableFile(part, legacy)) : undefined;
  const table = text === undefined ? undefined : (JSON.parse(text) as KeptTable);
  return table !== undefined && table.states.length <= statesMax ? table : undefined;
}

const compiled = new WeakMap<Part, Map<string, Compiled>>();

/** Compiles a part, once. */
export function compile(part: Part, options: CompileOptions): Compiled {
  const known = compiled.get(part) ?? new Map<string, Compiled>();
  compiled.set(part, known);
  const key = `${options.legacy} ${options.statesMax}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const own = keptOf(part, options);
  const table = own === undefined ? compileAnew(part, options) : revived(part, own);
  known.set(key, table);
  return table;
}
