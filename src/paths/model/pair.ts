// Two clients and one call between them, reduced: an attempt to log in has no phases, there is one retry,
// no other login is remembered meanwhile, and there is one call. The machines are the lifecycles' own,
// with fewer acts.
import type { AnyMachineSnapshot } from 'xstate';
import { invite } from '../../../machines/invite/index.ts';
import { pairEnds } from '../../../machines/invite/ends.ts';
import type { Act, Part } from '../../../machines/lifecycle.ts';
import { login } from '../../../machines/login/index.ts';
import type { System } from './board.ts';
import { seatName } from './seat.ts';

/** Phases of a login that are over at once. */
const phasesAtOnce: readonly string[] = ['lookup.answered', 'connect.succeeded'];

/** Retries of a login and a reconnect. */
const pairRetryCount = 1;

const partOf = (lifecycle: { readonly parts: readonly Part[] }, name: string): Part =>
  lifecycle.parts.find((part) => part.name === name) as Part;

const isOnTheWayOut = (snapshot: AnyMachineSnapshot): boolean => snapshot.matches('loggingOut');

/** A login of an account: its own calls, with a token that is accepted or with none. */
function loginOf(account: string): Part {
  const part = partOf(login, 'login');
  const acts = part.acts.flatMap((act): readonly Act[] => {
    const { event, args = {} } = act;
    if (/^(?:lookup|connect)\./.test(event.type)) return [];
    if (event.type !== 'login') return [act];
    const named = args['account'] === 'alice' ? account : args['account'];
    const call = { ...(event['call'] as object), account: named, retryCount: pairRetryCount };
    const isPlain = args['account'] === 'alice' && args['token'] === 'none';
    if (!isPlain && !['none', 'missing'].includes(String(args['token']))) return [];
    const when = isPlain ? (one: AnyMachineSnapshot) => !isOnTheWayOut(one) : act.when;
    return [
      {
        by: 'client',
        event: { type: 'login', call },
        args: { ...args, account: named },
        ...(when !== undefined && { when }),
      },
    ];
  });
  return { ...part, name: seatName(account, 'login'), acts, atOnce: phasesAtOnce };
}

/**
 * The extras of its invitation. With a `_timeout` longer than the wait for an acknowledgement (20 s), one
 * invitation may fail either way, so the model needs no second one.
 */
const extras = ['{"_timeout":25}', '{"_require_peer_online":1,"_timeout":25}', 'not JSON'];

/** The state of a callee after each answer. */
const answers: Readonly<Record<string, string>> = {
  channelInviteAccept: 'accepted',
  channelInviteRefuse: 'refused',
};

/** Whether a call says something new: in this model an answer is given only once. */
const isNews =
  ({ event }: Act) =>
  (snapshot: AnyMachineSnapshot): boolean =>
    !snapshot.matches(answers[event.type] ?? 'none');

/** An end of the call, as this client has it. There is one call: once over, it does not begin again. */
function endOf(account: string, end: 'caller' | 'callee'): Part {
  const part = partOf(invite, end);
  const args = pairEnds[end];
  const type = 'channelInviteUser2';
  return {
    ...part,
    name: seatName(account, end),
    acts: [
      ...(end === 'caller' ? extras : []).map((extra): Act => ({
        by: 'client',
        event: { type, ...args, extra },
        when: (snapshot) => !snapshot.hasTag('over'),
      })),
      ...part.acts
        .filter(({ event }) => event.type !== type)
        .map((act) => (act.by === 'client' ? { ...act, args, when: isNews(act) } : act)),
    ],
  };
}

/** Alice calls bob. */
export const pair: System = {
  name: 'pair',
  parts: [loginOf('alice'), endOf('alice', 'caller'), loginOf('bob'), endOf('bob', 'callee')],
  reuses: false,
  retryCount: pairRetryCount,
};
