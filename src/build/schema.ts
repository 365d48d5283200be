// Made at build: our JSON Schemas as files, for editors and other languages.
import { writeFileSync } from 'node:fs';
import { scenarioSchema } from '../scenario/schema.ts';
import { suiteSchema } from '../suites/schema.ts';

for (const [name, schema] of Object.entries({ scenario: scenarioSchema, suite: suiteSchema })) {
  const file = new URL(`../${name}.schema.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
