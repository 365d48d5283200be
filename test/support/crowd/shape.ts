// What a member of a crowd can do and hear, in one vocabulary for both shapes of the SDK.

/** What became of a call at one of its ends. */
export type CallWord = 'received' | 'accepted' | 'refused' | 'failed' | 'endedByPeer' | 'endedByMe';

/** What a member hears. */
export interface Ears {
  loggedIn(): void;
  notLoggedIn(): void;
  loggedOut(): void;
  joined(channel: string): void;
  notJoined(channel: string): void;
  left(channel: string): void;
  /** Who is in the channel that the member has just joined. */
  list(accounts: readonly string[]): void;
  came(account: string): void;
  went(account: string): void;
  /** A message; `channel` is `''` where it was for the member alone. */
  told(channel: string, from: string, text: string): void;
  /** What became of a message. */
  sent(text: string, isTaken: boolean): void;
  /** A query has its answer. */
  counted(): void;
  /** Somebody calls. */
  rings(channel: string, peer: string): void;
  /** What became of the call that the member made at an address, or took. */
  call(role: 'caller' | 'callee', channel: string, peer: string, word: CallWord): void;
  /** Anything else: what nobody reckons with. */
  other(text: string): void;
}

/** What a member does. */
export interface Mouth {
  login(): void;
  logout(): void;
  join(channel: string): void;
  leave(channel: string): void;
  say(channel: string, text: string): void;
  tell(account: string, text: string): void;
  count(channel: string): void;
  invite(channel: string, peer: string, extra: string | undefined): void;
  accept(channel: string, peer: string): void;
  refuse(channel: string, peer: string): void;
  hangUp(role: 'caller' | 'callee', channel: string, peer: string): void;
  /** 0 logged out, 1 logging in, 2 logged in, 3 reconnecting. */
  readonly status: number;
}

/** Makes the shape of a member. */
export type Shape = (ears: Ears, account: string) => Mouth;
