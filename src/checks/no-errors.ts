import type { Text } from '../../machines/codes.ts';
import { checkKeys } from '../base/errors.ts';
import { thrownText } from '../world/thrown.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { voiceOf, type LanguageOptions } from './lang.ts';
import { worldOf } from './world-of.ts';

const texts = {
  none: {
    en: 'Expected your client to throw, but it did not.',
    zh: '预期你的客户端抛出错误，但它没有抛出。',
  },
  one: {
    en: 'Your client threw 1 error up to {now}.',
    zh: '到 {now}为止，你的客户端抛出了 1 个错误。',
  },
  some: {
    en: 'Your client threw {count} errors up to {now}.',
    zh: '到 {now}为止，你的客户端抛出了 {count} 个错误。',
  },
  more: { en: '  and {count} more', zh: '  另有 {count} 个' },
} as const satisfies Readonly<Record<string, Text>>;

/** How many errors a failure lists. */
const errorsShown = 10;

/**
 * Whether the client under test has thrown nothing so far: in a handler, in a timer that it set
 * while the world's clock was installed, or in a promise that one of them returned. `world.close()`
 * checks the same, unless the world was created with `errors: 'allow'`.
 *
 * @throws {UsageError} if an option is unknown, or `world` is not a world
 * @example
 * assertCheck(noErrors(world));
 */
export function noErrors(received: unknown, options: LanguageOptions = {}): Check {
  const where = 'noErrors';
  const world = worldOf(where, received);
  checkKeys('check.option', where, options, ['lang']);
  const voice = voiceOf(where, options);
  const { thrown } = world;
  const message = (): string => {
    const { say, ms } = voice;
    const count = thrown.length;
    if (count === 0) return tell(voice, world, say(texts.none));
    return tell(
      voice,
      world,
      [
        say(count === 1 ? texts.one : texts.some, { count, now: ms(world.now) }),
        '',
        ...thrown.slice(0, errorsShown).map((one) => `  ${thrownText(one)}`),
        ...(count > errorsShown ? [say(texts.more, { count: count - errorsShown })] : []),
      ].join('\n'),
      { index: world.trace.entries.findIndex(({ kind }) => kind === 'threw') },
    );
  };
  return { pass: thrown.length === 0, message };
}
