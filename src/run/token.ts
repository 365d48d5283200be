import type { SignalingWorld } from '../create-world.ts';
import { noToken } from '../world/token.ts';

/**
 * The tokens that a login may carry, as words for a file: none needed, valid for a day, valid for
 * an hour, expired, of another account, missing.
 */
export const tokenWords = ['none', 'day', 'hour', 'expired', 'foreign', 'missing'] as const;

/** Which token a login carries. */
export type TokenWord = (typeof tokenWords)[number];

/**
 * The token of an account that a word stands for, issued now by the service of a world.
 *
 * @param appId the App ID of the token. @default the service's own
 */
export function tokenFor(
  world: SignalingWorld,
  account: string,
  word: TokenWord,
  appId?: string,
): string {
  const at = appId === undefined ? {} : { appId };
  switch (word) {
    case 'none':
      return noToken;
    case 'day':
      return world.service.issueToken({ account, ...at });
    case 'hour':
      return world.service.issueToken({ account, ...at, expiresInS: 3600 });
    case 'expired':
      return world.service.issueToken({ account, ...at, expiresInS: -1 });
    case 'foreign':
      return world.service.issueToken({ account: `not-${account}`, ...at });
    case 'missing':
      return '';
  }
}
