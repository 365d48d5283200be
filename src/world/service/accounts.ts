// Tokens, bans and versions: whether somebody may come in.
import { isName } from '../../../machines/arguments.ts';
import { show, UsageError } from '../../errors.ts';
import { expiryOf, noToken, writeToken } from '../token.ts';

/** Virtual time 0 as a calendar knows it, in Unix seconds: 2019-07-01, when the service was alive. */
export const epochSeconds = 1_561_939_200;

/** What the service thinks of credentials; undefined where they are good. */
export type Refusal =
  | 'reply.versionRefused'
  | 'reply.accountBanned'
  | 'reply.tokenExpired'
  | 'reply.tokenWrong';

/** What a login brings along. */
export interface Credentials {
  readonly appId: string;
  readonly account: string;
  readonly token: string;
  readonly version: string;
}

/** Whether a text is a version: numbers between dots. */
export const isVersion = (version: unknown): version is string =>
  typeof version === 'string' && /^\d+(\.\d+)*$/.test(version);

const parts = (version: string): readonly number[] => version.split('.').map(Number);

/** Whether a version is at least another: numbers between dots, compared one by one. */
function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [parts(version), parts(least)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Who may come in, and with what. */
export class Accounts {
  #certificate: string;
  #rotations = 0;
  #leastVersion: string | undefined;
  readonly #banned = new Set<string>();
  /** Tokens that were judged bad once: they stay so (decisions.md B). */
  readonly #spoilt = new Map<string, Refusal>();
  /** Tokens that an account has been given or has come with. */
  readonly #tokens = new Map<string, Set<string>>();

  constructor(certificate: string) {
    this.#certificate = certificate;
  }

  /** Makes a token for an account. */
  issue(now: number, claim: { account: string; appId?: string; expiresInS?: number }): string {
    const { account, appId = 'app', expiresInS = 86_400 } = claim;
    if (!isName(account)) {
      throw new UsageError(
        'service.account',
        `service.issueToken: ${show(account)} is no account. Give 1 to 128 bytes of visible characters.`,
      );
    }
    if (!Number.isSafeInteger(expiresInS)) {
      throw new UsageError(
        'service.expiry',
        `service.issueToken: expiresInS is ${show(expiresInS)}. Give whole seconds; below 0 it has expired.`,
      );
    }
    const certificate = this.#certificate;
    let expires = epochSeconds + Math.floor(now / 1000) + expiresInS;
    let token = writeToken({ appId, account, certificate, expires });
    // A token names its second; one that was spoilt within it must not be given out as a fresh one.
    while (this.#spoilt.has(`${account}\n${token}`)) {
      expires += 1;
      token = writeToken({ appId, account, certificate, expires });
    }
    this.#remember(account, token);
    return token;
  }

  /** Spoils every token that an account has; false where none is known. */
  expire(account: string): boolean {
    const tokens = this.#tokens.get(account);
    if (tokens === undefined) return false;
    for (const token of tokens) this.spoil(account, token, 'reply.tokenExpired');
    return true;
  }

  /** Judges a token bad from now on. */
  spoil(account: string, token: string, as: Refusal): void {
    this.#spoilt.set(`${account}\n${token}`, as);
  }

  /** Signs with another certificate: tokens signed before are wrong. */
  rotate(): void {
    this.#rotations += 1;
    this.#certificate = `${this.#certificate}+${this.#rotations}`;
  }

  get banned(): readonly string[] {
    return [...this.#banned];
  }

  ban(account: string): void {
    this.#banned.add(account);
  }

  unban(account: string): boolean {
    return this.#banned.delete(account);
  }

  requireVersion(version: string): void {
    if (!isVersion(version)) {
      throw new UsageError(
        'service.version',
        `service.requireVersion: ${show(version)} is no version. Give numbers between dots: "1.4.4".`,
      );
    }
    this.#leastVersion = version;
  }

  isTooOld(version: string): boolean {
    return this.#leastVersion !== undefined && !isAtLeast(version, this.#leastVersion);
  }

  /** When a token expires, in virtual milliseconds; never for `_no_need_token`. */
  expiryMs(token: string): number {
    const seconds = expiryOf(token);
    return seconds === undefined ? Number.POSITIVE_INFINITY : (seconds - epochSeconds) * 1000;
  }

  /**
   * Judges credentials: version, account, token.
   *
   * @source L10, L11, L13, L16; LC 1.2 for the form of a token
   */
  judge(now: number, credentials: Credentials): Refusal | undefined {
    const { appId, account, token, version } = credentials;
    if (this.isTooOld(version)) return 'reply.versionRefused';
    if (this.#banned.has(account)) return 'reply.accountBanned';
    this.#remember(account, token);
    const spoilt = this.#spoilt.get(`${account}\n${token}`);
    if (spoilt !== undefined) return spoilt;
    if (token === noToken) return undefined;
    const expires = expiryOf(token);
    if (expires === undefined) return 'reply.tokenWrong';
    if (token !== writeToken({ appId, account, certificate: this.#certificate, expires })) {
      return 'reply.tokenWrong';
    }
    return this.expiryMs(token) <= now ? 'reply.tokenExpired' : undefined;
  }

  #remember(account: string, token: string): void {
    const tokens = this.#tokens.get(account);
    if (tokens === undefined) this.#tokens.set(account, new Set([token]));
    else tokens.add(token);
  }
}
