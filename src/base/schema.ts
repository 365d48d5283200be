// The building blocks of our JSON Schemas. Each `description` completes the sentence "Give ...".

/** The subset of JSON Schema that we use. */
export interface Schema {
  readonly [keyword: string]: unknown;
  /** What it describes: the name under which the build stores its compiled check. */
  readonly title?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
}

/**
 * How ajv reads our schemas. `verbose` adds to each error the schema that it comes from. We build
 * the message from that, so ajv's own messages are left out, and each definition is written once.
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

/** One of these words. @throws {RangeError} if the list is empty, because no value could match */
export function oneOf(names: readonly string[]): Schema {
  if (names.length === 0)
    throw new RangeError('schema: the list of words is empty. Leave the schema out.');
  return { type: 'string', enum: names };
}

/** An object with these properties and no others; a ? marks an optional one. */
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

/** One of several objects, told apart by a property. @throws {RangeError} if the list is empty */
export function choice(tag: string, options: readonly Schema[], more: Schema = {}): Schema {
  if (options.length === 0)
    throw new RangeError(`schema: there is no ${tag} to choose from. Leave the schema out.`);
  return {
    type: 'object',
    description: 'an object',
    ...more,
    required: [tag],
    discriminator: { propertyName: tag },
    oneOf: options,
  };
}
