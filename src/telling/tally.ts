import type { TraceEntry } from '../trace/entry.ts';

/** How often something was sent within a span of time. */
export interface Count {
  /** When the span begins, in virtual milliseconds. */
  readonly atMs: number;
  readonly count: number;
}

/** Counts the packets of a name by spans of time; empty spans are listed only between others. */
export function tally(
  entries: readonly TraceEntry[],
  { packet, spanMs }: { readonly packet: string; readonly spanMs: number },
): readonly Count[] {
  const counts = new Map<number, number>();
  for (const entry of entries) {
    if (entry.kind !== 'packet' || entry.name !== packet) continue;
    const span = Math.floor(entry.at / spanMs);
    counts.set(span, (counts.get(span) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const first = Math.min(...counts.keys());
  const last = Math.max(...counts.keys());
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    atMs: (first + i) * spanMs,
    count: counts.get(first + i) ?? 0,
  }));
}
