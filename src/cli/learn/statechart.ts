// The statechart of a lesson as a tree.
import type { Lesson } from '../../lessons/index.ts';
import type { Played } from '../../lessons/play.ts';
import { sayIn } from '../../base/language.ts';
import { told } from '../../telling/texts.ts';
import { treeOf } from '../../telling/tree.ts';
import { parts, storyOf } from '../../telling/words.ts';
import { block, type Manner } from './manner.ts';
import { learnTexts } from './texts.ts';

/** The final state of a lesson's statechart. */
export function liveOf({ entries }: Played, { look }: Lesson): string {
  const moved = entries.findLast(
    (entry) =>
      entry.kind === 'transition' && entry.client === look.client && entry.part === look.part,
  );
  return moved?.kind === 'transition' ? moved.to : '';
}

/** The statechart as a tree: ● where the client is, ▸ where one event can take it. */
export function tellTree(played: Played, lesson: Lesson, manner: Manner): string {
  const { language, paint } = manner;
  const { look } = lesson;
  const part = parts.find(({ name }) => name === look.part);
  if (part === undefined) return '';
  const live = liveOf(played, lesson);
  const branches = treeOf(part, live);
  const width = Math.max(...branches.map(({ stem, name }) => stem.length + name.length)) + 2;
  const lines = branches.map(({ path, stem, name, isLive, events }) => {
    const mark = isLive ? '●' : events.length > 0 ? '▸' : ' ';
    const label = isLive
      ? paint.green(paint.bold(name))
      : events.length > 0
        ? paint.yellow(name)
        : name;
    const gap = ' '.repeat(width - stem.length - name.length);
    const tail =
      events.length === 0 ? '' : `${gap}${path === live ? '↺ ' : ''}${events.join(', ')}`;
    return `  ${paint.dim(stem)}${mark} ${label}${paint.dim(tail)}`;
  });
  const title = sayIn(language, learnTexts.tree, { part: look.part, client: look.client });
  const legend = `● ${sayIn(language, told.live)}  ▸ ${sayIn(language, told.possible)}`;
  const state = storyOf(look.part).states[live];
  return [
    `${paint.bold(title)}  ${paint.dim(legend)}`,
    ...lines,
    ...(state === undefined ? [] : [block(state[language], 2, manner)]),
  ].join('\n');
}
