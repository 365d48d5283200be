// How each documented failure is made to happen: by its real cause, on the row that represents it. A
// cause only changes what the world does, or makes a call that the application could make; the code still
// comes from the machine. It happens to one client, never to another one of the same account.
//
// @source decisions.md B, "what makes it happen" and the paragraph below the table; E.1
import type { CodeName } from '../../../machines/codes.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import type { How } from '../delivery.ts';
import type { Network } from '../network/network.ts';
import type { Service } from '../service/service.ts';
import type { Treatment } from '../treatment.ts';
import type { Occasion } from './occasions.ts';
import type { ClientState } from './when.ts';
import type { Who } from './who.ts';

/** Where a rule begins, and what it may use there. */
export interface Site {
  readonly who: Who;
  /** The rule as it was written. */
  readonly rule: string;
  /** How the rule makes a call: on the session of the application. */
  readonly how: How;
  readonly account: string;
  readonly channel: string;
  readonly peer: string;
  /** The `extra` of the invitation that is being made. */
  readonly extra: unknown;
  /** The login that the client is in, or is making. */
  readonly login: LoginCall;
  readonly network: Network;
  readonly service: Service;
}

/** What a cause does at one moment; returns a function that ends it, unless it ends by itself. */
export type Lever = (site: Site) => (() => void) | undefined;

/** What makes something go wrong, and when. */
export interface Failure {
  readonly at: Occasion;
  /** What happens to the requests of the call, and to no others. */
  readonly treatment?: Treatment;
  /** Keys of the `extra` that an invitation is judged by. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Runs before the call. */
  readonly before?: Lever;
  /** Runs after the call, or when the application has heard of the state. */
  readonly after?: Lever;
  /** Runs when the service has taken the request. */
  readonly served?: Lever;
  /** States in which it works besides those of its occasion, if a rule asks for one of them. */
  readonly also?: readonly ClientState[];
  /** The only states in which it works, if they are fewer than those of its occasion. */
  readonly only?: readonly ClientState[];
  /** How long the code may take: milliseconds, or the name of a delay. */
  readonly takes?: number | string;
}

/** The states in which a session tries to get its line back. */
const lineless = ['reconnecting', 'suspended'] as const;

/** Cuts the line until the code has been delivered. */
const cutUntilDelivered =
  (cause: 'closed' | 'unknown' = 'closed'): Lever =>
  ({ network, who, rule }) =>
    network.hold(who, rule, cause);

const tokenOf = ({ login }: Site): string => (typeof login.token === 'string' ? login.token : '');

const spoil =
  (as: 'reply.tokenExpired' | 'reply.tokenWrong'): Lever =>
  (site) => {
    const { appId } = site.login;
    const holder = { appId: typeof appId === 'string' ? appId : '', account: site.account };
    site.service.spoilToken(holder, tokenOf(site), as);
    return undefined;
  };

/** Cuts the line and restores it, so that the client must authenticate again with a bad token. */
const reauthenticate =
  (as: 'reply.tokenExpired' | 'reply.tokenWrong'): Lever =>
  (site) => {
    spoil(as)(site);
    const { network, who, rule } = site;
    if (who.state === 'loggedIn') network.hold(who, rule, 'closed')();
    return undefined;
  };

/** The service answers this call, and no other, with this. */
const answers = (fate: NonNullable<Treatment['fate']>): Pick<Failure, 'treatment'> => ({
  treatment: { fate },
});

/** Makes a lever that needs no end. */
const once =
  (run: (site: Site) => void): Lever =>
  (site) => {
    run(site);
    return undefined;
  };

const logsOut = once(({ who, how }) => {
  who.call('logout', {}, how);
});

/**
 * The same invitation goes out before the application's own, which is then the repeated one.
 *
 * @source choice: 701 goes to the new attempt (I4), so the new attempt must be the call that the
 * application holds: if the rule's own call were the repeated one, the web shape would report the code to
 * a Call that goes on. In the web shape the first call belongs to nobody, so the rule takes it back; in
 * the native shape, where calls are known by address, it belongs to the application and goes on.
 */
const invitesBefore: Lever = ({ who, how, channel, peer, extra }) => {
  const own: How = { ...how, ref: who.current };
  const method = extra === undefined ? 'channelInviteUser' : 'channelInviteUser2';
  who.call('channelInviteUser2', { channel, peer, extra }, own, method);
  if (own.ref === undefined) return undefined;
  return () => {
    who.call('channelInviteEnd', { channel, peer }, { ...own, part: 'caller' });
  };
};

/**
 * The caller's line is lost when the callee has the invitation, but before the caller knows that: the
 * service tells the callee that the call is over.
 */
const cutsCaller: Lever = (site) => {
  const { service, who, channel, peer } = site;
  let lift: (() => void) | undefined;
  let isOver = false;
  service.whenInvited(who, channel, peer, () => {
    if (!isOver) lift = cutUntilDelivered()(site);
  });
  return () => {
    isOver = true;
    lift?.();
  };
};

