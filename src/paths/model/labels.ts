// Kinds of steps: what is done, and what all parts that move then say and do; each kind is kept once.
import { isWord, sessionActs } from '../../../machines/session.ts';
import type { Effect } from '../../../machines/row.ts';
import type { Board } from './board.ts';
import type { Label } from './graph.ts';
import type { Outcome } from './table.ts';

/** Presence runs out this long after the line was lost, and no sooner. @source C19, LC 2.6 */
const presenceMs = 120_000;

/** What is done, as labels describe it. */
export type Told = Pick<Label, 'event' | 'args'>;

/** An act on one part; `variant` is what is said about a membership with it, or -1. */
export interface Done {
  readonly by: Label['by'];
  readonly slot: number;
  readonly event: number;
  readonly variant: number;
  readonly told: Told;
}

/** The events of a session that is back, as indexes into `sessionActs`. */
export const restored = sessionActs.flatMap(({ event }, word) =>
  event.type === 'session.restored' ? [word] : [],
);

const memberOf = (variant: number): unknown =>
  sessionActs[(restored[0] as number) + variant]?.event['membership'];

// Each is more than there can be.
const branchMax = 2 ** 24;
const eventsMax = 2 ** 12;
const variantsMax = 2 ** 3;
const outcomesMax = 2 ** 16;

/** The labels of a model, each once. */
export class Labels {
  readonly all: Label[] = [];
  readonly #board: Board;
  /** For each part, what each outcome adds to a label. */
  readonly #pieces: readonly (readonly Piece[])[];
  /** Labels of steps in which only one part moves, by outcome and event; -1 for none yet. */
  readonly #simple: readonly Int32Array[];
  // What identifies a label is who is given what, and what moves then: each of these in turn leads from
  // one node of a tree to the next.
  readonly #branches = [new Map<number, number>()];
  readonly #labelAt: number[] = [];

  constructor(board: Board) {
    this.#board = board;
    this.#pieces = board.tables.map(({ outcomes }, slot) =>
      outcomes.map((outcome) => pieceOf(board.names[slot] as string, outcome)),
    );
    this.#simple = board.tables.map(({ events, outcomes }) =>
      new Int32Array(events.length * outcomes.length).fill(-1),
    );
  }

  /** The number of a label; `moved` has slot, outcome and the state that made room, for each part that moved. */
  of(done: Done, moved: readonly number[]): number {
    const { slot, event, variant } = done;
    const make = (): number => this.all.push(this.#make(done, moved)) - 1;
    const events = this.#board.tables[slot]?.events.length ?? 0;
    if (moved.length === 3 && moved[0] === slot && variant < 0) {
      const simple = this.#simple[slot] as Int32Array;
      const place = (moved[1] as number) * events + event;
      if ((simple[place] as number) < 0) simple[place] = make();
      return simple[place] as number;
    }
    let node = this.#branch(0, (slot * eventsMax + event) * variantsMax + variant + 1);
    for (let i = 0; i < moved.length; i += 3) {
      node = this.#branch(node, (moved[i] as number) * outcomesMax + (moved[i + 1] as number));
      const last = moved[i + 2] as number;
      if (last >= 0) node = this.#branch(node, branchMax / 2 + last);
    }
    return (this.#labelAt[node] ??= make());
  }

  #branch(from: number, by: number): number {
    const known = this.#branches[from]?.get(by);
    if (known !== undefined) return known;
    this.#branches[from]?.set(by, this.#branches.length);
    return this.#branches.push(new Map<number, number>()) - 1;
  }

  #make({ by, slot, event, variant, told }: Done, moved: readonly number[]): Label {
    const { tables, names } = this.#board;
    const part = names[slot] as string;
    const steps: Piece[] = [];
    const passes: string[] = [];
    for (let i = 0; i < moved.length; i += 3) {
      const at = moved[i] as number;
      const last = tables[at]?.states[moved[i + 2] as number];
      if (last !== undefined) passes.push(`${names[at] as string}:${last.value}`);
      steps.push(this.#pieces[at]?.[moved[i + 1] as number] as Piece);
    }
    const args = variant < 0 ? told.args : { ...told.args, membership: memberOf(variant) };
    const line = lineOf(steps, told.event);
    const through = steps.flatMap((step) => step.through);
    return {
      by,
      part,
      event: told.event,
      args,
      transitions: steps.flatMap(({ transitions }) => transitions),
      rows: steps.flatMap(({ rows }) => rows),
      callbacks: callbacksOf(steps),
      codes: steps.flatMap(({ codes }) => codes),
      primary: steps.flatMap(({ primary }) => primary),
      timers: steps.flatMap(({ timers }) => timers),
      ...(by === 'time' && { timer: `${part} ${tables[slot]?.events[event]?.type ?? ''}` }),
      passes,
      ...(through.length > 0 && { through }),
      swaps: steps.some(({ swaps }) => swaps),
      ...(line !== undefined && { line }),
      ...(args['membership'] === 'expired' && { sinceLostMs: presenceMs }),
    };
  }
}

/** What one part does in a step, as labels describe it. */
interface Piece extends Pick<
  Label,
  'transitions' | 'rows' | 'codes' | 'primary' | 'timers' | 'swaps'
> {
  /** The session events that it sends to others, and its callbacks before and after them. */
  readonly words: readonly string[];
  readonly before: Label['callbacks'];
  readonly after: Label['callbacks'];
  readonly through: readonly string[];
}

function pieceOf(part: string, { taken, effects, timers, swaps, through }: Outcome): Piece {
  const word = effects.findIndex(isWord);
  const callbacks = (some: readonly Effect[]): Label['callbacks'] =>
    some.flatMap((effect) => {
      if (effect.type !== 'callback') return [];
      const code = 'code' in effect ? effect.code : undefined;
      return [{ part, name: effect.name, ...(code !== undefined && { code }) }];
    });
  return {
    transitions: taken.map(({ id }) => `${part}.${id}`),
    rows: taken.flatMap(({ meta }) => meta?.row ?? []),
    codes: taken.flatMap(({ meta }) => meta?.codes ?? []),
    primary: taken.flatMap(({ meta }) => (meta?.primary === true ? meta.codes : [])),
    timers: timers.map((change) => ({ ...change, id: `${part} ${change.id}` })),
    swaps,
    words: effects.filter(isWord).map(({ type }) => type),
    before: callbacks(word < 0 ? effects : effects.slice(0, word)),
    after: callbacks(word < 0 ? [] : effects.slice(word)),
    through: through.map((value) => `${part}:${value}`),
  };
}

/** What a step says about the line of the session. */
function lineOf(steps: readonly Piece[], event: string): Label['line'] {
  const words = [event, ...steps.flatMap((step) => step.words)];
  if (words.includes('session.lost')) return 'lost';
  return words.some((word) => word === 'session.restored' || word === 'session.ended')
    ? 'settled'
    : undefined;
}

/** Callbacks in the order of delivery: those that a session event causes in others take its place. */
function callbacksOf([head, ...rest]: readonly Piece[]): Label['callbacks'] {
  if (head === undefined) return [];
  const others = rest.flatMap(({ before, after }) => [...before, ...after]);
  // If the world itself sends the session event, nothing comes before the others.
  return [...head.before, ...others, ...head.after];
}
