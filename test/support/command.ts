// The built command, run as a user runs it, or within this process, where a terminal is wanted or many runs.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const built = new URL('../../dist/src/cli/', import.meta.url);
const main = fileURLToPath(new URL('main.js', built));

/** What a run of the command left. */
export interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command in a process of its own; `npm test` builds before. */
export const sigsim = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { maxBuffer: 1 << 24 };
    const child = execFile(process.execPath, [main, ...args], options, (_, out, err) => {
      resolve({ exit: child.exitCode ?? -1, out, err });
    });
  });

type Run = (
  args: readonly string[],
  out: { readonly isTTY: boolean; write(text: string): void },
  err: { write(text: string): void },
) => Promise<number>;

/** Runs the built command within this process, which is faster; by default on no terminal. */
export async function sigsimHere(
  args: readonly string[],
  { isTTY = false }: { readonly isTTY?: boolean } = {},
): Promise<Ended> {
  const { run } = (await import(/* @vite-ignore */ new URL('run.js', built).href)) as { run: Run };
  const ended = { exit: -1, out: '', err: '' };
  const exit = await run(
    args,
    { isTTY, write: (text) => void (ended.out += text) },
    { write: (text) => void (ended.err += text) },
  );
  return { ...ended, exit };
}

/** The lines of a text that ends with a line. */
export const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');
