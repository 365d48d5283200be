// A failure is a recipe: what was expected, what came, and the command that reproduces it.
import type { Text } from '../../machines/codes.ts';
import { sayIn, type Language } from '../base/language.ts';
import type { SuitePath, SuiteStep } from '../paths/cover/suite.ts';
import { keep } from '../world/keep.ts';
import type { World } from '../world/world.ts';
import { native } from './native.ts';
import { web } from './web.ts';
import { saidText, statesApart, type Result } from './compare.ts';

/** Where and how a client left a path. */
export interface Divergence {
  /** The name of the client. */
  readonly subject: string;
  readonly model: string;
  readonly path: string;
  /** The step, from 1, and how many there are. */
  readonly step: number;
  readonly steps: number;
  /** The step in words. */
  readonly did: string;
  readonly expected: Result;
  readonly actual: Result & {
    /** What the client threw, in a sentence each. */
    readonly threw: readonly string[];
    /** For what was missing: how much later it came, in virtual milliseconds, if it came at all. */
    readonly late: { readonly what: 'call' | 'callback'; readonly ms: number | null } | null;
  };
  readonly seed: number;
  /** A command that plays it again; undefined if there is none, because the files are not known. */
  readonly replay?: string;
  /** A command that shows it on the page, if sigsim knows one. */
  readonly page?: string;
  /** What to look at first. */
  readonly hint: Text;
}

/** How long to watch for what a client has not done yet, in virtual milliseconds. */
export const watchMs = 60_000;

const list = (args: Readonly<Record<string, unknown>>): string =>
  Object.entries(args)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/**
 * A step in words: `login(account alice, token none)`, `the world: reply.accepted to login`; with
 * several clients, `bob: logout()`, `the world: peer.ended to bob's callee`.
 */
export function stepText({
  by,
  client,
  do: what,
  part: own,
  args = {},
  waitMs,
}: SuiteStep): string {
  const after = waitMs === 0 ? '' : `, ${waitMs} ms later`;
  const part = client === undefined ? own : `${client}'s ${own}`;
  const who = client === undefined ? '' : `${client}: `;
  if (by === 'client') return `${who}${what}(${list(args)})${after}`;
  if (by === 'time') return `${what} of ${part}${after}`;
  const more = Object.keys(args).length === 0 ? '' : ` (${list(args)})`;
  return `the world: ${what} to ${part}${more}${after}`;
}

const texts = {
  left: {
    en: '{subject} left the path at step {step} of {steps}.',
    zh: '{subject} 在第 {step} 步（共 {steps} 步）偏离了路径。',
  },
  path: {
    en: 'path      {path} (model {model}, seed {seed})',
    zh: '路径      {path}（模型 {model}，种子 {seed}）',
  },
  step: { en: 'step      {did}', zh: '步骤      {did}' },
  expected: { en: 'expected  ', zh: '应为      ' },
  actual: { en: 'actual    ', zh: '实际      ' },
  replay: { en: 'replay      ', zh: '重放        ' },
  page: { en: 'page        ', zh: '教学页      ' },
  hint: { en: 'hint        ', zh: '提示        ' },
  save: {
    en: 'save writeFailure(suite, outcome) as failure.json, then: npx sigsim replay failure.json{own}',
    zh: '先把 writeFailure(suite, outcome) 存为 failure.json，再运行：npx sigsim replay failure.json{own}',
  },
  none: { en: 'no callback', zh: '没有回调' },
  silent: { en: 'nothing until {ms} ms later', zh: '{ms} 毫秒内什么都没有' },
  rest: { en: 'the rest {ms} ms late', zh: '其余的晚了 {ms} 毫秒' },
  call: { en: 'the call {ms} ms late', zh: '调用晚了 {ms} 毫秒' },
  noCall: { en: 'no call until {ms} ms later', zh: '{ms} 毫秒内没有调用' },
  noMore: { en: 'no more until {ms} ms later', zh: '{ms} 毫秒内没有更多回调' },
  rows: { en: 'rows {rows}', zh: '规格行 {rows}' },
} as const satisfies Readonly<Record<string, Text>>;

