// What a recipe is made of: whom it is about, its steps, and when they are done.
import { calls, type CallName, type PartName } from '../../../machines/lifecycles.ts';
import type { ClientStep, ScenarioStep } from '../../scenario/scenario.ts';
import { wait } from '../../scenario/steps.ts';

/** How an event comes about. */
export interface Recipe {
  /**
   * When the steps are taken: `now`; `entered`, when the state was entered, because a request that is
   * under way can only be affected before it is answered; `before` that, if the answer was decided when
   * the state was entered; or, if only another call leads there, that call, in place of the last call of
   * its method.
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
  /** Whether the service would refuse its login now. */
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

/** A call with the arguments that the page gives it by itself. */
export function callOf(name: CallName, client: string, account: string, other: string): ClientStep {
  const whom: Readonly<Record<string, string>> = { $me: account, $peer: other };
  const args = Object.fromEntries(
    Object.entries(calls[name].sample).map(([key, value]) => [key, whom[value] ?? value]),
  );
  return { by: 'client', client, do: name, args } as ClientStep; // Each call with its own arguments.
}

/** The time between one thing and the next. */
export const second = wait('1 s');

/** Steps that are taken now, whatever is under way. */
export const now = (...steps: readonly ScenarioStep[]): Recipe => ({
  at: 'now',
  steps,
  waits: true,
});
/** Steps that are taken at the moment when the state was entered. */
export const entered = (...steps: readonly ScenarioStep[]): Recipe => ({
  at: 'entered',
  steps,
  waits: true,
});

/** Another call in place of the last one of its method, after the steps that must come before it. */
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

/** Another client logs in with the account of this one. */
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
