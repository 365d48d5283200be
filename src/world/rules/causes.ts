// How each documented failure is made to happen: by its real cause, on the row that represents it.
// A cause only changes what the world does, or makes a call that the application could make; the
// code is still the machine's.
//
// @source decisions.md B, "what makes it happen" and the paragraph below the table
import type { CodeName } from '../../../machines/codes.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import type { Client } from '../client.ts';
import type { How } from '../delivery.ts';
import type { Network } from '../network.ts';
import type { Service } from '../service/service.ts';
import type { Treatment } from '../treatment.ts';
import type { Occasion } from './occasions.ts';

/** Where a rule begins, and what it may use there. */
export interface Site {
  readonly client: Client;
  /** The rule as it was written. */
  readonly rule: string;
  /** How the rule makes a call: on the session of the application. */
  readonly how: How;
  readonly account: string;
  readonly channel: string;
  readonly peer: string;
  /** The login that the client is in, or is making. */
  readonly login: LoginCall;
  readonly network: Network;
  readonly service: Service;
  /** Sets keys of the `extra` of the invitation that is being made. */
  readonly setExtra: (keys: Readonly<Record<string, unknown>>) => void;
}

/** What makes something go wrong, and where. */
export interface Cause {
  readonly at: Occasion;
  /** What becomes of the requests of the call, and of no other. */
  readonly treatment?: Treatment;
  /** Runs before the call; gives what ends the cause once the code has been delivered. */
  readonly before?: (site: Site) => (() => void) | undefined;
  /** Runs after the call, or when the state has been told. */
  readonly after?: (site: Site) => (() => void) | undefined;
}

/** The line goes until the code is there. */
const cutUntilDelivered =
  (cause: 'closed' | 'unknown' = 'closed') =>
  ({ network, client, rule }: Site) =>
    network.hold(client, rule, cause);

/** The line goes and comes back, so that the client must authenticate again. */
const dropOnce = ({ network, client, rule }: Site): void => {
  network.hold(client, rule, 'closed')();
};

const tokenOf = ({ login }: Site): string => (typeof login.token === 'string' ? login.token : '');

const spoil =
  (as: 'reply.tokenExpired' | 'reply.tokenWrong') =>
  (site: Site): undefined => {
    const { appId } = site.login;
    const holder = { appId: typeof appId === 'string' ? appId : '', account: site.account };
    site.service.spoilToken(holder, tokenOf(site), as);
  };

/** The service answers this call, and no other, in a way of its own. */
const answers = (fate: NonNullable<Treatment['fate']>): Pick<Cause, 'treatment'> => ({
  treatment: { fate, lasting: true },
});

const reauthenticate =
  (as: 'reply.tokenExpired' | 'reply.tokenWrong') =>
  (site: Site): undefined => {
    spoil(as)(site);
    dropOnce(site);
  };

const logsOut = ({ client, how }: Site): undefined => {
  client.logout(how);
};

