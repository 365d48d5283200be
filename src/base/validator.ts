// The one place where a JSON Schema becomes a function. The package ships the compiled function
// (src/build/inline.ts): a user installs no schema compiler, and the page, which may not evaluate
// code from text, does not need to.
import { Ajv } from 'ajv';
import { ajvOptions, type Schema } from './schema.ts';

/** Why a value does not match a schema; if there are several reasons, the first. */
export interface Violation {
  /** JSON pointer to the value that is wrong: `/steps/3/args`. */
  readonly instancePath: string;
  /** The schema keyword that it breaks, and that keyword's parameters. */
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The value. */
  readonly data?: unknown;
  /** The schema that has the keyword. */
  readonly parentSchema?: object;
}

/** Returns why a value does not match a schema, or nothing if it matches. */
export type Validate = (value: unknown) => readonly Violation[];

/** The check of a schema. */
export function validatorOf(schema: Schema): Validate {
  const validate = new Ajv(ajvOptions).compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
