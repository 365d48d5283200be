// One sentence on what has just happened and why, from the stories that are stored beside the
// machines.
import { byName, type CodeName } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import type { Part, Story } from '../../machines/lifecycle.ts';
import { sayMs } from '../base/duration.ts';
import { argumentsText } from '../trace/lanes.ts';
import type { TraceEntry } from '../trace/entry.ts';
import { joinSentences, sayIn, type Language } from '../base/language.ts';
import { told } from './texts.ts';

/** A transition, as it appears in a trace. */
export type Transition = TraceEntry & { readonly kind: 'transition' };

/** The parts of all lifecycles, in their order. */
export const parts: readonly Part[] = lifecycles.flatMap((lifecycle) => lifecycle.parts);

const stories = new Map<string, Story>(parts.map(({ name, story }) => [name, story]));

/** The story of a part. */
export const storyOf = (part: string): Story => stories.get(part) as Story; // Every part has one.

/** What an event means, in a few words; the event itself if no story describes it. */
export function eventWords(language: Language, part: string, event: string): string {
  const text = stories.get(part)?.events[event];
  return text === undefined ? event : sayIn(language, text);
}

/** What a state means, in a sentence; undefined if no story describes it. */
export function stateWords(language: Language, part: string, state: string): string | undefined {
  const text = stories.get(part)?.states[state];
  return text === undefined ? undefined : sayIn(language, text);
}

/** The Chinese name of a state, in a word or two; undefined if no story describes it. */
export const stateName = (part: string, state: string): string | undefined =>
  stories.get(part)?.names[state];

/** Why a transition was taken: the sentence for its row, or for row and event. */
export function transitionWords(language: Language, entry: Transition): string {
  const { rows, states } = storyOf(entry.part);
  const texts = entry.rows.flatMap((row) => rows[`${row} ${entry.event}`] ?? rows[row] ?? []);
  if (texts.length > 0) {
    return joinSentences(
      language,
      texts.map((text) => sayIn(language, text)),
    );
  }
  const state = states[entry.to];
  return state === undefined ? entry.to : sayIn(language, state);
}

/** The transition that emitted the code which a client hears at an index of a trace, and its index. */
export function causeOf(
  entries: readonly TraceEntry[],
  heard: { readonly index: number; readonly client: string; readonly code: CodeName },
): { readonly index: number; readonly entry: Transition } | undefined {
  for (let index = heard.index - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry?.kind !== 'transition' || entry.client !== heard.client) continue;
    if (entry.codes?.includes(heard.code)) return { index, entry };
  }
  return undefined;
}

/** What an entry means; for a code, why it came, if its transition is known. */
export function words(
  language: Language,
  entry: TraceEntry | undefined,
  cause?: Transition,
): string {
  const say = (text: Parameters<typeof sayIn>[1], places: Parameters<typeof sayIn>[2] = {}) =>
    sayIn(language, text, places);
  if (entry === undefined) return say(told.wordsStart);
  switch (entry.kind) {
    case 'transition':
      return transitionWords(language, entry);
    case 'call':
      return say(told.wordsCall, {
        client: entry.client,
        what: `${entry.method}(${argumentsText(entry.args)})`,
      });
    case 'packet': {
      const { client, name, to, arrives } = entry;
      if (arrives === undefined) return say(told.wordsLost, { client, name });
      const ms = sayMs(language, arrives - entry.at);
      return say(to === 'service' ? told.wordsSends : told.wordsAnswers, { client, name, ms });
    }
    case 'callback': {
      const { client, name, code } = entry;
      if (code === undefined) return say(told.wordsHears, { client, name });
      const heard = say(told.wordsHearsCode, { client, name, code, value: byName(code).value });
      return cause === undefined
        ? heard
        : joinSentences(language, [heard, transitionWords(language, cause)]);
    }
    case 'late':
      return say(told.wordsLate, entry);
    case 'lost':
      return say(told.wordsWent, entry);
    case 'act':
      return say(entry.by === 'service' ? told.wordsService : told.wordsNetwork, {
        what: `${entry.did}(${argumentsText(entry.args)})`,
      });
    case 'rule':
      return say(told.wordsRule, {
        code: entry.code ?? entry.fault ?? '',
        client: entry.client,
        did: say(told[entry.did]),
      });
    case 'misnamed':
      return say(told.wordsMisnamed, entry);
    case 'threw':
      return say(told.wordsThrew, entry);
  }
}
