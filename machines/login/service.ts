import type { Details } from '../callbacks.ts';
import { text, type ServiceHalf } from '../service.ts';

/** A login as the service gets it. */
export interface LoginErrand {
  readonly op: 'login';
  readonly appId: string;
  readonly account: string;
  readonly token: string;
  readonly device: string;
  readonly version: string;
  /** The session that a reconnecting client wants back. */
  readonly resume: number | undefined;
  /**
   * A full login, which is how the Web SDK reconnects: a new session that replaces the one before.
   * The channel is gone with the old session, and so are its pending notifications; messages and
   * call events stay.
   *
   * @source decisions.md E.3, LC 2.1
   */
  readonly isWhole: boolean;
  /** The channel that it believes it is in. */
  readonly channel: string;
  /** The connection over which it was sent. */
  readonly epoch: number;
}

/** A request for data; its result goes to the application unchanged. */
export type DataErrand =
  /** A function that the service does not have. */
  | { readonly op: 'unknown'; readonly name: string }
  | {
      readonly op: 'attribute';
      readonly of: 'user';
      /** `name` undefined reads all. */
      readonly account: string;
      readonly name: string | undefined;
      readonly value?: undefined;
    }
  | { readonly op: 'attribute'; readonly of: 'own'; readonly name: string; readonly value: string }
  | {
      readonly op: 'attribute';
      readonly of: 'channel';
      readonly channel: string;
      /** `name` undefined clears all, `value` undefined deletes one. */
      readonly name: string | undefined;
      readonly value: string | undefined;
    }
  | { readonly op: 'status'; readonly account: string }
  | {
      readonly op: 'membership';
      readonly channel: string;
      /** Whether this one is in it; undefined lists the members. */
      readonly account?: string;
      /** How many of the members to list. */
      readonly most?: number;
    };

/** What the service is asked about sessions, and for data. */
export type SessionErrand = LoginErrand | { readonly op: 'logout' } | DataErrand;

const operations = {
  login: {
    noun: 'login()',
    deed: 'logged in',
    names: ['account'],
    states: ['loggedOut', 'loggingOut', 'notJoined', 'joining', 'joined', 'leaving'],
    waits: ['loggingIn.authenticating', 'reconnecting.authenticating'],
  },
  logout: { noun: 'logout()', deed: 'logged out', names: ['account'], waits: ['loggingOut'] },
  attribute: {
    noun: 'request for attributes',
    deed: 'asked for attributes',
    waits: ['requesting'],
    names: ['account', 'peer', 'channel'],
    isEither: true,
    isRequest: true,
    isData: true,
  },
  status: {
    noun: 'request for a status',
    deed: 'asked for a status',
    waits: ['requesting'],
    names: ['account', 'peer'],
    isRequest: true,
    isData: true,
  },
  membership: {
    noun: 'request for members',
    deed: 'asked for members',
    names: ['account', 'peer', 'channel'],
    isRequest: true,
    isData: true,
  },
  unknown: { names: ['account'], isRequest: true, isData: true },
} as const;

/**
 * The service's half of the login lifecycle. The code that keeps the sessions handles logins and
 * logouts; this file handles the requests for data, by their names in the web SDK's `invoke`.
 *
 * @source LC 1.1
 */
export const loginService: ServiceHalf<SessionErrand, typeof operations> = {
  operations,
  asks: {
    login: ({ self }) => ({
      op: 'login',
      appId: text(self.call.appId),
      account: text(self.call.account),
      token: text(self.call.token),
      device: self.device,
      version: self.version,
      resume: self.session,
      isWhole: self.isWhole,
      channel: self.channel,
      epoch: self.epoch,
    }),
    logout: () => ({ op: 'logout' }),
    other: ({ address }) => address['request'] as DataErrand,
  },
  serves({ find, channels }) {
    const ofUsers = new Map<string, Map<string, string>>();
    return {
      unknown(_errand, _from, answer) {
        answer({ type: 'reply.refused' });
      },
      status({ account }, { appId }, answer) {
        const status = find(appId, account) === undefined ? 0 : 1;
        answer({ type: 'reply.ok', data: { status } });
      },
      membership({ channel, account, most = 0 }, { appId }, answer) {
        const members = channels.members(appId, channel);
        const num = members.length;
        const list = members.slice(-most).map((member) => [member.account, 0]);
        const isIn = members.some((member) => member.account === account);
        const all = most === 0 ? { num } : { num, list };
        answer({ type: 'reply.ok', data: account === undefined ? all : { isin: isIn ? 1 : 0 } });
      },
      attribute(errand, from, answer) {
        const { appId, account } = from;
        const ok = (data: Details = {}): void => answer({ type: 'reply.ok', data });
        if (errand.of === 'channel') {
          channels.setAttribute(from, errand.channel, errand.name, errand.value);
          ok();
          return;
        }
        const owner = `${appId}\n${errand.of === 'own' ? account : errand.account}`;
        const attributes = ofUsers.get(owner) ?? new Map<string, string>();
        if (errand.of === 'own') {
          ofUsers.set(owner, attributes.set(errand.name, errand.value));
          ok();
        } else if (errand.name === undefined) {
          ok({ json: JSON.stringify(Object.fromEntries(attributes)) });
        } else ok({ value: attributes.get(errand.name) ?? '' });
      },
    };
  },
};
