import { show, UsageError } from '../base/errors.ts';
import { checkGiven, checkOptions } from '../base/given.ts';

/** What an SDK finds around it. */
interface Surroundings {
  WebSocket?: unknown;
  XMLHttpRequest?: unknown;
}

type Opens = new (...args: unknown[]) => { open(...args: unknown[]): unknown };

/**
 * Puts wrappers over WebSocket and XMLHttpRequest, so that whatever goes to a host of the SDK goes to a
 * simulator. It is sent to pages as text too, and so names nothing from outside itself.
 */
function redirect(place: string, around: Surroundings): void {
  // These two go along with it as text.
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const isSdk = ({ hostname }: URL): boolean => /(^|\.)agora\.io$/.test(hostname);
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const read = (url: unknown): URL | undefined => {
    try {
      // The address of the report has three slashes; a URL reads it as if it had two.
      return new URL(String(url));
    } catch {
      return undefined; // Of the page's own server.
    }
  };
  const Socket = around.WebSocket as (new (...args: unknown[]) => object) | undefined;
  if (Socket !== undefined) {
    around.WebSocket = class extends Socket {
      constructor(url: unknown, ...rest: unknown[]) {
        const wanted = read(url);
        super(wanted !== undefined && isSdk(wanted) ? `ws://${place}/` : url, ...rest);
      }
    };
  }
  const Request = around.XMLHttpRequest as Opens | undefined;
  if (Request !== undefined) {
    around.XMLHttpRequest = class extends Request {
      override open(method: unknown, url: unknown, ...rest: unknown[]): unknown {
        const wanted = read(url);
        const isOurs = wanted !== undefined && isSdk(wanted);
        const path = isOurs && wanted.pathname === '/' ? '/telemetry' : wanted?.pathname;
        return super.open(method, isOurs ? `http://${place}${path}${wanted.search}` : url, ...rest);
      }
    };
  }
}

/**
 * Lets an application whose source must not change use a server on this machine: from here on, whatever
 * its SDK sends to a host of the SDK goes there, its report of logins included. Call it in a setup file,
 * before the SDK is loaded; a page loads `http://127.0.0.1:PORT/setup.js` instead.
 *
 * @param port the server's
 * @param options `world`: one of several on the server; `around`: where WebSocket and XMLHttpRequest are
 * @throws {UsageError} if the port or an option is wrong, or there is neither of the two
 * @source wire 14, way C
 * @example
 * // setup.ts, in setupFiles of vitest or jest
 * redirectToSimulator(8001);
 */
export function redirectToSimulator(
  port: number,
  options: { readonly world?: string; readonly host?: string; readonly around?: object } = {},
): void {
  const isPort = Number.isInteger(port) && port > 0 && port < 65_536;
  checkGiven('redirectToSimulator', port, isPort, 'a port', "Give the server's: server.port.");
  checkOptions('redirectToSimulator', options, { world: 'text', host: 'text', around: 'object' });
  const { world = '', host = '127.0.0.1', around = globalThis } = options;
  if (!/^[A-Za-z0-9_-]*$/.test(world)) {
    throw new UsageError(
      'loopback.world',
      `redirectToSimulator: world is ${show(world)}. Give the name of a world of the server: letters, digits, _ and -.`,
    );
  }
  const given = around as Surroundings;
  if (given.WebSocket === undefined && given.XMLHttpRequest === undefined) {
    throw new UsageError(
      'loopback.around',
      'redirectToSimulator: there is neither a WebSocket nor an XMLHttpRequest here. ' +
        'Call it where the SDK finds them: in the setup file of jsdom, after they were set.',
    );
  }
  redirect(world === '' ? `${host}:${port}` : `${host}:${port}/w/${world}`, given);
}

/** The same as a script for a page. */
export const redirectScript = (place: string): string =>
  `(${redirect.toString()})(${JSON.stringify(place)}, globalThis);\n`;
