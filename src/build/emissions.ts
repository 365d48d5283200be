// Made at build: where each code is emitted, by file and line, so that `sigsim where` can say so from
// the packed tarball too. Codes are always written whole, so reading the text is enough.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codes } from '../../machines/codes.ts';

/** A place in machines/ where a code is emitted. */
export interface Emission {
  readonly file: string;
  readonly line: number;
}

const machines = new URL('../../../machines/', import.meta.url);

const files = readdirSync(machines, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && file !== 'codes.ts' && !file.endsWith('story.ts'))
  .sort();

const emissions: Record<string, Emission[]> = Object.fromEntries(
  codes.map(({ name }) => [name, []]),
);
for (const file of files) {
  const lines = readFileSync(new URL(file, machines), 'utf8').split('\n');
  for (const [index, text] of lines.entries()) {
    if (/^\s*(\*|\/\*|\/\/)/.test(text)) continue; // What a comment names is not emitted.
    for (const [, name] of text.matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)) {
      emissions[name ?? '']?.push({ file: `machines/${file}`, line: index + 1 });
    }
  }
}
writeFileSync(new URL('../emissions.json', import.meta.url), `${JSON.stringify(emissions)}\n`);
