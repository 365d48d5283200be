// The line of a session: look-up, the race of two sockets, and the reconnects (wire-protocol.md 2, 4, 10).
import { open, Socket } from '../wire/virtual/socket.ts';
import { lookUp, urlOf } from './look-up.ts';
import { Requests } from './requests.ts';
import type { Speaker } from './speaker.ts';
import { later } from './surroundings.ts';

/** Whose line it is. */
export interface Owner extends Speaker {
  state: 0 | 1 | 2 | 3;
  line: unknown;
  m_retry_count: number;
  m_retry_delay: number;
  readonly m_retry_delay_min: number;
  readonly m_retry_delay_max: number;
  readonly m_retry_max_count: number;
  /** A socket has opened. */
  onOpen(): void;
  /** A frame has come. */
  hear(data: string | ArrayBuffer): void;
  /** The line went; it is to be fetched back. */
  onLost(): void;
  /** A first login has failed. */
  failLogin(ecode: number): void;
  /** The session is over. */
  fireLogout(ecode: number): void;
}

/** Where a login finds its access points. */
export interface Route {
  readonly lists: readonly (readonly string[])[];
  /** A URL that needs no look-up. */
  readonly fixed: string | undefined;
  readonly vid: unknown;
}

/** The sockets of one session. */
export class Line {
  /** The socket that has been logged in by, or is being; and its requests. */
  socket: Socket | undefined;
  requests: Requests | undefined;
  readonly #session: Owner;
  readonly #route: Route;
  #entries: readonly unknown[] = [];
  #next = 0;
  /** Sockets of the first login that have not closed yet. */
  #alive = 0;

  constructor(session: Owner, route: Route) {
    this.#session = session;
    this.#route = route;
  }

  /** Logs in for the first time. */
  begin(): void {
    const { around } = this.#session;
    const { fixed, lists, vid } = this.#route;
    if (fixed !== undefined) {
      this.#entries = [fixed];
      this.#race(1);
      return;
    }
    lookUp(around, lists, vid, {
      found: (answer) => {
        if (this.#session.state !== 1) return;
        this.#entries = (JSON.parse(answer) as { readonly web: readonly unknown[] }).web;
        this.#race(around.manner.socketsRaced);
      },
      failed: () => this.#session.failLogin(201),
    });
  }

  #race(count: number): void {
    this.#alive = count;
    for (let n = 0; n < count; n++) this.#dial(true);
  }

  #dial(isFirst: boolean): void {
    const session = this.#session;
    const { around } = session;
    const { manner } = around;
    const entry = this.#entries[this.#next % this.#entries.length];
    this.#next += 1;
    const socket = new Socket(around.net, urlOf(entry), {
      onOpen: () => {
        // The first to open logs in; a session that is over wants none any more.
        const isLate = isFirst ? this.socket !== undefined || session.state !== 1 : false;
        if (isLate) {
          socket.close();
          return;
        }
        this.socket = socket;
        this.requests = new Requests(around, socket);
        session.onOpen();
      },
      onMessage: (data) => session.hear(data),
      onError: () => this.#onError(socket),
      onClose: () => this.#onClose(socket, isFirst),
    });
    later(around, manner.openMs, () => {
      if (socket.readyState < open) socket.close();
    });
  }

  #onError(socket: Socket): void {
    const session = this.#session;
    const { manner, userAgent } = session.around;
    if (session.state === 1) session.failLogin(201);
    else if (session.state === 3) this.#retry();
    else if (manner.errorReconnectsOn.test(userAgent)) {
      if (session.state === 2) this.#lose(false);
      else session.line = '';
    } else if (session.state === 2 && this.socket === socket) session.fireLogout(manner.errorEcode);
  }

  #onClose(socket: Socket, isFirst: boolean): void {
    const session = this.#session;
    if (session.state === 1 && isFirst) {
      this.#alive -= 1;
      if (this.#alive === 0 && this.#route.fixed === undefined) session.failLogin(201);
    } else if (session.state === 2 && this.socket === socket) this.#lose(true);
    else if (session.state === 3 && session.around.manner.closedReconnect !== 'stuck')
      this.#retry();
  }

  /** The line went while logged in. */
  #lose(isClean: boolean): void {
    const session = this.#session;
    if (isClean) {
      session.m_retry_count = 0;
      session.m_retry_delay = session.m_retry_delay_min;
    }
    session.onLost();
    this.#retry();
  }

  /** Tries again after a while, unless it has tried often enough. */
  #retry(): void {
    const session = this.#session;
    const { around } = session;
    if (session.m_retry_count >= session.m_retry_max_count) {
      session.fireLogout(around.manner.closeEcode);
      return;
    }
    session.m_retry_count += 1;
    later(around, session.m_retry_delay, () => {
      session.m_retry_delay = Math.min(2 * session.m_retry_delay, session.m_retry_delay_max);
      if (session.state === 3) this.#dial(false);
    });
  }
}
