import type { Text } from '../../machines/codes.ts';

/** A language in which output is written. */
export type Language = keyof Text;

/** Joins sentences; Chinese puts no space between them. */
export const joinSentences = (language: Language, sentences: readonly string[]): string =>
  sentences.join(language === 'zh' ? '' : ' ');

/** A text in a language, with its `{places}` filled in. */
export const sayIn = (
  language: Language,
  text: Text,
  places: Readonly<Record<string, string | number>> = {},
): string =>
  text[language].replaceAll(/\{(\w+)\}/g, (_all, place: string) => String(places[place] ?? ''));
