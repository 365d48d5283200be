// Reports every wrong use of a function in the same way: where, what was given, what was expected,
// what to pass.
import { checkKeys, show, UsageError } from './errors.ts';

/**
 * Refuses an argument that is not what it should be: `runSuite: undefined is not a suite. Pass what generate()
 * returned.`
 *
 * @throws {UsageError} if the argument is wrong
 */
export function checkGiven(
  where: string,
  value: unknown,
  isRight: boolean,
  what: string,
  pass: string,
): void {
  if (isRight) return;
  throw new UsageError('usage.argument', `${where}: ${show(value)} is not ${what}. ${pass}`);
}

/** The kinds of values that an option may have. */
export type Kind = 'text' | 'flag' | 'whole number' | 'list' | 'object' | 'function' | 'anything';

const kinds: Readonly<Record<Kind, readonly [(value: unknown) => boolean, string]>> = {
  text: [(value) => typeof value === 'string', 'text'],
  flag: [(value) => typeof value === 'boolean', 'true or false'],
  'whole number': [(value) => Number.isSafeInteger(value), 'a whole number'],
  list: [(value) => Array.isArray(value), 'a list'],
  object: [(value) => isObject(value), 'an object'],
  function: [(value) => typeof value === 'function', 'a function'],
  anything: [() => true, 'anything'],
};

/** Whether a value is a plain object, not null and not a list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Checks an options object: its keys, and the kind of each value.
 *
 * @throws {UsageError} if it is not an object, a key is unknown, or a value is of the wrong kind
 */
export function checkOptions(
  where: string,
  options: unknown,
  allowed: Readonly<Record<string, Kind>>,
): void {
  checkKeys('usage.option', where, options, Object.keys(allowed));
  for (const [key, value] of Object.entries(options as object)) {
    const [isRight, what] = kinds[allowed[key] ?? 'anything'];
    if (value === undefined || isRight(value)) continue;
    throw new UsageError('usage.option', `${where}: ${key} is ${show(value)}. Pass ${what}.`);
  }
}
