import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { toJUnit } from '../../coverage/junit.ts';
import { toMarkdown } from '../../coverage/markdown.ts';
import { readReport } from '../../coverage/read.ts';
import { mergeReports, missesOf, type CoverageReport } from '../../coverage/report.ts';
import { toJSON, toText } from '../../coverage/text.ts';
import { UsageError } from '../../base/errors.ts';
import { parseJSON } from '../../base/json.ts';
import { readText } from '../files.ts';
import { checkKind } from '../kind.ts';
import type { Output } from '../output.ts';

const formats = { text: toText, json: toJSON, markdown: toMarkdown, junit: toJUnit } as const;

const help = `
Makes one report of those that shards wrote: exactly the report of the whole run.

Examples:
  sigsim merge codes-1-2.json codes-2-2.json
  sigsim merge codes-*.json --json > codes.json
  sigsim merge codes-*.json --format markdown >> $GITHUB_STEP_SUMMARY

Ends with 2 where a threshold of the reports is not reached.`;

function readFile(file: string): CoverageReport {
  const text = readText('merge', file, 'Give files that the reporter wrote.');
  checkKind('merge', file, text, ['coverage']);
  return readReport(file, parseJSON('merge.file', file, text));
}

/** The report of all files; every shard of a run must be there. */
function merge(files: readonly string[]): CoverageReport {
  const paths = files.map((file) => resolve(file));
  const twice = files.find((_, at) => paths.indexOf(paths[at] ?? '') < at);
  if (twice !== undefined) {
    throw new UsageError(
      'merge.twice',
      `merge: ${twice} is given twice, and would be counted twice. Give each file once.`,
    );
  }
  const whole = files.map(readFile).reduce(mergeReports);
  const { shards } = whole;
  if (shards === undefined) return whole;
  const missing = Array.from({ length: shards.count }, (_, i) => i + 1).filter(
    (index) => !shards.has.includes(index),
  );
  throw new UsageError(
    'merge.missing',
    `merge: ${missing.map((index) => `shard ${index}/${shards.count}`).join(', ')} is missing. ` +
      'Give the files of all shards.',
  );
}

/** Adds `sigsim merge`. */
export function addMerge(program: Command, output: Output): Command {
  return program
    .command('merge')
    .description('the reports of shards as one')
    .argument('<files...>', 'reports as JSON')
    .addOption(
      new Option('--format <format>', 'how it is printed')
        .choices(Object.keys(formats))
        .default('text'),
    )
    .option('--json', 'one JSON document; the same as --format json')
    .addHelpText('after', help)
    .action(
      (
        files: readonly string[],
        {
          format,
          json = false,
        }: { readonly format: keyof typeof formats; readonly json?: boolean },
      ) => {
        const report = merge(files);
        output.write(formats[json ? 'json' : format](report, output.language));
        if (missesOf(report).length > 0) output.fail();
      },
    );
}
