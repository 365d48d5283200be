// The SignalingToken: `1:appId:expireTs:md5(account + appId + appCertificate + expireTs)`, with the
// expiry in Unix seconds (LC 1.2). Tokens of an application's own token server work here too, if the
// world was made with its certificate.
import { bytesToHex, md5, utf8ToBytes } from '../base/vendor.ts';

/** The token of a project that needs none. @source LC 1.1 */
export const noToken = '_no_need_token';

/** What a token is for. */
export interface TokenClaim {
  readonly appId: string;
  readonly account: string;
  readonly certificate: string;
  /** Unix seconds. */
  readonly expires: number;
}

/** Makes a token. */
export function writeToken({ appId, account, certificate, expires }: TokenClaim): string {
  const digest = bytesToHex(md5(utf8ToBytes(account + appId + certificate + String(expires))));
  return `1:${appId}:${expires}:${digest}`;
}

/** The expiry that a token names, in Unix seconds; undefined if it does not have the form of a token. */
export function expiryOf(token: string): number | undefined {
  const match = /^1:[^:]*:(\d{10}):[0-9a-f]{32}$/.exec(token);
  return match === null ? undefined : Number(match[1]);
}
