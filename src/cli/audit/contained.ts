// Runs an audit in a thread with a watchdog: a client that never returns, ends the process or eats all
// memory costs the case in which it does so, and the rest goes on in a thread anew.
import { setFlagsFromString } from 'node:v8';
import { UsageError } from '../../base/errors.ts';
import { ContainedThread, losses, type Loss } from '../contained.ts';
import {
  reportOf,
  type AuditAbout,
  type AuditOptions,
  type AuditReport,
  type CaseName,
  type CaseOutcome,
} from '../../judge/index.ts';
import type { Sdk } from '../sdk.ts';

// What an audit runs is much code, a little of each: optimized as early as usual, most of it is dropped before it
// has paid. With more patience, an audit takes a tenth less; a campaign, which goes on, would take more. The engine
// of Node 22 and later counts calls instead, and complains on standard error about an option that it does not know.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=300000');

/** The options of an audit that a thread can be given. */
export type WorkerOptions = Pick<AuditOptions, 'codes' | 'off' | 'seed' | 'twice' | 'traces'>;

/** What a worker is to do. */
export interface Job {
  readonly file: string;
  readonly options: WorkerOptions;
  /** The SDK that it is to run on, where that is not the double that it uses. */
  readonly sdk: Sdk | undefined;
  /** The case with which to begin. */
  readonly from: number;
}

/** What a worker says. */
export type FromWorker =
  | {
      readonly what: 'ready';
      readonly about: AuditAbout;
      readonly count: number;
      readonly names: readonly CaseName[];
    }
  | { readonly what: 'begin'; readonly at: number }
  | { readonly what: 'done'; readonly at: number; readonly outcome: CaseOutcome }
  | { readonly what: 'end'; readonly leaks: readonly string[] }
  | { readonly what: 'refused'; readonly id: string; readonly message: string };

/** How an audit is run in threads. */
export interface Contained {
  /** Real milliseconds without a word after which a client is taken for one that never returns. */
  readonly patienceMs: number;
  /** Megabytes of memory that a client may take. */
  readonly memoryMb: number;
  readonly sdk?: Sdk;
  /** Ends it when nobody needs its report any more; it fails then. */
  readonly signal?: AbortSignal;
  /** Hears what is known of the client, as soon as a thread has learned it. */
  readonly onReady?: (about: AuditAbout) => void;
  readonly onProgress?: (done: number, all: number) => void;
}

/** Threads that may be lost before the rest is left untested. */
const lossesMax = 5;

const lost = (name: CaseName, { rule, why }: Loss): CaseOutcome => ({
  ...name,
  untested: undefined,
  did: { en: 'did not survive it', zh: '没能挺过去' },
  broken: [{ rule, verdict: 'wrong', why }],
  file: undefined,
  steps: 0,
  calls: [],
});

/**
 * Audits the client in a file.
 *
 * @throws {UsageError} as `audit` does, and when the file cannot be loaded, or the client hangs, exits or
 * runs out of memory before the first case
 */
export async function auditFile(
  file: string,
  options: WorkerOptions,
  contained: Contained,
): Promise<AuditReport> {
  const outcomes: CaseOutcome[] = [];
  let about: AuditAbout | undefined;
  let names: readonly CaseName[] = [];
  let leaks: readonly string[] = [];
  let from = 0;
  let lossCount = 0;
  for (;;) {
    contained.signal?.throwIfAborted();
    let at = -1;
    const loss = await run({ file, options, sdk: contained.sdk, from }, contained, (message) => {
      if (message.what === 'ready') {
        [about, names] = [message.about, message.names];
        contained.onReady?.(about);
      }
      if (message.what === 'begin') ({ at } = message);
      if (message.what === 'end') ({ leaks } = message);
      if (message.what !== 'done') return;
      outcomes.push(message.outcome);
      contained.onProgress?.(outcomes.length, names.length);
    });
    if (loss === undefined) break;
    const name = names[at];
    if (about === undefined || name === undefined) {
      throw new UsageError(
        'judge.file',
        `audit: ${file} could not be judged. ${losses[loss].why.en} ` +
          'That was while it was loaded, or logged in for the first time.',
      );
    }
    outcomes.push(lost(name, losses[loss]));
    from = at + 1;
    if (++lossCount < lossesMax) continue;
    const why = { en: 'left out: too many did not survive', zh: '略过：前面失败太多' };
    outcomes.push(
      ...names
        .slice(from)
        .map((one) => ({ ...lost(one, losses[loss]), broken: [], untested: why })),
    );
    break;
  }
  if (about === undefined) throw new UsageError('judge.file', `audit: ${file} said nothing.`);
  return reportOf(outcomes, { ...about, leaks });
}

/** Runs a worker to its end; gives how it was lost, if it was. */
function run(
  job: Job,
  { patienceMs, memoryMb, signal }: Contained,
  hear: (message: FromWorker) => void,
): Promise<keyof typeof losses | undefined> {
  return new Promise((resolve, reject) => {
    const thread = new ContainedThread<FromWorker>(new URL('./worker.js', import.meta.url), job, {
      patienceMs,
      memoryMb,
      onMessage: (message) => {
        if (message.what === 'refused') reject(new UsageError(message.id, message.message));
        else hear(message);
        if (message.what !== 'end' && message.what !== 'refused') return;
        thread.end();
        resolve(undefined);
      },
      onLost: resolve,
      onError: reject,
    });
    signal?.addEventListener('abort', () => {
      thread.end();
      reject(signal.reason as Error);
    });
  });
}
