// Where the clients of a campaign run: a thread of its own, which can be ended whatever they do. It loads
// the subject, and does one job after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../../base/errors.ts';
import { doJob } from '../../campaign/jobs.ts';
import { benchIn } from './bench.ts';
import type { FromThread, ThreadData, ToThread } from './crew.ts';

const { file, seed, off, sdk } = workerData as ThreadData;
const tell = (message: FromThread): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- It is a thread, no window.
  parentPort?.postMessage(message);
};

// What a client leaves to the platform stops nothing here; its own world tells of the rest.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);

try {
  const bench = await benchIn(file, off, sdk);
  parentPort?.on('message', ({ job }: ToThread) => {
    void doJob(bench, seed, job, (run) => {
      tell({ what: 'begin', run });
    }).then(
      (done) => {
        tell({ what: 'done', done });
      },
      (error: unknown) => {
        tell({
          what: 'failed',
          message: error instanceof Error ? String(error.stack) : String(error),
        });
      },
    );
  });
  tell({ what: 'ready', client: bench.client });
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  tell({ what: 'refused', id: error.id, message: error.message });
}