/** The cause of every documented code. */
export const causes: Readonly<Record<CodeName, Cause>> = {
  SUCCESS: { at: 'query' },
  LOGOUT_E_OTHER: { at: 'loggedIn', after: cutUntilDelivered('unknown') },
  LOGOUT_E_USER: { at: 'loggedIn', after: logsOut },
  LOGOUT_E_NET: { at: 'loggedIn', after: cutUntilDelivered() },
  LOGOUT_E_KICKED: {
    at: 'loggedIn',
    after: ({ service, client }) => void service.throwOut(client, 'service.kicked'),
  },
  LOGOUT_E_PACKET: {
    at: 'loggedIn',
    after: ({ network, client }) => void network.corruptOne(client),
  },
  LOGOUT_E_TOKENEXPIRED: { at: 'loggedIn', after: reauthenticate('reply.tokenExpired') },
  LOGOUT_E_OLDVERSION: {
    at: 'loggedIn',
    after: ({ service, client }) => void service.throwOut(client, 'service.refusedVersion'),
  },
  LOGOUT_E_TOKENWRONG: { at: 'loggedIn', after: reauthenticate('reply.tokenWrong') },
  LOGOUT_E_ALREADY_LOGOUT: { at: 'login', before: logsOut },
  LOGIN_E_OTHER: { at: 'login', ...answers('reply.garbled') },
  LOGIN_E_NET: { at: 'login', before: cutUntilDelivered() },
  LOGIN_E_FAILED: { at: 'login', ...answers('reply.refused') },
  LOGIN_E_CANCEL: { at: 'login', after: logsOut },
  LOGIN_E_TOKENEXPIRED: { at: 'login', before: spoil('reply.tokenExpired') },
  LOGIN_E_OLDVERSION: { at: 'login', ...answers('reply.versionRefused') },
  LOGIN_E_TOKENWRONG: { at: 'login', before: spoil('reply.tokenWrong') },
  LOGIN_E_TOKEN_KICKED: { at: 'login', ...answers('reply.accountTaken') },
  LOGIN_E_ALREADY_LOGIN: {
    at: 'loggedIn',
    after: ({ client, how, login }) => void client.login('login', login, how),
  },
  LOGIN_E_INVALID_USER: { at: 'login', ...answers('reply.accountBanned') },
  JOINCHANNEL_E_OTHER: { at: 'join', ...answers('reply.refused') },
  SENDMESSAGE_E_OTHER: { at: 'message', ...answers('reply.refused') },
  SENDMESSAGE_E_TIMEOUT: {
    at: 'message',
    ...answers('silence'),
  },
  QUERYUSERNUM_E_OTHER: {
    at: 'query',
    ...answers('reply.refused'),
  },
  QUERYUSERNUM_E_TIMEOUT: {
    at: 'query',
    ...answers('silence'),
  },
  QUERYUSERNUM_E_BYUSER: {
    at: 'query',
    ...answers('silence'),
    after: logsOut,
  },
  LEAVECHANNEL_E_OTHER: {
    at: 'joined',
    after: ({ service, client }) => void service.evict(client, 'destroyed'),
  },
  LEAVECHANNEL_E_KICKED: {
    at: 'joined',
    after: ({ service, client }) => void service.evict(client, 'removed'),
  },
  LEAVECHANNEL_E_BYUSER: {
    at: 'joined',
    after: ({ client, how, channel }) => void client.leave(channel, how),
  },
  LEAVECHANNEL_E_LOGOUT: { at: 'joined', after: logsOut },
  LEAVECHANNEL_E_DISCONN: { at: 'joined', after: cutUntilDelivered() },
  INVITE_E_OTHER: {
    at: 'invite',
    ...answers('silence'),
  },
  INVITE_E_REINVITE: {
    at: 'invite',
    after: ({ client, how, channel, peer }) =>
      void client.invite('channelInviteUser', channel, peer, undefined, how),
  },
  INVITE_E_NET: { at: 'invite', after: cutUntilDelivered() },
  INVITE_E_PEEROFFLINE: { at: 'invite', ...answers('peer.offline') },
  INVITE_E_TIMEOUT: {
    at: 'invite',
    before: ({ service, client, channel, peer, setExtra }) => {
      setExtra({ _timeout: 10 });
      return service.ringForEver(client, channel, peer);
    },
  },
  INVITE_E_CANTRECV: { at: 'invite', ...answers('peer.unable') },
  GENERAL_E: {
    at: 'loggedIn',
    after: ({ service, client }) => void service.notifyOne(client),
  },
  GENERAL_E_FAILED: {
    at: 'request',
    ...answers('reply.refused'),
  },
  GENERAL_E_UNKNOWN: {
    at: 'request',
    ...answers('reply.garbled'),
  },
  GENERAL_E_NOT_LOGIN: {
    at: 'login',
    before: ({ client, how }) => void client.join('lobby', how),
  },
  GENERAL_E_WRONG_PARAM: { at: 'loggedIn', after: ({ client, how }) => void client.join('', how) },
};
