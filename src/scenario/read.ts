// Reads a scenario: what is wrong with it is said with the place and the reason, before anything runs.
import { Ajv, type ErrorObject } from 'ajv';
import { didYouMean, show, UsageError } from '../errors.ts';
import { parseJSON } from '../json.ts';
import { checkScenario } from './check.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema, type Schema } from './schema.ts';

const id = 'scenario.wrong';

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

/** What a value is to be. */
const describe = (schema: Schema): string =>
  schema.description ?? (schema.enum === undefined ? show(schema.const) : schema.enum.join(', '));

/** What the tag may be that tells several objects apart. */
const tags = ({ oneOf = [] }: Schema, tag: string): readonly string[] =>
  oneOf.map(({ properties }) => properties?.[tag]?.const as string);

/** What is wrong, in a sentence, and what to do. */
function explain({ instancePath, keyword, params, data, parentSchema }: ErrorObject): string {
  const schema = (parentSchema ?? {}) as Schema;
  const place = placeOf(instancePath);
  const at = place === '' ? '' : `${place}: `;
  const given = typeof data === 'object' ? JSON.stringify(data) : show(data);
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
      return `${at}${given} will not do. Give ${describe(schema)}.`;
  }
}

const validate = new Ajv({
  discriminator: true,
  verbose: true,
  strictTypes: false,
  strictTuples: false,
}).compile(scenarioSchema);

/**
 * Checks a scenario, whatever it came from. `where` begins the message: the name of the file.
 *
 * @throws {UsageError} when it is no scenario, with the place and the reason
 */
export function readScenario(where: string, value: unknown): Scenario {
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    throw new UsageError(id, `${where}: ${error === undefined ? 'wrong' : explain(error)}`);
  }
  const scenario = value as Scenario; // The schema says so.
  checkScenario(where, scenario);
  return scenario;
}

/**
 * The same from the text of a file.
 *
 * @throws {UsageError} when it is no JSON, or no scenario
 */
export function parseScenario(where: string, text: string): Scenario {
  return readScenario(where, parseJSON(id, where, text));
}
