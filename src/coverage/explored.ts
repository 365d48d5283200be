// Builds the universe of a report. It compiles the parts, which takes a third of a second, so the
// build does it once; see universe.ts.
import { lifecycles } from '../../machines/index.ts';
import type { Part } from '../../machines/lifecycle.ts';
import { compile } from '../paths/model/tables.ts';
import { writtenTransitions } from '../paths/model/written.ts';
import { eventText } from '../engine/wording.ts';
import { stepKey } from './harvest.ts';

/** All transitions. */
export interface Universe {
  /** Ids, `login.loggedOut|login|0`, in the order of writing, by lifecycle. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** The ids of the transitions that a step of a trace took, by the key of the step. */
  readonly taken: Readonly<Record<string, readonly string[]>>;
}

/** More states than any single part has, so that a part that grows forever stops here. */
const statesMax = 10_000;

/** The steps of a single part: what the trace says about each, and which transitions it is. */
function stepsOf(part: Part): readonly (readonly [key: string, ids: readonly string[]])[] {
  return [false, true].flatMap((legacy) => {
    const { states, events, outcomes, next, outcome } = compile(part, { legacy, statesMax });
    return states.flatMap(({ value: from }, state) =>
      events.flatMap(({ type }, index) => {
        const at = state * events.length + index;
        const to = states[next[at] ?? -1];
        const done = outcomes[outcome[at] ?? -1];
        if (to === undefined || done === undefined) return [];
        const metas = done.taken.flatMap(({ meta }) => meta ?? []);
        const key = stepKey({
          part: part.name,
          from,
          event: eventText(type),
          rows: metas.map(({ row }) => row),
          codes: metas.flatMap(({ codes }) => codes),
          to: to.value,
        });
        return [[key, done.taken.map(({ id }) => `${part.name}.${id}`)] as const];
      }),
    );
  });
}

/** Explores the parts. A step of a trace identifies its transitions uniquely (tested). */
export function exploreUniverse(): Universe {
  const ids: Record<string, readonly string[]> = {};
  const taken: Record<string, readonly string[]> = {};
  for (const { name, parts } of lifecycles) {
    const steps = parts.flatMap(stepsOf);
    for (const [key, transitions] of steps) taken[key] = transitions;
    const reachable = new Set(steps.flatMap(([, transitions]) => transitions));
    ids[name] = parts
      .flatMap((part) => writtenTransitions(part.machine).map(({ id }) => `${part.name}.${id}`))
      .filter((id) => reachable.has(id));
  }
  return { ids, taken };
}
