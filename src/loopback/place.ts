// Where a server is: what it calls itself, and by which names it lets itself be asked.
import { isIP } from 'node:net';

/** Addresses that stand for every address of the machine. */
const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** The address and port of a server. */
export class Place {
  readonly host: string;
  readonly port: number;
  /** As a URL has it: `'127.0.0.1:8001'`. */
  readonly name: string;

  constructor(host: string, port: number) {
    this.host = host;
    this.port = port;
    this.name = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Whether it is at every address of the machine, so that its own name leads nowhere from elsewhere. */
  get isEverywhere(): boolean {
    return everywhere.has(this.host);
  }

  /**
   * Whether a Host is this server and nothing else: no name of another site that leads here. Where it is
   * everywhere, each address is; an address, unlike a name, cannot be made to lead to another machine.
   */
  isOwn(asked: string): boolean {
    const host = this.#whole(asked);
    if (host === this.name || host === `localhost:${this.port}`) return true;
    const [, four, six, port] = /^(?:([\d.]+)|\[([\da-fA-F:.]+)\]):(\d+)$/.exec(host) ?? [];
    return this.isEverywhere && isIP(four ?? six ?? '') !== 0 && Number(port) === this.port;
  }

  /** What it is called by whoever asked with this Host: as they did where it is everywhere. */
  calledBy(asked: string | undefined): string {
    const host = this.#whole(asked ?? '');
    const isName = /^[\w.-]+:\d+$|^\[[\da-fA-F:.]+\]:\d+$/.test(host);
    return this.isEverywhere && isName ? host : this.name;
  }

  /** A Host with its port: whoever asks at the port of HTTP leaves it out. */
  #whole(host: string): string {
    return this.port === 80 && /[^:]$/.test(host) && !/:\d+$/.test(host) ? `${host}:80` : host;
  }
}
