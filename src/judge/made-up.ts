import type { CodeName } from '../../machines/codes.ts';

/** Codes that result from a call that the judge made on the client's own session, as nobody else could. */
export const isMadeUp = (code: CodeName): boolean =>
  code === 'LOGIN_E_ALREADY_LOGIN' ||
  code === 'LOGOUT_E_ALREADY_LOGOUT' ||
  code === 'GENERAL_E_NOT_LOGIN' ||
  code === 'GENERAL_E_WRONG_PARAM';
