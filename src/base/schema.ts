// What our JSON Schemas are made of. Each `description` finishes the sentence "Give ...".

/** A JSON Schema, as far as we write one. */
export interface Schema {
  readonly [keyword: string]: unknown;
  /** What it is a schema of: the name under which the build keeps its compiled check. */
  readonly title?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
}

/**
 * How ajv reads our schemas. `verbose` gives each error the schema that it comes from, from which the
 * message is made; so ajv's own are left out, and definitions stand once.
 */
export const ajvOptions = {
  discriminator: true,
  verbose: true,
  messages: false,
  inlineRefs: false,
  strictTypes: false,
  strictTuples: false,
} as const;

/** Any text. */
export const text = { type: 'string', description: 'a text' };

/** A text that is not empty. */
export const name = { type: 'string', minLength: 1, description: 'a name' };

/** Yes or no. */
export const flag = { type: 'boolean', description: 'true or false' };

/** One of these words. @throws {RangeError} where there are none, which no value could be */
export function oneOf(names: readonly string[]): Schema {
  if (names.length === 0) throw new RangeError('schema: one of no words. Leave the schema out.');
  return { type: 'string', enum: names };
}

/** An object with these properties and no others; a ? marks one that may be left out. */
export function closed(properties: Readonly<Record<string, Schema>>): Schema {
  const entries = Object.entries(properties);
  return {
    type: 'object',
    description: 'an object',
    properties: Object.fromEntries(entries.map(([key, one]) => [key.replace('?', ''), one])),
    required: entries.flatMap(([key]) => (key.endsWith('?') ? [] : [key])),
    additionalProperties: false,
  };
}

/** One of several objects, told apart by a property. @throws {RangeError} where there are none */
export function choice(tag: string, options: readonly Schema[], more: Schema = {}): Schema {
  if (options.length === 0)
    throw new RangeError(`schema: no ${tag} to choose. Leave the schema out.`);
  return {
    type: 'object',
    description: 'an object',
    ...more,
    required: [tag],
    discriminator: { propertyName: tag },
    oneOf: options,
  };
}
