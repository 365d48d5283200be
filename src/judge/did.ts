// What a client did, in plain words with its delays.
import type { Text } from '../../machines/codes.ts';
import type { OperationName } from '../../machines/lifecycles.ts';
import { sayMs } from '../base/duration.ts';
import type { Reaction } from './reaction.ts';
import { waitsOf } from './waits.ts';

const both = (en: string, zh: string): Text => ({ en, zh });

/** What another attempt at something is called. */
const again: Readonly<Record<OperationName | 'other', Text>> = {
  login: both('logged in again', '重新登录'),
  channelJoin: both('joined again', '重新加入频道'),
  channelQueryUserNum: both('asked again', '再次查询'),
  message: both('sent it again', '重发消息'),
  invite: both('called again', '再次呼叫'),
  other: both('asked for it again', '再次请求'),
};

const waitsShown = 5;

function waitsText(ms: readonly number[]): Text {
  const list = ms.slice(0, waitsShown).map((wait) => Math.round(wait / 100) * 100);
  const isCut = ms.length > waitsShown;
  const shown = list.map((wait) => (wait === 0 ? 'no pause' : sayMs('en', wait)));
  const shownZh = list.map((wait) => (wait === 0 ? '无间隔' : sayMs('zh', wait)));
  return both(
    `after ${shown.join(', ')}${isCut ? `, … (${ms.length} times)` : ''}`,
    `间隔 ${shownZh.join('、')}${isCut ? `……（共 ${ms.length} 次）` : ''}`,
  );
}

/** What was tried again, and after which waits. */
function retriesText(reaction: Reaction): readonly Text[] {
  const lists = waitsOf(reaction);
  const operations = [...new Set(lists.map(({ operation }) => operation))];
  return operations.map((operation) => {
    const own = lists.filter((waits) => waits.operation === operation);
    const longest = own.toSorted((a, b) => b.ms.length - a.ms.length)[0]?.ms ?? [];
    const word = again[operation];
    const waits = waitsText(longest);
    return both(`${word.en} ${waits.en}`, `${word.zh}，${waits.zh}`);
  });
}

/** Whether it came back with a token that it did not have before. */
function tokenText({ loginsAfter: [next], failedLogin, policy }: Reaction): readonly Text[] {
  if (policy !== 'refreshToken' && policy !== 'fix') return [];
  if (next?.token === undefined || failedLogin?.token === undefined) return [];
  return next.token === failedLogin.token
    ? [both('with the same token', '用同一个 Token')]
    : [both('with a fresh token', '用新 Token')];
}

/** When it was back online, and where. */
function endText(reaction: Reaction): readonly Text[] {
  const { end, attempts, index, at, isWanted, code } = reaction;
  if (isWanted) {
    if (end.isIn) return [both('is online', '处于在线')];
    return reaction.loginsAfter.length > 0
      ? [both('tried to log in again without success', '又去登录，但没有成功')]
      : [both('stayed out', '保持离线')];
  }
  if (!end.isIn) return [both('stayed offline', '保持离线')];
  const back = attempts.find(
    (one) => one.operation === 'login' && one.did === 'succeeds' && one.index > index,
  );
  if (back === undefined || !/^LOG(IN|OUT)_/.test(code)) return [];
  const ms = Math.round((back.at - at) / 100) * 100;
  return [both(`back online after ${sayMs('en', ms)}`, `${sayMs('zh', ms)}后恢复在线`)];
}

const knowsText = ({ isToldInWords, end }: Reaction): readonly Text[] => {
  if (isToldInWords) return [both('told its user', '已告知用户')];
  return end.shows === undefined ? [] : [both(`shows "${end.shows}"`, `显示“${end.shows}”`)];
};

/** What a client did in one case. */
export function didOf(reaction: Reaction): Text {
  const { stopped } = reaction;
  const facts = [
    ...(stopped === undefined ? [] : [both('never came to rest', '停不下来')]),
    ...retriesText(reaction),
    ...tokenText(reaction),
    ...endText(reaction),
    ...knowsText(reaction),
  ];
  const calls = reaction.loginsAfter.length + reaction.after('channelJoin').length;
  const list = facts.length === 0 && calls === 0 ? [both('nothing', '什么也没做')] : facts;
  return both(
    list.map(({ en }) => en).join(', ') || 'went on',
    list.map(({ zh }) => zh).join('，') || '继续运行',
  );
}
