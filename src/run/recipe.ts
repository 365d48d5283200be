// A failure is a recipe: what was expected, what came, and the line that makes it come again.
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
    /** What was missing and watched for: how much later it came, in virtual milliseconds, if it did. */
    readonly late: { readonly what: 'call' | 'callback'; readonly ms: number | null } | null;
  };
  readonly seed: number;
  /** A command that plays it again; undefined where none would, since nobody said where things are kept. */
  readonly replay?: string;
  /** A command that shows it on the page, where sigsim knows one. */
  readonly page?: string;
  readonly hint: string;
}

/** How long a client is watched for what it owes, in virtual milliseconds. */
export const watchMs = 60_000;

const list = (args: Readonly<Record<string, unknown>>): string =>
  Object.entries(args)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/**
 * A step in words: `login(account alice, token none)`, `the world: reply.accepted to login`; where there
 * are several clients `bob: logout()`, `the world: peer.ended to bob's callee`.
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

/** A result as a list of facts; `none` where no callback came. */
function facts(
  { callbacks, states, rows }: Result,
  parts: readonly string[],
  none: string,
): readonly string[] {
  return [
    ...(callbacks.length === 0 ? [none] : [callbacks.map(saidText).join(', ')]),
    ...parts.map((part) => `${part} ${states[part] ?? '?'}`),
    ...(rows.length === 0 ? [] : [`rows ${rows.join(' ')}`]),
  ];
}

function lateFacts(late: Divergence['actual']['late']): readonly string[] {
  if (late === null) return [];
  const [what, none] = late.what === 'call' ? ['the call', 'no call'] : ['the rest', 'no more'];
  return [late.ms === null ? `${none} until ${watchMs} ms later` : `${what} ${late.ms} ms late`];
}

/** What to do first, so that there is a command that plays it again. */
const howToReplay = ({ subject }: Divergence): string => {
  const own = isDouble(subject) ? '' : ' --subject FILE';
  return `save writeFailure(suite, outcome) as failure.json, then: npx sigsim replay failure.json${own}`;
};

/** A recipe in its parts, for whoever prints expected and actual beside each other. */
export function recipeOf(one: Divergence) {
  const { expected, actual } = one;
  const apart = statesApart(expected.states, actual.states);
  const { late, threw } = actual;
  const isSilent = late?.what === 'callback' && late.ms === null && actual.callbacks.length === 0;
  const none = isSilent ? `nothing until ${watchMs} ms later` : 'no callback';
  return {
    head: [
      `${one.subject} left the path at step ${one.step} of ${one.steps}.`,
      `  path      ${one.path} (model ${one.model}, seed ${one.seed})`,
      `  step      ${one.did}`,
    ],
    expected: facts(expected, apart, 'no callback'),
    actual: [...facts(actual, apart, none), ...(isSilent ? [] : lateFacts(late)), ...threw],
    tail: [
      `replay      ${one.replay ?? howToReplay(one)}`,
      ...(one.page === undefined ? [] : [`page        ${one.page}`]),
      `hint        ${one.hint}`,
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

/** Where a suite and a subject are kept, for the line that plays a failure again. */
export interface Place {
  /** The file of the suite. Without it there is no command that plays a path again. */
  readonly file?: string;
  /** The file of the subject, where it is not one of the doubles: no command can do without it then. */
  readonly subjectFile?: string;
  /**
   * The whole line, where it is another command that plays a path again. The trace of a failure is
   * kept then, as those of failed matchers are, so that the page can show it.
   */
  readonly command?: string;
}

/** A word as a shell takes it. */
const quote = (text: string): string =>
  /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Whether the command has that client itself. */
const isDouble = (name: string): boolean => name === native.name || name === web.name;

/** The commands that play a path again, where there are any, and that show on the page what happened in its world. */
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
