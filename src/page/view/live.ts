// What is lit in a statechart: the state with those around it, and the transition just taken.
import { computed } from '@preact/signals';
import charts from 'virtual:charts';
import type { Scene } from '../../chart/scene.ts';
import { client, history, moment, part } from '../model/store.ts';

/** What is lit. */
export interface Live {
  /** `'loggingIn.resolving'`. */
  readonly state: string;
  /** The state and all states around it. */
  readonly paths: ReadonlySet<string>;
  /**
   * The last transition, as the machine defines it: its source may be a state around the one that was
   * left.
   */
  readonly taken:
    | { readonly source: string; readonly to: string; readonly event: string }
    | undefined;
}

/** A state and all states around it, innermost first; the machine itself is `''`. */
export function around(path: string): readonly string[] {
  const names = path.split('.');
  return [...names.map((_name, i) => names.slice(0, names.length - i).join('.')), ''];
}

/** Whether entering one state can end in another: the same one, or one inside it. */
const leadsTo = (target: string, reached: string): boolean =>
  target === reached || reached.startsWith(`${target}.`);

/** Finds the transition that a trace has, as the machine defines it. */
function written(scene: Scene, from: string, to: string, event: string): Live['taken'] {
  const found = around(from).flatMap((source) => [
    ...scene.edges
      .filter((edge) => edge.from === source && edge.events.includes(event))
      .map((edge) => ({ source, to: edge.to, event })),
    ...scene.states
      .filter((state) => state.path === source && state.kind !== 'initial')
      .flatMap(({ lines }) => lines)
      .filter(({ events }) => events.includes(event))
      .map((line) => ({ source, to: line.to ?? source, event })),
  ]);
  const stays = from === to;
  return (
    found.find((one) =>
      stays ? one.to === one.source : one.to !== one.source && leadsTo(one.to, to),
    ) ??
    found.find((one) => leadsTo(one.to, to)) ??
    found[0]
  );
}

/** What is lit, in one text, which is the same as long as nothing has changed. */
const key = computed(() => {
  const scene = charts[part.value]?.whole.wide as Scene; // Every part has its chart.
  const moved = history.value.value.moved(client.value, part.value, moment.value);
  const { from = '', to = scene.begins, event = '' } = moved?.entry ?? {};
  return [part.value, from, to, event].join(' ');
});

/** What is lit in the statechart that is shown; the same object as long as nothing has changed. */
export const live = computed<Live>(() => {
  const [name = '', from = '', state = '', ...rest] = key.value.split(' ');
  const event = rest.join(' ');
  const scene = charts[name]?.whole.wide as Scene; // Every part has its chart.
  const taken = event === '' ? undefined : written(scene, from, state, event);
  return { state, paths: new Set(around(state)), taken };
});
