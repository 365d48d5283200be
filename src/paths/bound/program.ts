// The linear program of bound.ts, as text that solvers read, and its dual solution in whole numbers.
import { boundBy } from './bound.ts';
import type { Dual } from '../cover/walks.ts';
import type { Net } from '../cover/criteria.ts';

/** The part of the HiGHS solver that is used: what the package highs returns when it is called. */
export interface Solver {
  solve(problem: string): {
    readonly Status: string;
    readonly ObjectiveValue: number;
    readonly Rows: readonly { readonly Name: string; readonly Dual?: number }[];
  };
}

/**
 * Columns are the distinct steps: one for each pair of nodes and list of items, without those whose items
 * are all covered by another step between the same nodes, which costs the same.
 */
export function columnsOf(net: Net): readonly { readonly from: number; readonly step: number }[] {
  const columns: { from: number; step: number }[] = [];
  for (let from = 0; from < net.size; from++) {
    const byTarget = new Map<
      number,
      { readonly step: number; readonly items: ReadonlySet<number> }[]
    >();
    for (let step = net.first[from] as number; step < (net.first[from + 1] as number); step++) {
      const to = net.to[step] as number;
      const items = new Set(net.lists[net.list[step] as number]);
      const others = byTarget.get(to) ?? [];
      if (others.some((other) => isWithin(items, other.items))) continue;
      const rest = others.filter((other) => !isWithin(other.items, items));
      byTarget.set(to, [...rest, { step, items }]);
    }
    for (const steps of byTarget.values()) {
      for (const { step } of steps) columns.push({ from, step });
    }
  }
  return columns;
}

const isWithin = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
  [...one].every((item) => other.has(item));

/** The program in the LP format of CPLEX. Rows are `n<node>`, `i<item>` and `end`. */
export function programOf(net: Net, needed: Uint8Array): string {
  const flows: string[][] = Array.from({ length: net.size }, () => []);
  const covers: string[][] = net.items.map(() => []);
  const costs: string[] = [];
  for (const [index, { from, step }] of columnsOf(net).entries()) {
    const name = `x${index}`;
    const to = net.to[step] as number;
    costs.push(name);
    if (from !== to) {
      flows[from]?.push(`- ${name}`);
      flows[to]?.push(`+ ${name}`);
    }
    for (const item of net.lists[net.list[step] as number] ?? []) covers[item]?.push(`+ ${name}`);
  }
  const ends: string[] = [];
  for (let node = 1; node < net.size; node++) {
    costs.push(`r${node}`);
    ends.push(`+ e${node}`);
    flows[node]?.push(`- r${node} - e${node}`);
    flows[0]?.push(`+ r${node} + e${node}`);
  }
  const free = new Set(net.free);
  const rows = [
    ...flows.flatMap((row, node) => (row.length === 0 ? [] : [` n${node}: ${row.join(' ')} = 0`])),
    ...covers.flatMap((row, item) =>
      needed[item] === 1 && !free.has(item) ? [` i${item}: ${row.join(' ')} >= 1`] : [],
    ),
    ...(ends.length === 0 ? [] : [` end: ${ends.join(' ')} <= 1`]),
  ];
  return ['Minimize', ` cost: ${costs.join(' + ')}`, 'Subject To', ...rows, 'End', ''].join('\n');
}

const less = (value: number): number => Math.trunc(value * (1 - 1 / 200));

/** Divisible by the denominators that occur in small programs. */
const unit = 5040;

/**
 * Solves the program and returns its dual solution in whole numbers; undefined if it is no longer valid
 * after rounding.
 */
export function solveDual(net: Net, needed: Uint8Array, solver: Solver): Dual | undefined {
  const { Rows: rows } = solver.solve(programOf(net, needed));
  const duals = new Map(rows.map(({ Name, Dual: dual = 0 }) => [Name, dual]));
  const numbers = (name: string, count: number, round: (value: number) => number) =>
    Array.from({ length: count }, (_, i) => round((duals.get(`${name}${i}`) ?? 0) * unit) + 0);
  const potentials = numbers('n', net.size, Math.round);
  const weights = numbers('i', net.items.length, Math.round);
  const dual = { unit, potentials, weights };
  if (boundBy(net, needed, dual) !== undefined) return dual;
  // Rounding up may make a step pay slightly too much: lower every price and height a little.
  const lower = { unit, potentials: potentials.map(less), weights: weights.map(less) };
  return boundBy(net, needed, lower) === undefined ? undefined : lower;
}
