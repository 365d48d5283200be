import type { PartName } from '../../../machines/lifecycles.ts';
import type { Situation } from './recipe.ts';
import { accountOf, client, course, growth, history, moment, otherOf } from './store.ts';

/** Tokens that no login is accepted with. */
const badTokens: ReadonlySet<string> = new Set(['expired', 'foreign', 'missing']);

/** The situation of the client that is shown, for one of its parts in a state. */
export function situationOf(part: PartName, state: string): Situation {
  void growth.value;
  const other = otherOf(client.value);
  const account = accountOf(client.value);
  const { branch } = course.value;
  const past = history.value.value;
  const token = branch.logins.get(client.value)?.token ?? 'none';
  return {
    client: client.value,
    account,
    other,
    part,
    state,
    hasToken: token !== 'none',
    isCut: past.isCut(account, moment.value),
    isReconnecting:
      past.moved(client.value, 'login', moment.value)?.entry.to.startsWith('reconnecting') === true,
    isSpoilt: past.isSpoilt(account, moment.value) || badTokens.has(token),
    hasTimeout:
      part === 'caller' &&
      String(past.argumentsOf(client.value, 'channelInviteUser2', moment.value)[2]).includes(
        '_timeout',
      ),
    isFaulty: past.isFaulty(moment.value),
    isOtherOnline: past.moved(other, 'login', moment.value)?.entry.to === 'loggedIn',
    canOtherReceive: branch.canReceiveCalls(other),
    isOtherAsked: past.moved(other, 'callee', moment.value)?.entry.to === 'incoming',
  };
}
