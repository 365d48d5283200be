import { computed } from '@preact/signals';
import type { Text } from '../../../machines/codes.ts';
import { sayMs } from '../../base/duration.ts';
import { sayIn, type Language } from '../../base/language.ts';
import { kept } from '../model/kept.ts';

/** The language that is shown; the browser's, until it is switched here. */
export const language = kept<Language>(
  'language',
  ['en', 'zh'],
  navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
);

/** A text in the language that is shown, with its `{places}` filled. */
export const say = (text: Text, places: Readonly<Record<string, string | number>> = {}): string =>
  sayIn(language.value, text, places);

/** A moment or a span within a sentence, in the language that is shown. */
export const sayTime = (ms: number): string => sayMs(language.value, ms);

/** The language as HTML names it. */
export const htmlLanguage = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en'));
