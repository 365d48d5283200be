// What can happen to one part of a lifecycle when it is alone: every act in every state, breadth
// first. What the other lifecycles would tell it counts as the world's doing; the phases of the
// session (machines/session.ts) keep that doing possible.
import type { AnyMachineSnapshot } from 'xstate';
import type { Act, Part, RowMeta } from '../../machines/lifecycle.ts';
import { brief, phaseAfter, type SessionPhase } from '../../machines/session.ts';
import { begin, step } from '../step.ts';
import { eventText, stateText } from '../wording.ts';
import type { Graph, GraphEdge, GraphState } from './graph.ts';
import { placesOf } from './written.ts';

/** Options of `explore`. */
export interface ExploreOptions {
  /** Deprecated rows too. @default false */
  readonly legacy?: boolean;
  /** Most states to explore. @default 10000 */
  readonly statesMax?: number;
}

interface Node {
  readonly snapshot: AnyMachineSnapshot;
  readonly phase: SessionPhase;
}

/** The phase after an act; undefined where the act cannot be, as an answer without a line. */
function phaseOf(phase: SessionPhase, { by, event }: Act): SessionPhase | undefined {
  if (event.type.startsWith('session.')) {
    return phaseAfter(phase, event.type as Parameters<typeof phaseAfter>[1]);
  }
  return by === 'client' || phase === 'in' ? phase : undefined;
}

/** Timers that may fire: XState lists them among the events of the active states. */
const timersOf = (snapshot: AnyMachineSnapshot): readonly string[] =>
  snapshot._nodes.flatMap((node) =>
    [...node.transitions.keys()].filter((type) => type.startsWith('xstate.after.')),
  );

/**
 * Explores one part of a lifecycle.
 *
 * The login itself makes the session, so it is not held to the session's phases.
 */
export function explore(part: Part, options: ExploreOptions = {}): Graph {
  const { legacy = false, statesMax = 10_000 } = options;
  const { machine, name, acts } = part;
  const isLogin = name === 'login';
  const ids = new Map<string, number>();
  const nodes: Node[] = [];
  const states: GraphState[] = [];
  const edges: GraphEdge[] = [];
  let complete = true;

  const places = placesOf(machine);

  const intern = (node: Node): number | undefined => {
    const value = stateText(node.snapshot.value);
    const key = JSON.stringify([node.snapshot.context, isLogin ? '' : node.phase]);
    const known = ids.get(value + key);
    if (known !== undefined) return known;
    if (states.length >= statesMax) {
      complete = false;
      return undefined;
    }
    const id = states.length;
    ids.set(value + key, id);
    nodes.push(node);
    states.push({ id, value, key });
    return id;
  };

  const take = (
    from: number,
    node: Node,
    by: GraphEdge['by'],
    act: Act,
    phase: SessionPhase,
  ): void => {
    const event =
      by === 'client' ? brief(act.event, { loggedIn: phase === 'in', channel: '' }) : act.event;
    // The alone part has no channel beside it: whether it is in one is an argument of the act.
    const briefed =
      'inChannel' in act.event ? { ...event, inChannel: act.event['inChannel'] } : event;
    const { snapshot, taken, effects } = step(machine, node.snapshot, briefed);
    if (taken.length === 0 && phase === node.phase) return;
    const to = intern({ snapshot, phase });
    if (to === undefined) return;
    const metas = taken.flatMap(({ meta }): readonly RowMeta[] =>
      meta === undefined ? [] : [meta],
    );
    const { type, ...args } = act.event;
    edges.push({
      from,
      to,
      by,
      event: eventText(type),
      args,
      transitions: taken.map((definition) => places.get(definition)?.id ?? ''),
      rows: metas.map(({ row }) => row),
      effects,
      codes: metas.flatMap(({ codes }) => codes),
      primary: metas.flatMap(({ primary, codes }) => (primary === true ? codes : [])),
    });
  };

  intern({ snapshot: begin(machine, { legacy }), phase: isLogin ? 'in' : 'out' });
  for (let id = 0; id < nodes.length; id++) {
    const node = nodes[id] as Node;
    for (const act of acts) {
      const phase = isLogin ? node.phase : phaseOf(node.phase, act);
      if (phase !== undefined) take(id, node, act.by, act, phase);
    }
    for (const type of timersOf(node.snapshot)) {
      take(id, node, 'time', { by: 'world', event: { type } }, node.phase);
    }
  }
  return { part: name, legacy, states, edges, complete };
}
