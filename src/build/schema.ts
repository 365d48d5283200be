// Made at build: our JSON Schemas and the control API as files, for editors and other languages.
import { writeFileSync } from 'node:fs';
import { coverageSchema } from '../coverage/schema.ts';
import { openApi } from '../loopback/api.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { suiteSchema } from '../suites/schema.ts';

const files = {
  'scenario.schema': scenarioSchema,
  'suite.schema': suiteSchema,
  'coverage.schema': coverageSchema,
  openapi: openApi(),
};
for (const [name, content] of Object.entries(files)) {
  const file = new URL(`../${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(content)}\n`);
}
