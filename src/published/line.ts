// The line of a session: look-up, the race of two sockets, and the reconnects (wire-protocol.md 2, 4, 10).
import { open, Socket, type Hearer } from '../wire/virtual/socket.ts';
import type { Conversation } from './conversation.ts';
import { entriesIn, lookUp, shuffled, urlOf } from './look-up.ts';
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
  readonly m_retry_max_time: number;
  /** Whether a refusal or a close is minded. */
  readonly hasLoginFailed: boolean;
  /** A socket has opened. Gives what hears its frames. */
  onOpen(): Conversation;
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
  /** Access points that need no look-up; empty where it is asked for. */
  readonly fixed: readonly unknown[];
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
    if (fixed.length > 0) {
      this.#entries = shuffled(around, fixed);
      this.#race(1);
      return;
    }
    lookUp(around, lists, vid, {
      found: (answer) => {
        this.#entries = entriesIn(answer);
        if (this.#session.state === 1) this.#race(around.manner.socketsRaced);
      },
      failed: () => this.#session.failLogin(201),
    });
  }

  #race(count: number): void {
    this.#alive = count;
    for (let n = 0; n < count; n++) this.#dial();
  }

  #dial(): void {
    const session = this.#session;
    const { around } = session;
    const { manner } = around;
    const url = urlOf(this.#entries[this.#next % this.#entries.length]);
    this.#next += 1;
    let heard: Conversation | undefined;
    let isIn = false;
    const hearer: Hearer = {
      onOpen: () => {
        around.net.clock.stop(patience);
        // The first to open logs in; a session that is over wants none any more.
        const isFirst = session.state === 1 && this.socket === undefined;
        if (!isFirst && session.state !== 3) {
          socket.close();
          return;
        }
        isIn = true;
        this.socket = socket;
        this.requests = new Requests(around, socket);
        heard = session.onOpen();
      },
      onMessage: (data) => heard?.hear(data),
      onFrame: (frame) => heard?.hearFrame(frame),
      onError: () => {
        isIn = false;
        this.#onError(socket);
      },
      onClose: () => this.#onClose(isIn),
    };
    let socket: Socket;
    try {
      socket = new Socket(around.net, url, hearer);
    } catch {
      // An address that is none is caught there: a first login is stuck, a reconnect goes on.
      if (session.state !== 3) return;
      session.m_retry_count += 1;
      this.#retry();
      return;
    }
    const patience = later(around, manner.openMs, () => {
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

  /** @param isIn whether it had been logged in by, and not broken */
  #onClose(isIn: boolean): void {
    const session = this.#session;
    if (session.state === 1) {
      this.#alive -= 1;
      const isLast = this.#alive <= 0 && this.#route.fixed.length === 0;
      if (isLast && session.hasLoginFailed) session.failLogin(201);
    } else if (session.state === 2 && isIn) this.#lose(true);
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
    // The time that has passed is none, as the mark is set anew each time (D8): only a limit that is no
    // positive number is ever reached.
    const isInTime = session.m_retry_max_time > 0;
    if (!isInTime || !(session.m_retry_count < session.m_retry_max_count)) {
      session.fireLogout(around.manner.closeEcode);
      return;
    }
    session.m_retry_count += 1;
    later(around, session.m_retry_delay, () => {
      session.m_retry_delay = Math.min(2 * session.m_retry_delay, session.m_retry_delay_max);
      if (session.state === 3) this.#dial();
    });
  }
}
