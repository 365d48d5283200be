import { channel } from './channel/index.ts';
import { invite } from './invite/index.ts';
import type { Lifecycle } from './lifecycle.ts';
import { login } from './login/index.ts';
import { messaging } from './messaging/index.ts';

/** The lifecycles of a client. A new one is one more folder and one more name here. */
export const lifecycles: readonly Lifecycle[] = [login, channel, messaging, invite];

export { byName, byValue, codes, isCodeName } from './codes.ts';
export type { CodeGroup, CodeName, CodeRow, Policy, Text } from './codes.ts';
export type {
  Act,
  Callback,
  CallbackName,
  Delay,
  Effect,
  Lifecycle,
  Part,
  RowMeta,
  SessionEnd,
  Story,
  Timing,
} from './lifecycle.ts';
export { calleeMachine } from './invite/callee.ts';
export { callerMachine } from './invite/caller.ts';
export { channelMachine } from './channel/machine.ts';
export { loginMachine } from './login/machine.ts';
export { messageMachine } from './messaging/machine.ts';
export { queryMachine } from './channel/query.ts';
export { requestMachine } from './login/request.ts';
