// One sentence on what has just happened and why, in the language that is shown.
import { byName } from '../../../machines/codes.ts';
import { lifecycles } from '../../../machines/index.ts';
import type { Part, Story } from '../../../machines/lifecycle.ts';
import { formatMs } from '../../duration.ts';
import type { TraceEntry } from '../../trace.ts';
import { say } from './language.ts';
import { texts } from './texts.ts';

/** The parts of all lifecycles, in their order. */
export const parts: readonly Part[] = lifecycles.flatMap((lifecycle) => lifecycle.parts);

const stories = new Map<string, Story>(parts.map(({ name, story }) => [name, story]));

/** The story of a part. */
export const storyOf = (part: string): Story => stories.get(part) as Story; // Every part has one.

/** What an event means, in a few words; the event itself where no story tells it. */
export function eventWords(part: string, event: string): string {
  const told = storyOf(part).events[event];
  return told === undefined ? event : say(told);
}

type Transition = TraceEntry & { readonly kind: 'transition' };

/** Why a transition was taken: the sentence of its row, or of row and event. */
export function transitionWords(entry: Transition): string {
  const { rows, states } = storyOf(entry.part);
  const told = entry.rows.flatMap((row) => rows[`${row} ${entry.event}`] ?? rows[row] ?? []);
  if (told.length > 0) return told.map((text) => say(text)).join(' ');
  const state = states[entry.to];
  return state === undefined ? entry.to : say(state);
}

/** Arguments as they are written in a call. */
export const argumentsText = (args: readonly unknown[]): string =>
  args.map((arg) => (arg === undefined ? '–' : JSON.stringify(arg))).join(', ');

/** What an entry means; of a code, why it came, where its transition is known. */
export function words(entry: TraceEntry | undefined, cause?: Transition): string {
  if (entry === undefined) return say(texts.wordsStart);
  switch (entry.kind) {
    case 'transition':
      return transitionWords(entry);
    case 'call':
      return say(texts.wordsCall, {
        client: entry.client,
        what: `${entry.method}(${argumentsText(entry.args)})`,
      });
    case 'packet': {
      const { client, name, to, arrives } = entry;
      if (arrives === undefined) return say(texts.wordsLost, { client, name });
      const ms = formatMs(arrives - entry.at);
      return say(to === 'service' ? texts.wordsSends : texts.wordsAnswers, { client, name, ms });
    }
    case 'callback': {
      const { client, name, code } = entry;
      if (code === undefined) return say(texts.wordsHears, { client, name });
      const { value } = byName(code);
      const heard = say(texts.wordsHearsCode, { client, name, code, value });
      return cause === undefined ? heard : `${heard} ${transitionWords(cause)}`;
    }
    case 'late':
      return say(texts.wordsLate, entry);
    case 'lost':
      return say(texts.wordsWent, entry);
    case 'act':
      return say(entry.by === 'service' ? texts.wordsService : texts.wordsNetwork, {
        what: `${entry.did}(${argumentsText(entry.args)})`,
      });
    case 'rule':
      return say(texts.wordsRule, {
        code: entry.code ?? entry.fault ?? '',
        client: entry.client,
        did: say(texts[entry.did]),
      });
    case 'threw':
      return say(texts.wordsThrew, entry);
  }
}
