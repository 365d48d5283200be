// Every event that the page lets somebody click is brought about by the world, in every state that the
// ways to the 42 codes pass through.
import { beforeEach, expect, test } from 'vitest';
import { lifecycles } from '../../machines/index.ts';
import type { PartName } from '../../machines/session.ts';
import { chartOf, type Chart, type ChartNode } from '../../src/build/chart/model.ts';
import { Branch } from '../../src/page/model/branch.ts';
import { recipeOf } from '../../src/page/model/recipes.ts';
import { situationOf } from '../../src/page/model/situation.ts';
import * as store from '../../src/page/model/store.ts';
import { calls } from '../../src/run/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { scripts } from '../../src/tour/script.ts';

const callNames: ReadonlySet<string> = new Set(Object.keys(calls));
const charts = new Map(
  lifecycles.flatMap(({ parts }) => parts.map((part) => [part.name, chartOf(part, 9)] as const)),
);

/** The events of a state and of all that it lies in. */
function eventsOf({ root, edges }: Chart, state: string): readonly string[] {
  const lies = (path: string): boolean => path === '' || `${state}.`.startsWith(`${path}.`);
  const inner = ({ path, lines, children }: ChartNode): readonly string[] =>
    lies(path)
      ? [
          ...lines.flatMap(({ events }) => events.map(({ event }) => event)),
          ...children.flatMap(inner),
        ]
      : [];
  const out = edges.filter(({ from }) => lies(from)).flatMap(({ events }) => events);
  return [...new Set([...inner(root), ...out.map(({ event }) => event)])];
}

interface Place {
  readonly scenario: Scenario;
  readonly moment: number;
  readonly client: string;
  readonly part: PartName;
}

/** One moment for every state of every part that a script passes through. */
async function places(): Promise<ReadonlyMap<string, Place>> {
  const found = new Map<string, Place>();
  for (const { scenario } of scripts) {
    const { entries } = (await Branch.of(scenario)).history;
    for (const [index, entry] of entries.entries()) {
      if (entry.kind !== 'transition') continue;
      const part = entry.part as PartName;
      const key = `${part} ${entry.to}`;
      if (!found.has(key)) {
        found.set(key, { scenario, moment: index + 1, client: entry.client, part });
      }
    }
  }
  return found;
}

beforeEach(() => store.startOver());

const all = await places();

test.each([...all])('page: in %s, what can be clicked comes about', async (key, place) => {
  const { scenario, ...look } = place;
  const state = key.slice(key.indexOf(' ') + 1);
  const failed: string[] = [];

  for (const event of eventsOf(charts.get(place.part) as Chart, state)) {
    await store.start(scenario, look);
    const recipe = recipeOf(event, callNames, situationOf(place.part, state));
    if (recipe === undefined) continue;
    await store.cause(event, recipe);
    const entry = store.entry.value;
    const came = entry?.kind === 'transition' && entry.event === event && entry.part === place.part;
    if (!came && recipe.waits) failed.push(`${event}: ${JSON.stringify(store.notice.value)}`);
  }

  expect(failed).toEqual([]);
});
