// The coverage of codes at the end of a run: `reporters: ['default', 'sigsim/vitest/reporter']`.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestModule, Vitest } from 'vitest/node';
import { addHarvest, emptyHarvest } from '../coverage/harvest.ts';
import { toJUnit } from '../coverage/junit.ts';
import { toMarkdown } from '../coverage/markdown.ts';
import {
  createReport,
  measures,
  missesOf,
  type CoverageReport,
  type Thresholds,
} from '../coverage/report.ts';
import { toJSON, toText } from '../coverage/text.ts';
import { checkKeys, show, UsageError } from '../base/errors.ts';

/** Options of the reporter: `reporters: ['default', ['sigsim/vitest/reporter', { ... }]]`. */
export interface ReporterOptions {
  /** Least percentages; the run fails below one. @default none */
  readonly thresholds?: Thresholds;
  /** Count the six deprecated codes, which only a world with `legacy: true` emits. @default true */
  readonly legacy?: boolean;
  /** A file for the report as JSON; `-1-3` is put before its ending in shard 1 of 3. @default none */
  readonly json?: string;
  /** A file for the report as JUnit XML. @default none */
  readonly junit?: string;
}

/**
 * Checks the options.
 *
 * @throws {UsageError} when a key is unknown or a value cannot be
 */
function readOptions(options: ReporterOptions): ReporterOptions {
  const where = 'sigsim/vitest/reporter';
  checkKeys('reporter.option', where, options, ['thresholds', 'legacy', 'json', 'junit']);
  const { thresholds = {} } = options;
  checkKeys('reporter.option', `${where}: thresholds`, thresholds, measures, 'threshold');
  for (const [name, percent] of Object.entries(thresholds) as [string, unknown][]) {
    if (typeof percent === 'number' && percent >= 0 && percent <= 100) continue;
    throw new UsageError(
      'reporter.option',
      `${where}: thresholds.${name} is ${show(percent)}. Give a percentage, 0 to 100.`,
    );
  }
  return options;
}

/** `codes-1-3.json` in shard 1 of 3, so that shards do not write over each other. */
const shardFile = (file: string, { shards }: CoverageReport): string =>
  shards === undefined
    ? file
    : file.replace(/(\.\w+)?$/, (ending) => `-${shards.has.join('-')}-${shards.count}${ending}`);

/** The reporter. */
export default class CodesReporter {
  readonly #options: ReporterOptions;
  #vitest: Vitest | undefined;

  constructor(options: ReporterOptions = {}) {
    this.#options = readOptions(options);
  }

  /** Asks the workers to count, and has them load what does. */
  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    vitest.provide('sigsim', true);
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const setup = fileURLToPath(new URL(`./count.${extension}`, import.meta.url));
    for (const { config } of vitest.projects) {
      if (!config.setupFiles.includes(setup)) config.setupFiles.push(setup);
    }
  }

  /** Adds up what the test files counted, and says it. */
  onTestRunEnd(modules: readonly TestModule[]): void {
    const vitest = this.#vitest;
    if (vitest === undefined) return;
    const harvest = emptyHarvest();
    for (const module of modules) {
      const { sigsim } = module.meta();
      if (sigsim !== undefined) addHarvest(harvest, sigsim);
    }
    const { legacy = true, thresholds = {} } = this.#options;
    const { shard } = vitest.config;
    const report = createReport(harvest, { legacy, thresholds, ...(shard && { shard }) });
    vitest.logger.log(`\n${toText(report)}`);
    const write = (file: string | undefined, text: string): void => {
      if (file === undefined) return;
      const path = resolve(vitest.config.root, shardFile(file, report));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };
    write(this.#options.json, toJSON(report));
    write(this.#options.junit, toJUnit(report));
    const { GITHUB_STEP_SUMMARY: summary = '' } = process.env;
    if (summary !== '') appendFileSync(summary, toMarkdown(report));
    if (missesOf(report).length > 0) process.exitCode = 1;
  }
}
