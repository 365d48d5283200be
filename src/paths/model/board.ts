// Statecharts side by side, compiled, and who is who among them: which are one client's, what each client
// knows of itself, and what stands behind the charts because it is in none of them.
import type { CallEnd } from '../../../machines/invite/relay.ts';
import type { Part } from '../../../machines/lifecycle.ts';
import { listeners, phaseOf, type SessionPhase } from '../../../machines/session.ts';
import { seatOf } from './seat.ts';
import { compile, type CompileOptions, type Table } from './table.ts';
import { createWire, type Wire } from './underway.ts';

/** Statecharts side by side. */
export interface System {
  readonly name: string;
  readonly parts: readonly Part[];
  /**
   * Whether what is over makes room for the next: a sent message, an ended call (decisions.md A, "One
   * slot each"). A lifecycle that is alone keeps its last states, so that what is late can be seen.
   */
  readonly reuses: boolean;
  /** Retries of a login and of a reconnect, where it is not the SDK's own number. */
  readonly retryCount?: number;
}

/** The session, where no login is among the parts: its words are acts of the world. */
const sessionPart = 'session';
/** What is under way to each end of a call, where they are two clients'. */
const underwayParts = ['toCaller', 'toCallee'];
/** How a session may stand that belongs to nobody. */
export const phases: readonly SessionPhase[] = ['out', 'in', 'lost'];

/** The statecharts of one client, and how they hear of each other. */
export interface Home {
  /** Undefined where there is one client. */
  readonly client: string | undefined;
  /** Slots; -1 for none. */
  readonly loginSlot: number;
  readonly channelSlot: number;
  readonly requestSlot: number;
  /** The event by which a request goes with a call. */
  readonly request: number;
  /** Slots that hear words of the session, in order. */
  readonly hearing: readonly number[];
  /** By states of the login, whether one is logged in, and how the session stands. */
  readonly isLoggedIn: Uint8Array;
  readonly phaseAt: readonly SessionPhase[];
  /** By states of the channel. */
  readonly isJoined: Uint8Array;
}

/** Statecharts side by side, as those who move them see them. A state is a number for each slot. */
export interface Board {
  readonly system: System;
  readonly tables: readonly Table[];
  /** Whether every table is whole. */
  readonly complete: boolean;
  /** What each slot is called: the parts, and behind them what belongs to nobody. */
  readonly names: readonly string[];
  /** What may stand in each slot. */
  readonly contents: readonly (readonly { readonly value: string }[])[];
  readonly homes: readonly Home[];
  /** Whose each part is. */
  readonly homeOf: readonly Home[];
  /** Whether the session belongs to nobody; its phase stands behind the parts then. */
  readonly isAlone: boolean;
  /** What is under way between the ends of a call, where they are two clients'. */
  readonly wire: Wire | undefined;
  /** The end of the call that a part is, and that a client has. */
  endAt(slot: number): CallEnd | undefined;
  endOf(home: Home): CallEnd;
  /** How the session of a client stands in a state. */
  phaseIn(state: Int32Array, home: Home): SessionPhase;
}

/** Lays statecharts side by side. */
export function boardOf(system: System, options: CompileOptions): Board {
  const tables = system.parts.map((part) => compile(part, options));
  const seats = system.parts.map(({ name }) => seatOf(name));
  const homes = homesOf(system, tables);
  const homeOf = seats.map(({ client }) => homes.find((home) => home.client === client) as Home);
  const slots = tables.length;
  const callerSlot = seats.findIndex(({ part }) => part === 'caller');
  const calleeSlot = seats.findIndex(({ part }) => part === 'callee');
  const isAlone = homes.some(({ loginSlot }) => loginSlot < 0);
  const isPair = callerSlot >= 0 && calleeSlot >= 0 && homes.length > 1;
  const phaseIn = (state: Int32Array, { loginSlot, phaseAt }: Home): SessionPhase =>
    loginSlot < 0
      ? (phases[state[slots] as number] as SessionPhase)
      : (phaseAt[state[loginSlot] as number] as SessionPhase);
  const isPending =
    tables[callerSlot]?.states.map(({ value }) => value.startsWith('pending')) ?? [];
  const endSlots = { caller: callerSlot, callee: calleeSlot };
  const wire = isPair
    ? createWire({
        to: { caller: slots, callee: slots + 1 },
        phaseOf: (state, end) => phaseIn(state, homeOf[endSlots[end]] as Home),
        isPending: (state) => isPending[state[callerSlot] as number] === true,
      })
    : undefined;
  const session = isAlone ? [phases.map((value) => ({ value }))] : [];
  const behind = wire === undefined ? session : [wire.contents.caller, wire.contents.callee];
  return {
    system,
    tables,
    complete: tables.every(({ complete }) => complete),
    names: [
      ...system.parts.map(({ name }) => name),
      ...(isPair ? underwayParts : isAlone ? [sessionPart] : []),
    ],
    contents: [...tables.map(({ states }) => states), ...behind],
    homes,
    homeOf,
    isAlone,
    wire,
    endAt: (slot) => (slot === callerSlot ? 'caller' : slot === calleeSlot ? 'callee' : undefined),
    endOf: (home) => (homeOf[callerSlot] === home ? 'caller' : 'callee'),
    phaseIn,
  };
}

function homesOf({ parts }: System, tables: readonly Table[]): readonly Home[] {
  const seats = parts.map(({ name }) => seatOf(name));
  return [...new Set(seats.map(({ client }) => client))].map((client) => {
    const slotOf = (part: string): number =>
      seats.findIndex((seat) => seat.client === client && seat.part === part);
    const statesAt = (slot: number): readonly string[] =>
      tables[slot]?.states.map(({ value }) => value) ?? [];
    const [loginSlot, channelSlot, requestSlot] = ['login', 'channel', 'request'].map(slotOf) as [
      number,
      number,
      number,
    ];
    const logins = statesAt(loginSlot);
    return {
      client,
      loginSlot,
      channelSlot,
      requestSlot,
      request: tables[requestSlot]?.acts[0]?.[1] ?? -1,
      hearing: listeners.flatMap((part) =>
        [...seats.keys()].filter(
          (slot) => seats[slot]?.client === client && seats[slot]?.part === part,
        ),
      ),
      isLoggedIn: Uint8Array.from(logins, (value) => Number(value === 'loggedIn')),
      phaseAt: logins.map(phaseOf),
      isJoined: Uint8Array.from(statesAt(channelSlot), (value) => Number(value === 'joined')),
    };
  });
}
