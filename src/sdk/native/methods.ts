import type { CallName } from '../../../machines/lifecycles.ts';

/**
 * The arguments of the native SDK's methods where they are not those of the call in their order; 0 stands
 * for a uid.
 *
 * @source LC 1.2
 */
export const methodArguments: { readonly [Name in CallName]?: readonly (string | 0)[] } = {
  login: ['appId', 'account', 'token'],
  messageInstantSend: ['account', 0, 'body'],
  channelInviteAccept: ['channel', 'peer', 0, 'extra'],
  channelInviteRefuse: ['channel', 'peer', 0, 'extra'],
  channelInviteEnd: ['channel', 'peer', 0, 'extra'],
};
