// What an application passes in may be anything: cyclic, a bigint, an object whose toString throws.
// What goes into the trace must be plain JSON, and must not change afterwards.
import { show } from './errors.ts';

/** A value as plain JSON data: primitives as they are, objects copied, the rest as text. */
export function plain(value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return show(value);
  try {
    return JSON.parse(JSON.stringify(value)) as unknown;
  } catch {
    return show(value);
  }
}

/** A record with each value as plain JSON data: itself if they are so already, otherwise a copy. */
export function plainRecord(
  record: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const isPlain = Object.values(record).every((value) => plain(value) === value);
  if (isPlain) return record;
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, plain(value)]));
}
