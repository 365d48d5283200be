// Checks input against a JSON Schema. The error says where it is wrong, why, and what to do.
import { didYouMean, show, UsageError } from './errors.ts';
import type { Schema } from './schema.ts';
import { validatorOf, type Validate, type Violation } from './validator.ts';

/** A JSON pointer as people write it: `/steps/3/args/account` is `steps[3].args.account`. */
const placeOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part.replaceAll('~1', '/')}`))
    .join('')
    .replace(/^\./, '');

const listed = (names: readonly unknown[]): string =>
  names.length === 0 || names.length > 20 ? '' : ` Known: ${names.map(String).join(', ')}.`;

/** What a value should be. */
const describe = (schema: Schema): string =>
  schema.description ?? (schema.enum === undefined ? show(schema.const) : schema.enum.join(', '));

/** The allowed values of the tag that tells several kinds of objects apart. */
const tags = ({ oneOf = [] }: Schema, tag: string): readonly string[] =>
  oneOf.map(({ properties }) => properties?.[tag]?.const as string);

/** A value, shortened to fit into a message. */
const short = (value: string): string => (value.length > 80 ? `${value.slice(0, 80)}…` : value);

/** One sentence on what is wrong and what to do. */
function explain({ instancePath, keyword, params, data, parentSchema }: Violation): string {
  const schema = (parentSchema ?? {}) as Schema;
  const place = placeOf(instancePath);
  const at = place === '' ? '' : `${place}: `;
  const given = short(typeof data === 'object' ? JSON.stringify(data) : show(data));
  const unknown = (what: string, value: unknown, allowed: readonly string[]): string =>
    `${at}no ${what} ${show(value)}.${listed(allowed)}${didYouMean(value, allowed)}`;
  switch (keyword) {
    case 'additionalProperties':
      return unknown('key', params['additionalProperty'], Object.keys(schema.properties ?? {}));
    case 'required': {
      const missing = String(params['missingProperty']);
      const wanted = schema.properties?.[missing];
      const known = listed(wanted === undefined ? tags(schema, missing) : []);
      const give = wanted === undefined ? '' : ` Give ${describe(wanted)}.`;
      return `${at}${show(missing)} is missing.${known}${give}`;
    }
    case 'discriminator': {
      const { tag, tagValue } = params as { readonly tag: string; readonly tagValue: unknown };
      return unknown(show(tag), tagValue, tags(schema, tag));
    }
    case 'enum':
      return unknown('such word', data, params['allowedValues'] as readonly string[]);
    default:
      return `${at}${given} is not valid. Give ${describe(schema)}.`;
  }
}

/** Every schema in use, for the build to compile. */
export const schemas: Schema[] = [];

/**
 * Makes a check by a JSON Schema. `where` begins its message: the name of the file.
 *
 * @throws {UsageError} from the check if the value does not match, with the place and the reason
 */
export function createCheck(id: string, schema: Schema): (where: string, value: unknown) => void {
  schemas.push(schema);
  let validate: Validate | undefined;
  return (where, value) => {
    validate ??= validatorOf(schema);
    const [error] = validate(value);
    if (error === undefined) return;
    throw new UsageError(id, `${where}: ${explain(error)}`);
  };
}
