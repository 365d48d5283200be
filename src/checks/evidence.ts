// What follows the sentence of a failed check: the code in words, the last events as lanes, and the
// commands that replay them and show them on the page.
import { byName, type CodeName, type Text } from '../../machines/codes.ts';
import { keep } from '../world/keep.ts';
import { formatLanes, lastTold } from '../trace/lanes.ts';
import type { Failed } from '../trace/trace.ts';
import type { World } from '../world/world.ts';
import type { Voice } from './lang.ts';

/** How many events a failure shows. */
const eventsShown = 20;

const texts = {
  means: { en: '  means  {text}', zh: '  含义  {text}' },
  toDo: { en: '  to do  {text}', zh: '  建议  {text}' },
  hint: { en: 'hint    {text}', zh: '提示    {text}' },
  nothing: { en: 'nothing happened in this world', zh: '这个世界里什么都没有发生' },
  all: { en: 'all {all} events', zh: '全部 {all} 个事件' },
  last: { en: 'the last {shown} of {all} events', zh: '共 {all} 个事件，以下是最后 {shown} 个' },
  web: {
    en: 'web     {web}: behaves like the published SDK, with its ten codes',
    zh: 'web     {web}：按已发布的 SDK 行事，只有它的十个错误码',
  },
  compare: {
    en: '; npx sigsim compare {code} shows what it does with this one',
    zh: '；npx sigsim compare {code} 可以看到它怎样处理这个错误码',
  },
  seed: { en: 'seed    {seed}', zh: '种子    {seed}' },
  replay: { en: 'replay  {command}', zh: '重放    {command}' },
  page: { en: 'page    {command}', zh: '教学页  {command}' },
} as const satisfies Readonly<Record<string, Text>>;

const indent = (text: string): string => text.trimEnd().replaceAll(/^/gm, '  ');

/** The code, its meaning and what a client should do, in three lines. */
function wordsOf({ lang, say }: Voice, code: CodeName): string {
  const { value, meaning, advice } = byName(code);
  const lines = [
    say(texts.means, { text: meaning[lang] }),
    say(texts.toDo, { text: advice[lang] }),
  ];
  return [`  ${value} ${code}`, ...lines].join('\n');
}

/** Which web SDK the double behaves like, if that may be the reason. */
function mannerOf(
  { say }: Voice,
  { settings: { web } }: World,
  code?: CodeName,
): readonly string[] {
  if (web === 'documented') return [];
  return [say(texts.web, { web }) + (code === undefined ? '' : say(texts.compare, { code }))];
}

/** What a check knows about its failure besides the sentence, for the evidence and for the page. */
export interface Known {
  /** The code that it is about. */
  readonly code?: CodeName | undefined;
  /** The place in the trace of the entry where it failed; -1 if there is none. @default the last */
  readonly index?: number | undefined;
  /** What was expected and what was found, in a word each. */
  readonly expected?: string;
  readonly actual?: string;
}

/** A whole message: the sentence, then the evidence. */
export function tell(
  voice: Voice,
  world: World,
  sentence: string,
  { code, index, ...apart }: Known = {},
): string {
  const { lang, say } = voice;
  const { entries } = world.trace;
  const lanes = lastTold(entries, eventsShown);
  const shown = lanes.length;
  const all = lastTold(entries, entries.length).length;
  const [text = ''] = sentence.split('\n', 1);
  const moment = index === undefined || index < 0 ? entries.length : index + 1;
  const failed: Failed = { text, moment, ...apart };
  const file = keep(world, failed);
  return [
    sentence,
    '',
    ...(code === undefined ? [] : [wordsOf(voice, code), '']),
    ...world.mistakes.hints.flatMap((hint) => [say(texts.hint, { text: hint }), '']),
    ...(all === 0
      ? [say(texts.nothing)]
      : [
          say(shown === all ? texts.all : texts.last, { shown, all }),
          indent(formatLanes(lanes, lang)),
        ]),
    '',
    ...mannerOf(voice, world, code),
    say(texts.seed, { seed: world.settings.seed }),
    ...(file === undefined
      ? []
      : [
          say(texts.replay, { command: `npx sigsim replay ${file}` }),
          say(texts.page, { command: `npx sigsim page ${file}` }),
        ]),
  ].join('\n');
}
