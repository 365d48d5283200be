// Reads the files of shards. An error gives the file name, the place and the reason.
import { codes } from '../../machines/codes.ts';
import { didYouMean, show, UsageError } from '../base/errors.ts';
import { machineMeasures } from '../paths/xstate/machine-coverage.ts';
import { codesOf, measures, reportVersion, type CoverageReport } from './report.ts';
import { universe } from './universe.ts';

const id = 'coverage.file';

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** Reads parts of a file; `file` begins every message. */
class Reader {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  wrong(place: string, reason: string): UsageError {
    return new UsageError(id, `${this.#file}: ${place}: ${reason}`);
  }

  record(place: string, value: unknown): Plain {
    if (isPlain(value)) return value;
    throw this.wrong(place, `${Array.isArray(value) ? 'a list' : show(value)} is not an object.`);
  }

  count(place: string, value: unknown): number {
    if (isCount(value)) return value as number;
    throw this.wrong(place, `${show(value)} is not a count. Give a whole number, 0 or more.`);
  }

  /** A name that must be on a list. */
  known(place: string, value: string, allowed: readonly string[]): void {
    if (allowed.includes(value)) return;
    throw this.wrong(place, `${show(value)} is unknown.${didYouMean(value, allowed)}`);
  }
}

function readShards(reader: Reader, value: unknown): void {
  if (value === undefined) return;
  const { count, has } = reader.record('shards', value);
  const all = reader.count('shards.count', count);
  if (!Array.isArray(has)) throw reader.wrong('shards.has', `${show(has)} is not a list.`);
  for (const [index, shard] of has.entries()) {
    const place = `shards.has[${index}]`;
    if (reader.count(place, shard) < 1 || Number(shard) > all) {
      throw reader.wrong(place, `there is no shard ${show(shard)} of ${all}.`);
    }
  }
}

function readThresholds(
  reader: Reader,
  place: string,
  value: unknown,
  known: readonly string[],
): void {
  for (const [name, percent] of Object.entries(reader.record(place, value))) {
    reader.known(place, name, known);
    if (typeof percent === 'number' && percent >= 0 && percent <= 100) continue;
    throw reader.wrong(`${place}.${name}`, `${show(percent)} is not a percentage, 0 to 100.`);
  }
}

function readCodes(reader: Reader, value: unknown, legacy: boolean): void {
  const names = codesOf(legacy);
  if (!Array.isArray(value)) throw reader.wrong('codes', `${show(value)} is not a list.`);
  for (const [index, row] of (value as readonly unknown[]).entries()) {
    const place = `codes[${index}]`;
    const { name, ...counts } = reader.record(place, row);
    reader.known(
      `${place}.name`,
      String(name),
      codes.map((code) => code.name),
    );
    if (name !== names[index]) {
      const wanted = names[index] ?? 'nothing more';
      throw reader.wrong(`${place}.name`, `expected ${wanted}, but it is ${show(name)}.`);
    }
    for (const key of ['raised', 'reached', 'recovered', 'untold']) {
      reader.count(`${place}.${key}`, counts[key]);
    }
  }
  if (value.length < names.length) {
    throw reader.wrong('codes', `${names[value.length] ?? ''} is missing.`);
  }
}

function readTransitions(reader: Reader, value: unknown): void {
  const { ids } = universe;
  for (const [lifecycle, counts] of Object.entries(reader.record('transitions', value))) {
    reader.known('transitions', lifecycle, Object.keys(ids));
    const place = `transitions.${lifecycle}`;
    for (const [transition, count] of Object.entries(reader.record(place, counts))) {
      reader.known(place, transition, ids[lifecycle] ?? []);
      reader.count(`${place}[${show(transition)}]`, count);
    }
  }
}

function readMachines(reader: Reader, value: unknown): void {
  if (!Array.isArray(value)) throw reader.wrong('machines', `${show(value)} is not a list.`);
  for (const [index, row] of (value as readonly unknown[]).entries()) {
    const place = `machines[${index}]`;
    const { machine, actors, ...counts } = reader.record(place, row);
    if (typeof machine !== 'string') {
      throw reader.wrong(`${place}.machine`, `${show(machine)} is not the id of a machine.`);
    }
    reader.count(`${place}.actors`, actors);
    for (const measure of machineMeasures) {
      const items = reader.record(`${place}.${measure}`, counts[measure]);
      for (const [item, count] of Object.entries(items)) {
        reader.count(`${place}.${measure}[${show(item)}]`, count);
      }
    }
  }
}

/**
 * Checks a report from any source. `file` begins the message.
 *
 * @throws {UsageError} if it is not a report, or of another version, with the place and the reason
 */
export function readReport(file: string, value: unknown): CoverageReport {
  const reader = new Reader(file);
  const report = reader.record('the whole', value);
  if (report['sigsim'] !== 'coverage') {
    throw reader.wrong('sigsim', `${show(report['sigsim'])} is not "coverage".`);
  }
  if (report['version'] !== reportVersion) {
    throw reader.wrong(
      'version',
      `${show(report['version'])} is not ${reportVersion}. Merge with the version of sigsim that wrote the file.`,
    );
  }
  if (typeof report['legacy'] !== 'boolean') {
    throw reader.wrong('legacy', `${show(report['legacy'])} is neither true nor false.`);
  }
  readShards(reader, report['shards']);
  readThresholds(reader, 'thresholds', report['thresholds'], measures);
  reader.count('worlds', report['worlds']);
  readCodes(reader, report['codes'], report['legacy']);
  readTransitions(reader, report['transitions']);
  readThresholds(reader, 'machineThresholds', report['machineThresholds'], machineMeasures);
  readMachines(reader, report['machines']);
  return report as unknown as CoverageReport; // Every part of it was checked above.
}
