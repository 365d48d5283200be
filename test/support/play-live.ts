// Paths for a machine, played on its own live actor by XState alone: time by its simulated clock, children
// that do nothing, and what the children would send sent by hand.
import {
  createActor,
  fromCallback,
  SimulatedClock,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';
import type { LogicSuite } from 'sigsim/paths';
import { stateText } from '../../src/engine/wording.ts';

/** What a live actor did otherwise than a path says; undefined where it did the same. */
export interface Difference {
  readonly path: string;
  readonly wanted: string;
  readonly got: string;
}

type AnySuite = LogicSuite<AnyMachineSnapshot, never>;

const textOf = ({ value, status }: AnyMachineSnapshot): string => `${stateText(value)} (${status})`;

/** Plays all paths of a suite; the first difference, or undefined. */
export function playLive(
  machine: AnyStateMachine,
  paths: AnySuite['paths'],
  input?: unknown,
): Difference | undefined {
  const silent = Object.fromEntries(
    Object.keys(machine.implementations.actors).map((name) => [
      name,
      fromCallback(() => undefined),
    ]),
  );
  for (const { steps } of paths) {
    const clock = new SimulatedClock();
    const actor = createActor(machine.provide({ actors: silent }), { clock, input });
    actor.subscribe({ error: () => undefined });
    actor.start();
    for (const [index, { event, state, by, waitMs, isPassing = false }] of steps.entries()) {
      clock.increment(waitMs);
      if (index > 0 && by !== 'time') actor.send(event);
      if (isPassing) continue;
      const [wanted, got] = [textOf(state), textOf(actor.getSnapshot() as AnyMachineSnapshot)];
      if (wanted === got) continue;
      const path = steps.slice(1, index + 1).map((one) => (one.event as { type: string }).type);
      return { path: path.join(' → '), wanted, got };
    }
  }
  return undefined;
}
