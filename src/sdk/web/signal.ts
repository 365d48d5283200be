import type { Client } from '../../world/client/client.ts';
import { asText } from '../text.ts';
import type { LoginLimits } from '../login-limits.ts';
import { findHandler, findMisnamed } from './deliver.ts';
import { Session } from './session.ts';
import { tie } from './tie.ts';

/** The limit of a login; anything that is none gives the default, as 0 does. */
const limitOf = (value: unknown, standard: number): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : standard;

/** The version that the web-shaped double stands for. */
export const sdkVersion = '1.4.0';

/** The limits of the Web SDK. @source LC 1.1, Signal */
const webLimits: LoginLimits = { retryCount: 10, retrySeconds: 30 };

/**
 * What `Signal(appId)` gives: the door to sessions, one per account at a time.
 *
 * @source LC 1.1, Signal; decisions.md C
 */
export class SignalObject {
  readonly #appId: unknown;
  readonly #createClient: () => Client;
  readonly #limits: LoginLimits;
  /** One client per account: a second login of an account that is in gets 208. */
  readonly #clients = new Map<string, Client>();

  /** @internal */
  constructor(appId: unknown, createClient: () => Client, limits: LoginLimits) {
    this.#appId = appId;
    this.#limits = limits;
    this.#createClient = createClient;
    tie(this);
  }

  /**
   * Logs in. Gives a session at once; the outcome comes by its callbacks.
   *
   * @param reconnectCount most retries, of this login and of reconnecting @default 10
   * @param reconnectTime seconds within which they must succeed @default 30
   */
  login(
    account: unknown,
    token: unknown,
    reconnectCount?: unknown,
    reconnectTime?: unknown,
  ): Session {
    const name = asText(account);
    const client = this.#clientOf(name);
    const session = new Session(client, name);
    const call = {
      appId: this.#appId,
      account: name,
      token,
      retryCount: limitOf(reconnectCount, this.#limits.retryCount),
      retrySeconds: limitOf(reconnectTime, this.#limits.retrySeconds),
    };
    client.login('login', call, { ref: session });
    return session;
  }

  #clientOf(account: string): Client {
    const known = this.#clients.get(account);
    if (known !== undefined) return known;
    const client = this.#createClient();
    client.listener = findHandler;
    client.misnamed = findMisnamed;
    this.#clients.set(account, client);
    return client;
  }

  getSDKVersion(): string {
    return sdkVersion;
  }

  /** The version as a number, as 1.4.0 reports it. */
  getSDKVersion_int(): number {
    return 1_010_400_000;
  }

  /** Accepted and ignored: the record of a world is its trace. */
  setDoLog(_isEnabled = false, _level = 'DEBUG'): void {}

  /** Accepted and ignored: there is no address to set. */
  setup_debugging(_kind: string, _value: unknown): void {}

  /** The same as `setup_debugging`. */
  setUpDebugging(_kind: string, _value: unknown): void {}
}

/** `Signal(appId)`, with or without `new`. */
export interface SignalFactory {
  (appId: string): SignalObject;
  new (appId: string): SignalObject;
}

/** Makes a `Signal` whose clients live in one world. */
export function createSignal(
  createClient: () => Client,
  limits: LoginLimits = webLimits,
): SignalFactory {
  return function Signal(appId: unknown) {
    return new SignalObject(appId, createClient, limits);
  } as unknown as SignalFactory; // A function that returns an object works with and without new.
}
