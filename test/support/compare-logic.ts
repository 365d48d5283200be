// A model as logic of XState beside its explored graph, from the beginning on.
import { edgeOf, explore, modelLogic, stateOf, type Edge, type ModelSnapshot } from 'sigsim/paths';
import { createActor } from 'xstate';

const nameOf = (by: string, part: string, type: string, args: unknown): string =>
  JSON.stringify([by, part, type, args]);

/** Takes every step of every state in both; gives what is different, a few at most. */
export function compareLogic(model: string, legacy: boolean): readonly string[] {
  const graph = explore(model, { legacy });
  const logic = modelLogic(model, { legacy });
  let said: object[] = [];
  const scope = { emit: (one: object) => said.push({ ...one, type: undefined }) } as never;
  const different: string[] = [];
  const snapshots: ModelSnapshot[] = [createActor(logic).getSnapshot()];
  const keys = new Map([[JSON.stringify(snapshots[0]), 0]]);
  for (let state = 0; state < graph.stateCount && different.length < 4; state++) {
    const snapshot = snapshots[state] as ModelSnapshot;
    const edges = new Map<string, Edge>();
    for (let id = graph.first[state] ?? 0; id < (graph.first[state + 1] ?? 0); id++) {
      const edge = edgeOf(graph, id);
      edges.set(nameOf(edge.by, edge.part, edge.event, edge.args), edge);
    }
    for (const event of logic.events(snapshot)) {
      said = [];
      const next = logic.transition(snapshot, event, scope);
      if (next === snapshot) continue;
      const name = nameOf(event.by, event.part, event.type, event.args);
      const edge = edges.get(name);
      edges.delete(name);
      const to = edge?.to ?? -1;
      const key = JSON.stringify(next);
      if (!keys.has(key)) keys.set(key, to);
      snapshots[to] ??= next;
      const ours = edge && JSON.stringify([to, stateOf(graph, to), edge.callbacks]);
      const theirs = JSON.stringify([keys.get(key), next.value, said]);
      if (ours !== theirs) different.push(`${state} ${name}: ${ours ?? 'nothing'} ≠ ${theirs}`);
    }
    for (const name of edges.keys()) different.push(`${state} ${name}: only in the graph`);
  }
  if (keys.size !== graph.stateCount) different.push(`${keys.size} ≠ ${graph.stateCount} states`);
  return different;
}
