import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { toJUnit } from '../../coverage/junit.ts';
import { toMarkdown } from '../../coverage/markdown.ts';
import { readReport } from '../../coverage/read.ts';
import { isBelow, mergeReports, type CoverageReport } from '../../coverage/report.ts';
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
  sigsim merge fuzz-*.json                the same for sigsim fuzz --shard I/N --json

Ends with 2 where a threshold of the reports is not reached, or a campaign found something wrong.`;

/**
 * The contents of a file: a report of coverage, or of a campaign; anything else is refused as an
 * invalid report of coverage.
 */
function readFile(file: string): unknown {
  const text = readText('merge', file, 'Give files that the reporter wrote.');
  checkKind('merge', file, text, ['coverage', 'campaign']);
  return parseJSON('merge.file', file, text);
}

const isCampaign = (value: unknown): boolean =>
  (Object(value) as { readonly sigsim?: unknown }).sigsim === 'campaign';

interface Read {
  readonly file: string;
  readonly value: unknown;
}

/** The report of a campaign from those of its shards. */
async function mergeCampaign(files: readonly Read[], isJSON: boolean, output: Output) {
  const { mergeCampaigns, readCampaign } = await import('../../campaign/report.ts');
  const stranger = files.find(({ value }) => !isCampaign(value));
  if (stranger !== undefined) {
    throw new UsageError(
      'merge.mixed',
      `merge: ${stranger.file} is not a report of a campaign, but others are. Merge the reports of campaigns on their own.`,
    );
  }
  const report = mergeCampaigns(
    files.map(({ file, value }) => ({ file, report: readCampaign(file, value) })),
  );
  const { present } = await import('./fuzz.ts');
  await present(report, { isKept: false, isJSON }, output);
}

/** The report of all files; every shard of a run must be there. */
function merge(files: readonly Read[]): CoverageReport {
  const whole = files.map(({ file, value }) => readReport(file, value)).reduce(mergeReports);
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
    .description('merges the reports of shards into one')
    .argument('<files...>', 'reports as JSON')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(Object.keys(formats))
        .default('text'),
    )
    .option('--json', 'one JSON document; the same as --format json')
    .addHelpText('after', help)
    .action(
      async (
        files: readonly string[],
        {
          format,
          json = false,
        }: { readonly format: keyof typeof formats; readonly json?: boolean },
      ) => {
        const paths = files.map((file) => resolve(file));
        const twice = files.find((_, at) => paths.indexOf(paths[at] ?? '') < at);
        if (twice !== undefined) {
          throw new UsageError(
            'merge.twice',
            `merge: ${twice} was given twice, and would be counted twice. Give each file once.`,
          );
        }
        const read = files.map((file) => ({ file, value: readFile(file) }));
        if (read.some(({ value }) => isCampaign(value))) {
          await mergeCampaign(read, json || format === 'json', output);
          return;
        }
        const report = merge(read);
        output.write(formats[json ? 'json' : format](report, output.language));
        if (isBelow(report)) output.fail();
      },
    );
}
