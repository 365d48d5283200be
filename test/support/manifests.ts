// The manifests of docs/campaigns.md, read as YAML, and the command lines in them.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const page = readFileSync(new URL('../../docs/campaigns.md', import.meta.url), 'utf8');

/** The documents of the YAML block that has a pattern in it, each as plain data. */
export function manifests(pattern: RegExp): readonly unknown[] {
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  const found = blocks.find((block) => pattern.test(block));
  if (found === undefined) throw new Error(`docs/campaigns.md: no YAML with ${String(pattern)}`);
  return parseAllDocuments(found, { strict: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as unknown;
  });
}

/** A file for docker compose. */
export interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly image?: string;
        readonly build?: string;
        readonly command?: string;
        readonly depends_on?: readonly string[];
        readonly restart?: string;
      }
    >
  >;
}

/** The file for docker compose. */
export const compose = (): Compose => manifests(/^services:/m)[0] as Compose;

/** The words of a command line in a manifest, without what starts sigsim. */
export function argsOf(command: string | readonly string[] | undefined): readonly string[] {
  const [npx, sigsim, ...args] =
    typeof command === 'string' ? command.split(/\s+/) : (command ?? []);
  if (npx !== 'npx' || sigsim !== 'sigsim')
    throw new Error(`no command of sigsim: ${String(command)}`);
  return args;
}
