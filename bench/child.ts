// A measurement in a process of its own: it can be ended where it does not come to an end, and its memory
// is its own.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a file beside this one with a task; gives the JSON that it prints, undefined where it takes too long. */
export function inChild<T>(file: string, task: object, timeout?: number): Promise<T | undefined> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=8000', path, JSON.stringify(task)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout,
      killSignal: 'SIGKILL',
    },
  );
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== null && code !== 0)
        reject(new Error(`${file} failed at ${JSON.stringify(task)}`));
      else resolve(code === 0 ? (JSON.parse(text) as T) : undefined);
    });
  });
}
