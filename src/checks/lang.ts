// The language in which a check says why it failed.
import type { Text } from '../../machines/codes.ts';
import { sayIn, type Language } from '../base/language.ts';
import { sayMs } from '../base/duration.ts';
import { show, UsageError } from '../base/errors.ts';

/** The language of a failure message. */
export interface LanguageOptions {
  /**
   * The language of the failure's message: English, or Chinese. Names of codes, callbacks and states stay as they
   * are, and so does what the world itself says: its hints, rules and timers, and errors about wrong use.
   * @default 'en'
   */
  readonly lang?: Language;
}

const languages: readonly unknown[] = ['en', 'zh'] satisfies readonly Language[];

/** Says things in one language. */
export class Voice {
  readonly lang: Language;

  constructor(lang: Language) {
    this.lang = lang;
  }

  /** A text, with its `{places}` filled in. */
  say = (text: Text, places: Readonly<Record<string, string | number>> = {}): string =>
    sayIn(this.lang, text, places);

  /** A moment or a span: `1.4 s`, `1.4 秒`. */
  ms = (ms: number): string => sayMs(this.lang, ms);

  /** Names one after the other: `a, b`, `a、b`. */
  list = (names: readonly string[]): string => names.join(this.lang === 'en' ? ', ' : '、');
}

/**
 * The voice that the options ask for.
 *
 * @throws {UsageError} if the language is unknown
 */
export function voiceOf(where: string, { lang = 'en' }: LanguageOptions): Voice {
  if (languages.includes(lang)) return new Voice(lang);
  throw new UsageError(
    'check.option',
    `${where}: lang is ${show(lang)}. Give "en" or "zh", or leave it out.`,
  );
}
