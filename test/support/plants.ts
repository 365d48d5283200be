// Clients with a planted fault: each breaks when it has met a certain sequence of calls and faults. Drawn
// from a seed; and the shortest story of such a fault, found by trying all of them.
import { Dice } from '../../src/campaign/dice.ts';
import { benchOf } from '../../src/campaign/campaign.ts';
import { playRun, playScenario, type Bench } from '../../src/campaign/play.ts';
import type { Property } from '../../src/campaign/property.ts';
import { native, type NativeApp } from '../../src/run/native.ts';
import { subject, type Subject } from '../../src/run/index.ts';
import type { Scenario, ScenarioStep } from '../../src/scenario/index.ts';
import { by, network, service, wait } from '../../src/scenario/steps.ts';

/** In how many runs of a campaign of its seed a plant is to be found. */
export const runsMax = 300;

const alice = by('alice');

/** What a client can meet, and the step that brings it about. */
const calls = {
  login: alice('login', { account: 'alice' }),
  logout: alice('logout', {}),
  channelJoin: alice('channelJoin', { channel: 'lobby' }),
  channelLeave: alice('channelLeave', { channel: 'lobby' }),
  messageInstantSend: alice('messageInstantSend', { account: 'bob', body: 'hello' }),
  channelQueryUserNum: alice('channelQueryUserNum', { channel: 'lobby' }),
  setAttr: alice('setAttr', { name: 'mood', value: 'good' }),
} as const satisfies Readonly<Record<string, ScenarioStep>>;

/** Faults, by the callback that tells of them; the number is the code, if it tells by a code. */
const faults = {
  'onLogout 103': service('kick', 'alice'),
  'onLogout 102': service('orderClose', 'alice'),
  onReconnecting: network('cut', 'alice'),
  'onChannelLeaved 601': service('removeFromChannel', 'alice', 'lobby'),
} as const satisfies Readonly<Record<string, ScenarioStep>>;

type Call = keyof typeof calls;
type Fault = keyof typeof faults;

/** What a client breaks at, in this order, whatever it meets in between. */
export type Plant = readonly (Call | Fault)[];

const isCall = (one: Call | Fault): one is Call => Object.hasOwn(calls, one);
const callNames = Object.keys(calls) as readonly Call[];

/**
 * Draws a plant: three to six calls and faults, at least one of them a fault. It is something that a run of a
 * campaign meets, as a campaign cannot find what it never meets; which run, and what of it, is drawn.
 */
export async function drawPlant(seed: number): Promise<Plant> {
  const dice = new Dice(seed, 'plant');
  const bench = await benchOf(planted([]));
  for (;;) {
    const seen: string[] = [];
    const looking = { ...bench, rules: [], properties: [watching(seen)] };
    await playRun(looking, seed, dice.between(1, runsMax));
    const places = Array.from({ length: dice.between(3, 6) }, () =>
      dice.between(0, seen.length - 1),
    );
    const plant = [...new Set(places)].toSorted((one, other) => one - other).map((at) => seen[at]);
    if (plant.length >= 3 && plant.some((one) => one !== undefined && Object.hasOwn(faults, one))) {
      return plant as Plant; // Only calls and faults of the lists are seen.
    }
  }
}

interface Planted extends NativeApp {
  /** How much of the sequence it has met, and all that it has met. */
  met: number;
  readonly seen: string[];
}

/** The client that breaks at a plant: the native double, which counts what it meets. */
export function planted(plant: Plant): Subject {
  const meet = (app: Planted, what: string): void => {
    if (Object.hasOwn(calls, what) || Object.hasOwn(faults, what)) app.seen.push(what);
    if (plant[app.met] === what) app.met += 1;
  };
  const told = ['onLogout', 'onReconnecting', 'onChannelLeaved'] as const;
  return subject<Planted>({
    name: 'planted',
    create(world, options) {
      const app: Planted = { ...native.create(world, options), met: 0, seen: [] };
      for (const name of told) {
        const before = app.api[name] as (...args: readonly unknown[]) => void;
        Object.assign(app.api, {
          [name]: (...args: readonly unknown[]) => {
            meet(app, name === 'onReconnecting' ? name : `${name} ${String(args.at(-1))}`);
            before(...args);
          },
        });
      }
      return app;
    },
    do: Object.fromEntries(
      callNames.map((name) => [
        name,
        (app: Planted, args: never) => {
          meet(app, name);
          native.do[name]?.(app, args);
        },
      ]),
    ),
  }) as Subject;
}

