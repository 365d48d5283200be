// How fast the client tries again, and for how long.
import { sayMs } from '../../base/duration.ts';
import { atOnceMs, patternOf, waitsOf, type Pattern } from '../waits.ts';
import type { Reaction } from '../reaction.ts';
import { advice, wrong, type JudgeRule } from './rule.ts';

/** The lists of waits with one of these patterns, if the code asks for growing waits. */
const waitsLike = (reaction: Reaction, ...patterns: readonly Pattern[]) =>
  reaction.policy === 'backOff' || reaction.policy === 'longDelay'
    ? waitsOf(reaction).filter((waits) => patterns.includes(patternOf(waits)))
    : [];

/** The longest wait of a client that means to come back. */
const capMs = 15 * 60_000;

/** How fast the client tries again, and for how long. */
export const pace: readonly JudgeRule[] = [
  {
    name: 'hot-loop',
    reason: {
      en: 'Attempts without a pause heat the phone, empty its battery and flood the service.',
      zh: '不停顿地重试会耗尽电量并冲击服务。',
    },
    source: 'LC 6.1 (back-off and retry)',
    check: (reaction) => {
      if (reaction.stopped !== undefined) {
        return wrong(
          'It never comes to rest: each answer triggers the next call, and no time passes.',
          '它停不下来：每个应答都立刻引发下一次调用，时间毫无间隔。',
        );
      }
      return waitsLike(reaction, 'hot').length > 0
        ? wrong(
            'It tries again and again without a pause, as fast as the answers come.',
            '它毫不停顿地反复重试，应答多快就试多快。',
          )
        : undefined;
    },
  },
  {
    name: 'retries-at-once',
    reason: {
      en: 'What has just failed will fail again if it is retried at once: the first pause matters most.',
      zh: '刚刚失败的操作立刻再试还会失败：第一次停顿最重要。',
    },
    source: 'LC 6.1 (back-off and retry)',
    check: (reaction) => {
      const [waits] = waitsLike(reaction, 'at once');
      if (waits === undefined) return undefined;
      const count = waits.ms.filter((ms) => ms < atOnceMs).length;
      const en = `It tries again at once, without a pause${count > 1 ? `, ${count} times` : ''}.`;
      const zh = `它不停顿就立刻重试${count > 1 ? `，共 ${count} 次` : ''}。`;
      return count > 1 ? wrong(en, zh) : advice(en, zh);
    },
  },
  {
    name: 'waits-never-grow',
    reason: {
      en: 'Waits that stay the same keep the load as high as it was when the service broke down.',
      zh: '等待时间不增长，故障时的压力就一直不减。',
    },
    source: 'LC 6.1 (exponential with jitter and a cap); LC 6.1 (202: long delay)',
    check: (reaction) => {
      const [fixed] = waitsLike(reaction, 'fixed');
      if (fixed !== undefined) {
        const most = Math.max(...fixed.ms);
        return wrong(
          `Its waits neither grow nor end: ${fixed.ms.length} attempts, none more than ${sayMs('en', most)} apart.`,
          `等待既不增长也不结束：${fixed.ms.length} 次尝试，间隔都不超过 ${sayMs('zh', most)}。`,
        );
      }
      // A service that refuses by choice asks for a long delay.
      const [long] = reaction.policy === 'longDelay' ? [] : waitsLike(reaction, 'fixed and long');
      return long === undefined
        ? undefined
        : advice(
            `It waits ${sayMs('en', Math.max(...long.ms))} every time, from the start. Begin with a shorter wait and let it grow.`,
            `它从一开始就等 ${sayMs('zh', Math.max(...long.ms))}，且从不增长。可先短后长。`,
          );
    },
  },
  {
    name: 'no-cap',
    reason: {
      en: 'Waits that double without a limit leave users offline long after the service is back.',
      zh: '等待无上限地翻倍，服务恢复后用户仍长时间离线。',
    },
    source: 'LC 6.1 (exponential with jitter and a cap)',
    check: (reaction) => {
      const waits = waitsLike(reaction, 'fine', 'fixed and long').find(({ ms }) =>
        ms.some((wait) => wait > capMs),
      );
      return waits === undefined
        ? undefined
        : wrong(
            `It waits up to ${sayMs('en', Math.max(...waits.ms))}: its user stays offline that long after the service is back.`,
            `它最长等待 ${sayMs('zh', Math.max(...waits.ms))}：恢复正常后用户仍要离线这么久。`,
          );
    },
  },
  {
    name: 'never-ends',
    reason: {
      en: 'If fresh tokens have expired too, a clock is wrong: fetching more changes nothing.',
      zh: '新 Token 也过期说明时钟有误：再取多少次都没用。',
    },
    source: 'LC 6.1 (105, 204: refresh credential, then retry once)',
    check: ({ policy, code, loginsAfter, failedLogin }) => {
      if (policy !== 'refreshToken' || !code.includes('TOKENEXPIRED')) return undefined;
      const tokens = new Set(loginsAfter.map(({ token }) => token));
      const isFresh = tokens.size > 1 || !tokens.has(failedLogin?.token);
      return loginsAfter.length >= 5 && isFresh
        ? wrong(
            `It fetched ${loginsAfter.length} tokens, and every one had expired: it goes on forever, and tells nobody.`,
            `它取了 ${loginsAfter.length} 个 Token，个个过期：它永远不停，也没有告诉任何人。`,
          )
        : undefined;
    },
  },
];
