// A project of a user's: an empty folder with sigsim and vitest in it, and vitest run there.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What a run of vitest left. */
export interface VitestEnded {
  readonly exit: number;
  /** Both streams, without colours. */
  readonly out: string;
}

/** Runs `vitest run` in a folder. */
export const runVitest = (
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<VitestEnded> =>
  new Promise((resolve) => {
    const main = join(repository, 'node_modules/vitest/vitest.mjs');
    // A run within a run must not think that it is the outer one's worker.
    const { VITEST: _, VITEST_POOL_ID: _pool, VITEST_WORKER_ID: _worker, ...outer } = process.env;
    const inner = { ...outer, NO_COLOR: '1', GITHUB_STEP_SUMMARY: '', ...env };
    const child = execFile(
      process.execPath,
      [main, 'run', ...args],
      { cwd, env: inner },
      (_e, out, err) => {
        resolve({ exit: child.exitCode ?? -1, out: out + err });
      },
    );
  });

/** A folder for one test file; `dispose` removes it. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'sigsim-project-'));

  constructor(files: Readonly<Record<string, string>>) {
    mkdirSync(join(this.folder, 'node_modules'));
    symlinkSync(repository, join(this.folder, 'node_modules/sigsim'));
    for (const name of ['vitest', 'xstate']) {
      symlinkSync(join(repository, 'node_modules', name), join(this.folder, 'node_modules', name));
    }
    this.write('package.json', '{ "type": "module" }');
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Runs `vitest run` with these arguments. */
  vitest(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<VitestEnded> {
    return runVitest(this.folder, args, env);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }
}
