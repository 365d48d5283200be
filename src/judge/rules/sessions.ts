// One application, one session: what the client does to itself.
import type { TraceEntry } from '../../trace/entry.ts';
import type { Reaction } from '../reaction.ts';
import { isMadeUp } from '../made-up.ts';
import { isOfLogin } from '../overlaps.ts';
import { warn, wrong, type JudgeRule } from './rule.ts';

/** What the client does to its own sessions. */
export const sessions: readonly JudgeRule[] = [
  {
    name: 'kicks-itself',
    reason: {
      en: 'A second login of the same account throws the first out, even when both belong to one application.',
      zh: '同一账号再次登录会踢掉前一个会话，哪怕都属于同一个应用。',
    },
    source: 'LC 5.1 (case 4)',
    check: (reaction) =>
      !isMadeUp(reaction.code) && reaction.overlaps.live > 0
        ? wrong(
            'It logs in on another object while its own session is alive: it kicks itself out.',
            '它在自己的会话还活着时用另一个对象登录：把自己踢下线。',
          )
        : undefined,
  },
  {
    name: 'parallel-logins',
    reason: {
      en: 'Of two logins under way at once, one is refused or throws the other out.',
      zh: '两个登录同时进行：其中一个会被拒绝，或踢掉另一个。',
    },
    source: 'LC 5.1, LC 2.1 L18',
    check: (reaction) =>
      reaction.overlaps.onTheWay > 0
        ? warn(
            'It logs in while its own login is still under way.',
            '它在自己的登录尚未完成时又登录。',
          )
        : undefined,
  },
  {
    name: 'calls-dead-session',
    reason: {
      en: 'Calls on a session that is over do nothing, and whoever waits for them waits in vain.',
      zh: '对已结束会话的调用没有效果，等待它的人只会白等。',
    },
    source: 'LC 3 rows 10 and 41 (108, 1003)',
    check: (reaction) => {
      const count = deadCalls(reaction);
      return count > 0
        ? warn(
            `It uses a session that is over: ${count} ${count === 1 ? 'call' : 'calls'} answered by 1003 or 108.`,
            `它使用已结束的会话：${count} 次调用得到 1003 或 108。`,
          )
        : undefined;
    },
  },
  {
    name: 'mixes-up-names',
    reason: {
      en: 'Channel and peer are both strings, and nothing complains when they are swapped.',
      zh: '频道名和对方账号都是文本，写反了也不会报错。',
    },
    source: 'LC 1.1 (channelInviteUser2(channelID, peer))',
    check: ({ entries, names, asked }) => {
      const isMixedUp = asked.some(
        ({ call, from, to }) =>
          call === 'channelInviteUser2' &&
          entries
            .slice(from, to)
            .some(
              (entry) =>
                entry.kind === 'call' &&
                entry.method.startsWith('channelInviteUser') &&
                (entry.args[0] === names.peer || entry.args[1] === names.channel),
            ),
      );
      return isMixedUp
        ? wrong(
            `It was asked to call ${names.peer} and invites somebody called ${names.channel}: nobody's phone ever rings.`,
            `要求它呼叫 ${names.peer}，它却去邀请名为 ${names.channel} 的人：没有人的电话会响。`,
          )
        : undefined;
    },
  },
];

/** Whether an entry is the answer to a call on a session that is over. */
const isOver = (entry: TraceEntry): boolean =>
  entry.kind === 'transition' &&
  entry.codes?.some(
    (code) => code === 'GENERAL_E_NOT_LOGIN' || code === 'LOGOUT_E_ALREADY_LOGOUT',
  ) === true;

/** How many calls the client made by itself, not for a person, on a session that was over. */
function deadCalls(reaction: Reaction): number {
  const states = new Map<string, string>();
  let count = 0;
  let index = -1;
  for (const entry of reaction.entries) {
    index += 1;
    if (isOfLogin(entry)) states.set(entry.client, entry.to);
    if (entry.kind !== 'call' || entry.by === 'rule' || !reaction.isOwn(index)) continue;
    // A call while the SDK gets its line back is too early, not too late.
    const isOut = (states.get(entry.client) ?? 'loggedOut') === 'loggedOut';
    const next = reaction.entries[index + 1];
    if (isOut && next !== undefined && isOver(next) && !reaction.isAsked(index)) count += 1;
  }
  return count;
}
