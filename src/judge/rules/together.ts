// What many clients do at once.
import { hotMs, median } from '../waits.ts';
import type { Reaction } from '../reaction.ts';
import { warn, type JudgeRule } from './rule.ts';

/** How many clients must have retried after an outage for their times to say anything. */
const crowdMin = 20;

/** When the clients made their n-th attempt after an outage, and how long each had waited. */
interface Attempts {
  readonly at: readonly number[];
  readonly ms: readonly number[];
}

/** The attempts of all clients after an outage, by their numbers. */
function byAttempt({ tries }: Reaction): readonly Attempts[] {
  const list: { at: number[]; ms: number[] }[] = [];
  for (const { call, failure, calls } of tries) {
    if (call.operation !== 'login' || failure === undefined) continue;
    const { at, ms } = (list[calls] ??= { at: [], ms: [] });
    at.push(call.at);
    ms.push(call.at - failure.at);
  }
  return list.filter((one) => one !== undefined);
}

/** What a hundred clients do at once. */
export const together: readonly JudgeRule[] = [
  {
    name: 'lockstep',
    isOfMany: true,
    reason: {
      en: 'After an outage everybody is offline at the same moment; without jitter everybody comes back at the same moment, and the service goes down again.',
      zh: '故障会让所有人同时掉线；没有随机抖动就会同时回来，再次压垮服务。',
    },
    source: 'LC 6.1 (exponential with jitter and a cap)',
    check: (reaction) => {
      const crowd = byAttempt(reaction).find(({ at, ms }) => {
        // Clients that do not wait at all are another rule's business.
        if (at.length < crowdMin || median(ms) < hotMs) return false;
        const sorted = at.toSorted((a, b) => a - b);
        const part = (of: number): number => sorted[Math.floor((sorted.length - 1) * of)] ?? 0;
        return part(0.9) - part(0.1) < Math.max(20, median(ms) * 0.05);
      });
      return crowd === undefined
        ? undefined
        : warn(
            `After an outage, ${Math.min(100, crowd.at.length)} of a hundred clients log in again at the same moment: add jitter.`,
            `故障后一百个客户端中有 ${Math.min(100, crowd.at.length)} 个在同一时刻重新登录：请加入随机抖动。`,
          );
    },
  },
];
