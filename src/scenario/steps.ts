// Short ways to write the steps of a scenario.
import type { CallName } from '../../machines/lifecycles.ts';
import type { NetworkAct, ServiceAct } from './acts.ts';
import type { ScenarioArguments, ScenarioStep, WrittenDuration } from './scenario.ts';

/** What a client calls: `by('alice')('login', { account: 'alice' })`. */
export const by =
  (client: string) =>
  <Call extends CallName>(name: Call, args: ScenarioArguments[Call]): ScenarioStep =>
    ({ by: 'client', client, do: name, args }) as ScenarioStep; // The pair is checked above.

/** What the service does: `service('kick', 'alice')`. */
export const service = (act: ServiceAct, ...args: readonly unknown[]): ScenarioStep => ({
  by: 'service',
  do: act,
  args,
});

/** What the network does: `network('cut', 'alice')`. */
export const network = (act: NetworkAct, ...args: readonly unknown[]): ScenarioStep => ({
  by: 'network',
  do: act,
  args,
});

/** Time passes: `wait('1 s')`. */
export const wait = (span: WrittenDuration): ScenarioStep => ({ by: 'time', wait: span });
