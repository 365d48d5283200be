// Reads a trace: errors are reported with the line and the reason, before anything runs.
import { UsageError } from '../base/errors.ts';
import { checkLength, parseJSON } from '../base/json.ts';
import { createCheck } from '../base/reader.ts';
import type { TraceEntry } from '../trace/entry.ts';
import { traceVersion, type Failed } from '../trace/trace.ts';
import type { Input } from '../world/journal.ts';
import type { WorldOptions } from '../world/options.ts';
import { entrySchema, headSchema } from './schema.ts';

const id = 'trace.wrong';
const checkHead = createCheck(id, headSchema);
const checkEntry = createCheck(id, entrySchema);

/** A trace that was read from a file. */
export interface RecordedTrace {
  readonly world: WorldOptions;
  readonly clients: readonly {
    readonly name: string;
    readonly version: string;
    readonly canReceiveCalls: boolean;
    readonly device?: string;
    /** It came over the wire: its own timers are not in the trace. */
    readonly wire?: boolean;
  }[];
  /** The inputs from outside; undefined if the trace does not contain them. */
  readonly inputs: readonly Input[] | undefined;
  readonly entries: readonly TraceEntry[];
  /** The check that failed, if a failed check saved the trace. */
  readonly failed?: Failed;
}

/** Whether a text is a trace, or was meant to be one. */
export const isTrace = (text: string): boolean =>
  /^\s*\{\s*"sigsim"\s*:\s*"trace"/.test(text.slice(0, 200));

/**
 * Reads a trace, as `world.trace.toJSONL()` and `traceFile` of `sigsim/checks` write it.
 *
 * @throws {UsageError} if a line is no JSON, of another version or of an unknown kind, with the line
 */
export function readTrace(text: string, where = 'trace'): RecordedTrace {
  checkLength(id, where, text);
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const head = line(where, 1, first) as { readonly version?: unknown };
  const { version } = Object(head) as { readonly version?: unknown };
  if (typeof version === 'number' && version !== traceVersion) {
    throw new UsageError(
      'trace.version',
      `${where}: version ${version}, but this sigsim reads version ${traceVersion}. ` +
        'Replay it with the version of sigsim that made it.',
    );
  }
  checkHead(`${where}: line 1`, head);
  const { world = {}, clients = [], inputs, entries: count, failed } = head as Head;
  const last = lines.length + 1;
  const isWhole = /[}\]]\s*$/.test(text);
  if (!isWhole || (count !== undefined && lines.length < count)) {
    const wanted = count === undefined ? '' : `, but should have ${count} entries in all`;
    throw new UsageError(
      'trace.cut',
      `${where}: is cut off: it ends at line ${last}${wanted}. Give the whole file.`,
    );
  }
  const entries = lines.map((one, index) => {
    const value = line(where, index + 2, one);
    checkEntry(`${where}: line ${index + 2}`, value);
    return value as TraceEntry; // The schema has checked it.
  });
  return { world, clients, inputs, entries, ...(failed && { failed }) };
}

/** The head of a trace; in a saved trace it says how many entries follow. */
type Head = Partial<Omit<RecordedTrace, 'entries'>> & { readonly entries?: number };

/** The value of one line. */
function line(where: string, number: number, text: string): unknown {
  return parseJSON(id, `${where}: line ${number}`, text);
}
