// A statechart as a text tree: where a client is, and where one step can take it.
import type { Part } from '../../machines/lifecycle.ts';
import { writtenStates, writtenTransitions } from '../paths/model/written.ts';

/** One state of a tree. */
export interface Branch {
  /** `'loggingIn.resolving'`. */
  readonly path: string;
  /** The lines drawn before its name: `'│  └─ '`. */
  readonly stem: string;
  readonly name: string;
  /** Whether the client is in it. */
  readonly isLive: boolean;
  /**
   * The events that lead into it from the current state; for the current state, those that stay in
   * it.
   */
  readonly events: readonly string[];
}

const isIn = (state: string, path: string): boolean =>
  state === path || state.startsWith(`${path}.`) || path === '';

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

/** What can happen in a state, each with the innermost state that it leads to. */
function possible({ machine }: Part, live: string): ReadonlyMap<string, readonly string[]> {
  const inward = writtenTransitions(machine)
    .filter(({ source }) => isIn(live, source))
    .toSorted((one, other) => other.source.length - one.source.length);
  const targets = new Map<string, string[]>();
  const settled = new Set<string>();
  let source = live;
  const here = new Set<string>();
  for (const written of inward) {
    if (written.source !== source) {
      for (const event of here) settled.add(event);
      here.clear();
      source = written.source;
    }
    // A transition of an inner state takes precedence over those of outer states, unless a guard
    // may block it.
    if (settled.has(written.event)) continue;
    if (written.guard === '') here.add(written.event);
    const to = written.leaf ?? live;
    const events = targets.get(to) ?? [];
    if (!events.includes(written.event)) targets.set(to, [...events, written.event]);
  }
  return targets;
}

/** The states of a part, parents first, and where it can go from the current one. */
export function treeOf(part: Part, live: string): readonly Branch[] {
  const states = writtenStates(part.machine).map(({ path }) => path);
  const targets = possible(part, live);
  const isLast = (path: string): boolean =>
    states.findLast((one) => parentOf(one) === parentOf(path)) === path;
  return states.map((path) => {
    const around = path.split('.').map((_, i, names) => names.slice(0, i + 1).join('.'));
    const lines = around.slice(0, -1).map((one) => (isLast(one) ? '   ' : '│  '));
    return {
      path,
      stem: `${lines.join('')}${isLast(path) ? '└─ ' : '├─ '}`,
      name: path.slice(path.lastIndexOf('.') + 1),
      isLive: isIn(live, path),
      events: targets.get(path) ?? [],
    };
  });
}
