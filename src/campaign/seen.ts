// What a run has seen of the charts: codes, steps and pairs of steps, by number, so that what many runs have
// seen can be merged quickly.
import type { CodeName } from '../../machines/codes.ts';
import { stepKey } from '../coverage/harvest.ts';
import type { TraceEntry } from '../trace/entry.ts';
import { moveIds, moves } from './charts.ts';

/** Follows a trace. */
export class Seen {
  readonly codes = new Set<CodeName>();
  readonly moves = new Set<number>();
  /** Pairs of consecutive steps of one chart: the first times the number of all steps, plus the second. */
  readonly pairs = new Set<number>();
  readonly #last = new Map<string, number>();
  readonly #entries: readonly TraceEntry[];
  #read = 0;

  constructor(entries: readonly TraceEntry[]) {
    this.#entries = entries;
  }

  /** Reads what is new; `hear` is called for each step of a chart, in order. */
  read(hear?: (client: string, move: number) => void): void {
    for (; this.#read < this.#entries.length; this.#read++) {
      const entry = this.#entries[this.#read] as TraceEntry;
      if (entry.kind === 'callback' && entry.code !== undefined) this.codes.add(entry.code);
      if (entry.kind !== 'transition') continue;
      const move = moveIds.get(stepKey(entry));
      if (move === undefined) continue;
      const { part, client, key = '' } = entry;
      this.moves.add(move);
      const actor = `${part} ${client} ${key}`;
      const before = this.#last.get(actor);
      if (before !== undefined) this.pairs.add(before * moves.length + move);
      this.#last.set(actor, move);
      hear?.(client, move);
    }
  }
}
