// What can happen next to the part that is shown, and how the world brings it about.
import { computed } from '@preact/signals';
import charts from 'virtual:charts';
import { calls } from '../../run/calls.ts';
import type { Recipe, Situation } from '../model/recipe.ts';
import { recipeOf } from '../model/recipes.ts';
import { situationOf } from '../model/situation.ts';
import { cause } from '../model/acts.ts';
import { part } from '../model/store.ts';
import { around, live } from './live.ts';

/** An event that may happen, and its recipe where the world can bring it about. */
export interface Possible {
  readonly event: string;
  readonly recipe: Recipe | undefined;
}

const callNames: ReadonlySet<string> = new Set(Object.keys(calls));

let last: { readonly key: string; readonly possible: readonly Possible[] } | undefined;

/** The events of the live state and of all that it lies in; the same list as long as it is the same. */
export const possible = computed<readonly Possible[]>(() => {
  const situation = situationOf(part.value, live.value.state);
  const key = JSON.stringify(situation);
  if (last?.key !== key) last = { key, possible: possibleIn(situation) };
  return last.possible;
});

function possibleIn(situation: Situation): readonly Possible[] {
  const scene = charts[situation.part]?.wide;
  const events = around(situation.state).flatMap((path) => [
    ...(scene?.edges ?? []).filter(({ from }) => from === path).flatMap((edge) => edge.events),
    ...(scene?.states ?? [])
      .filter((state) => state.path === path && state.kind !== 'initial')
      .flatMap(({ lines }) => lines.flatMap((line) => line.events)),
  ]);
  const names = [...new Set(events.map(({ event }) => event))];
  const all = names.map((event) => ({ event, recipe: recipeOf(event, callNames, situation) }));
  return [...all.filter(({ recipe }) => recipe), ...all.filter(({ recipe }) => !recipe)];
}

/** What makes an event happen, by its name; without those that the world cannot bring about. */
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
