// The part of an address after its #: a scenario and a moment of it, or the name of a lesson or a
// code. It is always treated as data: checked like any scenario, shown as text, and never run.
//
//   1.<moment>.<scenario>.<sum>   lesson.<name>[.<choices>]   code.<name>   compare.<name>
//
// The scenario is compact JSON in base64url; the checksum detects a link that was cut off.
import { codes, isCodeName, type CodeName } from '../../machines/codes.ts';
import { msOfDuration } from '../base/duration.ts';
import { didYouMean, show, UsageError } from '../base/errors.ts';
import { readScenario } from './read.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';

/** Version of the form of a link. */
export const linkVersion = 1;

/**
 * The most steps that a link may have, and the most virtual time that may pass in it: more would
 * freeze a browser.
 */
const stepsMax = 20_000;
const waitMsMax = 24 * 3_600_000;

/** The moment of a link that shows the end, however far away it is. */
export const momentMax = 999_999_999;

/** What an address asks for. */
export type Linked =
  | { readonly what: 'scenario'; readonly scenario: Scenario; readonly moment: number }
  | {
      readonly what: 'lesson';
      readonly name: string;
      /** The choices that were made, in order, each by its index. */
      readonly answers: readonly number[];
    }
  /** The way to a code, played. */
  | { readonly what: 'code'; readonly code: CodeName }
  /** The story of a code three ways. */
  | { readonly what: 'compare'; readonly code: CodeName };

/** Why a link cannot be followed. */
export type LinkFault = 'cut' | 'version' | 'wrong' | 'tooMuch';

/** A link that cannot be followed; `fault` says why in a word. */
export class LinkError extends UsageError {
  readonly fault: LinkFault;

  constructor(fault: LinkFault, message: string) {
    super('link', message);
    this.fault = fault;
  }
}

type Packed = readonly [
  rest: Omit<Scenario, 'sigsim' | 'version' | 'title' | 'steps'>,
  ...steps: readonly (string | readonly [who: string, does: string, args?: unknown])[],
];

/**
 * Actors other than clients; in a link they begin with @, and a client name that begins with @ gets
 * a second one.
 */
const sides = ['service', 'network'] as const;

function packStep(step: ScenarioStep): Packed[number] & (string | readonly unknown[]) {
  if (step.by === 'time') return step.wait;
  const who = step.by === 'client' ? step.client.replace(/^@/, '@@') : `@${step.by}`;
  return step.args === undefined ? [who, step.do] : [who, step.do, step.args];
}

function unpackStep(packed: unknown): unknown {
  if (typeof packed === 'string') return { by: 'time', wait: packed };
  if (!Array.isArray(packed)) return packed;
  const [who, does, args] = packed as readonly unknown[];
  const side = sides.find((by) => who === `@${by}`);
  const tail = { do: does, ...(args !== undefined && { args }) };
  if (side !== undefined) return { by: side, ...tail };
  const client = typeof who === 'string' ? who.replace(/^@@/, '@') : who;
  return { by: 'client', client, ...tail };
}

const toBase64 = (text: string): string => {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCodePoint(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

const fromBase64 = (text: string): string => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(
    Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0),
  );
};

/** FNV-1a, in base 36: enough to detect that the end of a link is missing. */
function sumOf(text: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return sum.toString(36);
}

/**
 * The part of a link that says what is played; it stays the same while the reader moves through it.
 */
export function packScenario(scenario: Scenario): string {
  const { sigsim: _kind, version: _version, title: _title, steps, ...rest } = scenario;
  const packed = toBase64(JSON.stringify([rest, ...steps.map(packStep)]));
  return `${packed}.${sumOf(packed)}`;
}

/**
 * Writes a link to a moment of a scenario, without the #. The title is left out.
 *
 * @example
 * writeLink(scenario, 12); // '1.12.W3t9LFsi….1b3k9x'
 */
export const writeLink = (scenario: Scenario, moment: number): string =>
  `${linkVersion}.${moment}.${packScenario(scenario)}`;

function unpack(packed: string): unknown {
  try {
    return JSON.parse(fromBase64(packed));
  } catch {
    throw new LinkError(
      'wrong',
      'link: its scenario cannot be read. Copy the whole address again.',
    );
  }
}

function scenarioOf(packed: string): Scenario {
  const value = unpack(packed);
  const [rest, ...steps] = Array.isArray(value) ? (value as readonly unknown[]) : [undefined];
  const whole = typeof rest === 'object' && rest !== null ? rest : {};
  let scenario: Scenario;
  try {
    scenario = readScenario('link', {
      ...whole,
      sigsim: 'scenario',
      version: 1,
      steps: steps.map(unpackStep),
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new LinkError('wrong', error.message);
  }
  const waitMs = scenario.steps.reduce(
    (sum, step) => sum + (step.by === 'time' ? msOfDuration('link', step.wait) : 0),
    0,
  );
  if (steps.length > stepsMax || waitMs > waitMsMax) {
    throw new LinkError(
      'tooMuch',
      `link: its scenario has ${steps.length} steps and takes ${Math.round(waitMs / 1000)} s. ` +
        `A link may have ${stepsMax} steps and take a day; play it with sigsim run.`,
    );
  }
  return scenario;
}

/**
 * Reads a link, with or without its #.
 *
 * @throws {LinkError} if it was cut off, is of another version, or contains no scenario
 */
export function readLink(hash: string): Linked {
  const link = hash.replace(/^#/, '');
  const [head = '', ...rest] = link.split('.');
  const [name = ''] = rest;
  const [, made = ''] = rest;
  if (head === 'lesson' && (rest.length === 1 || (rest.length === 2 && /^\d{1,9}$/.test(made)))) {
    return { what: 'lesson', name, answers: [...new Set(made)].map(Number) };
  }
  if ((head === 'code' || head === 'compare') && rest.length === 1) {
    if (isCodeName(name)) return { what: head, code: name };
    const names = codes.map((row) => row.name);
    throw new LinkError('wrong', `link: there is no code ${show(name)}.${didYouMean(name, names)}`);
  }
  if (/^\d+$/.test(head) && Number(head) !== linkVersion) {
    throw new LinkError(
      'version',
      `link: version ${head}, and this page reads version ${linkVersion}. ` +
        'Open it with the version of sigsim that made it.',
    );
  }
  if (head !== String(linkVersion)) {
    throw new LinkError(
      'wrong',
      'link: this is not a link of this page. Copy the whole address again.',
    );
  }
  const [moment = '', packed = '', sum = ''] = rest;
  if (rest.length !== 3 || sumOf(packed) !== sum) {
    throw new LinkError('cut', 'link: part of it is missing. Copy the whole address again.');
  }
  if (!/^\d{1,9}$/.test(moment)) {
    throw new LinkError('wrong', 'link: its moment is not a number. Copy the whole address again.');
  }
  return { what: 'scenario', scenario: scenarioOf(packed), moment: Number(moment) };
}
