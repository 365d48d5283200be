// What stands below the sentence of a failed check: the code in words, the last events as lanes, and
// the lines that replay them and show them on the page.
import { byName, type CodeName } from '../../machines/codes.ts';
import { keep } from '../world/keep.ts';
import { formatLanes, lastTold } from '../trace/lanes.ts';
import type { World } from '../world/world.ts';

/** Events that a failure shows. */
const eventsShown = 20;

const indent = (text: string): string => text.trimEnd().replaceAll(/^/gm, '  ');

/** The code, its meaning and what a client should do, in three lines. */
function wordsOf(code: CodeName): string {
  const { value, meaning, advice } = byName(code);
  return `  ${value} ${code}\n  means  ${meaning.en}\n  to do  ${advice.en}`;
}

/** In which manner the web shape speaks, where that may be the reason. */
function mannerOf({ settings }: World, code: CodeName | undefined): readonly string[] {
  if (settings.web === 'documented') return [];
  const how =
    code === undefined ? '' : `; npx sigsim compare ${code} shows what it makes of this one`;
  return [`web     ${settings.web}: the manner of the published SDK, with its ten codes${how}`];
}

/** A whole message: the sentence, then the evidence. */
export function tell(world: World, sentence: string, code?: CodeName): string {
  const { entries } = world.trace;
  const shown = lastTold(entries, eventsShown);
  const all = lastTold(entries, entries.length).length;
  const count = shown.length === all ? `all ${all}` : `the last ${shown.length} of ${all}`;
  const file = keep(world);
  return [
    sentence,
    '',
    ...(code === undefined ? [] : [wordsOf(code), '']),
    ...world.mistakes.hints.flatMap((hint) => [`hint    ${hint}`, '']),
    ...(all === 0 ? ['nothing happened in this world'] : [`${count} events`]),
    ...(all === 0 ? [] : [indent(formatLanes(shown))]),
    '',
    ...mannerOf(world, code),
    `seed    ${world.settings.seed}`,
    ...(file === undefined
      ? []
      : [`replay  npx sigsim replay ${file}`, `page    npx sigsim page ${file}`]),
  ].join('\n');
}
