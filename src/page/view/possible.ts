// What can happen next to the part that is shown, and how the world brings it about.
import { computed } from '@preact/signals';
import charts from 'virtual:charts';
import { calls } from '../../run/calls.ts';
import { recipeOf, type Recipe, type Situation } from '../model/recipes.ts';
import {
  accountOf,
  cause,
  client,
  course,
  growth,
  history,
  moment,
  otherOf,
  part,
} from '../model/store.ts';
import { around, live } from './live.ts';

/** An event that may happen, and its recipe where the world can bring it about. */
export interface Possible {
  readonly event: string;
  readonly recipe: Recipe | undefined;
}

const callNames: ReadonlySet<string> = new Set(Object.keys(calls));

const situation = computed<Situation>(() => {
  void growth.value;
  const other = otherOf(client.value);
  const account = accountOf(client.value);
  const { branch } = course.value;
  const otherLogin = history.value.value.moved(other, 'login', moment.value);
  return {
    client: client.value,
    account,
    other,
    part: part.value,
    state: live.value.state,
    isCut: branch.isCut(account),
    isOtherOnline: otherLogin?.entry.to === 'loggedIn',
  };
});

/** The events of the live state and of all that it lies in, each once. */
export const possible = computed<readonly Possible[]>(() => {
  const scene = charts[part.value]?.wide;
  const events = around(live.value.state).flatMap((path) => [
    ...(scene?.edges ?? []).filter(({ from }) => from === path).flatMap((edge) => edge.events),
    ...(scene?.states ?? [])
      .filter((state) => state.path === path && state.kind !== 'initial')
      .flatMap(({ lines }) => lines.flatMap((line) => line.events)),
  ]);
  const names = [...new Set(events.map(({ event }) => event))];
  const all = names.map((event) => ({
    event,
    recipe: recipeOf(event, callNames, situation.value),
  }));
  return [...all.filter(({ recipe }) => recipe), ...all.filter(({ recipe }) => !recipe)];
});

/** What makes an event happen; undefined where the world cannot. */
export function causeOf(event: string): (() => void) | undefined {
  const found = possible.value.find((one) => one.event === event);
  const { recipe } = found ?? {};
  return recipe === undefined ? undefined : () => void cause(event, recipe);
}
