import type { CodeName } from '../../../machines/codes.ts';

/**
 * What a web client in the manner of 1.4.0 hears instead of a code that never reaches it; the other codes
 * arrive.
 *
 * @source docs/published.md, "What arrives where", which is made of runs
 */
export const insteadOf: Partial<Readonly<Record<CodeName, string>>> = {
  SUCCESS: 'invoke cb("", {"result":"ok","num":0})',
  LOGOUT_E_OTHER: 'onLogout(102)',
  LOGOUT_E_PACKET: 'throws SyntaxError',
  LOGOUT_E_TOKENEXPIRED: 'nothing',
  LOGOUT_E_OLDVERSION: 'onLogout(102)',
  LOGOUT_E_TOKENWRONG: 'nothing',
  LOGOUT_E_ALREADY_LOGOUT: 'nothing',
  LOGIN_E_OTHER: 'throws SyntaxError',
  LOGIN_E_FAILED: 'onLoginFailed(201)',
  LOGIN_E_CANCEL: 'nothing',
  LOGIN_E_OLDVERSION: 'onLoginFailed(201)',
  LOGIN_E_ALREADY_LOGIN: 'onLogout(103)',
  JOINCHANNEL_E_OTHER: 'onChannelJoinFailed("failed")',
  SENDMESSAGE_E_OTHER: 'messageInstantSend cb(true)',
  SENDMESSAGE_E_TIMEOUT: 'nothing',
  QUERYUSERNUM_E_OTHER:
    'invoke cb("failed", {"result":"failed","reason":"failed","data":{"result":"failed"}})',
  QUERYUSERNUM_E_TIMEOUT: 'nothing',
  QUERYUSERNUM_E_BYUSER: 'onLogout(101)',
  LEAVECHANNEL_E_OTHER: 'nothing',
  LEAVECHANNEL_E_KICKED: 'nothing',
  LEAVECHANNEL_E_BYUSER: 'onChannelLeaved(0)',
  LEAVECHANNEL_E_LOGOUT: 'onLogout(101)',
  LEAVECHANNEL_E_DISCONN: 'onLogout(102)',
  INVITE_E_OTHER: 'onInviteFailed("{\\"reason\\":\\"no ack\\"}")',
  INVITE_E_REINVITE: 'onInviteFailed("failed")',
  INVITE_E_NET: 'onLogout(102)',
  INVITE_E_PEEROFFLINE: 'onInviteFailed("peer offline")',
  INVITE_E_TIMEOUT: 'onInviteFailed("{\\"reason\\":\\"timeout\\"}")',
  INVITE_E_CANTRECV: 'onInviteFailed("failed")',
  GENERAL_E: 'nothing',
  GENERAL_E_FAILED:
    'invoke cb("failed", {"result":"failed","reason":"failed","data":{"result":"failed"}})',
  GENERAL_E_UNKNOWN: 'invoke cb("wrong resp:(garbled)", "(garbled)")',
  GENERAL_E_NOT_LOGIN: 'nothing',
  GENERAL_E_WRONG_PARAM: 'onChannelJoinFailed("failed")',
};
