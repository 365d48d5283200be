// What the documents allow as an argument. The guards of the machines use these functions; nothing
// else decides.

const encoder = new TextEncoder();
/** The length of a text as the service counts it: UTF-8 bytes. */
export const byteLength = (text: string): number => encoder.encode(text).length;

/** Whether a text has at most `max` bytes; a UTF-16 unit takes at most three. */
const fits = (text: string, bytes: number): boolean =>
  text.length * 3 <= bytes || byteLength(text) <= bytes;

/** Longest account or channel name, in bytes. @source LC 2.6 */
export const nameBytesMax = 128;

/**
 * Longest message body and `extra`, in bytes.
 *
 * @source D-26: 8196 (CN, P2P) against 8 KB (EN, channel); 8192 wins, it satisfies both.
 */
export const bodyBytesMax = 8192;

// Invisible characters: control, format and surrogate characters, and every kind of space.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\s]/u;

/**
 * Whether a text may name an account or a channel: 1 to 128 bytes of visible characters.
 *
 * @source LC 1.1, L2, C3
 */
export function isName(text: unknown): text is string {
  return (
    typeof text === 'string' && text !== '' && fits(text, nameBytesMax) && !invisible.test(text)
  );
}

/** Whether there is a credential at all; the service decides whether it is valid. @source L3 */
export const isCredential = (text: unknown): text is string =>
  typeof text === 'string' && text !== '';

/** Whether a message body may be sent. @source M4, D-26 */
export const isBody = (text: unknown): text is string =>
  typeof text === 'string' && fits(text, bodyBytesMax);

/**
 * Whether an `extra` is allowed with an invitation: none, or JSON text of at most 8 KB.
 *
 * @source I3; D-2: 1005 is outside the table, so an over-long text is a wrong parameter
 */
export function isExtra(text: unknown): boolean {
  if (text === undefined || text === '') return true;
  if (!isBody(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What the reserved keys of an `extra` ask for. */
export interface InviteOptions {
  readonly requirePeerOnline: boolean;
  /** Milliseconds, or 0 for none. */
  readonly timeoutMs: number;
}

/** A number, or text that contains one; 0 for anything else. */
const numberOf = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'string' ? Number(value) : 0;

/**
 * Reads `_require_peer_online` and `_timeout` out of an `extra`.
 *
 * @source D-23: 0 to 30 s (API) against at least 1 s (release notes); 1 to 30 count, 0 is none
 * @source choice: a `_timeout` outside 0 to 30 is cut to the range, since no source refuses it
 */
export function readInviteOptions(extra: unknown): InviteOptions {
  const none = { requirePeerOnline: false, timeoutMs: 0 };
  if (typeof extra !== 'string' || !isExtra(extra) || extra === '') return none;
  // For anything but an object, and for null, every key is undefined.
  const keys = Object(JSON.parse(extra)) as Readonly<Record<string, unknown>>;
  const seconds = numberOf(keys['_timeout']);
  return {
    requirePeerOnline: numberOf(keys['_require_peer_online']) === 1,
    timeoutMs: Number.isFinite(seconds) && seconds >= 1 ? Math.min(seconds, 30) * 1000 : 0,
  };
}
