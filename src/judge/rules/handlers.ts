// How the client's handlers take what comes, and whether there are any.
import { byName } from '../../../machines/codes.ts';
import type { Reaction } from '../reaction.ts';
import { waitsOf } from '../waits.ts';
import { warn, wrong, type JudgeRule } from './rule.ts';

/** Whether it hurts if a code reaches nobody: not if it was wanted, or may be ignored. */
function needsHandler({ code, policy, shape, isWanted }: Reaction): boolean {
  if (isWanted || policy === 'none' || policy === 'ignore') return false;
  // No application waits for what a rule called by itself.
  if (code === 'GENERAL_E_NOT_LOGIN' || code === 'GENERAL_E_WRONG_PARAM') return false;
  if (shape === 'web' && code.startsWith('SENDMESSAGE_')) return false;
  // The end of the session also says it.
  if (code === 'LEAVECHANNEL_E_DISCONN') return false;
  return true;
}

/** Whether it found out by itself what 1.4.0 never says: it tried again, or told its user. */
const hasNoticed = (reaction: Reaction): boolean =>
  reaction.sdk !== undefined && (reaction.isToldInWords || waitsOf(reaction).length > 0);

/** How the client's handlers take what comes. */
export const handlers: readonly JudgeRule[] = [
  {
    name: 'no-handler',
    reason: {
      en: 'When a code reaches nobody, the client goes on as if nothing had happened.',
      zh: '错误码没有传到任何人那里：客户端照常运行，好像一切正常。',
    },
    source: 'LC 1.1 (callbacks are properties; unset ones are skipped)',
    check: (reaction) => {
      if (!needsHandler(reaction) || reaction.isHeard || reaction.index < 0) return undefined;
      if (hasNoticed(reaction)) return undefined;
      const entry = reaction.entries[reaction.index];
      const name = entry?.kind === 'callback' ? entry.name : 'its callback';
      const { value } = byName(reaction.code);
      const en = `Nothing handles ${name}(${value}): the client goes on showing what is no longer true.`;
      const zh = `没有人收到 ${name}(${value})：客户端显示的早已不是事实。`;
      return /^(QUERYUSERNUM|GENERAL)_/.test(reaction.code) ? warn(en, zh) : wrong(en, zh);
    },
  },
  {
    name: 'throws-in-handler',
    reason: {
      en: 'A handler that throws stops halfway, and nothing else learns of it.',
      zh: '处理函数抛出异常就半途而废，其他部分也不会得知。',
    },
    source: 'LC 1.1 (onInviteFailed gives text or JSON); decisions.md E.9',
    check: ({ threw: [first, ...others] }) => {
      if (first === undefined) return undefined;
      const more = others.length === 0 ? '' : `, and ${others.length} more like it`;
      const moreZh = others.length === 0 ? '' : `，另有 ${others.length} 处`;
      return wrong(
        `A handler throws on something that can really come, and does not finish its work: ${first}${more}.`,
        `处理函数遇到可能出现的内容就抛出异常，没有做完该做的事：${first}${moreZh}。`,
      );
    },
  },
  {
    name: 'never-settles',
    reason: {
      en: 'A promise that never settles leaves whoever awaits it waiting forever.',
      zh: '永不落定的 Promise 会让等待它的代码永远等下去。',
    },
    source: 'choice: a promise says that it will tell',
    check: ({ pending: [call], stopped }) =>
      call === undefined || stopped !== undefined
        ? undefined
        : wrong(
            `The promise of ${call} is still pending when nothing more can happen: the page loads forever.`,
            `${call} 的 Promise 到最后仍未落定：页面会一直转圈。`,
          ),
  },
];
