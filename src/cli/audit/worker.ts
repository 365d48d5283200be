// Where the client of `sigsim audit` runs: a thread of its own, which can be ended whatever it does. It
// loads the subject, runs case after case, and tells what came of each.
import { parentPort, workerData } from 'node:worker_threads';
import { errorText, UsageError } from '../../base/errors.ts';
import { prepare, type CaseOutcome } from '../../judge/index.ts';
import { turn } from '../../world/turn.ts';
import { loadSubject } from '../files.ts';
import { onSdk } from '../sdk.ts';
import type { FromWorker, Job } from './contained.ts';

const { file, options, sdk, from } = workerData as Job;
const tell = (message: FromWorker): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- It is a thread, no window.
  parentPort?.postMessage(message);
};

/** Promises of the client that failed in the case that runs, and that nobody looked at. */
const rejected: string[] = [];
process.on('unhandledRejection', (reason) => {
  rejected.push(errorText(reason));
});
// Code that the client had left to the platform's own timers; it stops nothing here.
process.on('uncaughtException', (error) => {
  rejected.push(errorText(error));
});

/** What is said of a case in which promises failed without anybody looking. */
const withRejected = (outcome: CaseOutcome, [first]: readonly string[]): CaseOutcome =>
  first === undefined || outcome.untested !== undefined
    ? outcome
    : {
        ...outcome,
        broken: [
          ...outcome.broken,
          {
            rule: 'rejects-unhandled',
            verdict: 'wrong',
            why: {
              en: `A promise fails and nobody handles it: ${first}. In Node that ends the process.`,
              zh: `有 Promise 失败而无人处理：${first}。在 Node 里这会结束进程。`,
            },
          },
        ],
      };

try {
  const subject = await onSdk(await loadSubject('audit', file), sdk);
  const audit = await prepare(subject, { ...options, file });
  tell({ what: 'ready', about: audit.about, count: audit.cases.length, names: audit.cases });
  for (let at = from; at < audit.cases.length; at++) {
    tell({ what: 'begin', at });
    rejected.length = 0;
    const outcome = await audit.run(at);
    // What fails while time passes is told a turn later.
    for (let turns = 0; turns < 3; turns++) await turn(() => undefined);
    tell({ what: 'done', at, outcome: withRejected(outcome, rejected) });
  }
  tell({ what: 'end', leaks: audit.leaks() });
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  tell({ what: 'refused', id: error.id, message: error.message });
}
// Whatever the client has left running must not keep the thread.
process.exit(0);
