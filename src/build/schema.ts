// Made at build: the JSON Schema of a scenario as a file, for editors and other languages.
import { writeFileSync } from 'node:fs';
import { scenarioSchema } from '../scenario/schema.ts';

writeFileSync(
  new URL('../scenario.schema.json', import.meta.url),
  `${JSON.stringify(scenarioSchema, null, 2)}\n`,
);
