import { show, UsageError } from './errors.ts';
import type { Language } from './language.ts';

/** A span of virtual time: milliseconds, or text with a unit: `'250 ms'`, `'30 s'`, `'2 min'`, `'1 h'`. */
export type Duration = number | `${number} ${'ms' | 's' | 'min' | 'h'}`;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a duration.
 *
 * @throws {UsageError} if it is negative, not finite, or text without a known unit
 */
export function msOfDuration(where: string, duration: unknown): number {
  const match =
    typeof duration === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h)\s*$/.exec(duration) : null;
  const ms =
    typeof duration === 'number'
      ? duration
      : match === null
        ? Number.NaN
        : Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new UsageError(
    'duration',
    `${where}: ${show(duration)} is not a duration. ` +
      `Give milliseconds, 0 or more, or text with a unit: "250 ms", "30 s", "2 min", "1 h".`,
  );
}

/** A moment of virtual time as people read it: `0 ms`, `1.4 s`, `2 min 5 s`. */
export function formatMs(ms: number): string {
  const rounded = Math.round(ms * 1000) / 1000;
  if (rounded < 1000) return `${rounded} ms`;
  const seconds = Math.round(ms) / 1000;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round((seconds - minutes * 60) * 1000) / 1000;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/**
 * The same for use within a sentence: unchanged in English; in Chinese with Chinese units: `20 毫秒`,
 * `2 分钟`, `2 分 5 秒`.
 */
export function sayMs(language: Language, ms: number): string {
  const text = formatMs(ms);
  if (language === 'en') return text;
  return text
    .replace(' min ', ' 分 ')
    .replace(/ min$/, ' 分钟')
    .replace(/ ms$/, ' 毫秒')
    .replace(/ s$/, ' 秒');
}