/** A result as a list of facts; `none` if no callback came. */
function facts(
  { callbacks, states, rows }: Result,
  parts: readonly string[],
  none: string,
  language: Language,
): readonly string[] {
  return [
    ...(callbacks.length === 0 ? [none] : [callbacks.map(saidText).join(', ')]),
    ...parts.map((part) => `${part} ${states[part] ?? '?'}`),
    ...(rows.length === 0 ? [] : [sayIn(language, texts.rows, { rows: rows.join(' ') })]),
  ];
}

function lateFacts(late: Divergence['actual']['late'], language: Language): readonly string[] {
  if (late === null) return [];
  const [what, none] =
    late.what === 'call' ? [texts.call, texts.noCall] : [texts.rest, texts.noMore];
  return [sayIn(language, late.ms === null ? none : what, { ms: late.ms ?? watchMs })];
}

/** What to do first, so that a command can play it again. */
const howToReplay = ({ subject }: Divergence, language: Language): string =>
  sayIn(language, texts.save, { own: isDouble(subject) ? '' : ' --subject FILE' });

/** A recipe in its parts, for output that shows expected and actual side by side. */
export function recipeOf(one: Divergence, language: Language = 'en') {
  const say = (text: Text, places = {}): string => sayIn(language, text, places);
  const { expected, actual } = one;
  const apart = statesApart(expected.states, actual.states);
  const { late, threw } = actual;
  const isSilent = late?.what === 'callback' && late.ms === null && actual.callbacks.length === 0;
  const none = isSilent ? say(texts.silent, { ms: watchMs }) : say(texts.none);
  return {
    head: [say(texts.left, one), `  ${say(texts.path, one)}`, `  ${say(texts.step, one)}`],
    expected: facts(expected, apart, say(texts.none), language),
    actual: [
      ...facts(actual, apart, none, language),
      ...(isSilent ? [] : lateFacts(late, language)),
      ...threw,
    ],
    tail: [
      say(texts.replay) + (one.replay ?? howToReplay(one, language)),
      ...(one.page === undefined ? [] : [say(texts.page) + one.page]),
      say(texts.hint) + say(one.hint),
    ],
  } as const;
}

/** The recipe as text, ready to be pasted. */
export function recipeText(one: Divergence): string {
  const { head, expected, actual, tail } = recipeOf(one);
  return [
    ...head,
    `  expected  ${expected.join('; ')}`,
    `  actual    ${actual.join('; ')}`,
    ...tail,
  ].join('\n');
}

/** The files of a suite and a subject, for the command that plays a failure again. */
export interface Place {
  /** The file of the suite. Without it, no command can play a path again. */
  readonly file?: string;
  /** The file of the subject, unless it is one of the doubles: the command then needs it. */
  readonly subjectFile?: string;
  /**
   * The whole command, if a different one plays a path again. The trace of a failure is then saved,
   * like those of failed matchers, so that the page can show it.
   */
  readonly command?: string;
}

/** A word, quoted for the shell. */
const quote = (text: string): string =>
  /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Whether the command has that client built in. */
const isDouble = (name: string): boolean => name === native.name || name === web.name;

/**
 * The commands, if there are any, that play a path again and that show on the page what happened in
 * its world.
 */
export function linesOf(
  { id }: SuitePath,
  subject: { readonly name: string },
  world: World,
  { file, subjectFile, command }: Place,
): Pick<Divergence, 'replay' | 'page'> {
  if (command !== undefined) {
    const kept = keep(world);
    return { replay: command, ...(kept !== undefined && { page: `npx sigsim page ${kept}` }) };
  }
  if (file === undefined || (subjectFile === undefined && !isDouble(subject.name))) return {};
  const shape = subject.name === web.name ? ' --sdk web' : '';
  const own = subjectFile === undefined ? shape : ` --subject ${quote(subjectFile)}`;
  const rest = `${quote(file)} --path ${quote(id)}${own}`;
  return { replay: `npx sigsim replay ${rest}`, page: `npx sigsim page ${rest}` };
}
