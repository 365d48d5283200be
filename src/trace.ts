// Everything that happened in a world, in order, with its virtual time: the one record that every
// part writes and reads. Tokens never enter it; of an error only the name does, because texts differ
// between Node versions and the trace must not.
import type { CodeName } from '../machines/codes.ts';
import { formatLanes } from './lanes.ts';
import { bytesToHex, sha256, utf8ToBytes } from './vendor.ts';

/** Version of the JSON form of a trace. */
export const traceVersion = 1;

/** One thing that happened. `at` is virtual milliseconds; `client` the name of a client. */
export type TraceEntry =
  | {
      readonly kind: 'call';
      readonly at: number;
      readonly client: string;
      readonly method: string;
      readonly args: readonly unknown[];
      /** Set where a rule of `world.fail` made the call, not the application. */
      readonly by?: 'rule';
    }
  | {
      readonly kind: 'packet';
      readonly at: number;
      readonly client: string;
      readonly to: 'service' | 'client';
      readonly name: string;
      /** When it arrives; absent where it is lost. */
      readonly arrives?: number;
    }
  | {
      readonly kind: 'transition';
      readonly at: number;
      readonly client: string;
      readonly part: string;
      /** Which message, query or call it was, where a client may have several. */
      readonly key?: string;
      readonly event: string;
      readonly from: string;
      readonly to: string;
      readonly rows: readonly string[];
      /** Codes that the transition emitted; their callbacks follow. */
      readonly codes?: readonly CodeName[];
    }
  | {
      readonly kind: 'callback';
      readonly at: number;
      readonly client: string;
      readonly name: string;
      readonly code?: CodeName;
      readonly details: Readonly<Record<string, unknown>>;
      /** Whether the application had set a handler. */
      readonly handled: boolean;
    }
  | {
      /** `late`: an answer that nobody waits for any more; `lost`: a packet that went with its line. */
      readonly kind: 'late' | 'lost';
      readonly at: number;
      readonly client: string;
      readonly name: string;
    }
  | {
      readonly kind: 'act';
      readonly at: number;
      readonly by: 'service' | 'network';
      readonly did: string;
      readonly args: readonly unknown[];
      /** The one client that it befell, where a rule of `world.fail` did it. */
      readonly client?: string;
    }
  | {
      /** A rule sets a cause going, or ends it because its code has been delivered. */
      readonly kind: 'rule';
      readonly at: number;
      readonly client: string;
      readonly code?: CodeName;
      /** The kind of fault, where no code was asked for. */
      readonly fault?: string;
      readonly did: 'begins' | 'ends';
    }
  | {
      readonly kind: 'threw';
      readonly at: number;
      readonly client: string;
      readonly name: string;
      readonly error: string;
    }
  | {
      /** The application has set a handler that the SDK does not know: told once, when it was missed. */
      readonly kind: 'misnamed';
      readonly at: number;
      readonly client: string;
      /** As the application calls it: `onLoginFail`. */
      readonly name: string;
      /** The SDK's name that is nearest: `onLoginFailed`. */
      readonly near: string;
    };

/** Mermaid reads ; and # as syntax wherever they stand. */
const safe = (text: string): string => text.replaceAll(/[;#\n]/g, ' ');

/** The record of a world. */
export class Trace {
  readonly entries: TraceEntry[] = [];

  /**
   * The callbacks in order of delivery; of all, or of an account. An account may have several
   * clients (`alice`, `alice#2`); the name of one asks for that one alone.
   */
  callbacks(who?: string): readonly (TraceEntry & { readonly kind: 'callback' })[] {
    return this.entries.filter(
      (entry): entry is TraceEntry & { readonly kind: 'callback' } =>
        entry.kind === 'callback' &&
        (who === undefined || entry.client === who || entry.client.startsWith(`${who}#`)),
    );
  }

  /** The names of the codes in order of delivery; of all, or of an account. */
  codes(who?: string): readonly CodeName[] {
    return this.callbacks(who).flatMap(({ code }) => (code === undefined ? [] : [code]));
  }

  /** One JSON document a line: a head with the version, then an entry each. */
  toJSONL(): string {
    const head = JSON.stringify({ sigsim: 'trace', version: traceVersion });
    return [head, ...this.entries.map((entry) => JSON.stringify(entry))].join('\n') + '\n';
  }

  /** SHA-256 of the JSONL, in hex: two runs are equal where this is. */
  hash(): string {
    return bytesToHex(sha256(utf8ToBytes(this.toJSONL())));
  }

  /** The trace as lanes for a terminal: a column a client, the service at the right. */
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

/** A trace that the page is served with. */
export interface Recorded {
  readonly entries: readonly TraceEntry[];
  /** How many of them it is opened at; all, where it is not said. */
  readonly moment?: number;
  /** Where the client left its path, in a line. */
  readonly left?: string;
}
