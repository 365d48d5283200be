// What a step does: one part moves, and so do others that hear of it.
import type { Effect } from '../../../machines/row.ts';
import { isFollowed, sessionActs } from '../../../machines/session.ts';
import type { Board, Home } from './board.ts';
import { restored } from './labels.ts';
import type { Table } from './table.ts';

/** The parts in motion: a state, and what has moved since it was set. */
export class Moves {
  readonly before: Int32Array;
  readonly state: Int32Array;
  /** Slot, outcome, and the last state that it made room for, or -1; and so on. */
  readonly moved: number[] = [];
  /** There is no room for one more event on the way. */
  isFull = false;
  readonly #board: Board;
  readonly #echoes: readonly (readonly (readonly Echo[])[])[];
  readonly #isOver: readonly Uint8Array[];

  constructor(board: Board) {
    this.#board = board;
    this.before = new Int32Array(board.names.length);
    this.state = new Int32Array(board.names.length);
    this.#echoes = board.tables.map(({ outcomes }) =>
      outcomes.map(({ effects }) => effects.flatMap(echoOf)),
    );
    this.#isOver = board.tables.map(({ states }) =>
      Uint8Array.from(states, (state) => Number(state.isOver)),
    );
  }

  /** Undoes everything. */
  reset(): void {
    this.state.set(this.before);
    this.moved.length = 0;
    this.isFull = false;
  }

  /** Where an event would lead a part, as a number of its table; -1 if it is ignored. */
  next(slot: number, event: number): number {
    const { next, events } = this.#board.tables[slot] as Table;
    return next[(this.state[slot] as number) * events.length + event] ?? -1;
  }

  /** What others would hear of it. */
  echoes(slot: number, event: number): readonly Echo[] {
    const { outcome, events } = this.#board.tables[slot] as Table;
    const id = outcome[(this.state[slot] as number) * events.length + event] as number;
    return this.#echoes[slot]?.[id] ?? [];
  }

  /** Gives a part an event, and what it says to the others; false if it is ignored. */
  move(slot: number, event: number, membership: number): boolean {
    const to = this.next(slot, event);
    if (to < 0) return false;
    const { homeOf, system, tables, wire, endAt } = this.#board;
    const { outcome, events } = tables[slot] as Table;
    const id = outcome[(this.state[slot] as number) * events.length + event] as number;
    const home = homeOf[slot] as Home;
    const makesRoom = system.reuses && this.#isOver[slot]?.[to] === 1;
    this.state[slot] = makesRoom ? 0 : to;
    this.moved.push(slot, id, makesRoom ? to : -1);
    for (const { word, request, isFollowed: follows, isEnd } of this.#echoes[slot]?.[id] ?? []) {
      if (request === undefined) {
        this.spread(home, word === restores ? (restored[membership] as number) : word);
        if (isEnd) this.#loseWords(home);
        continue;
      }
      const end = endAt(slot);
      if (end !== undefined && wire?.ask(this.state, end, request) === false) this.isFull = true;
      if (home.requestSlot >= 0 && slot !== home.requestSlot && follows) {
        this.move(home.requestSlot, home.request, 0);
      }
    }
    return true;
  }

  /** Sends an event of the session to every part that listens. */
  spread({ hearing }: Home, word: number): void {
    for (const slot of hearing) this.move(slot, this.#board.tables[slot]?.words[word] ?? -1, 0);
  }

  #loseWords(home: Home): void {
    const { wire, endOf, phaseIn } = this.#board;
    wire?.end(this.state, endOf(home), phaseIn(this.before, home));
  }
}

/** A session that is back, whatever is said about the membership. */
export const restores = -1;
const noWord = -2;

/** What others hear of an effect: an event of the session, or a request. */
export interface Echo {
  /** Its index in `sessionActs`, or `restores`. */
  readonly word: number;
  readonly isEnd: boolean;
  readonly request: string | undefined;
  /** Whether a request of the login lifecycle accompanies it. */
  readonly isFollowed: boolean;
}

function echoOf(effect: Effect): readonly Echo[] {
  if (effect.type === 'callback') return [];
  if (effect.type === 'request') {
    const { name } = effect;
    return [{ word: noWord, isEnd: false, request: name, isFollowed: isFollowed(name) }];
  }
  const by = 'by' in effect ? effect.by : undefined;
  const place = sessionActs.findIndex(
    ({ event }) => event.type === effect.type && event['by'] === by,
  );
  const word = effect.type === 'session.restored' ? restores : place;
  const isEnd = effect.type === 'session.ended';
  return [{ word, isEnd, request: undefined, isFollowed: false }];
}
