// Finds what is wrong with a scenario whose parts are each valid, before anything runs.
import { byName } from '../../machines/codes.ts';
import { SignalingWorld } from '../create-world.ts';
import { formatMs, msOfDuration } from '../base/duration.ts';
import { show, unknownName, UsageError } from '../base/errors.ts';
import { occasionWords, operationOf, takesIn, type Occasion } from '../world/rules/occasions.ts';
import type { Rule } from '../world/rules/rule.ts';
import { windowOf } from '../world/rules/when.ts';
import type { ClientStep, Scenario, ScenarioRule } from './scenario.ts';
import { addRule, worldOptions } from './world.ts';

/** Whether a call may lead to an occasion; anything that a client hears begins with a login. */
function leadsTo(call: string, occasion: Occasion): boolean {
  if (occasion === 'loggedIn' || occasion === 'push') return call === 'login';
  if (occasion === 'joined') return call === 'channelJoin';
  return takesIn(occasion, operationOf(call) ?? '');
}

/** Adds a rule to a world that will never run; an error gives the place of the rule. */
function tryRule(at: string, world: SignalingWorld, rule: ScenarioRule): Rule {
  if ('fail' in rule && byName(rule.fail).deprecated && !world.settings.legacy) {
    throw new UsageError(
      'scenario.legacy',
      `${at}: ${show(rule.fail)} is deprecated, and this scenario emits no deprecated codes. ` +
        'Add "legacy": true to it.',
    );
  }
  try {
    return addRule(world, rule);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.id, `${at}: ${error.message.replace(/^world\./, '')}`);
  }
}

/**
 * Checks that every rule is valid and can fire. An `optional` rule need not be able to fire: the
 * user's client may do more than the steps say.
 *
 * @throws {UsageError} with the place and the reason
 */
export function checkScenario(where: string, scenario: Scenario): void {
  const { rules = [], steps } = scenario;
  const world = new SignalingWorld(worldOptions(scenario));
  const calls = steps.filter((step): step is ClientStep => step.by === 'client');
  const accounts = [
    ...new Set(calls.flatMap((step) => (step.do === 'login' ? [step.args?.account ?? ''] : []))),
  ];
  const waits = steps.flatMap((step) => (step.by === 'time' ? [step.wait] : []));
  const endMs = waits.reduce((sum, wait) => sum + msOfDuration(where, wait), 0);
  for (const [index, written] of rules.entries()) {
    const at = `${where}: rules[${index}]`;
    const { failure, when } = tryRule(at, world, written);
    const { account, optional = false } = when;
    if (optional) continue;
    const never = (why: string): UsageError =>
      new UsageError('scenario.never', `${at} can never fire: ${why}`);
    if (account !== undefined && !accounts.includes(account)) {
      throw unknownName('scenario.never', `${at} can never fire`, 'login as', account, accounts);
    }
    if (!calls.some((step) => leadsTo(step.do, failure.at))) {
      throw never(
        `the steps cannot lead to any ${occasionWords[failure.at]}. Add one, or mark the rule "optional": true.`,
      );
    }
    const [fromMs] = windowOf(when);
    if (fromMs > endMs) {
      throw never(
        `it applies from ${formatMs(fromMs)} on, but the scenario ends at ${formatMs(endMs)}. ` +
          'Give an earlier from, or let more time pass.',
      );
    }
  }
}
