// A Redis of its own for a test, on a port that nobody else has; where there is none, the test is skipped,
// and the end of the run says so.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine has none. */
export const hasNoRedis = ((): boolean => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
})();

/** What is said where it is missing. */
export const noRedis =
  'redis-server is missing: campaigns over Redis were not tested. apt-get install redis-server, ' +
  'then npx vitest run --project long test/long/redis.test.ts';

/**
 * A port that is free now, below those that the system hands out: a client that tries to connect to one
 * of those again and again while nobody listens may end up connected with itself, and hold it.
 */
const freePort = (from = 20_000 + (process.pid % 10_000)): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => {
      resolve(freePort(from + 1));
    });
    server.listen(from, '127.0.0.1', () => {
      server.close(() => {
        resolve(from);
      });
    });
  });

/** A Redis that can be ended and started again. */
export class TestRedis {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sigsim-redis-'));
  #port = 0;
  #child: ChildProcess | undefined;

  /** Its address. */
  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  /** Starts it, with nothing in it, at the address that it had. */
  async start(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
    const child = spawn(
      'redis-server',
      [
        '--port',
        String(this.#port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        this.#folder,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    this.#child = child;
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (data: Buffer) => {
        if (data.toString().includes('Ready to accept')) resolve();
      });
    });
  }

  /** Ends it; it forgets everything. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const isOver = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await isOver;
  }

  /** Ends it for good. */
  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Lets it answer nobody for a while. */
  stall(ms: number): void {
    execFileSync('redis-cli', ['-p', String(this.#port), 'client', 'pause', String(ms), 'all']);
  }

  /** The keys that are in it. */
  keys(): readonly string[] {
    const text = execFileSync('redis-cli', ['-p', String(this.#port), 'keys', '*']).toString();
    return text.split('\n').filter((key) => key !== '');
  }
}
