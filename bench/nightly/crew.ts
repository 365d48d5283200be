// Threads that share the jobs of a nightly run. What comes of a job does not hang on who does it.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Done, Job } from './jobs.ts';

/** Does jobs in threads; `onDone` hears of each in the order in which they end. */
export async function share(
  jobs: readonly Job[],
  count: number,
  onDone: (done: Done) => void,
): Promise<void> {
  const queue = [...jobs];
  const labor = async (): Promise<void> => {
    const worker = new Worker(new URL('./thread.js', import.meta.url));
    try {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
        const answer = once(worker, 'message');
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- It is a thread, no window.
        worker.postMessage(job);
        const [said] = (await answer) as [Done | { readonly failed: string }];
        if ('failed' in said) throw new Error(`nightly: ${JSON.stringify(job)}: ${said.failed}`);
        onDone(said);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, jobs.length) }, labor));
}
