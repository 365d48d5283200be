import { computed, signal } from '@preact/signals';
import type { Text } from '../../../machines/codes.ts';
import { sayIn, type Language } from '../../telling/language.ts';

/** The language that is shown. */
export const language = signal<Language>(
  navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
);

/** A text in the language that is shown, its `{places}` filled. */
export const say = (text: Text, places: Readonly<Record<string, string | number>> = {}): string =>
  sayIn(language.value, text, places);

/** The language as HTML names it. */
export const htmlLanguage = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en'));
