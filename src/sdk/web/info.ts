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

/** A callback with its arguments, ready to run; undefined where the application has given none. */
export function ready(callback: unknown, ...args: readonly unknown[]): (() => unknown) | undefined {
  return typeof callback === 'function' ? () => callback(...args) as unknown : undefined;
}

/** The same for a callback property, which is called on its object: applications use `this`. */
export function fire<Owner extends object>(
  owner: Owner | undefined,
  name: keyof Owner,
  ...args: readonly unknown[]
): (() => unknown) | undefined {
  const handler: unknown = owner?.[name];
  return typeof handler === 'function' ? () => handler.apply(owner, args) as unknown : undefined;
}

/**
 * Several handlers, one after the other; undefined where none is set. One that throws does not stop
 * the others; the first error is thrown when all have run.
 */
export function readyAll(
  ...handlers: readonly ((() => unknown) | undefined)[]
): (() => unknown) | undefined {
  const set = handlers.filter((handler) => handler !== undefined);
  if (set.length === 0) return undefined;
  return () => {
    const errors: unknown[] = [];
    for (const handler of set) {
      try {
        handler();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
}
