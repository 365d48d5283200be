// How the two ends of a call hear about each other: a request by one end is passed on to the other
// as an event. It is pure, like session.ts, and both the service and the model of two clients use
// it.
import type { SessionPhase } from '../session.ts';

/** The inviting end of a call, or the invited one. */
export type CallEnd = 'caller' | 'callee';

const words: Readonly<Record<CallEnd, Readonly<Record<string, string>>>> = {
  caller: { invite: 'invite.arrived', end: 'peer.ended' },
  callee: {
    acknowledge: 'peer.acknowledged',
    accept: 'peer.accepted',
    refuse: 'peer.refused',
    end: 'peer.ended',
  },
};

/** What the other end hears about a request; undefined if the request does not concern it. */
export const passedOn = (from: CallEnd, request: string): string | undefined =>
  words[from][request];

/** What an end may hear about the other. */
export const wordsOf = (from: CallEnd): readonly string[] => Object.values(words[from]);

/** Events on their way to one end, oldest first. */
export type Underway = readonly string[];

/**
 * The most events on their way to one end that a model follows; the sender of another one waits
 * until one has arrived. Events do not overtake each other.
 */
export const underwayMax = 2;

const isInvitation = (word: string): boolean => word === 'invite.arrived';
const withoutInvitations = (underway: Underway): Underway =>
  underway.filter((word) => !isInvitation(word));

/**
 * What is on its way to an end after the other end has made a request. `hearer` is the session of
 * the receiving end.
 *
 * @source LC 1.1: an invitation waits for an absent callee, one per address, until it is withdrawn
 * or the caller hangs up; once it is on its way to a callee that is online, it cannot be withdrawn.
 * @source choice: other events go only to an end that has a session; if its connection is lost,
 * they wait for the session.
 */
export function asked(
  underway: Underway,
  from: CallEnd,
  request: string,
  hearer: SessionPhase,
): Underway {
  const word = passedOn(from, request);
  const isCalledBack = from === 'caller' && hearer !== 'in';
  const kept = isCalledBack ? withoutInvitations(underway) : underway;
  if (word === undefined || (hearer === 'out' && !isInvitation(word))) return kept;
  return [...kept, word];
}

/**
 * What is still on its way to an end whose session is over. `before` is the phase that the session
 * was in: everything is lost except a waiting invitation.
 */
export const lostWith = (underway: Underway, before: SessionPhase): Underway =>
  before === 'in' ? [] : underway.filter(isInvitation);

/**
 * What is still on its way to an end when the session of the other is over: waiting invitations are
 * dropped.
 */
export const leftBy = (underway: Underway, hearer: SessionPhase): Underway =>
  hearer === 'in' ? underway : withoutInvitations(underway);

/** The state of a call, as far as it concerns both ends. */
export interface CallStands {
  readonly toCaller: Underway;
  readonly toCallee: Underway;
  /** The phase of the callee's session. */
  readonly callee: SessionPhase;
  /** Whether the caller is still waiting for an answer. */
  readonly isPending: boolean;
}

/**
 * What is on its way to an end after it has heard an event; undefined if it cannot hear it now.
 *
 * The service itself may answer an invitation that has not arrived, which then never arrives: the
 * peer is offline (703), or cannot receive calls (I12), or the request is refused (I11).
 */
export function hears(
  end: CallEnd,
  word: string,
  { toCaller, toCallee, callee, isPending }: CallStands,
): Pick<CallStands, 'toCaller' | 'toCallee'> | undefined {
  const when = (condition: boolean) => (condition ? { toCaller, toCallee } : undefined);
  const answers = (condition: boolean) => {
    const at = toCallee.findLastIndex(isInvitation);
    return condition && at >= 0 ? { toCaller, toCallee: toCallee.toSpliced(at, 1) } : undefined;
  };
  switch (word) {
    case 'peer.offline':
      return answers(callee === 'out');
    case 'peer.unable':
      return answers(callee === 'in');
    case 'reply.refused':
      return answers(true);
    case 'peer.silent': // I17: nobody supervises it.
      return when(true);
    case 'peer.lost': // I19
      return when(callee !== 'in');
    case 'peer.timedOut': // R6
      return when(!isPending);
    default: {
      const [next, ...rest] = end === 'caller' ? toCaller : toCallee;
      if (next !== word) return undefined;
      return end === 'caller' ? { toCaller: rest, toCallee } : { toCaller, toCallee: rest };
    }
  }
}
