import type { SignalingWorld } from '../create-world.ts';
import { noToken } from '../world/token.ts';

/**
 * The tokens that a login may bring, as a file can say it: none needed, one for a day, one for an
 * hour, one that has run out, one of another account, none at all.
 */
export const tokenWords = ['none', 'day', 'hour', 'expired', 'foreign', 'missing'] as const;

/** Which token a login brings. */
export type TokenWord = (typeof tokenWords)[number];

/**
 * The token of an account that a word stands for, made by the service of a world as it is now.
 *
 * @param appId the App ID for which it is. @default the service's own
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
