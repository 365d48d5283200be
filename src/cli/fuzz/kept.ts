// Failures that a project keeps, as scenarios in a folder of its own: the next campaign tries them first.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import type { Failure } from '../../campaign/report.ts';
import { parseScenario } from '../../scenario/read.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** Where they are, in the current folder. */
export const keptFolder = '.sigsim/failures';

/** One of them, by the name of its file. */
export interface KeptScenario {
  readonly name: string;
  readonly scenario: Scenario;
}

const nameOf = (client: string, rule: string, scenario: Scenario): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([client, scenario]))
    .digest('hex');
  return `${rule}-${hash.slice(0, 10)}.json`;
};

/**
 * The failures in a folder, by name; none where there is no folder.
 *
 * @throws {UsageError} when a file of it is no scenario
 */
export function readKept(folder: string): readonly KeptScenario[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => {
      const file = join(folder, name);
      return { name, scenario: parseScenario(file, readFileSync(file, 'utf8')) };
    });
}

/** Keeps a failure; gives its file, or why it cannot be kept. */
export function keepFailure(
  folder: string,
  client: string,
  { rule, scenario }: Failure,
): { readonly file: string } | { readonly why: string } {
  const file = join(folder, nameOf(client, rule, scenario));
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(scenario, null, 2)}\n`);
    return { file };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** Writes the trace of a failure, for the lines that play it again and show it. */
export function keepTrace(folder: string, { trace }: Failure): string | undefined {
  const hash = createHash('sha256').update(trace).digest('hex').slice(0, 12);
  const file = join(folder, `${hash}.jsonl`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, trace);
    return file;
  } catch {
    return undefined;
  }
}

/** @throws {UsageError} when a file cannot be read */
export function hashOfFile(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      'fuzz.subject',
      `fuzz: ${JSON.stringify(file)} cannot be read (${why}). Give a file of JavaScript or TypeScript that exports a subject.`,
    );
  }
}
