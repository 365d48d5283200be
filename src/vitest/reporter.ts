// The coverage of codes, and of machines, at the end of a run: `reporters: ['default', 'sigsim/vitest/reporter']`.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestModule, Vitest } from 'vitest/node';
import { addHarvest, emptyHarvest } from '../coverage/harvest.ts';
import { toJUnit } from '../coverage/junit.ts';
import { addCounts, type MachineThresholds } from '../coverage/machines.ts';
import { toMarkdown } from '../coverage/markdown.ts';
import {
  createReport,
  isBelow,
  measures,
  type CoverageReport,
  type Thresholds,
} from '../coverage/report.ts';
import { toJSON, toText } from '../coverage/text.ts';
import { checkKeys, show, UsageError } from '../base/errors.ts';
import { machineMeasures, type MachineCounts } from '../paths/xstate/machine-coverage.ts';

/** Options of the reporter: `reporters: ['default', ['sigsim/vitest/reporter', { ... }]]`. */
export interface ReporterOptions {
  /** Minimum percentages; the run fails if one is not reached. @default none */
  readonly thresholds?: Thresholds;
  /** Count the six deprecated codes, which only a world with `legacy: true` emits. @default true */
  readonly legacy?: boolean;
  /**
   * A file for the report as JSON; in shard 1 of 3, `-1-3` is added before the extension. @default
   * none
   */
  readonly json?: string;
  /** A file for the report as JUnit XML. @default none */
  readonly junit?: string;
  /**
   * Minimum percentages for each machine that `inspectMachines` counts; the run fails if one is not
   * reached. @default none
   */
  readonly machines?: MachineThresholds;
}

/**
 * Checks the options.
 *
 * @throws {UsageError} if a key is unknown or a value cannot be
 */
function readOptions(options: ReporterOptions): ReporterOptions {
  const where = 'sigsim/vitest/reporter';
  const known = ['thresholds', 'legacy', 'json', 'junit', 'machines'];
  checkKeys('reporter.option', where, options, known);
  checkPercents('thresholds', options.thresholds ?? {}, measures);
  checkPercents('machines', options.machines ?? {}, machineMeasures);
  return options;
}

/** @throws {UsageError} if a key is unknown or a value is not a percentage */
function checkPercents(option: string, percents: object, known: readonly string[]): void {
  const where = 'sigsim/vitest/reporter';
  checkKeys('reporter.option', `${where}: ${option}`, percents, known, 'threshold');
  for (const [name, percent] of Object.entries(percents) as [string, unknown][]) {
    if (typeof percent === 'number' && percent >= 0 && percent <= 100) continue;
    throw new UsageError(
      'reporter.option',
      `${where}: ${option}.${name} is ${show(percent)}. Give a percentage, 0 to 100.`,
    );
  }
}

/** `codes-1-3.json` in shard 1 of 3, so that shards do not overwrite each other's files. */
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

  /** Asks the workers to count, and makes them load the code for it. */
  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    vitest.provide('sigsim', true);
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const setup = fileURLToPath(new URL(`./count.${extension}`, import.meta.url));
    for (const { config } of vitest.projects) {
      if (!config.setupFiles.includes(setup)) config.setupFiles.push(setup);
    }
  }

  /** Adds up what the test files counted, and prints it. */
  onTestRunEnd(modules: readonly TestModule[]): void {
    const vitest = this.#vitest;
    if (vitest === undefined) return;
    const harvest = emptyHarvest();
    const machines: MachineCounts[] = [];
    for (const module of modules) {
      const { sigsim, sigsimMachines = [] } = module.meta();
      if (sigsim !== undefined) addHarvest(harvest, sigsim);
      addCounts(machines, sigsimMachines);
    }
    const { legacy = true, thresholds = {}, machines: machineThresholds = {} } = this.#options;
    const { shard } = vitest.config;
    this.#tell(
      vitest,
      createReport(harvest, {
        legacy,
        thresholds,
        machines,
        machineThresholds,
        ...(shard && { shard }),
      }),
    );
  }

  /** Prints the report and writes its files. */
  #tell({ config, logger }: Vitest, report: CoverageReport): void {
    logger.log(`\n${toText(report)}`);
    const write = (file: string | undefined, text: string): void => {
      if (file === undefined) return;
      const path = resolve(config.root, shardFile(file, report));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };
    write(this.#options.json, toJSON(report));
    write(this.#options.junit, toJUnit(report));
    const { GITHUB_STEP_SUMMARY: summary = '' } = process.env;
    if (summary !== '') appendFileSync(summary, toMarkdown(report));
    if (isBelow(report)) process.exitCode = 1;
  }
}
