// Layouts that were made before. ELK takes longer than all the rest of the build, and statecharts change
// seldom: a layout is kept beside all that it was made of, and made anew when any of that is different.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Part } from '../../../machines/lifecycle.ts';
import { layoutOf } from '../../chart/layout.ts';
import { chartOf } from '../../chart/model.ts';

type Layout = Awaited<ReturnType<typeof layoutOf>>;

const modules = new URL('../../../../node_modules/', import.meta.url);
const folder = new URL('.cache/sigsim/', modules);

/** What lays charts out, as text. */
const makers = [
  ...['layout.js', 'model.js', 'scene.js'].map(
    (name) => new URL(`../../chart/${name}`, import.meta.url),
  ),
  new URL('elkjs/package.json', modules),
].map((file) => readFileSync(file, 'utf8'));

/** The layout of a part, from the last build where it would be the same. */
export async function keptLayoutOf(part: Part): Promise<Layout> {
  // With few arrows, and with all of them: what any other chart of the part shows is in these two.
  const charts = [0, Infinity].map((arrowsMax) => chartOf(part, arrowsMax));
  const madeOf = JSON.stringify([makers, part.name, charts]);
  const file = new URL(`${part.name}.json`, folder);
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { madeOf: string; layout: Layout };
    if (kept.madeOf === madeOf) return kept.layout;
  }
  const layout = await layoutOf(part);
  mkdirSync(folder, { recursive: true });
  // In two steps, so that a build that is broken off leaves no half of it.
  const half = new URL(`${part.name}.half`, folder);
  writeFileSync(half, JSON.stringify({ madeOf, layout }));
  renameSync(half, file);
  return layout;
}
