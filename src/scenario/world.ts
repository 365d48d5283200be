// The world that a scenario describes.
import type { SignalingWorld } from '../create-world.ts';
import { msOfDuration } from '../base/duration.ts';
import type { WorldOptions } from '../world/options.ts';
import type { Rule } from '../world/rules/rule.ts';
import type { Scenario, ScenarioRule } from './scenario.ts';

/** The options of `createWorld` that a scenario asks for; the rest have their defaults. */
export function worldOptions(scenario: Scenario): WorldOptions {
  const { seed = 1, legacy = false, timing = {}, network = {}, budgets = {} } = scenario;
  const { pushTokenExpiry = false, tokens = 'optional', web = 'documented' } = scenario;
  const ms = Object.entries(timing).map(
    ([name, written]) => [name, msOfDuration(`timing.${name}`, written)] as const,
  );
  return {
    seed,
    legacy,
    timing: Object.fromEntries(ms),
    network,
    budgets,
    pushTokenExpiry,
    web,
    tokens,
  };
}

/** Adds a rule of a scenario to a world. @throws {UsageError} as `world.fail` and `world.fault` do */
export function addRule(world: SignalingWorld, rule: ScenarioRule): Rule {
  if ('fail' in rule) {
    const { fail, ...when } = rule;
    return world.fail(fail, when);
  }
  const { fault, ...when } = rule;
  return world.fault(fault, when);
}
