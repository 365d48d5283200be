// The surroundings of the bundle: what it uses of a browser, all of it on the world's clock and seed.
import { createDate } from '../../world/globals/date.ts';
import { Random } from '../../world/random.ts';
import { epochSeconds } from '../../world/clock.ts';
import type { Net } from './net.ts';
import { createTimers } from './timers.ts';
import { createWebSocket } from './web-socket.ts';
import { createWx } from './wx.ts';
import { createXmlHttpRequest } from './xml-http-request.ts';

/** A line of the console. */
export interface ConsoleLine {
  readonly level: 'log' | 'warn' | 'error';
  readonly args: readonly unknown[];
}

/** What a browser says it is; on an iPhone or Edge, 1.4.0 takes a broken socket for a lost line. */
export const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.100 Safari/537.36';

/** The most lines of the console that are kept. */
const linesMax = 1000;

/** The globals that a script finds in a browser, by name. */
export type Globals = Readonly<Record<string, unknown>>;

/** What a bundle runs in: a page, or a mini program of WeChat, which has `wx` instead of sockets. */
export type Surroundings = 'browser' | 'wechat';

/** Makes the globals of one virtual browser. */
export function createBrowser(
  net: Net,
  options: {
    readonly seed: number;
    readonly surroundings: Surroundings;
    readonly userAgent: string;
    readonly onConsole: (line: ConsoleLine) => void;
  },
): Globals {
  const { clock } = net;
  const random = new Random(options.seed, `sdk ${net.device}`);
  const math = Object.create(Math, { random: { value: () => random.next() } }) as Math;
  const globals: Record<string, unknown> = {
    ...createTimers(clock, net.tick),
    Date: createDate(Date, () => epochSeconds * 1000 + clock.now),
    Math: math,
    console: createConsole(options.onConsole),
  };
  // The bundle uses `window` while it loads, even in a mini program.
  globals['window'] = globals;
  globals['self'] = globals;
  globals['globalThis'] = globals;
  if (options.surroundings === 'wechat') return Object.assign(globals, { wx: createWx(net) });
  return Object.assign(globals, {
    navigator: { userAgent: options.userAgent },
    WebSocket: createWebSocket(net),
    XMLHttpRequest: createXmlHttpRequest(net),
  });
}

function createConsole(onLine: (line: ConsoleLine) => void): Globals {
  let lines = 0;
  const at =
    (level: ConsoleLine['level']) =>
    (...args: readonly unknown[]): void => {
      if (lines++ < linesMax) onLine({ level, args });
    };
  return {
    log: at('log'),
    info: at('log'),
    debug: at('log'),
    trace: at('log'),
    warn: at('warn'),
    error: at('error'),
  };
}
