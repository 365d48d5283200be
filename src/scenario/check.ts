// What is wrong with a scenario though each part of it is right: said before anything runs.
import { byName } from '../../machines/codes.ts';
import { show, unknownName, UsageError } from '../errors.ts';
import { causes } from '../world/rules/causes.ts';
import { occasionOf, occasionWords, type Occasion } from '../world/rules/occasions.ts';
import type { ClientStep, Scenario } from './scenario.ts';

/** Calls that only onError speaks for. */
const requests = new Set([
  'channelInviteAccept',
  'channelInviteRefuse',
  'queryUserStatus',
  'setAttr',
]);

/** Whether a call may lead to an occasion. */
function leadsTo(call: string, occasion: Occasion): boolean {
  switch (occasion) {
    case 'loggedIn':
      return call === 'login';
    case 'joined':
      return call === 'channelJoin';
    case 'request':
      return requests.has(call);
    default:
      return occasionOf(call) === occasion;
  }
}

/**
 * Checks that every rule can be made and may fire. A rule that is `optional` need not: a client of
 * one's own may do more than the steps say.
 *
 * @throws {UsageError} with the place and the reason
 */
export function checkScenario(where: string, { legacy, rules = [], steps }: Scenario): void {
  const calls = steps.filter((step): step is ClientStep => step.by === 'client');
  const accounts = [
    ...new Set(calls.flatMap((step) => (step.do === 'login' ? [step.args?.account ?? ''] : []))),
  ];
  for (const [index, { fail, account, optional = false }] of rules.entries()) {
    const at = `${where}: rules[${index}]`;
    if (byName(fail).deprecated && legacy !== true) {
      throw new UsageError(
        'scenario.legacy',
        `${at}: ${show(fail)} is deprecated, and this scenario has none of those. ` +
          'Add "legacy": true to it.',
      );
    }
    if (optional) continue;
    if (account !== undefined && !accounts.includes(account)) {
      throw unknownName('scenario.never', `${at} can never fire`, 'login as', account, accounts);
    }
    const occasion = causes[fail].at;
    if (!calls.some((step) => leadsTo(step.do, occasion))) {
      throw new UsageError(
        'scenario.never',
        `${at} can never fire: no step leads to a ${occasionWords[occasion]}. ` +
          'Add one, or mark the rule "optional": true.',
      );
    }
  }
}
