// Requests that only read or write data: attributes, who is online, who is in a channel.
import type { Channels } from './channels.ts';
import type { Sessions, Session } from './sessions.ts';

/** A request for data; what it gives goes to the application as it is. */
export type DataRequest =
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

/** The parts of the service that hold data. */
export interface DataStore {
  readonly sessions: Sessions;
  readonly channels: Channels;
  readonly userAttributes: Map<string, Map<string, string>>;
}

/**
 * Answers a request for data, as the web SDK's `invoke` words it; undefined where there is no such
 * thing to ask for.
 *
 * @source LC 1.1
 */
export function answerData(
  { appId, account }: Session,
  request: DataRequest,
  { sessions, channels, userAttributes }: DataStore,
): Readonly<Record<string, unknown>> | undefined {
  switch (request.op) {
    case 'unknown':
      return undefined;
    case 'status':
      return { status: sessions.find(appId, request.account) === undefined ? 0 : 1 };
    case 'membership': {
      const members = channels.members(appId, request.channel);
      if (request.account !== undefined) {
        return { isin: members.some((member) => member.account === request.account) ? 1 : 0 };
      }
      const { most = 0 } = request;
      if (most === 0) return { num: members.length };
      const list = members.slice(-most).map((member) => [member.account, 0]);
      return { num: members.length, list };
    }
    case 'attribute': {
      if (request.of === 'channel') {
        const session = sessions.find(appId, account);
        if (session !== undefined) {
          channels.setAttribute(session, request.channel, request.name, request.value);
        }
        return {};
      }
      const owner = `${appId}\n${request.of === 'own' ? account : request.account}`;
      const attributes = userAttributes.get(owner) ?? new Map<string, string>();
      if (request.of === 'own') {
        userAttributes.set(owner, attributes.set(request.name, request.value));
        return {};
      }
      if (request.name !== undefined) return { value: attributes.get(request.name) ?? '' };
      return { json: JSON.stringify(Object.fromEntries(attributes)) };
    }
  }
}
