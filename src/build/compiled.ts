import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { ajvOptions, type Schema } from '../base/schema.ts';
import { foldedOf } from './folded.ts';

/** The code of a `validator.js` that has the checks of these schemas compiled, each by its title. */
export function compiledCode(schemas: readonly Schema[]): string {
  const titles = schemas.map(({ title = '' }) => title);
  const wrong = titles.find((title, i) => title === '' || titles.indexOf(title) !== i);
  if (wrong !== undefined) {
    throw new Error(
      `A schema is found by its title, and ${JSON.stringify(wrong)} is not one's own.`,
    );
  }
  const ajv = new Ajv({ ...ajvOptions, code: { source: true, esm: true } });
  const folded = foldedOf(schemas);
  for (const [id, schema] of folded.shared) ajv.addSchema(schema, id);
  const names = folded.schemas.map((schema, i) => {
    ajv.addSchema(schema, `schema${i}`);
    return `check${i}`;
  });
  const refs = Object.fromEntries(names.map((name, i) => [name, `schema${i}`]));
  // It is an ES module but for what it requires, and exports each check.
  const code = standalone
    .default(ajv, refs)
    // Of an error, `explain` of src/base/reader.ts reads neither of these, and they are a third of the code.
    .replaceAll(/,schema:.*?,parentSchema:/g, ',parentSchema:')
    .replaceAll(/schemaPath:"(?:[^"\\]|\\.)*",/g, '')
    .replaceAll(
      /const (\w+) = require\("([^"]+)"\)\.default;?/g,
      'import * as $1$ from "$2.js";const $1 = $1$.default.default ?? $1$.default;',
    );
  const entries = schemas.map(({ title }, i) => `${JSON.stringify(title)}: check${i}`);
  return [
    code,
    `const compiled = { ${entries.join(', ')} };`,
    'export const validatorOf = ({ title }) => {',
    '  const validate = compiled[title];',
    '  if (validate === undefined) throw new Error(`The check of "${title}" was not compiled. Build again.`);',
    '  return (value) => (validate(value) ? [] : validate.errors);',
    '};',
  ].join('\n');
}
