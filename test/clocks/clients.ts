// Clients that try again, each in another manner of writing such things; they know only the SDK and
// the global timers. Every one waits 1 s after the first failure and 2 s after the second.
import type { Session, SignalFactory } from 'sigsim/sdk';

/** A client that is online, or is not any more trying to be. */
export interface Client {
  status: 'trying' | 'online' | 'gave up';
}

/** Makes a client and lets it connect. */
export type Connect = (Signal: SignalFactory) => Client;

const begin = (Signal: SignalFactory): Session => Signal('app').login('alice', '_no_need_token');
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const login = (Signal: SignalFactory): Promise<Session> =>
  new Promise((resolve, reject) => {
    const session = begin(Signal);
    session.onLoginSuccess = () => resolve(session);
    session.onLoginFailed = (ecode) => reject(new Error(`login failed: ${ecode}`));
  });

const callbacks: Connect = (Signal) => {
  const client: Client = { status: 'trying' };
  let waitMs = 1000;
  const connect = (): void => {
    const session = begin(Signal);
    session.onLoginSuccess = () => {
      client.status = 'online';
    };
    session.onLoginFailed = () => {
      setTimeout(connect, waitMs);
      waitMs *= 2;
    };
  };
  connect();
  return client;
};

const promises: Connect = (Signal) => {
  const client: Client = { status: 'trying' };
  const connect = (waitMs: number): Promise<unknown> =>
    login(Signal).then(
      () => {
        client.status = 'online';
      },
      () => pause(waitMs).then(() => connect(waitMs * 2)),
    );
  void connect(1000);
  return client;
};

const asyncAwait: Connect = (Signal) => {
  const client: Client = { status: 'trying' };
  const connect = async (): Promise<void> => {
    for (let waitMs = 1000; client.status === 'trying'; waitMs *= 2) {
      try {
        await login(Signal);
        client.status = 'online';
      } catch {
        await pause(waitMs);
      }
    }
  };
  void connect();
  return client;
};

/** Looks every 100 ms whether it is time, as a client without timers of its own does. */
const polling: Connect = (Signal) => {
  const client: Client = { status: 'trying' };
  let [dueAt, waitMs, isWaiting] = [Date.now(), 1000, false];
  const look = (): void => {
    if (isWaiting || Date.now() < dueAt) return;
    isWaiting = true;
    const session = begin(Signal);
    session.onLoginSuccess = () => {
      client.status = 'online';
      clearInterval(timer);
    };
    session.onLoginFailed = () => {
      isWaiting = false;
      dueAt = Date.now() + waitMs;
      waitMs *= 2;
    };
  };
  const timer = setInterval(look, 20);
  look();
  return client;
};

/** A pause that a signal can end. */
const pauseUnless = (signal: AbortSignal, ms: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(new Error('gave up'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });

/** Tries until a signal says stop. */
export const until = (Signal: SignalFactory, signal: AbortSignal): Client => {
  const client: Client = { status: 'trying' };
  const connect = async (): Promise<void> => {
    for (let waitMs = 1000; ; waitMs *= 2) {
      try {
        await login(Signal);
        client.status = 'online';
        return;
      } catch {
        await pauseUnless(signal, waitMs);
      }
    }
  };
  void connect().catch(() => {
    client.status = 'gave up';
  });
  return client;
};

const abortController: Connect = (Signal) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 5000);
  const client = until(Signal, controller.signal);
  const stop = setInterval(() => {
    if (client.status !== 'online') return;
    clearTimeout(timer);
    clearInterval(stop);
  }, 1000);
  return client;
};

interface RetryOptions {
  readonly retries: number;
  readonly minTimeout: number;
  readonly factor: number;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
}

/** The loop that packages such as p-retry have, with p-timeout around each attempt. */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { retries, minTimeout, factor, timeout } = options;
  for (let n = 0; ; n++) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('timed out')), timeout);
      });
      return await Promise.race([attempt(), late]);
    } catch (error) {
      if (n === retries) throw error;
      await pause(minTimeout * factor ** n);
    } finally {
      clearTimeout(timer);
    }
  }
}

const retryLoop: Connect = (Signal) => {
  const client: Client = { status: 'trying' };
  const options = { retries: 3, minTimeout: 1000, factor: 2, timeout: 10_000 };
  void retry(() => login(Signal), options).then(() => {
    client.status = 'online';
  });
  return client;
};

/** The clients, by the manner in which they are written. */
export const clients: readonly (readonly [manner: string, connect: Connect])[] = [
  ['callbacks', callbacks],
  ['promises', promises],
  ['async/await', asyncAwait],
  ['setInterval polling', polling],
  ['AbortController', abortController],
  ['a p-retry loop', retryLoop],
];
