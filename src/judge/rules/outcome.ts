// Where the client ends up: ten minutes after all is well again.
import type { Reaction } from '../reaction.ts';
import { isMadeUp } from '../made-up.ts';
import { isSameToken } from './retries.ts';
import { advice, warn, wrong, type Finding, type JudgeRule } from './rule.ts';

/** Codes after which a client that wants to be online should come back without a person's help. */
const isPassing = ({ policy, code, isWanted, moment }: Reaction): boolean =>
  !isWanted &&
  moment !== 'disposed of' &&
  (policy === 'backOff' || policy === 'longDelay') &&
  (code.startsWith('LOGIN_') || code.startsWith('LOGOUT_'));
const isStale = ({ policy, code, isWanted }: Reaction): boolean =>
  !isWanted && policy === 'refreshToken' && code.includes('TOKENEXPIRED');

/** Codes that took it out of its channel, or kept it out, by chance. */
const tookTheRoom = (reaction: Reaction): boolean =>
  isPassing(reaction) ||
  isStale(reaction) ||
  reaction.code === 'LEAVECHANNEL_E_OTHER' ||
  reaction.code === 'LEAVECHANNEL_E_DISCONN';

/** Whether it had been in the channel when the code came. */
const wasInside = ({ attempts, index, names }: Reaction): boolean =>
  attempts.some(
    (one) =>
      one.operation === 'channelJoin' &&
      one.did === 'succeeds' &&
      one.index < index &&
      one.about === JSON.stringify([names.channel]),
  );

/** Grades silence by what the user knows. */
function bySilence(
  { knows }: Reaction,
  told: Finding | undefined,
  text: { readonly en: string; readonly zh: string },
): Finding | undefined {
  if (knows === 'told') return told;
  const { en, zh } = text;
  return knows === 'not told'
    ? wrong(en, zh)
    : warn(
        `${en} The audit cannot see whether its user knows: let the subject show it in state or told.`,
        `${zh}用户是否知情看不出来：请在 subject 的 state 或 told 中给出。`,
      );
}

