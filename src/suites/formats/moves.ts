// A suite as a graph: the states that its paths go through, and the steps between them.
import { seatName, seatOf } from '../../paths/model/seat.ts';
import type { Suite, SuiteStep } from '../../paths/cover/suite.ts';
import { beginnings } from '../../run/beginnings.ts';

/** A step between two states of a suite, and how often it is taken. */
export interface Move {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** The states that a suite goes through, and its moves, each once, in order of first appearance. */
export interface Moves {
  readonly states: readonly string[];
  readonly moves: readonly Move[];
}

/** A step in a few words: `login: connect.failed / LOGIN_E_NET`. */
export function moveText({
  client,
  do: what,
  part,
  expect,
}: Pick<SuiteStep, 'client' | 'do' | 'part' | 'expect'>): string {
  const said = (expect.callbacks ?? []).map(({ name, code }) => code ?? name);
  const event = `${seatName(client, part)}: ${what}`;
  return said.length === 0 ? event : `${event} / ${said.join(', ')}`;
}

/**
 * Derives the graph of a suite from its steps. A state is named by the parts that have left their
 * initial state.
 */
export function movesOf(suite: Suite): Moves {
  const states: string[] = [];
  const ids = new Map<string, number>();
  const moves = new Map<string, Move>();
  const stateOf = (values: ReadonlyMap<string, string>): number => {
    const text = [...values]
      .filter(([seat, value]) => value !== beginnings.get(seatOf(seat).part))
      .map(([part, value]) => `${part} ${value}`)
      .toSorted()
      .join(', ');
    const known = ids.get(text);
    if (known !== undefined) return known;
    ids.set(text, states.length);
    return states.push(text === '' ? 'begin' : text) - 1;
  };
  for (const { steps } of suite.paths) {
    const values = new Map<string, string>();
    let from = stateOf(values);
    for (const step of steps) {
      const { client, expect } = step;
      for (const [part, value] of Object.entries(expect.state ?? {})) {
        values.set(seatName(client, part), value);
      }
      const to = stateOf(values);
      const label = moveText(step);
      const key = `${from} ${to} ${label}`;
      if (!moves.has(key)) moves.set(key, { from, to, label });
      from = to;
    }
  }
  return { states, moves: [...moves.values()] };
}
