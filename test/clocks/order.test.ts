// A law: whatever client and world set, in whatever order, runs in the same order under every clock.
import { withGlobal } from '@sinonjs/fake-timers';
import {
  array,
  assert as check,
  asyncProperty,
  boolean as anyBoolean,
  constant,
  integer,
  nat,
  option,
  record,
  type Arbitrary,
} from 'fast-check';
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { clocks, under, type TestClock } from './clocks.ts';

const seed = Number(process.env['SEED'] ?? 81);
const horizonMs = 80;
const [own] = clocks as readonly [TestClock, ...TestClock[]];

/** A timer that is set; when it runs it may stop another one and sets more. */
interface Planned {
  readonly ms: number;
  readonly isOfWorld: boolean;
  readonly stops: number | undefined;
  readonly sets: readonly Planned[];
}

const planOf = (depth: number): Arbitrary<readonly Planned[]> =>
  array(
    record<Planned>({
      ms: integer({ min: 1, max: 6 }),
      isOfWorld: anyBoolean(),
      stops: option(nat({ max: 30 }), { nil: undefined, freq: 2 }),
      sets: depth === 1 ? constant([]) : planOf(depth - 1),
    }),
    { maxLength: 5 },
  );
const anyPlan = planOf(3);

/** Sets what is planned; gives what ran and when, which is known only afterwards. */
function start(world: SignalingWorld, plan: readonly Planned[]): readonly string[] {
  const ran: string[] = [];
  const stops: (() => void)[] = [];
  const set = ({ ms, isOfWorld, stops: other, sets }: Planned): void => {
    const id = stops.length;
    const run = (): void => {
      ran.push(`${isOfWorld ? 'world' : 'client'} ${id} at ${world.now}`);
      if (other !== undefined) stops[other]?.();
      for (const one of sets) set(one);
    };
    if (isOfWorld) {
      const timer = world.clock.set(run, ms);
      stops.push(() => world.clock.stop(timer));
    } else {
      const timer = setTimeout(run, ms);
      stops.push(() => clearTimeout(timer));
    }
  };
  for (const one of plan) set(one);
  return ran;
}

test('order: any schedule runs alike on our clock and under three fakes', async () => {
  await check(
    asyncProperty(anyPlan, async (plan) => {
      const runs: (readonly string[])[] = [];
      for (const clock of clocks) {
        await under(clock, async (world) => {
          runs.push(start(world, plan));
          await world.advance(horizonMs);
        });
      }
      for (const ran of runs) expect(ran).toEqual(runs[0]);
    }),
    { seed, numRuns: 20 },
  );
});

test('order: any schedule runs alike where fake timers are ticked synchronously', async () => {
  await check(
    asyncProperty(anyPlan, array(integer({ min: 1, max: 9 })), async (plan, ticks) => {
      let expected: readonly string[] = [];
      await under(own, async (world) => {
        expected = start(world, plan);
        await world.advance(horizonMs);
      });
      const clock = withGlobal(globalThis).install();
      try {
        const world = createWorld({ clock: 'global' });
        const ran = start(world, plan);
        for (const ms of ticks) clock.tick(ms);
        clock.tick(horizonMs);
        world.close();
        expect(ran).toEqual(expected);
      } finally {
        clock.uninstall();
      }
    }),
    { seed, numRuns: 60 },
  );
});