/** How every documented code is made to happen. */
export const failures: Readonly<Record<CodeName, Failure>> = {
  SUCCESS: { at: 'query', ...answers('serve') },
  LOGOUT_E_OTHER: { at: 'loggedIn', after: cutUntilDelivered('unknown') },
  LOGOUT_E_USER: { at: 'loggedIn', after: logsOut, also: lineless },
  LOGOUT_E_NET: {
    at: 'loggedIn',
    after: cutUntilDelivered(),
    also: lineless,
    takes: 'retryWindow',
  },
  LOGOUT_E_KICKED: {
    at: 'loggedIn',
    after: once(({ service, who }) => {
      service.throwOut(who, 'service.kicked');
    }),
    also: lineless,
  },
  LOGOUT_E_PACKET: {
    at: 'loggedIn',
    after: once(({ network, who }) => {
      network.corruptOne(who);
    }),
  },
  LOGOUT_E_TOKENEXPIRED: {
    at: 'loggedIn',
    after: reauthenticate('reply.tokenExpired'),
    also: lineless,
  },
  LOGOUT_E_OLDVERSION: {
    at: 'loggedIn',
    after: once(({ service, who }) => {
      service.throwOut(who, 'service.refusedVersion');
    }),
  },
  LOGOUT_E_TOKENWRONG: {
    at: 'loggedIn',
    after: reauthenticate('reply.tokenWrong'),
    also: lineless,
  },
  // During a logout, a second one gets no answer of its own (L19b).
  LOGOUT_E_ALREADY_LOGOUT: { at: 'login', before: logsOut, only: ['loggedOut', 'notJoined'] },
  LOGIN_E_OTHER: { at: 'login', ...answers('reply.garbled') },
  LOGIN_E_NET: { at: 'login', before: cutUntilDelivered(), takes: 'retryWindow' },
  LOGIN_E_FAILED: { at: 'login', ...answers('reply.refused') },
  LOGIN_E_CANCEL: { at: 'login', after: logsOut },
  LOGIN_E_TOKENEXPIRED: { at: 'login', before: spoil('reply.tokenExpired') },
  LOGIN_E_OLDVERSION: { at: 'login', ...answers('reply.versionRefused') },
  LOGIN_E_TOKENWRONG: { at: 'login', before: spoil('reply.tokenWrong') },
  LOGIN_E_TOKEN_KICKED: { at: 'login', ...answers('reply.accountTaken') },
  LOGIN_E_ALREADY_LOGIN: {
    at: 'loggedIn',
    after: once(({ who, how, login }) => {
      who.login('login', login, how);
    }),
    also: lineless,
  },
  LOGIN_E_INVALID_USER: { at: 'login', ...answers('reply.accountBanned') },
  JOINCHANNEL_E_OTHER: { at: 'join', ...answers('reply.refused') },
  SENDMESSAGE_E_OTHER: { at: 'message', ...answers('reply.refused') },
  SENDMESSAGE_E_TIMEOUT: { at: 'message', ...answers('silence'), takes: 'sendReply' },
  QUERYUSERNUM_E_OTHER: { at: 'query', ...answers('reply.refused') },
  QUERYUSERNUM_E_TIMEOUT: { at: 'query', ...answers('silence'), takes: 'queryReply' },
  QUERYUSERNUM_E_BYUSER: { at: 'query', ...answers('silence'), after: logsOut },
  LEAVECHANNEL_E_OTHER: {
    at: 'joined',
    after: once(({ service, who }) => {
      service.evict(who, 'destroyed');
    }),
    also: lineless,
  },
  LEAVECHANNEL_E_KICKED: {
    at: 'joined',
    after: once(({ service, who }) => {
      service.evict(who, 'removed');
    }),
    also: lineless,
  },
  LEAVECHANNEL_E_BYUSER: {
    at: 'joined',
    after: once(({ who, how, channel }) => {
      who.call('channelLeave', { channel }, how);
    }),
  },
  LEAVECHANNEL_E_LOGOUT: { at: 'joined', after: logsOut, also: lineless },
  LEAVECHANNEL_E_DISCONN: {
    at: 'joined',
    after: cutUntilDelivered(),
    also: lineless,
    takes: 'retryWindow',
  },
  INVITE_E_OTHER: { at: 'invite', ...answers('silence'), takes: 'noAck' },
  INVITE_E_REINVITE: { at: 'invite', before: invitesBefore },
  INVITE_E_NET: { at: 'invite', served: cutsCaller },
  INVITE_E_PEEROFFLINE: { at: 'invite', ...answers('peer.offline') },
  INVITE_E_TIMEOUT: {
    at: 'invite',
    extra: { _timeout: 10 },
    takes: 10_000,
    before: ({ service, who, channel, peer }) => service.ringForEver(who, channel, peer),
  },
  INVITE_E_CANTRECV: { at: 'invite', ...answers('peer.unable') },
  GENERAL_E: {
    at: 'loggedIn',
    after: once(({ service, who }) => {
      service.notifyOne(who);
    }),
    also: lineless,
  },
  GENERAL_E_FAILED: { at: 'request', ...answers('reply.refused') },
  GENERAL_E_UNKNOWN: { at: 'request', ...answers('reply.garbled') },
  GENERAL_E_NOT_LOGIN: {
    at: 'login',
    before: once(({ who, how }) => {
      who.call('channelJoin', { channel: 'lobby' }, how);
    }),
  },
  GENERAL_E_WRONG_PARAM: {
    at: 'loggedIn',
    after: once(({ who, how }) => {
      who.call('channelJoin', { channel: '' }, how);
    }),
  },
};
