// What has just happened and why, in the language that is shown.
import * as telling from '../../telling/words.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import { language } from './language.ts';

/** What an event means, in a few words. */
export const eventWords = (part: string, event: string): string =>
  telling.eventWords(language.value, part, event);

/** What a state means, in a sentence, if a story tells it. */
export const stateWords = (part: string, state: string): string | undefined =>
  telling.stateWords(language.value, part, state);

/** The Chinese name of a state if Chinese is shown; it appears beside the state's own. */
export const stateName = (part: string, state: string): string | undefined =>
  language.value === 'zh' ? telling.stateName(part, state) : undefined;

/** Why a transition was taken. */
export const transitionWords = (entry: telling.Transition): string =>
  telling.transitionWords(language.value, entry);

/** What an entry means; for a code, why it came, if its transition is known. */
export const words = (entry: TraceEntry | undefined, cause?: telling.Transition): string =>
  telling.words(language.value, entry, cause);
