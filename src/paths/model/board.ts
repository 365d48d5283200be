// Statecharts side by side, compiled, and who is who among them: which belong to the same client, what each
// client knows about itself, and the slots after the charts for what is in none of them.
import type { CallEnd } from '../../../machines/invite/relay.ts';
import type { Part } from '../../../machines/lifecycle.ts';
import { listeners, phaseOf, type SessionPhase } from '../../../machines/session.ts';
import { seatOf } from './seat.ts';
import type { CompileOptions, Table } from './table.ts';
import { compile } from './tables.ts';
import { createWire, type Wire } from './underway.ts';

/** Statecharts side by side. */
export interface System {
  readonly name: string;
  readonly parts: readonly Part[];
  /**
   * Whether what is over makes room for the next: a sent message, an ended call (decisions.md A, "One
   * slot each"). A lifecycle on its own keeps its last states, so that late events can be seen.
   */
  readonly reuses: boolean;
  /** Retries of a login and of a reconnect, if not the SDK's own number. */
  readonly retryCount?: number;
}

/** The session, if no login is among the parts: its events are then acts of the world. */
const sessionPart = 'session';
/** What is on the way to each end of a call, if the ends are two clients. */
const underwayParts = ['toCaller', 'toCallee'];
/** The phases of a session that has no login. */
export const phases: readonly SessionPhase[] = ['out', 'in', 'lost'];

/** The statecharts of one client, and how they hear about each other. */
export interface Home {
  /** Undefined if there is only one client. */
  readonly client: string | undefined;
  /** Slots; -1 for none. */
  readonly loginSlot: number;
  readonly channelSlot: number;
  readonly requestSlot: number;
  /** The event of the request that accompanies a call. */
  readonly request: number;
  /** Slots that hear the session's events, in order. */
  readonly hearing: readonly number[];
  /** By state of the login: whether the client is logged in, and the phase of the session. */
  readonly isLoggedIn: Uint8Array;
  readonly phaseAt: readonly SessionPhase[];
  /** By state of the channel. */
  readonly isJoined: Uint8Array;
}

/** Statecharts side by side, as the code that moves them sees them. A state is one number per slot. */
export interface Board {
  readonly system: System;
  readonly tables: readonly Table[];
  /** Whether every table is complete. */
  readonly complete: boolean;
  /** The names of the slots: the parts, then what belongs to no part. */
  readonly names: readonly string[];
  /** The possible contents of each slot. */
  readonly contents: readonly (readonly { readonly value: string }[])[];
  readonly homes: readonly Home[];
  /** The client that each part belongs to. */
  readonly homeOf: readonly Home[];
  /** Whether the session has no login; its phase then has a slot after the parts. */
  readonly isAlone: boolean;
  /** What is on the way between the ends of a call, if the ends are two clients. */
  readonly wire: Wire | undefined;
  /** Which end of the call a part is, and which end a client has. */
  endAt(slot: number): CallEnd | undefined;
  endOf(home: Home): CallEnd;
  /** The phase of a client's session in a state. */
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
