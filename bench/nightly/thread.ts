// A thread of a nightly run: does one job after the other.
import { parentPort } from 'node:worker_threads';
import { errorText } from '../../src/base/errors.ts';
import { doJob, type Job } from './jobs.ts';

// What a client leaves to the platform stops nothing here; its own world tells of the rest.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);

const answer = async (job: Job): Promise<void> => {
  // Whoever asked waits for a word, whatever becomes of it.
  const said = await doJob(job).catch((error: unknown) => ({ failed: errorText(error) }));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- It is a thread, no window.
  parentPort?.postMessage(said);
};

parentPort?.on('message', (job: Job) => void answer(job));
