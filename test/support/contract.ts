// What every lifecycle must keep, as a list of complaints: none is good. It is a function of the
// lifecycles and the rows, so that a test can break a copy and see the complaint.
import { codes, type CodeName } from '../../machines/codes.ts';
import type { Callback } from '../../machines/callbacks.ts';
import { asks, callbacks } from '../../machines/lifecycles.ts';
import type { Lifecycle, Part } from '../../machines/lifecycle.ts';
import type { Effect } from '../../machines/row.ts';
import { exploreSystem } from '../../src/paths/model/explore.ts';
import { edgeOf, valueOf, type Edge, type Graph } from '../../src/paths/model/graph.ts';
import { writtenStates, writtenTransitions } from '../../src/paths/index.ts';
import type { Rows, RowsOfPart } from './rows.ts';

/** A part alone, explored. */
export const exploreAlone = (part: Part, legacy = false, statesMax = 10_000): Graph =>
  exploreSystem({ name: part.name, parts: [part], reuses: false }, { legacy, statesMax });

/** Its edges, looked up. */
export const edgesOf = (graph: Graph): readonly Edge[] =>
  Array.from({ length: graph.edgeCount }, (_, edge) => edgeOf(graph, edge));

/** What is asked of the line that leads to the service. */
const ofLine = new Set(['lookup', 'connect']);

/** Callbacks whose signature has no `ecode`. */
const plain = new Set(
  Object.entries<Callback>(callbacks).flatMap(([name, { codes: groups }]) =>
    groups === undefined ? [name] : [],
  ),
);

const codesOf = (effects: readonly unknown[]): readonly CodeName[] =>
  (effects as readonly Effect[]).flatMap((effect) =>
    effect.type === 'callback' && 'code' in effect ? [effect.code] : [],
  );

function checkTransitions(part: Part): readonly string[] {
  return writtenTransitions(part.machine).flatMap(({ id, event, meta, emits }) => {
    const where = `${part.name} ${id}`;
    if (meta === undefined) return [`${where}: names no row`];
    const complaints: string[] = [];
    if (JSON.stringify(meta.effects) !== JSON.stringify(emits)) {
      complaints.push(`${where}: emits other than its meta says`);
    }
    if (JSON.stringify(meta.codes) !== JSON.stringify(codesOf(emits))) {
      complaints.push(`${where}: its meta names other codes than it emits`);
    }
    for (const effect of emits as readonly Effect[]) {
      if (effect.type === 'request' && !asks.has(effect.name) && !ofLine.has(effect.name)) {
        complaints.push(`${where}: asks for ${effect.name}, which no service.ts sends`);
      }
      if (effect.type !== 'callback') continue;
      const hasCode = 'code' in effect;
      if (hasCode === plain.has(effect.name)) {
        complaints.push(`${where}: ${effect.name} ${hasCode ? 'carries a' : 'lacks its'} code`);
      }
    }
    for (const text of [part.story.rows[meta.row], part.story.events[event]]) {
      if (!text?.en || !text.zh) complaints.push(`${where}: is not told in both languages`);
    }
    return complaints;
  });
}

/** The Chinese name of a state, which stands in the box of a chart beside its own. */
const isShort = /^\p{Script=Han}{1,5}$/u;

function checkStates(part: Part, graph: Graph): readonly string[] {
  const values = Array.from({ length: graph.stateCount }, (_, state) => valueOf(graph, state, 0));
  const reached = new Set(values);
  const edges = edgesOf(graph);
  return writtenStates(part.machine).flatMap(({ path, kind }) => {
    const text = part.story.states[path];
    const told = text?.en && text.zh ? [] : [`${part.name} ${path}: is not told in both languages`];
    if (!isShort.test(part.story.names[path] ?? '')) {
      told.push(`${part.name} ${path}: has no name of one to five Chinese characters`);
    }
    if (kind === 'compound') return told;
    const isReached = reached.has(path) ? [] : [`${part.name} ${path}: cannot be reached`];
    const hasWayOut =
      kind === 'final' ||
      edges.some(({ from, to }) => values[from] === path && values[to] !== path);
    return [...told, ...isReached, ...(hasWayOut ? [] : [`${part.name} ${path}: has no way out`])];
  });
}

function checkRows({ name, machine }: Part, lines: RowsOfPart): readonly string[] {
  const rows = new Set(lines.map(({ row }) => row));
  const written = new Set(writtenTransitions(machine).flatMap(({ meta }) => meta?.row ?? []));
  return [
    ...[...rows]
      .filter((row) => !written.has(row))
      .map((row) => `${name} ${row}: is in no machine`),
    ...[...written]
      .filter((row) => !rows.has(row))
      .map((row) => `${name} ${row}: is no row of the specification`),
  ];
}

/** Every way in which the lifecycles break the contract, one sentence each. */
export function complaintsOf(lifecycles: readonly Lifecycle[], rows: Rows): readonly string[] {
  const complaints: string[] = [];
  const reachable = { plain: new Set<CodeName>(), legacy: new Set<CodeName>() };
  for (const lifecycle of lifecycles) {
    for (const part of lifecycle.parts) {
      complaints.push(...checkRows(part, rows[part.name] ?? []));
      const graph = exploreAlone(part);
      const legacy = exploreAlone(part, true);
      for (const { codes: given } of graph.labels)
        for (const code of given) reachable.plain.add(code);
      for (const { codes: given } of legacy.labels)
        for (const code of given) reachable.legacy.add(code);
      if (!graph.complete || !legacy.complete)
        complaints.push(`${part.name}: too large to explore`);
      complaints.push(...checkTransitions(part), ...checkStates(part, graph));
      const taken = new Set(legacy.labels.flatMap(({ transitions }) => transitions));
      for (const { transitions } of graph.labels) for (const id of transitions) taken.add(id);
      for (const { id } of writtenTransitions(part.machine)) {
        if (!taken.has(`${part.name}.${id}`))
          complaints.push(`${part.name} ${id}: cannot be reached`);
      }
    }
  }
  for (const { name, deprecated } of codes) {
    if (!reachable.legacy.has(name))
      complaints.push(`${name}: no transition that can be reached emits it`);
    if (reachable.plain.has(name) === deprecated) {
      complaints.push(`${name}: ${deprecated ? 'is emitted' : 'is not emitted'} without legacy`);
    }
  }
  return complaints;
}
