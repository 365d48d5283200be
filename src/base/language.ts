import type { Text } from '../../machines/codes.ts';

/** A language in which things are told. */
export type Language = keyof Text;

/** Sentences, one behind the other; Chinese has no space between them. */
export const joinSentences = (language: Language, sentences: readonly string[]): string =>
  sentences.join(language === 'zh' ? '' : ' ');

/** A text in a language, its `{places}` filled. */
export const sayIn = (
  language: Language,
  text: Text,
  places: Readonly<Record<string, string | number>> = {},
): string =>
  text[language].replaceAll(/\{(\w+)\}/g, (_all, place: string) => String(places[place] ?? ''));
