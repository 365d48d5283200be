import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Where answers come from: `process.stdin`, or a test's. */
export type Input = Readable & { readonly isTTY?: boolean };

/**
 * Asks for a line on a terminal. Returns undefined if the user leaves instead, with Ctrl-C or
 * Ctrl-D; nothing keeps listening afterwards.
 */
export const ask = (input: Input, output: Writable, prompt: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const line = createInterface({ input, output, terminal: true, historySize: 0 });
    line.once('close', () => {
      resolve(undefined);
    });
    line.question(prompt, (answer) => {
      resolve(answer);
      line.close();
    });
  });
