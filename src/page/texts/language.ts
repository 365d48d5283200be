import { computed, signal } from '@preact/signals';
import type { Text } from '../../../machines/codes.ts';

/** A language of the page. */
export type Language = keyof Text;

/** The language that is shown. */
export const language = signal<Language>(
  navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
);

/** A text in the language that is shown, its `{places}` filled. */
export function say(text: Text, places: Readonly<Record<string, string | number>> = {}): string {
  return text[language.value].replaceAll(/\{(\w+)\}/g, (_all, place: string) =>
    String(places[place] ?? ''),
  );
}

/** The language as HTML names it. */
export const htmlLanguage = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en'));
