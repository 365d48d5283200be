import { computed } from '@preact/signals';
import type { Text } from '../../../machines/codes.ts';
import { sayIn, type Language } from '../../base/language.ts';
import { kept } from '../model/kept.ts';

/** The language that is shown; the browser's, until it is switched here. */
export const language = kept<Language>(
  'language',
  ['en', 'zh'],
  navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
);

/** A text in the language that is shown, its `{places}` filled. */
export const say = (text: Text, places: Readonly<Record<string, string | number>> = {}): string =>
  sayIn(language.value, text, places);

/** The language as HTML names it. */
export const htmlLanguage = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en'));
