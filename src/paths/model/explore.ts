// Explores everything that can happen to statecharts side by side, breadth first. Those of one client hear
// about each other as machines/session.ts says, as in the world; those of several clients, as
// machines/invite/relay.ts says. A step is a client's call, one act of the world or a timer, never an inner
// event of one machine. Time is ignored here: timing.ts accounts for it.
import type { Act } from '../../../machines/lifecycle.ts';
import { phaseAfter, sessionActs } from '../../../machines/session.ts';
import { boardOf, phases, type Board, type Home, type System } from './board.ts';
import type { Graph, Label } from './graph.ts';
import { Ints } from './ints.ts';
import { Labels, restored, type Told } from './labels.ts';
import { Moves, restores } from './moves.ts';
import { progress } from '../../base/progress.ts';
import { States } from './states.ts';
import { timerText, type Table } from './table.ts';
import { writtenStates, writtenTransitions } from './written.ts';

/** What is explored, and how far. */
export interface ExploreOptions {
  /** Deprecated codes too. @default false */
  readonly legacy?: boolean;
  /** The most states to explore. @default 2000000 */
  readonly statesMax?: number;
}

/** Explores statecharts side by side. */
export function exploreSystem(system: System, options: ExploreOptions = {}): Graph {
  const { legacy = false, statesMax = 2_000_000 } = options;
  const board = boardOf(system, { legacy, statesMax });
  const { states, labels, first, to, label } = new Exploration(board, statesMax);
  return {
    model: system.name,
    legacy,
    complete: board.complete && !states.isFull,
    parts: board.names,
    tables: board.contents.map((contents) => ({ states: contents })),
    stateCount: states.count,
    edgeCount: to.length,
    locals: states.locals.done(),
    first: first.done(),
    to: to.done(),
    label: label.done(),
    labels: labels.all,
    written: system.parts.flatMap(({ name, machine }) =>
      writtenTransitions(machine).map(({ id }) => `${name}.${id}`),
    ),
    places: system.parts.flatMap(({ name, machine }) =>
      writtenStates(machine).map(({ path }) => `${name}:${path}`),
    ),
  };
}

/** A call is named as in the SDK: several methods may be one event to a machine. */
function toldOf({ event, args }: Act): Told {
  const { type, ...own } = event;
  const { method } = own;
  return { event: typeof method === 'string' ? method : type, args: args ?? own };
}

/** No membership to report. */
const noAnswers: readonly number[] = [-1];

/** The acts and the timers of a part, as labels describe them. */
interface Tellings {
  readonly acts: readonly Told[];
  readonly timers: readonly Told[];
}

/** Every step in every state; the constructor explores them. */
class Exploration {
  readonly states: States;
  readonly labels: Labels;
  readonly first = new Ints();
  readonly to = new Ints();
  readonly label = new Ints();
  readonly #board: Board;
  readonly #moves: Moves;
  readonly #told: readonly Tellings[];

