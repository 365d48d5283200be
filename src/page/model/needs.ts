// What must be true before something can be done to a client, and what makes it true: an offer in plain
// words, where the world would only say that it is not possible.
import type { Text } from '../../../machines/codes.ts';
import { network, service } from '../../scenario/steps.ts';
import type { ScenarioStep } from '../../scenario/scenario.ts';
import { texts } from '../texts/texts.ts';
import { callOf, second } from './recipe.ts';
import { accountOf, course, history, moment, otherOf } from './store.ts';

/** Whom something is done to. */
export interface Whom {
  readonly account: string;
  readonly client: string;
  readonly other: string;
  readonly otherAccount: string;
}

/** A client, and the other one that it deals with. */
export function whomOf(client: string): Whom {
  const other = otherOf(client);
  return { client, account: accountOf(client), other, otherAccount: accountOf(other) };
}

/** Something that must be true: how to tell that it is, what is said if it is not, what makes it true. */
interface Condition {
  readonly holds: (whom: Whom) => boolean;
  readonly lacks: Text;
  /** Left out if nothing can be done about it. */
  readonly offer?: { readonly text: Text; readonly steps: (whom: Whom) => readonly ScenarioStep[] };
}

const stateOf = (client: string, part: 'login' | 'channel' | 'callee'): string =>
  history.value.value.moved(client, part, moment.value)?.entry.to ?? '';

const isIn = (client: string): boolean => stateOf(client, 'login') === 'loggedIn';
const isJoined = (client: string): boolean => stateOf(client, 'channel') === 'joined';

/** The last of some acts of the service. */
const lastAct = (names: readonly string[], account?: string): string | undefined =>
  history.value.value.lastAct(names, moment.value, account);

const login = ({ client, account, other }: Whom): readonly ScenarioStep[] =>
  isIn(client) ? [] : [callOf('login', client, account, other), second];

const peerLogin = ({ account, other, otherAccount }: Whom): readonly ScenarioStep[] =>
  isIn(other) ? [] : [callOf('login', other, otherAccount, account), second];

/** The conditions, by name. The states named are those of the lifecycles that each is about. */
const conditions = {
  in: {
    holds: ({ client }) => isIn(client),
    lacks: texts.needIn,
    offer: { text: texts.offerLogin, steps: login },
  },
  token: {
    holds: ({ client }) => !['none', 'missing', undefined].includes(tokenOf(client)),
    lacks: texts.needToken,
    offer: {
      text: texts.offerLogin,
      steps: (whom) =>
        isIn(whom.client)
          ? [callOf('logout', whom.client, whom.account, whom.other), second, relogin(whom), second]
          : [relogin(whom), second],
    },
  },
  member: {
    holds: ({ client }) => isJoined(client),
    lacks: texts.needMember,
    offer: {
      text: texts.offerJoin,
      steps: (whom) => [
        ...login(whom),
        callOf('channelJoin', whom.client, whom.account, whom.other),
        second,
      ],
    },
  },
  cut: {
    holds: ({ account }) => history.value.value.isCut(account, moment.value),
    lacks: texts.needCut,
    offer: { text: texts.offerCut, steps: ({ account }) => [network('cut', account), second] },
  },
  banned: {
    holds: ({ account }) => lastAct(['ban', 'unban'], account) === 'ban',
    lacks: texts.needBanned,
    offer: { text: texts.offerBan, steps: ({ account }) => [service('ban', account)] },
  },
  down: {
    holds: () => lastAct(['goDown', 'comeUp']) === 'goDown',
    lacks: texts.needDown,
    offer: { text: texts.offerDown, steps: () => [service('goDown'), second] },
  },
  faulty: { holds: () => history.value.value.isFaulty(moment.value), lacks: texts.needFaulty },
  peerIn: {
    holds: ({ other }) => isIn(other),
    lacks: texts.needPeerIn,
    offer: { text: texts.offerPeerLogin, steps: peerLogin },
  },
  peerOut: { holds: ({ other }) => !isIn(other), lacks: texts.needPeerOut },
  ringing: {
    holds: ({ other }) => stateOf(other, 'callee') === 'incoming',
    lacks: texts.needRinging,
    offer: {
      text: texts.offerRing,
      steps: (whom) => [
        ...login(whom),
        ...peerLogin(whom),
        callOf('channelInviteUser2', whom.client, whom.account, whom.otherAccount),
        second,
      ],
    },
  },
} as const satisfies Readonly<Record<string, Condition>>;

/** A condition by name. */
export type Need = keyof typeof conditions;

function tokenOf(client: string): string | undefined {
  return course.value.branch.logins.get(client)?.token;
}

const relogin = ({ client, account }: Whom): ScenarioStep => ({
  by: 'client',
  client,
  do: 'login',
  args: { account, token: 'day' },
});

/** What is missing for something to be done; undefined if nothing is. */
export function lackOf(need: Need | undefined, whom: Whom): Condition | undefined {
  if (need === undefined) return undefined;
  const condition: Condition = conditions[need];
  return condition.holds(whom) ? undefined : condition;
}
