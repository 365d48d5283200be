// What a recipe is made of: whom it is about, its steps, and when they are done.
import type { PartName } from '../../../machines/session.ts';
import type { CallName } from '../../run/calls.ts';
import type { ClientStep, ScenarioStep } from '../../scenario/scenario.ts';
import { wait } from '../../scenario/steps.ts';

/** How an event comes about. */
export interface Recipe {
  /**
   * When the steps are taken: `now`; `entered`, when the state was entered, because a request that
   * is under way can only be met with before it is answered; `before` that, where the answer was
   * decided as the state was entered; or before the last call of a method, where only another call
   * leads there: that call.
   */
  readonly at: 'now' | 'entered' | 'before' | ClientStep;
  readonly steps: readonly ScenarioStep[];
  /** Whether time must pass until it happens. */
  readonly waits: boolean;
}

/** Who and what a recipe is about. */
export interface Situation {
  readonly client: string;
  readonly account: string;
  /** Somebody else, and the account that it uses. */
  readonly other: string;
  readonly part: PartName;
  readonly state: string;
  /** Whether it logged in with a token that can expire or be wrong. */
  readonly hasToken: boolean;
  readonly isCut: boolean;
  readonly isReconnecting: boolean;
  /** Whether the service would not take its login, or not any more. */
  readonly isSpoilt: boolean;
  /** Whether its invitation brought a `_timeout`. */
  readonly hasTimeout: boolean;
  /** Whether the service was told to answer badly. */
  readonly isFaulty: boolean;
  /** Whether the other one is online already. */
  readonly isOtherOnline: boolean;
  /** Whether the other one has an invitation that it has not answered. */
  readonly isOtherAsked: boolean;
  /** Whether the other one can be called at all. */
  readonly canOtherReceive: boolean;
}

/** The channel of all that the page does by itself. */
export const lobby = 'lobby';

/** A call with the arguments that the page gives it by itself. */
export function callOf(name: CallName, client: string, account: string, other: string): ClientStep {
  const args = {
    login: { account, token: 'day' },
    logout: {},
    channelJoin: { channel: lobby },
    channelLeave: { channel: lobby },
    channelQueryUserNum: { channel: lobby },
    messageInstantSend: { account: other, body: 'hello' },
    messageChannelSend: { channel: lobby, body: 'hello' },
    messageChannelSendForce: { channel: lobby, body: 'hello' },
    messageAppSend: { body: 'hello' },
    channelInviteUser2: { channel: lobby, peer: other },
    channelInviteAccept: { channel: lobby, peer: other },
    channelInviteRefuse: { channel: lobby, peer: other },
    channelInviteEnd: { channel: lobby, peer: other },
    queryUserStatus: { account: other },
    setAttr: { name: 'mood', value: 'good' },
  } as const satisfies Record<CallName, object>;
  return { by: 'client', client, do: name, args: args[name] } as ClientStep; // Each with its own.
}

/** What one thing takes before the next. */
export const second = wait('1 s');

/** Steps that are taken now, whatever is under way. */
export const now = (...steps: readonly ScenarioStep[]): Recipe => ({
  at: 'now',
  steps,
  waits: true,
});
/** Steps that are taken where the state was entered. */
export const entered = (...steps: readonly ScenarioStep[]): Recipe => ({
  at: 'entered',
  steps,
  waits: true,
});

/** Another call in place of the last one of its method, behind what has to be so before it. */
export function called(
  name: CallName,
  { account, client, other }: Situation,
  args: Readonly<Record<string, unknown>>,
  ...steps: readonly ScenarioStep[]
): Recipe {
  const call = callOf(name, client, account, other);
  const at = { ...call, args: { ...call.args, ...args } } as ClientStep;
  return { at, steps, waits: true };
}

/** Another client logs in with the account of one. */
export function elsewhere({
  account,
  client,
}: Pick<Situation, 'account' | 'client'>): ScenarioStep {
  const name = `${account} elsewhere`;
  return {
    by: 'client',
    client: client === name ? account : name,
    do: 'login',
    args: { account, token: 'day' },
  };
}