/** Where the client ends up, once all is well again. */
export const outcome: readonly JudgeRule[] = [
  {
    name: 'gives-up',
    reason: {
      en: 'What passes by itself should not need a person: the network comes back, and so does the service.',
      zh: '会自行恢复的故障不该麻烦用户：网络会恢复，服务也会。',
    },
    source: 'LC 6.1 (back-off and retry)',
    check: (reaction) => {
      if (!reaction.isHeard || reaction.stopped !== undefined) return undefined;
      const isOfJoin = reaction.code === 'JOINCHANNEL_E_OTHER' && reaction.policy === 'backOff';
      const isGone = isPassing(reaction) && !reaction.end.isIn && reaction.loginsAfter.length === 0;
      const isOutside =
        isOfJoin &&
        reaction.end.isIn &&
        reaction.end.channel === undefined &&
        reaction.after('channelJoin').length === 0;
      if (!isGone && !isOutside) return undefined;
      return bySilence(
        reaction,
        advice(
          'It tells its user and stops there. Trying again by itself, with growing pauses, would save the user the trouble.',
          '它告知用户后就不再处理。自动以递增的间隔重试可以省去用户的麻烦。',
        ),
        isGone
          ? {
              en: 'It never tries again, and says nothing: its user waits in front of a dead client.',
              zh: '它不再重试，也不作声：用户守着一个已失效的客户端。',
            }
          : {
              en: 'It never tries to join again, and says nothing: its user writes into a room that the client is not in.',
              zh: '它不再尝试加入，也不作声：用户在向自己并不在的房间说话。',
            },
      );
    },
  },
  {
    name: 'no-refresh',
    reason: {
      en: 'After 204 and 105 a fresh token is all that it takes.',
      zh: '204 和 105 之后只需要一个新 Token。',
    },
    source: 'LC 6.1 (105, 204: refresh credential)',
    check: (reaction) =>
      isStale(reaction) &&
      reaction.isHeard &&
      reaction.stopped === undefined &&
      reaction.trouble === 'once' &&
      reaction.loginsAfter.length === 0
        ? bySilence(
            reaction,
            advice(
              'It tells its user instead of fetching a fresh token.',
              '它告知用户，而不是自己取新 Token。',
            ),
            {
              en: 'It fetches no fresh token and says nothing: its user is offline and does not know why.',
              zh: '它不取新 Token 也不作声：用户离线却不知原因。',
            },
          )
        : undefined,
  },
  {
    name: 'many-refreshes',
    reason: {
      en: 'One failure needs one token: a flood of token requests can bring your own server down.',
      zh: '一次失败只需一个 Token：成堆的取 Token 请求会压垮你自己的服务器。',
    },
    source: 'LC 6.1 (single-flight token refresh)',
    check: (reaction) => {
      const { at, fetched, loginsAfter } = reaction;
      if (!isStale(reaction)) return undefined;
      const count = fetched.filter((time) => time >= at && time < at + 60_000).length;
      return count > 1 && count > loginsAfter.filter((one) => one.at < at + 60_000).length
        ? warn(
            `It fetched ${count} tokens where one was needed.`,
            `只需一个 Token，它却取了 ${count} 个。`,
          )
        : undefined;
    },
  },
  {
    name: 'offline-at-end',
    reason: {
      en: 'A client that wants to be online should be online when nothing stands in its way.',
      zh: '想在线的客户端，在没有障碍时就应当在线。',
    },
    source: 'LC 6.1; decisions.md E.11 (recovery)',
    check: (reaction) => {
      const { end, loginsAfter, stopped, isHeard } = reaction;
      if (end.isIn || stopped !== undefined || !isHeard || loginsAfter.length === 0)
        return undefined;
      const isEnough = isPassing(reaction) || (isStale(reaction) && reaction.trouble === 'once');
      if (!isEnough || isSlow(reaction) || isSameToken(reaction)) return undefined;
      return bySilence(
        reaction,
        advice(
          'It gives up after some attempts and tells its user.',
          '它尝试几次后放弃，并告知用户。',
        ),
        {
          en: 'It gave up, and ten minutes after everything was back to normal it is still offline and has told nobody.',
          zh: '它放弃了；一切恢复十分钟后仍然离线，且没有任何提示。',
        },
      );
    },
  },
  {
    name: 'room-lost',
    reason: {
      en: 'A new session is not in the channel of the old one: until the client joins again, it misses what is said there.',
      zh: '会话恢复不等于回到频道：其间频道里的话没人听得到。',
    },
    source: 'LC 6.1 (600, 604: re-join), LC 5.6',
    check: (reaction) => {
      const { end, isHeard, stopped } = reaction;
      if (stopped !== undefined || !isHeard || !end.isIn || end.channel !== undefined)
        return undefined;
      if (!tookTheRoom(reaction) || !wasInside(reaction)) return undefined;
      if (reaction.overlaps.live > 0) return undefined; // It threw itself out of it.
      return bySilenceOfRoom(reaction);
    },
  },
  {
    name: 'state-lies',
    reason: {
      en: 'Users believe what a client says about itself.',
      zh: '客户端怎么说，用户就怎么信。',
    },
    source: 'LC 1.1 (getStatus)',
    check: ({ end, learned, stopped, isHeard, shape, code }) => {
      const { shows } = end;
      const { out, onItsWay, in: online } = learned.shows;
      if (shows === undefined || stopped !== undefined || online === out) return undefined;
      if (!isHeard && !isSilenceRight(code, shape)) return undefined;
      if (isMadeUp(code)) return undefined;
      if (!end.isIn && shows === online) {
        return wrong(
          `It says "${shows}", but it has been offline for minutes.`,
          `它显示“${shows}”，实际已离线数分钟。`,
        );
      }
      return end.isIn && online !== onItsWay && (shows === out || shows === onItsWay)
        ? wrong(
            `It says "${shows}", but it has been online for minutes.`,
            `它显示“${shows}”，实际已在线数分钟。`,
          )
        : undefined;
    },
  },
];

/** Codes about which a client may well be silent. */
const isSilenceRight = (code: string, shape: Reaction['shape']): boolean =>
  ['LOGOUT_E_USER', 'LOGOUT_E_ALREADY_LOGOUT', 'LOGIN_E_CANCEL'].includes(code) ||
  (shape === 'web' && code.startsWith('SENDMESSAGE_'));

/** Whether its next attempt is only a long way off, which is another rule's business. */
function isSlow({ tries, endedAt, code }: Reaction): boolean {
  const waits = tries.flatMap(({ call, failure }) =>
    failure?.code === code ? [call.at - failure.at] : [],
  );
  const last = tries.at(-1)?.call.at ?? 0;
  return waits.length >= 3 && endedAt - last < 3 * Math.max(...waits);
}

/** Grades a lost channel by what the user knows about it. */
function bySilenceOfRoom(reaction: Reaction): Finding {
  const { code, knows, isToldInWords, end, learned } = reaction;
  // If the session ended too, its words may be only about that: only what it shows says that it is out.
  const isOfRoom =
    end.shows !== learned.shows.in || (code === 'LEAVECHANNEL_E_OTHER' && isToldInWords);
  const isTold = knows === 'told' && isOfRoom && reaction.after('channelJoin').length === 0;
  return isTold
    ? advice(
        'It tells its user that it is out of its channel, and stops there.',
        '它告知用户已不在频道，然后不再处理。',
      )
    : wrong(
        'It is online, but not in its channel: its user sees a room in which nobody seems to speak.',
        '它在线，却不在原来的频道：用户看到的房间好像没人说话。',
      );
}
