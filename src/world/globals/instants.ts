// Whatever tells the time besides Date and performance.now: process.hrtime and uptime, marks and measures
// of performance, and Intl.DateTimeFormat if it is given no date.
import type { Patches } from './patches.ts';

type Hrtime = ((since?: readonly [number, number]) => [number, number]) & { bigint?: () => bigint };

interface Host {
  readonly process?: { readonly hrtime?: Hrtime; readonly uptime?: () => number };
  readonly performance: {
    readonly mark?: (name: string, options?: Readonly<Record<string, unknown>>) => unknown;
    readonly measure?: (...args: readonly unknown[]) => unknown;
  };
}

const host = globalThis as unknown as Host;

const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms * 1_000_000));

/** Nanoseconds as `process.hrtime` gives them: seconds and the rest. */
const pairOf = (ns: bigint): [number, number] => [
  Number(ns / 1_000_000_000n),
  Number(ns % 1_000_000_000n),
];

function putHrtime(patches: Patches, now: () => number): void {
  const { process: node } = host;
  if (node?.hrtime === undefined || node.uptime === undefined) return;
  const hrtime: Hrtime = (since) => {
    const ns = nanoseconds(now());
    if (since === undefined) return pairOf(ns);
    const [seconds, rest] = since;
    return pairOf(ns - BigInt(seconds) * 1_000_000_000n - BigInt(rest));
  };
  hrtime.bigint = () => nanoseconds(now());
  patches.put(node, 'hrtime', hrtime);
  patches.put(node, 'uptime', () => now() / 1000);
}

function putMarks(patches: Patches, now: () => number): void {
  const { performance } = host;
  const { mark, measure } = performance;
  if (mark === undefined || measure === undefined) return;
  patches.put(
    performance,
    'mark',
    (name: string, options: Readonly<Record<string, unknown>> = {}) =>
      Reflect.apply(mark, performance, [name, { startTime: now(), ...options }]),
  );
  patches.put(performance, 'measure', (name: unknown, from?: unknown, to?: unknown) => {
    const isText = typeof from === 'string' || from === undefined;
    const given = isText ? { start: from } : (from as object);
    const end = to === undefined ? {} : { end: to };
    const isOpen = to === undefined && !('end' in given) && !('duration' in given);
    const options = { ...given, ...end, ...(isOpen && { end: now() }) };
    return Reflect.apply(measure, performance, [name, options]);
  });
}

/** A format that is given no date formats the current time. */
function putFormats(patches: Patches, epochMs: () => number): void {
  const { prototype } = Intl.DateTimeFormat;
  const format = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
  const { formatToParts } = prototype;
  if (format === undefined) return;
  patches.define(prototype, 'format', {
    get(this: Intl.DateTimeFormat) {
      const own = Reflect.apply(format, this, []) as (date: unknown) => string;
      return (date?: unknown) => own(date === undefined ? epochMs() : date);
    },
  });
  patches.put(prototype, 'formatToParts', function parts(this: Intl.DateTimeFormat, date?: Date) {
    return Reflect.apply(formatToParts, this, [date === undefined ? epochMs() : date]) as unknown;
  });
}

/**
 * Makes all of them tell the world's time.
 *
 * @param now virtual milliseconds
 * @param epochMs the same moment on the calendar, in Unix milliseconds
 */
export function putInstants(patches: Patches, now: () => number, epochMs: () => number): void {
  putHrtime(patches, now);
  putMarks(patches, now);
  putFormats(patches, epochMs);
}
