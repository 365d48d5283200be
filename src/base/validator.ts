// The one place where a JSON Schema becomes a function. In the package it stands compiled
// (src/build/inline.ts): a user installs no compiler of schemas, and the page, which must not make
// code from text, makes none.
import { Ajv } from 'ajv';
import { ajvOptions, type Schema } from './schema.ts';

/** What a value has against a schema; of several things, the first. */
export interface Violation {
  /** JSON pointer to the value that is wrong: `/steps/3/args`. */
  readonly instancePath: string;
  /** The keyword of the schema that it breaks, and what that says of it. */
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The value. */
  readonly data?: unknown;
  /** The schema that has the keyword. */
  readonly parentSchema?: object;
}

/** Gives what a value has against a schema: nothing where it is as the schema says. */
export type Validate = (value: unknown) => readonly Violation[];

/** The check of a schema. */
export function validatorOf(schema: Schema): Validate {
  const validate = new Ajv(ajvOptions).compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
