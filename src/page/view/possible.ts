// What can happen next to the part that is shown, and how the world makes it happen.
import { computed } from '@preact/signals';
import charts from 'virtual:charts';
import { calls } from '../../../machines/lifecycles.ts';
import type { Recipe, Situation } from '../model/recipe.ts';
import { recipeOf } from '../model/recipes.ts';
import { situationOf } from '../model/situation.ts';
import { cause } from '../model/acts.ts';
import { part } from '../model/store.ts';
import { around, live } from './live.ts';

/** An event that may happen, and its recipe if the world can make it happen. */
export interface Possible {
  readonly event: string;
  /** The state that it leads to, or the first of several; `''` if the state stays. */
  readonly to: string;
  readonly recipe: Recipe | undefined;
}

const callNames: ReadonlySet<string> = new Set(Object.keys(calls));

/** The situation in one text, which is the same as long as nothing has changed. */
const key = computed(() => JSON.stringify(situationOf(part.value, live.value.state)));

/**
 * The events of the live state and of all states around it; the same list as long as nothing has changed.
 */
export const possible = computed<readonly Possible[]>(() =>
  possibleIn(JSON.parse(key.value) as Situation),
);

function possibleIn(situation: Situation): readonly Possible[] {
  const scene = charts[situation.part]?.whole.wide;
  // An event of an inner state takes precedence over the same event of a state around it.
  const found = new Map<string, string>();
  for (const path of around(situation.state)) {
    const out = (scene?.edges ?? []).filter(({ from }) => from === path);
    const written = (scene?.states ?? [])
      .filter((state) => state.path === path && state.kind !== 'initial')
      .flatMap(({ lines }) => lines);
    for (const { events, to } of [...out, ...written]) {
      for (const event of events) {
        const known = found.get(event);
        if (known === undefined) found.set(event, to ?? '');
      }
    }
  }
  const all = [...found].map(([event, to]) => ({
    event,
    to,
    recipe: recipeOf(event, callNames, situation),
  }));
  return [...all.filter(({ recipe }) => recipe), ...all.filter(({ recipe }) => !recipe)];
}

/** What makes events happen, by their names, without those that the world cannot make happen. */
export type Causes = ReadonlyMap<string, () => void>;

/** What makes the possible events happen. */
export const causes = computed<Causes>(
  () =>
    new Map(
      possible.value.flatMap(({ event, recipe }) =>
        recipe === undefined ? [] : [[event, () => void cause(event, recipe)]],
      ),
    ),
);
