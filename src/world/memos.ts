// What the parts do in a world, cached: worlds with the same timing share it.
import { lifecycles } from '../../machines/index.ts';
import { retimed } from '../../machines/lifecycle.ts';
import type { PartName } from '../../machines/lifecycles.ts';
import { Memo } from '../engine/memo.ts';
import type { Settings } from './options.ts';

/** What each part does. */
type Memos = ReadonlyMap<PartName, Memo>;

function createMemos(legacy: boolean, changes: Settings['timing']): Memos {
  return new Map(
    lifecycles.flatMap(({ parts }) =>
      parts.map((part) => {
        const { name, machine } = retimed(part, changes);
        return [name as PartName, new Memo(machine, { legacy })] as const;
      }),
    ),
  );
}

const standard = { plain: createMemos(false, {}), legacy: createMemos(true, {}) };

/** How many changed timings are remembered; campaigns draw from a few. */
const rememberedMax = 16;
/** The changed ones, the one that was used last at the end. */
const changed = new Map<string, Memos>();

/** What the parts do with the user's timing. */
export function memosFor(legacy: boolean, timing: Settings['timing']): Memos {
  const changes = Object.entries(timing);
  if (changes.length === 0) return standard[legacy ? 'legacy' : 'plain'];
  const key = [legacy, ...changes.map(([name, ms]) => `${name} ${ms}`).toSorted()].join();
  const memos = changed.get(key) ?? createMemos(legacy, timing);
  changed.delete(key);
  changed.set(key, memos);
  const [oldest = ''] = changed.keys();
  if (changed.size > rememberedMax) changed.delete(oldest);
  return memos;
}
