// The two kinds of failure never mix: a simulated outcome is a code and arrives by callback; only
// wrong use of sigsim and bugs in sigsim are thrown. They are created here, so that every one says
// where it happened, what happened, with which value, and what to do next.
import { codes, isCodeName, type CodeName } from '../../machines/codes.ts';
import { closestMatch } from './vendor.ts';

/** Wrong use of sigsim, which the caller can fix. `id` is stable; the text may improve. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly id: string;

  constructor(id: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.id = id;
  }

  /** An error from another copy of the package (one required, one imported) counts as well. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    const { name, id } = Object(value) as Partial<UsageError>;
    return name === 'UsageError' && typeof id === 'string';
  }
}

/** A machine contradicts the specification: a bug in sigsim. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
}

/** A value as an error message shows it: `"alice"`, `42`, `[object Object]`. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  try {
    return String(value);
  } catch {
    return typeof value; // An object without a prototype cannot be converted to text.
  }
}

/** A thrown value as a message shows it: `RangeError: no such room`, `the string "no"`. */
export function errorText(thrown: unknown): string {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
  return thrown === undefined || thrown === null
    ? String(thrown)
    : `the ${typeof thrown} ${show(thrown)}`;
}

/** The allowed name that is closest to a value; undefined if none is close. */
export function nearest(value: unknown, allowed: readonly string[]): string | undefined {
  const text = typeof value === 'string' ? value : '';
  if (text === '') return undefined;
  const lower = new Map(allowed.map((name) => [name.toLowerCase(), name]));
  const near = closestMatch(text.toLowerCase(), [...lower.keys()], {
    maxDistance: Math.max(2, Math.floor(text.length / 3)),
  });
  return near === undefined ? undefined : lower.get(near);
}

/** `Did you mean "bob"?`, or nothing if no allowed name is close. */
export function didYouMean(value: unknown, allowed: readonly string[]): string {
  const near = nearest(value, allowed);
  return near === undefined ? '' : ` Did you mean ${show(near)}?`;
}

/**
 * An error about a name that is not on a list.
 *
 * `unknown('world.option', 'createWorld', 'option', 'sed', ['seed'])` says:
 * `createWorld: no option "sed". Known: seed. Did you mean "seed"?`
 */
export function unknownName(
  id: string,
  where: string,
  what: string,
  value: unknown,
  allowed: readonly string[],
): UsageError {
  const near = didYouMean(value, allowed);
  // Of a long list the nearest name is enough; where none is near, some of it shows what is meant.
  const known = allowed.length > namesMost && near !== '' ? '' : ` Known: ${listed(allowed)}.`;
  return new UsageError(id, `${where}: no ${what} ${show(value)}.${known}${near}`);
}

/** The most names that a message lists. */
const namesMost = 12;

const listed = (names: readonly string[]): string => {
  const more = names.length - namesMost;
  if (more <= 3) return names.join(', ') || 'none';
  return `${names.slice(0, namesMost).join(', ')} and ${more} more`;
};

/**
 * A code by its name.
 *
 * @throws {UsageError} if the code is not documented
 */
export function readCode(id: string, where: string, code: unknown): CodeName {
  if (typeof code === 'string' && isCodeName(code)) return code;
  const names = codes.map(({ name }) => name);
  throw new UsageError(
    id,
    `${where}: ${show(code)} is not a documented code.${didYouMean(code, names)} ` +
      'npx sigsim codes lists all 42.',
  );
}

/** Throws if the options are not an object, or have a key that is not on the list of `what`s. */
export function checkKeys(
  id: string,
  where: string,
  options: unknown,
  allowed: readonly string[],
  what = 'option',
): void {
  if (typeof options !== 'object' || options === null) {
    throw new UsageError(
      id,
      `${where}: ${show(options)} is not an options object. Pass one, or leave it out.`,
    );
  }
  for (const key of Object.keys(options)) {
    if (!allowed.includes(key)) throw unknownName(id, where, what, key, allowed);
  }
}
