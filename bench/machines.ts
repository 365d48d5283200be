// Suites for some seventy machines that are not ours by nature, beside the test model of xstate/graph in the
// same run: share of the transitions that are covered, steps, seconds. And how it grows: a family that
// doubles, to a million states.
import { inChild } from './child.ts';
import type { MachineMeasured, MachineTask } from './machine-peer.ts';
import { samples } from './machines/index.ts';
import type { Result } from './measure.ts';

/** The peer is cut off where it takes longer. */
const deadlineMs = 30_000;

const measure = (task: MachineTask, ms?: number): Promise<MachineMeasured | undefined> =>
  inChild<MachineMeasured>('machine-peer.js', task, ms);

const seconds = (ms: number): string => `${(ms / 1000).toPrecision(3)} s`;
const share = ({ covered, universe }: MachineMeasured): string =>
  `${covered}/${universe} transitions`;

/** Both sides on one machine. */
interface Both {
  readonly ours: MachineMeasured;
  /** Undefined where it was cut off. */
  readonly peer: MachineMeasured | undefined;
}

function resultOf(name: string, { ours, peer }: Both): Result {
  const steps = peer?.steps ?? Number.NaN;
  return {
    name,
    ours: ours.steps,
    peer: steps,
    peerName: 'xstate/graph test model',
    unit: 'steps',
    ratio: ours.steps / steps,
    goal: 'none',
    spread: [ours.steps / steps, ours.steps / steps],
    notes: [
      `${ours.states} states, ${ours.edges} edges`,
      `ours ${share(ours)}, ${ours.bound}, ${seconds(ours.ms)}`,
      peer === undefined
        ? `xstate/graph cut off after ${seconds(deadlineMs)}`
        : `xstate/graph ${share(peer)}, ${seconds(peer.ms)}${peer.bound && `, ${peer.bound}`}`,
    ],
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** All machines together: where the peer came to an end, and beyond. */
function together(all: readonly Both[]): readonly Result[] {
  const ended = all.flatMap(({ ours, peer }) => (peer === undefined ? [] : [{ ours, peer }]));
  const line = (
    name: string,
    unit: string,
    goal: string,
    of: (one: MachineMeasured) => number,
  ): Result => {
    const [ours, peer] = [
      sum(ended.map((one) => of(one.ours))),
      sum(ended.map((one) => of(one.peer))),
    ];
    const ratio = ours / peer;
    const peerName = 'xstate/graph';
    return { name, ours, peer, peerName, unit, ratio, goal, spread: [ratio, ratio] };
  };
  const exact = all.filter(({ ours }) => ours.bound === 'exact').length;
  const whole = all.filter(({ ours }) => ours.covered === ours.universe).length;
  return [
    line('all machines: transitions covered', 'transitions', 'ratio >= 1', (one) => one.covered),
    line('all machines: steps', 'steps', 'ratio <= 0.5', (one) => one.steps),
    {
      ...line('all machines: seconds', 'ms', 'ratio <= 2', (one) => one.ms),
      notes: [
        `${all.length} machines, of which ours covers ${whole} whole, and ${exact} by the proven optimum`,
        `xstate/graph was cut off at ${all.length - ended.length}, which are not added up`,
        `ours in all ${seconds(sum(all.map(({ ours }) => ours.ms)))}`,
      ],
    },
  ];
}

/** The family that doubles: what a state costs may not grow. */
async function growth(): Promise<readonly Result[]> {
  const results: Result[] = [];
  let first = 0;
  for (const depth of [10, 12, 14, 16, 18, 20]) {
    const found = await measure({ side: 'sigsim', machine: depth }, 1_800_000);
    if (found === undefined) throw new Error('a suite took more than half an hour');
    const each = (found.ms * 1000) / found.edges;
    // The smallest is mostly start-up.
    if (depth === 12) first = each;
    results.push({
      name: `growth: tree of depth ${depth}`,
      ours: each,
      peer: first || each,
      peerName: 'depth 12',
      unit: 'µs per edge',
      ratio: each / (first || each),
      goal: 'ratio <= 2',
      spread: [each / (first || each), each / (first || each)],
      notes: [
        `${found.states} states, ${found.edges} edges, ${share(found)}, ${found.steps} steps, ` +
          `${seconds(found.ms)}, ${Math.round(found.megabytes)} MB`,
      ],
    });
  }
  return results;
}

/** What the benchmark called machines measures. */
export async function benchMachines(): Promise<readonly Result[]> {
  const results: Result[] = [];
  const all: Both[] = [];
  for (const { machine } of samples) {
    const ours = await measure({ side: 'sigsim', machine: machine.id }, 600_000);
    if (ours === undefined) throw new Error(`${machine.id} took more than 10 minutes`);
    const both = {
      ours,
      peer: await measure({ side: 'xstate/graph', machine: machine.id }, deadlineMs),
    };
    all.push(both);
    results.push(resultOf(machine.id, both));
  }
  return [...results, ...together(all), ...(await growth())];
}
