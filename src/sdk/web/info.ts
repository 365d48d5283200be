import { byName, type CodeName } from '../../../machines/codes.ts';

/**
 * What 1.4.0 does not say: which documented code a failure is. It rides behind the arguments that
 * the real SDK gives, so that an application which knows only those goes on working.
 *
 * @source decisions.md B, "info"
 */
export interface Info {
  /** The code's name; it tells 501 from 501. */
  readonly name: CodeName;
  readonly value: number;
  /** What it means, in English; for a code with two meanings, which of them. */
  readonly reason: string;
}

/** The info of a code. */
export const infoOf = (name: CodeName, reason?: unknown): Info => ({
  name,
  value: byName(name).value,
  reason: typeof reason === 'string' ? reason : byName(name).meaning.en,
});

/** A handler with its arguments, ready to run; undefined where the application has set none. */
export function ready<A extends readonly unknown[]>(
  handler: unknown,
  ...args: A
): (() => unknown) | undefined {
  return typeof handler === 'function'
    ? () => (handler as (...given: A) => unknown)(...args)
    : undefined;
}

/** Several handlers, one after the other; undefined where none is set. */
export function readyAll(
  ...handlers: readonly ((() => unknown) | undefined)[]
): (() => unknown) | undefined {
  const set = handlers.filter((handler) => handler !== undefined);
  if (set.length === 0) return undefined;
  return () => {
    for (const handler of set) handler();
  };
}
