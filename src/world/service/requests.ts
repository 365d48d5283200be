import type { DataRequest } from './data.ts';
import type { LoginRequest } from './sessions.ts';

/** What the service answers: an event for the part of the client that asked. */
export interface Answer {
  readonly type: string;
  readonly [argument: string]: unknown;
}

/** A request as it arrives at the service. */
export type ServiceRequest =
  | ({ readonly op: 'login' } & LoginRequest)
  | { readonly op: 'logout' }
  | { readonly op: 'join'; readonly channel: string }
  | { readonly op: 'leave'; readonly channel: string }
  | { readonly op: 'query'; readonly channel: string }
  | {
      readonly op: 'message';
      readonly id: string;
      readonly to: 'peer' | 'channel' | 'app';
      readonly name: string;
      readonly body: string;
    }
  | {
      readonly op: 'invite';
      readonly channel: string;
      readonly peer: string;
      readonly extra: string;
    }
  | { readonly op: 'withdraw'; readonly channel: string; readonly peer: string }
  | { readonly op: 'acknowledge'; readonly channel: string; readonly peer: string }
  | {
      readonly op: 'end';
      readonly channel: string;
      readonly peer: string;
      readonly role: 'caller' | 'callee';
      readonly extra: string;
    }
  | {
      readonly op: 'accept' | 'refuse' | 'dtmf';
      readonly channel: string;
      readonly peer: string;
      readonly extra: string;
    }
  | DataRequest;
