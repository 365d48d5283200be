// The built command, run as a user runs it, or within this process, where a terminal is wanted or many runs.
import { execFile } from 'node:child_process';
import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const built = new URL('../../dist/src/cli/', import.meta.url);
const main = fileURLToPath(new URL('main.js', built));

/** What a run of the command left. */
export interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** After a conversation: who still listens to the keyboard, and whether all that was typed was asked for. */
  readonly listening?: number;
  readonly isRead?: boolean;
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
  out: Writable,
  err: { readonly isTTY: boolean; write(text: string): void },
  input?: PassThrough,
) => Promise<number>;

/** How a run within this process is staged. */
export interface Staging {
  /** How wide the terminal is. */
  readonly columns?: number;
  readonly isTTY?: boolean;
  /** Whether what it writes on standard error is seen, so that it shows its progress there. */
  readonly seesProgress?: boolean;
  /** What is typed at each question, on a terminal; `'\u0003'` is Ctrl-C. */
  readonly typed?: readonly string[];
}

/** Runs the built command within this process, which is faster; by default on no terminal. */
export async function sigsimHere(
  args: readonly string[],
  {
    typed,
    columns,
    seesProgress = false,
    isTTY = typed !== undefined || columns !== undefined,
  }: Staging = {},
): Promise<Ended> {
  const { run } = (await import(/* @vite-ignore */ new URL('run.js', built).href)) as { run: Run };
  const ended = { exit: -1, out: '', err: '' };
  const input = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  const left = [...(typed ?? [])];
  const out = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      ended.out += text;
      if (typed !== undefined && /answer.*: $/.test(text)) input.write(left.shift() ?? '\u0004');
      done();
    },
  });
  const err = { isTTY: seesProgress, write: (text: string) => void (ended.err += text) };
  const exit = await run(args, Object.assign(out, { isTTY, columns }), err, input);
  const listening = input.listenerCount('keypress') + (input.isPaused() ? 0 : 1);
  return { ...ended, exit, ...(typed !== undefined && { listening, isRead: left.length === 0 }) };
}

/** The lines of a text that ends with a line. */
export const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');
