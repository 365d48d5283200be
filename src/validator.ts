// The one place where a JSON Schema becomes a function. The page, which must not make code from text,
// is built with what this makes of its schema (src/build/page.ts).
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import type { Schema } from './schema.ts';

/** How our schemas are read. `verbose` gives each error the schema that it comes from. */
export const ajvOptions: Options = {
  discriminator: true,
  verbose: true,
  strictTypes: false,
  strictTuples: false,
};

/** A function that says whether a value is as a schema has it, and keeps the errors if not. */
export const validatorOf = (schema: Schema): ValidateFunction =>
  new Ajv(ajvOptions).compile(schema);