  constructor(board: Board, statesMax: number) {
    this.#board = board;
    this.#moves = new Moves(board);
    this.labels = new Labels(board);
    this.#told = board.tables.map(({ part: { acts }, timers, events }) => ({
      acts: acts.map(toldOf),
      timers: timers.map((timer): Told => ({ event: timerText(events[timer]), args: {} })),
    }));
    this.states = new States(
      board.contents.map(({ length }) => length),
      statesMax,
    );
    const width = board.names.length;
    const { before, state } = this.#moves;
    this.states.intern(state);
    for (let id = 0; id < this.states.count; id++) {
      if (id % 1_024 === 0) progress('exploring states', id);
      this.first.push(this.to.length);
      for (let slot = 0; slot < width; slot++) {
        before[slot] = this.states.locals.at(id * width + slot);
      }
      state.set(before);
      if (board.isAlone) this.#sayWords(board.homes[0] as Home);
      for (const slot of board.tables.keys()) this.#actOn(slot);
    }
    this.first.push(this.to.length);
  }

  /** The events of a session that has no login. */
  #sayWords(home: Home): void {
    const { tables, phaseIn } = this.#board;
    const slot = tables.length; // After the parts.
    const phase = phaseIn(this.#moves.before, home);
    for (const [word, { event }] of sessionActs.entries()) {
      const { type, ...args } = event;
      const after = phaseAfter(phase, type as Parameters<typeof phaseAfter>[1]);
      if (after === undefined) continue;
      this.#moves.state[slot] = phases.indexOf(after);
      this.#moves.spread(home, word);
      this.#addEdge('world', slot, word, -1, { event: type, args });
    }
  }

  /** Everything that may be done to one part, and its timers. */
  #actOn(slot: number): void {
    const { tables, homeOf, phaseIn } = this.#board;
    const { part, acts, offered, timers } = tables[slot] as Table;
    const { before } = this.#moves;
    const home = homeOf[slot] as Home;
    const { loginSlot, channelSlot, isLoggedIn, isJoined } = home;
    const at = before[slot] as number;
    const phase = phaseIn(before, home);
    const isIn = loginSlot < 0 ? phase === 'in' : isLoggedIn[before[loginSlot] as number] === 1;
    const inChannel = channelSlot < 0 || isJoined[before[channelSlot] as number] === 1;
    const facts = !isIn ? 0 : inChannel ? 2 : 1;
    const told = this.#told[slot] as Tellings;
    for (const [index, { by }] of part.acts.entries()) {
      if (offered[index]?.[at] !== 1) continue;
      if (by === 'world' && slot !== loginSlot && phase !== 'in') continue;
      this.#act(by, slot, acts[index]?.[facts] as number, told.acts[index] as Told);
    }
    for (const [index, timer] of timers.entries()) {
      this.#act('time', slot, timer, told.timers[index] as Told);
    }
  }

  /** One act on one part. */
  #act(by: Label['by'], slot: number, event: number, told: Told): void {
    const moves = this.#moves;
    const isIgnored = moves.next(slot, event) < 0;
    if (by === 'world' && !this.#arrives(slot, event, told, isIgnored)) return;
    if (isIgnored) {
      if (by === 'world') this.#actOnAnother(slot, event, told);
      return;
    }
    const home = this.#board.homeOf[slot] as Home;
    const others = moves.echoes(slot, event);
    // There is only one slot for a request that accompanies a call.
    const isTaken = home.requestSlot >= 0 && moves.state[home.requestSlot] !== 0;
    if (isTaken && others.some((echo) => echo.isFollowed)) return;
    const isBack = slot === home.loginSlot && others.some(({ word }) => word === restores);
    for (const membership of isBack ? this.#membershipsHeard(home) : noAnswers) {
      moves.move(slot, event, Math.max(membership, 0));
      this.#addEdge(by, slot, event, membership, told);
    }
  }

  /**
   * An event on the way to an end of a call arrives; if it is ignored, it is too late. Returns false if
   * nothing else happens.
   */
  #arrives(slot: number, event: number, told: Told, isIgnored: boolean): boolean {
    const { wire, endAt, tables } = this.#board;
    const end = endAt(slot);
    if (wire === undefined || end === undefined) return true;
    const { state, before } = this.#moves;
    const isNews = wire.hear(state, end, tables[slot]?.events[event]?.type ?? '');
    if (isNews && isIgnored) this.#addEdge('world', slot, event, -1, told);
    if (isNews && !isIgnored) return true;
    state.set(before);
    return false;
  }

  /** There may be room for another one, which takes the event and stays as it was: messages arrive this way. */
  #actOnAnother(slot: number, event: number, told: Told): void {
    const { system, tables } = this.#board;
    const { state, before } = this.#moves;
    if (!system.reuses || tables[slot]?.next[event] !== 0) return;
    state[slot] = 0;
    this.#moves.move(slot, event, 0);
    state[slot] = before[slot] as number;
    this.#addEdge('world', slot, event, -1, told);
  }

  /** What the service may say about the membership, if a part listens: one answer for each outcome. */
  #membershipsHeard({ channelSlot }: Home): readonly number[] {
    const table = this.#board.tables[channelSlot];
    if (table === undefined) return noAnswers;
    const heard = restored.filter(
      (word) => this.#moves.next(channelSlot, table.words[word] as number) >= 0,
    );
    return heard.length === 0 ? noAnswers : heard.map((word) => word - (restored[0] as number));
  }

  /** Records what was done, and undoes it. */
  #addEdge(by: Label['by'], slot: number, event: number, variant: number, told: Told): void {
    const id = this.labels.of({ by, slot, event, variant, told }, this.#moves.moved);
    const target = this.#moves.isFull ? -1 : this.states.intern(this.#moves.state);
    if (target >= 0) {
      this.to.push(target);
      this.label.push(id);
    }
    this.#moves.reset();
  }
}
