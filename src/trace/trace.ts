// Everything that happened in a world, in order, with its virtual time: the one record that every
// part writes and reads. It never contains tokens. Of an error it contains only the name, because
// error texts differ between Node versions and the trace must not.
import type { CodeName } from '../../machines/codes.ts';
import type { TraceEntry } from './entry.ts';
import { formatLanes } from './lanes.ts';
import { sha256Of } from '../base/hash.ts';

/** Version of the JSON form of a trace. */
export const traceVersion = 1;

/** Mermaid reads ; and # as syntax everywhere. */
const safe = (text: string): string => text.replaceAll(/[;#\n]/g, ' ');

/** The record of a world. */
export class Trace {
  readonly entries: TraceEntry[] = [];

  /**
   * The callbacks in order of delivery, of all clients or of one account. An account may have
   * several clients (`alice`, `alice#2`); the name of a client selects that one only.
   */
  callbacks(who?: string): readonly (TraceEntry & { readonly kind: 'callback' })[] {
    return this.entries.filter(
      (entry): entry is TraceEntry & { readonly kind: 'callback' } =>
        entry.kind === 'callback' &&
        (who === undefined || entry.client === who || entry.client.startsWith(`${who}#`)),
    );
  }

  /** The names of the codes in order of delivery, of all clients or of one account. */
  codes(who?: string): readonly CodeName[] {
    return this.callbacks(who).flatMap(({ code }) => (code === undefined ? [] : [code]));
  }

  /** One JSON document per line: a head with the version, then one line per entry. */
  toJSONL(): string {
    const head = JSON.stringify({ sigsim: 'trace', version: traceVersion });
    return [head, ...this.entries.map((entry) => JSON.stringify(entry))].join('\n') + '\n';
  }

  /** SHA-256 of the JSONL, in hex: two runs are equal if their hashes are. */
  hash(): string {
    return sha256Of(this.toJSONL());
  }

  /** The trace as lanes for a terminal: one column per client, the service on the right. */
  toString(): string {
    return formatLanes(this.entries);
  }

  /** The packets and callbacks as a Mermaid sequence diagram. */
  toMermaid(): string {
    const lines = ['sequenceDiagram'];
    const names = [...new Set(this.entries.flatMap((e) => ('client' in e ? [e.client] : [])))];
    const id = (name: string): string => `c${names.indexOf(name)}`;
    lines.push(...names.map((name) => `  participant ${id(name)} as ${safe(name)}`));
    lines.push('  participant service');
    for (const entry of this.entries) {
      if (entry.kind === 'packet') {
        const [from, to] =
          entry.to === 'service' ? [id(entry.client), 'service'] : ['service', id(entry.client)];
        const arrow = entry.arrives === undefined ? '--x' : '->>';
        lines.push(`  ${from}${arrow}${to}: ${safe(entry.name)}`);
      } else if (entry.kind === 'callback') {
        const code = entry.code === undefined ? '' : ` ${entry.code}`;
        lines.push(`  Note over ${id(entry.client)}: ${safe(entry.name)}${code}`);
      }
    }
    return `${lines.join('\n')}\n`;
  }
}

/** A check that has failed, and where. */
export interface Failed {
  /** What failed, in a sentence. */
  readonly text: string;
  /** How many entries the trace had when it was clear that the check would fail. */
  readonly moment: number;
  /** What was expected and what was found, if the check can name both. */
  readonly expected?: string;
  readonly actual?: string;
}

/** A trace that is served with the page. */
export interface Recorded {
  readonly entries: readonly TraceEntry[];
  /** How many of them are shown at first. @default all */
  readonly moment?: number;
  /** What failed in it: a check, or the client left its path. */
  readonly failed?: Failed;
}
