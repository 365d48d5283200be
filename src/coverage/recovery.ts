// Whether a client got back to where it was before a code. The code says that something ended; the
// client recovered if the same application had it again later in the same world:
//
//   login, logout   it was logged in again
//   join, leave     it was in that channel again
//   message         the same message, to the same address, arrived
//   query           the user count of that channel came
//   invite          that peer rang again, in that channel
//   general         what onError named was called again, without an error
//
// and if it kept it for a minute: a client that is kicked, logs in and is kicked again has not
// recovered. If the world ends sooner, the code must not have come again after a success.
//
// Only the callbacks count, never what the client says about itself. Only some codes ask for
// recovery: what a person must settle (a kick, a ban, a call that failed) is not for the client to
// repair, and a deliberate end needs no repair. The catalogue's `policy` decides.
//
// @source decisions.md E.11
import { byName, type CodeName } from '../../machines/codes.ts';
import { attemptsOf, operationOf, type Attempt } from '../checks/operations.ts';
import { Presence, pushTo, type Watched } from '../checks/presence.ts';

/** How long something must be kept, in milliseconds, to count as recovered. */
const keptMs = 60_000;

/** Whether a client should get back to where it was by itself after a code. */
export function asksForRecovery(code: CodeName): boolean {
  const { policy } = byName(code);
  return policy === 'backOff' || policy === 'refreshToken' || policy === 'longDelay';
}

/** What came after the codes of a world, with one entry per occurrence. */
export interface Recoveries {
  /** The codes after which the application got back to where it was. */
  readonly recovered: readonly CodeName[];
  /** Those that are unclear, because the devices of one account cannot be told apart. */
  readonly untold: readonly CodeName[];
}

/** A successful attempt, and what became of the thing that it got. */
interface Success {
  readonly attempt: Attempt;
  /**
   * `short`: it was not lost, but the application or the world ended before it was kept long
   * enough.
   */
  readonly became: 'kept' | 'short' | 'lost';
  /** The place in the trace up to which it was watched. */
  readonly until: number;
}

/** The key of what an attempt is about, within one application. */
const keyOf = (unit: string, { operation, about }: Pick<Attempt, 'operation' | 'about'>): string =>
  `${unit} ${operation} ${about}`;
const anyKey = (unit: string, operation: string): string => `${unit} ${operation}`;

/** Whether the application itself asked for the end: 603 also comes with a kick. */
function isWanted(loss: Attempt, ends: readonly Attempt[] | undefined): boolean {
  const { code } = loss;
  if (code === undefined || byName(code).policy !== 'none') return false;
  if (code !== 'LEAVECHANNEL_E_LOGOUT') return true;
  return firstAfter(ends, loss.index)?.code === 'LOGOUT_E_USER';
}

/**
 * The index in a sorted list from which a condition holds; the length of the list if it never does.
 */
function placeOf<T>(sorted: readonly T[], holds: (one: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first attempt of a list that comes after a place in the trace. */
const firstAfter = (list: readonly Attempt[] | undefined, place: number): Attempt | undefined =>
  list?.[placeOf(list, ({ index }) => index > place)];

/** The successes of a list that come after a place in the trace. */
const after = (list: readonly Success[] | undefined, place: number): readonly Success[] =>
  list?.slice(placeOf(list, ({ attempt }) => attempt.index > place)) ?? [];

/** Calls that only onError answers, and that it did not answer. */
function unrefused(attempts: readonly Attempt[]): ReadonlySet<Attempt> {
  const good = new Set<Attempt>();
  const refused = new Set<string>();
  for (const one of attempts.toReversed()) {
    if (one.operation !== 'other') continue;
    const key = keyOf(one.client, one);
    if (one.did === 'fails') refused.add(key);
    else if (one.did === 'calls' && !refused.delete(key) && one.byRule !== true) good.add(one);
  }
  return good;
}

/** What came after the codes of a world. */
export function recoveriesIn(world: Watched): Recoveries {
  const { now } = world;
  const { entries } = world.trace;
  const attempts = attemptsOf(entries);
  const presence = new Presence(world);
  const plain = unrefused(attempts);
  const losses = new Map<string, Attempt[]>();
  const ends = new Map<string, Attempt[]>();
  for (const one of attempts) {
    if (one.did !== 'fails') continue;
    // A login while already logged in fails (208), and changes nothing.
    const group = one.code === undefined ? '' : byName(one.code).group;
    if (group === 'logout' || group === 'leave') pushTo(losses, keyOf(one.client, one), one);
    if (one.operation === 'login') pushTo(ends, one.client, one);
  }

  const watch = (attempt: Attempt): Success => {
    const isLasting = attempt.operation === 'login' || attempt.operation === 'channelJoin';
    if (!isLasting) return { attempt, became: 'kept', until: attempt.index };
    const loss = firstAfter(losses.get(keyOf(attempt.client, attempt)), attempt.index);
    if ((loss?.at ?? now) - attempt.at >= keptMs) {
      const until = placeOf(entries, ({ at }) => at >= attempt.at + keptMs);
      return { attempt, became: 'kept', until };
    }
    const isShort = loss === undefined || isWanted(loss, ends.get(attempt.client));
    return { attempt, became: isShort ? 'short' : 'lost', until: loss?.index ?? entries.length };
  };

  const successes = new Map<string, Success[]>();
  const failures = new Map<string, Attempt[]>();
  for (const one of attempts) {
    const unit = presence.unitOf(one.client, one.index);
    if (one.did === 'succeeds' || plain.has(one)) {
      const success = watch(one);
      pushTo(successes, keyOf(unit, one), success);
      pushTo(successes, anyKey(unit, one.operation), success);
    } else if (one.did === 'fails') pushTo(failures, `${keyOf(unit, one)} ${one.code}`, one);
  }

  /** Whether a code came, was recovered from, and came again. */
  const comesAgain = (key: string, code: CodeName): boolean => {
    const came = failures.get(`${key} ${code}`);
    const good = after(successes.get(key), came?.[0]?.index ?? 0)[0];
    return good !== undefined && firstAfter(came, good.attempt.index) !== undefined;
  };

  const recovered: CodeName[] = [];
  const untold: CodeName[] = [];
  for (const one of attempts) {
    const { did, code, client, index, operation, about } = one;
    if (did !== 'fails' || code === undefined) continue;
    const unit = presence.unitOf(client, index);
    const named = operation === 'other' ? operationOf(about) : operation;
    // An error that names a call does not say which channel or peer it was about.
    const key = named === operation ? keyOf(unit, one) : anyKey(unit, named);
    const made = after(successes.get(key), index).find(
      ({ became }) => became === 'kept' || (became === 'short' && !comesAgain(key, code)),
    );
    if (made === undefined) continue;
    const isTold = presence.isAlone(client, index, made.until);
    (isTold ? recovered : untold).push(code);
  }
  return { recovered, untold };
}
