import type { CodeName } from '../../../machines/codes.ts';

/**
 * The codes that a call of the application leads to, and which call. A rule makes that call itself if the
 * client is a double of the world; it cannot make calls for a client behind a socket.
 *
 * @source decisions.md B, "for what only the client can cause"
 */
export const ownCalls: Partial<Readonly<Record<CodeName, string>>> = {
  LOGOUT_E_USER: 'logout() while logged in',
  LOGOUT_E_ALREADY_LOGOUT: 'logout() while out',
  LOGIN_E_CANCEL: 'logout() during login',
  LOGIN_E_ALREADY_LOGIN: 'login() while logged in',
  QUERYUSERNUM_E_BYUSER: 'logout() during a query',
  LEAVECHANNEL_E_BYUSER: 'channelLeave()',
  LEAVECHANNEL_E_LOGOUT: 'logout() in a channel',
  INVITE_E_REINVITE: 'the same invitation again',
  GENERAL_E_NOT_LOGIN: 'channelJoin() while out',
  GENERAL_E_WRONG_PARAM: 'channelJoin("")',
};
