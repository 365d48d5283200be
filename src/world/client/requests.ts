// What a client asks of the service, in the service's words.
import type { RequestName } from '../../../machines/row.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import type { Actor, Cause } from './actor.ts';
import type { DataRequest } from '../service/data.ts';
import type { ServiceRequest } from '../service/requests.ts';

/** A request that only onError speaks for. */
export type FollowedRequest =
  | DataRequest
  | Extract<ServiceRequest, { readonly op: 'accept' | 'refuse' | 'dtmf' }>;

/** What of a client goes into its requests. */
export interface Self {
  readonly call: LoginCall;
  readonly version: string;
  readonly device: string;
  /** The session that it has, or wants back. */
  readonly session: number | undefined;
  /** Whether it logs in as a whole to have that back. */
  readonly isWhole: boolean;
  readonly channel: string;
  /** The channel that it was in before the event that makes it ask. */
  readonly channelBefore: string;
  /** The line that it asks by. */
  readonly epoch: number;
}

/** A value as text, `''` where it is none: the machines let nothing else get this far. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The request that an actor sends because of an event. */
export function requestOf(
  name: Exclude<RequestName, 'lookup' | 'connect'>,
  { part, address }: Actor,
  cause: Cause,
  self: Self,
): ServiceRequest {
  const call = {
    channel: text(address['channel']),
    peer: text(address['peer']),
    // Where a rule has it judged by more, its peer gets what the application gave.
    extra: text('given' in cause ? cause['given'] : cause['extra']),
  };
  switch (name) {
    case 'login': {
      const { appId, account, token } = self.call;
      return {
        op: 'login',
        appId: text(appId),
        account: text(account),
        token: text(token),
        device: self.device,
        version: self.version,
        resume: self.session,
        isWhole: self.isWhole,
        channel: self.channel,
        epoch: self.epoch,
      };
    }
    case 'logout':
      return { op: 'logout' };
    case 'join':
      return { op: 'join', channel: self.channel };
    case 'leave':
      return { op: 'leave', channel: self.channelBefore };
    case 'query':
      return { op: 'query', channel: text(address['channel']) };
    case 'message': {
      const method = address['method'];
      return {
        op: 'message',
        id: text(address['messageID']),
        to:
          method === 'messageAppSend'
            ? 'app'
            : method === 'messageInstantSend'
              ? 'peer'
              : 'channel',
        name: text(address['to']),
        body: text(address['body']),
      };
    }
    case 'end':
      return { op: 'end', role: part === 'caller' ? 'caller' : 'callee', ...call };
    case 'acknowledge':
    case 'withdraw':
      return { op: name, channel: call.channel, peer: call.peer };
    case 'invite':
    case 'accept':
    case 'refuse':
      return { op: name, ...call };
    default:
      return address['request'] as FollowedRequest;
  }
}
