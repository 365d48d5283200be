// Of the pairs that time is said not to allow in our own models, live actors on a running clock take none,
// whenever the world acts: at once, at the last moment, or somewhere between.
import { edgeOf, explore, generate, machineCoverage, stateOf, type Edge } from 'sigsim/paths';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { lifecycles } from '../../machines/index.ts';
import { LiveClient } from '../support/live.ts';

/** A clock on which timers fire when they are due, in the order in which they began. */
class Clock {
  #now = 0;
  #last = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly run: () => void }>();

  setTimeout = (run: () => void, ms: number): number => {
    this.#last += 1;
    this.#timers.set(this.#last, { at: this.#now + ms, run });
    return this.#last;
  };

  clearTimeout = (id: number): void => void this.#timers.delete(id);

  /** How long until the next timer is due; undefined if none runs. */
  get left(): number | undefined {
    const due = [...this.#timers.values()].map(({ at }) => at);
    return due.length === 0 ? undefined : Math.min(...due) - this.#now;
  }

  wait(ms: number): void {
    this.#now += ms;
  }

  /** Fires the next timer, at the moment when it is due. */
  fire(): void {
    this.#now += this.left ?? 0;
    const next = [...this.#timers].find(([, { at }]) => at === this.#now);
    if (next === undefined) return;
    this.#timers.delete(next[0]);
    next[1].run();
  }
}

const nameOf = ({ by, part, event, args }: Edge): string => JSON.stringify([by, part, event, args]);

/** Plays a model at random, so many steps from each beginning; returns the pairs that were taken. */
function pairsTaken(model: string, rounds: number, steps: number): ReadonlySet<string> {
  const graph = explore(model, { legacy: true });
  const parts = lifecycles.flatMap((one) =>
    one.parts.filter(({ name }) => graph.parts.includes(name)),
  );
  const coverage = machineCoverage(...parts.map(({ machine }) => machine));
  const random = xoroshiro128plus(1);
  const below = (most: number): number => (random.next() >>> 0) % most;
  const edges = Array.from({ length: graph.stateCount }, (_, state) => {
    const [begin = 0, end = 0] = graph.first.slice(state, state + 2);
    return Array.from({ length: end - begin }, (__, i) => edgeOf(graph, begin + i));
  });
  const from = (state: number): readonly Edge[] => edges[state] ?? [];
  /** The shortest ways by acts alone, which need no time. */
  const ways = new Map<number, readonly Edge[]>([[0, []]]);
  for (const [state, way] of ways) {
    for (const edge of from(state)) {
      if (edge.by !== 'time' && !ways.has(edge.to)) ways.set(edge.to, [...way, edge]);
    }
  }
  const begins = [...ways.values()];
  for (let round = 0; round < rounds; round++) {
    const clock = new Clock();
    const options = { reuses: false, legacy: true };
    const client = new LiveClient(graph.parts, options, {
      clock,
      inspect: coverage.inspect,
    });
    // Several states of the model may look alike: it is in one of these.
    const way = begins[below(begins.length)] ?? [];
    for (const edge of way) client.take(edge);
    let states: readonly number[] = [way.at(-1)?.to ?? 0];
    for (let i = 0; i < steps && states.length > 0; i++) {
      const acts = from(states[0] ?? 0).filter(({ by }) => by !== 'time');
      const { left } = clock;
      let reached: readonly number[];
      if (left !== undefined && (acts.length === 0 || left === 0 || below(3) === 0)) {
        clock.fire();
        // A timer may be ignored.
        const fired = states.flatMap((state) => from(state).filter(({ by }) => by === 'time'));
        reached = [...fired.map(({ to }) => to), ...states];
      } else {
        if (left !== undefined) clock.wait([0, left - 1, below(left)][below(3)] ?? 0);
        const act = acts[below(acts.length)] as Edge;
        client.take(act);
        const name = nameOf(act);
        reached = states.flatMap((state) =>
          from(state).flatMap((edge) => (nameOf(edge) === name ? [edge.to] : [])),
        );
      }
      const seen = JSON.stringify(client.state);
      states = [...new Set(reached)].filter((to) => JSON.stringify(stateOf(graph, to)) === seen);
    }
  }
  return new Set(
    coverage.counts.flatMap(({ pairs }, index) =>
      Object.entries(pairs).flatMap(([pair, count]) =>
        count === 0
          ? []
          : [
              pair
                .split(' → ')
                .map((id) => `${parts[index]?.name ?? ''}.${id}`)
                .join(' → '),
            ],
      ),
    ),
  );
}

test.each(['login', 'invite'])(
  'timing: live actors of %s take no pair that time forbids',
  (model) => {
    const { infeasible, covered } = generate({ model, cover: 'pairs', legacy: true });
    const forbidden = infeasible
      .filter(({ reason }) => reason === 'timing')
      .map(({ item }) => item);

    const taken = pairsTaken(model, 12_000, 15);

    expect(forbidden.length).toBeGreaterThan(0);
    expect(forbidden.filter((item) => taken.has(item))).toEqual([]);
    // It gets about: of what time does allow it takes two thirds at least.
    const none = new Set(infeasible.map(({ item }) => item));
    const had = [...taken].filter((item) => !none.has(item)).length;
    expect([had, covered, had / covered > 0.65]).toEqual([had, covered, true]);
  },
  300_000,
);
