// The published SDK in plain Node: real sockets, real requests, real time.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { runBundle } from '../../src/wire/virtual/bundle.ts';
import { bundle, type Sdk } from './wire.ts';

/** As much of an XMLHttpRequest as the SDK uses. */
class XMLHttpRequest {
  readyState = 0;
  status = 0;
  responseText = '';
  onreadystatechange: (() => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  #method = 'GET';
  #url = '';
  #abort: () => void = () => undefined;

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(): void {}

  send(body: string | null = null): void {
    const asked = request(this.#url, { method: this.#method }, (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        this.responseText += part;
      });
      answer.on('end', () => {
        this.status = answer.statusCode ?? 0;
        this.readyState = 4;
        this.onreadystatechange?.();
      });
    });
    asked.on('error', (error) => {
      this.readyState = 4;
      this.onreadystatechange?.();
      this.onerror?.(error);
    });
    this.#abort = () => asked.destroy();
    asked.end(body ?? undefined);
  }

  abort(): void {
    this.#abort();
  }
}

/**
 * `Signal` of the published SDK, with the sockets and timers of this process; `prepare` may change what it
 * finds around it.
 */
export function realSignal(
  prepare: (around: object) => void = () => undefined,
): (appId: string) => Sdk {
  const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined };
  const globals: Record<string, unknown> = {
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    Date,
    Math,
    console: quiet,
    navigator: { userAgent: 'Node' },
    WebSocket,
    XMLHttpRequest,
  };
  globals['window'] = globals;
  prepare(globals);
  return runBundle(readFileSync(bundle, 'utf8'), bundle, globals) as (appId: string) => Sdk;
}

/** Waits in real time until something holds. */
export async function until(holds: () => boolean, what = 'it'): Promise<void> {
  const end = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited 30 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
