// What several schemas say, said once: the code of the checks is made of every schema as it stands, and
// the steps of a scenario alone are a fifth of it.
import type { Schema } from '../base/schema.ts';

/** From so many characters of JSON on a check of its own is shorter than the same check again. */
const foldedFrom = 150;

type Walk = (schema: Schema) => Schema;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema with all that stand in it changed. The branches of a `oneOf` stay: messages read their tags. */
function withEach(schema: Schema, change: Walk): Schema {
  const changed = (key: string, value: unknown): unknown => {
    switch (key) {
      case 'properties':
      case 'definitions':
        return Object.fromEntries(
          Object.entries(value as Readonly<Record<string, Schema>>).map(([name, inner]) => [
            name,
            change(inner),
          ]),
        );
      case 'oneOf':
        return (value as readonly Schema[]).map((inner) => withEach(inner, change));
      case 'anyOf':
      case 'allOf':
        return (value as readonly Schema[]).map(change);
      case 'items':
      case 'additionalProperties':
      case 'if':
      case 'then':
      case 'else':
        return isSchema(value) ? change(value) : value;
      default:
        return value;
    }
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, changed(key, value)]),
  );
}

/** Schemas, and what they refer to, by its id. */
export interface Folded {
  readonly schemas: readonly Schema[];
  readonly shared: ReadonlyMap<string, Schema>;
}

/**
 * Puts whatever stands more than once in schemas behind a reference. The description stays at each place,
 * which messages give; what has none, or refers to its own schema, stays where it is.
 */
export function foldedOf(schemas: readonly Schema[]): Folded {
  const counts = new Map<string, number>();
  const count: Walk = (schema) => {
    const text = JSON.stringify(schema);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return withEach(schema, count);
  };
  for (const schema of schemas) withEach(schema, count);
  const ids = new Map<string, string>();
  const shared = new Map<string, Schema>();
  const fold: Walk = (schema) => {
    const text = JSON.stringify(schema);
    const { description } = schema;
    const isFolded =
      description !== undefined &&
      text.length >= foldedFrom &&
      (counts.get(text) ?? 0) > 1 &&
      !text.includes('"$ref"');
    if (!isFolded) return withEach(schema, fold);
    const known = ids.get(text);
    const id = known ?? `shared${ids.size}`;
    if (known === undefined) {
      ids.set(text, id);
      shared.set(id, withEach(schema, fold));
    }
    return { description, $ref: id };
  };
  return { schemas: schemas.map((schema) => withEach(schema, fold)), shared };
}
