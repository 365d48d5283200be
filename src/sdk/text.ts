import { show } from '../base/errors.ts';

/**
 * Text as the SDK makes it of anything: text as it is, the rest as JSON.
 *
 * @source LC 1.1: accounts and channels that are no text are JSON-stringified (W140)
 */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return show(value);
  }
}
