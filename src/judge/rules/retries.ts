// What a client must not try again.
import type { CodeName } from '../../../machines/codes.ts';
import type { Reaction } from '../reaction.ts';
import { advice, wrong, type JudgeRule } from './rule.ts';

/**
 * Refusals that 1.4.0 reports as 102 and 201, which ask for another try: no client can tell.
 *
 * @source quirks `closeEcode` and `otherReason`
 */
const isMasked: ReadonlySet<CodeName> = new Set(['LOGOUT_E_OLDVERSION', 'LOGIN_E_OLDVERSION']);

/** Codes that end a login or a session for a reason that trying again does not change. */
const isRefusal = ({ policy, code, sdk }: Reaction): boolean =>
  !(sdk !== undefined && isMasked.has(code)) &&
  (policy === 'fix' || policy === 'askUser') &&
  (code.startsWith('LOGIN_') || code.startsWith('LOGOUT_')) &&
  code !== 'LOGOUT_E_KICKED';

const isOfToken = ({ code }: Reaction): boolean =>
  code === 'LOGIN_E_TOKENWRONG' || code === 'LOGOUT_E_TOKENWRONG';

/** Whether the first login after the code came with the token that had just been refused. */
export function isSameToken({ loginsAfter: [next], failedLogin }: Reaction): boolean {
  return next?.token !== undefined && next.token === failedLogin?.token;
}

/** What a client must not try again. */
export const retries: readonly JudgeRule[] = [
  {
    name: 'kick-war',
    reason: {
      en: 'Two devices that both log in again after 103 keep throwing each other out.',
      zh: '两台设备在收到 103 后都重新登录，就会永远互相踢下线。',
    },
    source: 'LC 6.1 (103: ask the user), LC 5.1',
    check: ({ code, policy, loginsAfter }) =>
      code === 'LOGOUT_E_KICKED' && policy === 'askUser' && loginsAfter.length > 0
        ? wrong(
            `It takes the account back ${loginsAfter.length > 1 ? 'again and again' : 'by itself'}: with two devices, neither stays online.`,
            '它会自动把账号抢回来：两台设备时谁都无法保持在线。',
          )
        : undefined,
  },
  {
    name: 'retries-refused',
    reason: {
      en: 'A wrong token, a name that may not log in, an old version: trying again changes nothing.',
      zh: 'Token 错误、账号不合法、版本过旧：重试不会改变结果。',
    },
    source: 'LC 6.1 (106, 107, 205, 206, 209: fix; 207: ask the user)',
    check: (reaction) => {
      const { loginsAfter, moment } = reaction;
      if (!isRefusal(reaction) || loginsAfter.length === 0 || moment === 'disposed of') {
        return undefined;
      }
      if (isOfToken(reaction) && loginsAfter.length === 1 && !isSameToken(reaction)) {
        return advice(
          'It tries once more with another token. That helps only if your server happened to issue a bad one.',
          '它用另一个 Token 再试一次。只有服务端碰巧签错 Token 时才有用。',
        );
      }
      return wrong(
        'It retries a login that will be refused again, while its user waits for something that will never come.',
        '它重试必然再次被拒绝的登录，用户在等待不可能出现的结果。',
      );
    },
  },
  {
    name: 'same-token-again',
    reason: {
      en: 'A token that has expired stays expired: only a fresh one helps after 204 and 105.',
      zh: 'Token 过期后不会复活：204 和 105 之后只有新 Token 才有用。',
    },
    source: 'LC 6.1 (105, 204: refresh credential), LC 3 row 7',
    check: (reaction) =>
      reaction.policy === 'refreshToken' &&
      (reaction.code === 'LOGIN_E_TOKENEXPIRED' || reaction.code === 'LOGOUT_E_TOKENEXPIRED') &&
      isSameToken(reaction)
        ? wrong(
            'It logs in with the token that has just expired: it can never get in.',
            '它用刚过期的 Token 再次登录：永远登录不上。',
          )
        : undefined,
  },
  {
    name: 'rejoins-after-removal',
    reason: {
      en: 'Somebody removed the client from the channel: whether to go back is for a person to decide.',
      zh: '被移出频道是有人决定的：是否回去应由用户决定。',
    },
    source: 'LC 6.1 (601: ask the user)',
    check: (reaction) =>
      reaction.code === 'LEAVECHANNEL_E_KICKED' &&
      reaction.policy === 'askUser' &&
      reaction.after('channelJoin').length > 0
        ? wrong(
            'It goes back into the channel that it was removed from, so no moderator can keep it out.',
            '它自动回到被移出的频道，管理员无能为力。',
          )
        : undefined,
  },
  {
    name: 'redials',
    reason: {
      en: 'Whether to place a failed call again is for the user to decide.',
      zh: '呼叫失败后，是否重拨由用户决定。',
    },
    source: 'LC 6.1 (700, 702, 703, 704: no automatic redial)',
    check: (reaction) =>
      reaction.policy === 'redial' && reaction.after('invite').length > 0
        ? wrong(
            'It redials by itself: a phone rings although nobody placed the call.',
            '它自动重拨：没有人要求的电话会响起来。',
          )
        : undefined,
  },
];
