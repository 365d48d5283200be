// Part of the build: writes dist/src/paths/model/tables, the compiled tables of our own statecharts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parts } from '../../machines/lifecycles.ts';
import { compileAnew } from '../paths/model/table.ts';
import { kept, tableFile } from '../paths/model/tables.ts';

/** More states than any single part has, so that a part that grows forever stops here. */
const statesMax = 10_000;

mkdirSync(new URL('../paths/model/tables', import.meta.url));
for (const part of parts.values()) {
  for (const legacy of [false, true]) {
    const table = kept(compileAnew(part, { legacy, statesMax }));
    const file = new URL(`../paths/model/${tableFile(part, legacy)}`, import.meta.url);
    writeFileSync(file, `${JSON.stringify(table)}\n`);
  }
}
