// Tokens, bans and versions: whether somebody may come in.
import { isName } from '../../../machines/arguments.ts';
import { show, UsageError } from '../../base/errors.ts';
import { epochSeconds } from '../clock.ts';
import { expiryOf, noToken, writeToken } from '../token.ts';
import { isFor, type Addressed, type Whom } from '../whom.ts';

/** The number of the first account of an App ID. */
const firstUid = 1001;

/** Why the service refuses credentials. */
export type Refusal =
  | 'reply.versionRefused'
  | 'reply.accountBanned'
  | 'reply.tokenExpired'
  | 'reply.tokenWrong';

/** Whose a token is: the same name under another App ID is another account. */
export interface Holder {
  readonly appId: string;
  readonly account: string;
}

/** What a login brings along. */
export interface Credentials extends Holder {
  /** The name of the device that it comes from, `''` if it has none. */
  readonly device: string;
  readonly token: string;
  readonly version: string;
}

/** Whether a text is a version: numbers between dots. */
export const isVersion = (version: unknown): version is string =>
  typeof version === 'string' && /^\d+(\.\d+)*$/.test(version);

const keyOf = ({ appId, account }: Holder): string => `${appId}\n${account}`;

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
  #bans: { readonly account: string; readonly whom: Whom }[] = [];
  /** Tokens that were judged bad once: they stay bad (decisions.md B). */
  readonly #spoilt = new Map<string, Refusal>();
  /** Accounts of each App ID in order of their first login. */
  readonly #uids = new Map<string, Map<string, number>>();
  /** Tokens that an account has been given or has come with. */
  readonly #tokens = new Map<string, { readonly holder: Holder; readonly tokens: Set<string> }>();

  readonly #needsToken: boolean;

  /** @param needsToken whether the project needs tokens: `_no_need_token` does not count as one */
  constructor(certificate: string, needsToken: boolean) {
    this.#certificate = certificate;
    this.#needsToken = needsToken;
  }

  /** Makes a token for an account. */
  issue(now: number, claim: { account: string; appId?: string; expiresInS?: number }): string {
    const { account, appId = 'app', expiresInS = 86_400 } = claim;
    if (!isName(account)) {
      throw new UsageError(
        'service.account',
        `service.issueToken: ${show(account)} is not an account name. Give 1 to 128 bytes of visible characters.`,
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
    // Tokens made in the same second are equal, so a spoilt one must not be given out again as new.
    while (this.#spoilt.has(`${keyOf({ appId, account })}\n${token}`)) {
      expires += 1;
      token = writeToken({ appId, account, certificate, expires });
    }
    this.#remember({ appId, account }, token);
    return token;
  }

  /** Who has tokens. */
  get holders(): readonly Holder[] {
    return [...this.#tokens.values()].map(({ holder }) => holder);
  }

  /** Spoils every token that somebody has. */
  expire(holder: Holder): void {
    for (const token of this.#tokens.get(keyOf(holder))?.tokens ?? []) {
      this.spoil(holder, token, 'reply.tokenExpired');
    }
  }

  /** Judges a token bad from now on. */
  spoil(holder: Holder, token: string, as: Refusal): void {
    this.#spoilt.set(`${keyOf(holder)}\n${token}`, as);
  }

  /** Signs with another certificate: tokens signed before are wrong. */
  rotate(): void {
    this.#rotations += 1;
    this.#certificate = `${this.#certificate}+${this.#rotations}`;
  }

  get banned(): readonly Addressed[] {
    return this.#bans.map(({ account, whom: { appId = '', device = '' } }) => ({
      appId,
      account,
      device,
    }));
  }

  ban(account: string, whom: Whom): void {
    this.#bans.push({ account, whom });
  }

  /** Lifts the bans of an account, or those that are meant; returns false if there are none. */
  unban(account: string, { appId, device }: Whom): boolean {
    const { length } = this.#bans;
    this.#bans = this.#bans.filter(
      ({ account: banned, whom }) =>
        banned !== account ||
        (appId ?? whom.appId) !== whom.appId ||
        (device ?? whom.device) !== whom.device,
    );
    return this.#bans.length < length;
  }

  requireVersion(version: string): void {
    if (!isVersion(version)) {
      throw new UsageError(
        'service.version',
        `service.requireVersion: ${show(version)} is not a version. Give numbers between dots: "1.4.4".`,
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

  /** The number of an account that logs in. @source decisions.md E.7 */
  uidOf(appId: string, account: string): number {
    const known = this.#uids.get(appId) ?? new Map<string, number>();
    this.#uids.set(appId, known);
    const uid = known.get(account) ?? firstUid + known.size;
    known.set(account, uid);
    return uid;
  }

  /**
   * Judges credentials: version, account, token.
   *
   * @source L10, L11, L13, L16; LC 1.2 for the form of a token; LC 1.1 for `_no_need_token`, which a
   * project has to allow
   */
  judge(now: number, credentials: Credentials): Refusal | undefined {
    const { appId, account, token, version } = credentials;
    if (this.isTooOld(version)) return 'reply.versionRefused';
    if (this.#bans.some((ban) => isFor(ban.account, ban.whom, credentials)))
      return 'reply.accountBanned';
    this.#remember({ appId, account }, token);
    const spoilt = this.#spoilt.get(`${keyOf(credentials)}\n${token}`);
    if (spoilt !== undefined) return spoilt;
    if (token === noToken) return this.#needsToken ? 'reply.tokenWrong' : undefined;
    const expires = expiryOf(token);
    if (expires === undefined) return 'reply.tokenWrong';
    if (token !== writeToken({ appId, account, certificate: this.#certificate, expires })) {
      return 'reply.tokenWrong';
    }
    return this.expiryMs(token) <= now ? 'reply.tokenExpired' : undefined;
  }

  #remember(holder: Holder, token: string): void {
    const key = keyOf(holder);
    const known = this.#tokens.get(key);
    if (known === undefined) this.#tokens.set(key, { holder, tokens: new Set([token]) });
    else known.tokens.add(token);
  }
}
