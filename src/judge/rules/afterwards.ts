// What the client does when it should no longer do anything.
import type { Reaction } from '../reaction.ts';
import { warn, wrong, type JudgeRule } from './rule.ts';

/** When a person last logged out. */
const loggedOutAt = ({ asked }: Reaction): number | undefined =>
  asked.findLast(({ call }) => call === 'logout')?.to;
const disposedAt = ({ asked }: Reaction): number | undefined =>
  asked.findLast(({ call }) => call === 'dispose')?.to;

/** How many logins there were from a place in the trace on. */
const loginsFrom = ({ logins }: Reaction, place: number | undefined): number =>
  place === undefined ? 0 : logins.filter(({ index }) => index >= place).length;

/** Whether it is its own logout that brings it back, which is another rule's business. */
const comesBackByItself = ({ entries }: Reaction): boolean =>
  entries.some((entry) => entry.kind === 'callback' && entry.code === 'LOGOUT_E_USER');

/** What the client does when it should no longer do anything. */
export const afterwards: readonly JudgeRule[] = [
  {
    name: 'works-after-logout',
    reason: {
      en: 'A user who logs out means it.',
      zh: '用户登出就是要登出。',
    },
    source: 'LC 6.1 (101, 203: no retry)',
    check: (reaction) =>
      loginsFrom(reaction, loggedOutAt(reaction)) > 0
        ? wrong(
            'It logs in again after its user logged out: the user is online without knowing it.',
            '用户已登出，它又自动登录：用户在不知情时在线。',
          )
        : undefined,
  },
  {
    name: 'works-after-dispose',
    reason: {
      en: 'A client that was disposed of must not call the service any more.',
      zh: '已释放的客户端不应再调用服务。',
    },
    source: 'choice: the meaning of dispose',
    check: (reaction) =>
      loginsFrom(reaction, disposedAt(reaction)) > 0 &&
      (reaction.left ?? []).length === 0 &&
      !comesBackByItself(reaction)
        ? wrong(
            'It logs in after it was disposed of: a page that is gone is still online.',
            '它已被释放却又登录：已关闭的页面仍然在线。',
          )
        : undefined,
  },
  {
    name: 'leaves-timers',
    reason: {
      en: 'A timer that outlives its client keeps it in memory, and still acts on its behalf.',
      zh: '比客户端活得更久的定时器会让它留在内存里，并继续代它行事。',
    },
    source: 'choice: the meaning of dispose',
    check: ({ left: [first, ...others] = [] }) =>
      first === undefined
        ? undefined
        : warn(
            `After it was disposed of, it still has ${others.length === 0 ? 'a timer' : `${others.length + 1} timers`}: ${first}.`,
            `它已被释放，却留下 ${others.length + 1} 个定时器：${first}。`,
          ),
  },
];
