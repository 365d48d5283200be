// What the service says in words. Nobody knows what it really said about failed requests (wire 12.1): these
// texts are the specification's choice, and all of them can be changed.
import type { CodeName } from '../../machines/codes.ts';

/** The answer to a failed request: a text, a number, or the whole reply. */
export type FailureText = string | number | Readonly<Record<string, unknown>>;

/** Situations in which the service has something to say. */
export type Situation =
  | 'peer offline'
  | 'no ack'
  | 'timeout'
  | 'limited'
  | 'no such channel'
  | 'failed';

/** The reason for a refused login, by the code that the login lifecycle found. @source wire 4 */
export const loginReasons: Partial<Readonly<Record<CodeName, string>>> = {
  LOGIN_E_TOKENEXPIRED: 'TokenErrorExpired',
  LOGIN_E_TOKENWRONG: 'TokenErrorInvalid',
  LOGIN_E_TOKEN_KICKED: 'kick',
  LOGIN_E_INVALID_USER: 'wrong account',
  LOGIN_E_OLDVERSION: 'old version',
  LOGOUT_E_TOKENEXPIRED: 'TokenErrorExpired',
  LOGOUT_E_TOKENWRONG: 'TokenErrorInvalid',
  LOGOUT_E_KICKED: 'kick',
  LOGOUT_E_OLDVERSION: 'old version',
};

/**
 * The second and the third part of `call2-ret` for a request that failed: its error, and its reply.
 *
 * @source decisions.md E.9: in this form the callback's error is the text, and `.reason` is there
 */
export function failureOf(text: FailureText): readonly [err: string | number, reply: string] {
  if (typeof text === 'number') return [text, ''];
  if (typeof text === 'object') return ['', JSON.stringify(text)];
  return ['', JSON.stringify({ result: 'failed', reason: text, data: { result: text } })];
}
