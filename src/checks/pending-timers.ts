import type { Text } from '../../machines/codes.ts';
import { checkKeys } from '../base/errors.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { voiceOf, type LanguageOptions } from './lang.ts';
import { worldOf } from './world-of.ts';

const texts = {
  none: {
    en: 'Expected a pending timer, but there is none.',
    zh: '预期有未到期的定时器，但一个都没有。',
  },
  one: {
    en:
      'Your client has 1 timer pending at {now}. Stop it when the client is disposed of, ' +
      'or let time pass until it has fired.',
    zh: '在 {now}时，你的客户端还有 1 个定时器未到期。请在释放客户端时停掉它，或推进时间直到它运行。',
  },
  some: {
    en:
      'Your client has {count} timers pending at {now}. Stop them when the client is disposed of, ' +
      'or let time pass until they have fired.',
    zh: '在 {now}时，你的客户端还有 {count} 个定时器未到期。请在释放客户端时停掉它们，或推进时间直到它们运行。',
  },
} as const satisfies Readonly<Record<string, Text>>;

/**
 * Whether the client under test has no timer pending, out of those that it set while the world's
 * clock was installed.
 *
 * @throws {UsageError} if an option is unknown, or `world` is not a world
 */
export function noPendingTimers(received: unknown, options: LanguageOptions = {}): Check {
  const where = 'noPendingTimers';
  const world = worldOf(where, received);
  checkKeys('check.option', where, options, ['lang']);
  const voice = voiceOf(where, options);
  const timers = world.pendingTimers;
  const message = (): string => {
    const { say, ms } = voice;
    const count = timers.length;
    if (count === 0) return tell(voice, world, say(texts.none));
    const sentence = say(count === 1 ? texts.one : texts.some, { count, now: ms(world.now) });
    return tell(voice, world, [sentence, '', ...timers.map((timer) => `  ${timer}`)].join('\n'));
  };
  return { pass: timers.length === 0, message };
}
