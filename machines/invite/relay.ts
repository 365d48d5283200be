// How the two ends of a call hear of each other: what one asks of the service is passed on to the other
// as a word. Pure, as session.ts is: the service passes on with it, and the model of two clients.
import type { SessionPhase } from '../session.ts';

/** The end of a call that invites, or the one that is invited. */
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

/** What the other end hears of a request; undefined where it is none of its business. */
export const passedOn = (from: CallEnd, request: string): string | undefined =>
  words[from][request];

/** What an end may hear of the other. */
export const wordsOf = (from: CallEnd): readonly string[] => Object.values(words[from]);

/** Words under way to one end, oldest first. */
export type Underway = readonly string[];

/**
 * So many words to an end a model follows at most; who would say one more waits until it has arrived.
 * Words do not overtake each other.
 */
export const underwayMax = 2;

const isInvitation = (word: string): boolean => word === 'invite.arrived';
const withoutInvitations = (underway: Underway): Underway =>
  underway.filter((word) => !isInvitation(word));

/**
 * What is under way to an end after the other has asked for something. `hearer` is the session of the
 * end that is to hear of it.
 *
 * @source LC 1.1: an invitation waits for a callee that is not there, one at an address, until it is
 * withdrawn, which a hang-up does, too; what is on its way to a callee that is there cannot be called back.
 * @source choice: other words are for whoever is there; without a line they wait for the session.
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
 * What is under way to an end whose session is over, and how that stood before: everything is lost
 * but an invitation that waits.
 */
export const lostWith = (underway: Underway, before: SessionPhase): Underway =>
  before === 'in' ? [] : underway.filter(isInvitation);

/** What is under way to an end when the session of the other is over: what waits goes with it. */
export const leftBy = (underway: Underway, hearer: SessionPhase): Underway =>
  hearer === 'in' ? underway : withoutInvitations(underway);

/** How a call stands, as far as both ends matter. */
export interface CallStands {
  readonly toCaller: Underway;
  readonly toCallee: Underway;
  /** How the session of the callee stands. */
  readonly callee: SessionPhase;
  /** The caller still waits for an answer. */
  readonly isPending: boolean;
}

/**
 * Whether an end may hear a word now: what is under way to it then, undefined where it may not.
 *
 * The service answers an invitation itself as long as it has not arrived, and then it never does: the
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
