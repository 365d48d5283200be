import { Option } from 'commander';
import type { Language } from '../base/language.ts';

/** The language of the terminal: Chinese if LC_ALL, LC_MESSAGES or LANG says so, otherwise English. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const { LC_ALL = '', LC_MESSAGES = '', LANG = '' } = env;
  return (LC_ALL || LC_MESSAGES || LANG).startsWith('zh') ? 'zh' : 'en';
}

/** `--lang`, which overrides the language of the terminal. */
export const languageOption = (): Option =>
  new Option('--lang <lang>', 'language').choices(['en', 'zh']).default(languageOf(process.env));
