// One shortest walk for each item, so that the name of a failing test says what failed.
import type { Net } from './cover/criteria.ts';
import type { Job } from './cover/jobs.ts';
import { costOf } from './cover/walks.ts';
import type { Made } from './few.ts';
import type { Reach } from './time/timing.ts';

/** One shortest walk per item. */
export function makeEach({ net: { items }, looked }: Job): Made {
  const best = new Map<
    string,
    { readonly net: Net; readonly step: number; readonly reached: Reach }
  >();
  for (const { net, reached } of looked()) {
    for (const [step, list] of net.list.entries()) {
      if (reached.steps[step] === 0) continue;
      for (const item of net.lists[list] ?? []) {
        const name = net.items[item] ?? '';
        const known = best.get(name);
        if (known !== undefined && known.reached.depthOf(known.step) <= reached.depthOf(step))
          continue;
        best.set(name, { net, step, reached });
      }
    }
  }
  const walks = items.flatMap((item) => {
    const found = best.get(item);
    const walk = found?.reached.stepsTo(found.step);
    return found === undefined || walk === undefined ? [] : [{ item, walk, net: found.net }];
  });
  // Each is already a shortest walk, unless it must go on to a given end.
  const isSpan = walks.some(({ net }) => 'isEnd' in net);
  const steps = costOf(walks.map(({ walk }) => walk));
  return isSpan ? { walks } : { walks, bound: { steps, is: 'exact' } };
}