/** The property that such a client breaks. */
export const broken = (plant: Plant): Property => ({
  name: 'broken',
  reason: { en: 'It was planted.', zh: '预先埋设。' },
  source: 'a test',
  check: ({ persons: [first] }) =>
    (first?.app as Planted | undefined)?.met === plant.length
      ? { verdict: 'wrong', why: { en: 'It is broken.', zh: '已损坏。' } }
      : undefined,
});

/** Writes down what such a client has met. */
const watching = (seen: string[]): Property => ({
  ...broken([]),
  check: ({ persons: [first] }) => {
    seen.push(...((first?.app as Planted | undefined)?.seen ?? []));
    return undefined;
  },
});

/** Whether a scenario breaks the client of a bench. */
export const breaks = async (bench: Bench, scenario: Scenario): Promise<boolean> =>
  (await playScenario(bench, scenario)).faults.length > 0;

/** Steps that a story may need besides: what it takes to meet the rest. */
const fillers = (plant: Plant): readonly ScenarioStep[] => [
  wait('1 min'),
  calls.login,
  ...(plant.includes('onChannelLeaved 601') ? [calls.channelJoin] : []),
  ...(plant.includes('onReconnecting') ? [network('restore', 'alice')] : []),
];

/** The orders of a plant's steps: its calls in their order, and each fault no later than it is met. */
function* orders(plant: Plant): Iterable<readonly ScenarioStep[]> {
  function* insert(
    at: number,
    steps: readonly { readonly step: ScenarioStep; readonly isCall: boolean }[],
  ): Iterable<readonly ScenarioStep[]> {
    const one = plant[at];
    if (one === undefined) {
      yield steps.map(({ step }) => step);
      return;
    }
    if (isCall(one)) {
      yield* insert(at + 1, [...steps, { step: calls[one], isCall: true }]);
      return;
    }
    // One cut may be told of several times.
    if (one === 'onReconnecting' && plant.indexOf(one) < at) yield* insert(at + 1, steps);
    for (let place = steps.length; place >= 0; place--) {
      yield* insert(at + 1, steps.toSpliced(place, 0, { step: faults[one], isCall: false }));
    }
  }
  yield* insert(0, []);
}

/** A list with some of others put in between, in every way. */
function* mixed(
  steps: readonly ScenarioStep[],
  others: readonly ScenarioStep[],
  count: number,
  from = 0,
): Iterable<readonly ScenarioStep[]> {
  if (count === 0) {
    yield steps;
    return;
  }
  for (let place = from; place <= steps.length; place++) {
    for (const other of others) {
      yield* mixed(steps.toSpliced(place, 0, other), others, count - 1, place + 1);
    }
  }
}

/** How a search ended. */
export type Searched = 'shorter' | 'none' | 'undecided';

/**
 * Looks for a story that is shorter than one of `length` steps by trying all: of the plant's own steps and the
 * fillers, every story of fewer steps, in the plainest setting.
 */
export async function shorterThan(
  bench: Bench,
  plant: Plant,
  length: number,
  playsMax: number,
): Promise<Searched> {
  const others = fillers(plant);
  const seen = new Set<string>();
  let plays = 0;
  for (let size = 1; size < length; size++) {
    for (const order of orders(plant)) {
      if (order.length > size) continue;
      for (const steps of mixed(order, others, size - order.length)) {
        const key = JSON.stringify(steps);
        if (seen.has(key)) continue;
        seen.add(key);
        if (++plays > playsMax) return 'undecided';
        const scenario: Scenario = {
          sigsim: 'scenario',
          version: 1,
          clients: { alice: {} },
          steps,
        };
        if (await breaks(bench, scenario)) return 'shorter';
      }
    }
  }
  return 'none';
}
