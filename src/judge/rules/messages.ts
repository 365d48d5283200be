// What the client does about a message that failed.
import type { Reaction } from '../reaction.ts';
import { advice, warn, wrong, type JudgeRule } from './rule.ts';

/** The messages that the client sent to a channel and received there itself, so that they have arrived. */
function heardBack(reaction: Reaction): ReadonlySet<string> {
  const heard = new Set<string>();
  for (const [index, entry] of reaction.entries.entries()) {
    if (entry.kind !== 'callback' || entry.name !== 'onMessageChannelReceive') continue;
    const { account, channel, body } = entry.details;
    if (!entry.handled || account !== reaction.names.account || !reaction.isOwn(index)) continue;
    heard.add(JSON.stringify(['messageChannelSend', channel, body]));
  }
  return heard;
}

/** The messages that failed with the code: how often each was sent again, and whether it arrived at last. */
function failedMessages(reaction: Reaction) {
  const { attempts, code } = reaction;
  const messages = new Map<string, { again: number; arrived: boolean }>();
  for (const { operation, did, about, code: failure } of attempts) {
    if (operation !== 'message') continue;
    const known = messages.get(about);
    if (did === 'fails' && failure === code && known === undefined) {
      messages.set(about, { again: 0, arrived: false });
    }
    if (known === undefined) continue;
    if (did === 'calls') known.again += 1;
    if (did === 'succeeds') known.arrived = true;
  }
  const heard = heardBack(reaction);
  return [...messages].map(([about, { again, arrived }]) => ({
    again,
    arrived: arrived || heard.has(about),
  }));
}

const isOfMessages = ({ code, policy }: Reaction): boolean =>
  code.startsWith('SENDMESSAGE_') && policy === 'backOff';

/** What the client does about a message that failed. */
export const messages: readonly JudgeRule[] = [
  {
    name: 'new-id-after-timeout',
    reason: {
      en: 'After 401 the service may have the message: under the same id it is delivered once, under a new one twice.',
      zh: '401 之后服务端可能已收到消息：用同一 ID 重发只送达一次，换新 ID 会送达两次。',
    },
    source: 'LC 6.1 (401: same message id); decisions.md E.4, E.13',
    check: ({ code, shape, entries, attempts }) => {
      if (code !== 'SENDMESSAGE_E_TIMEOUT' || shape !== 'native') return undefined;
      const ids = new Map<string, Set<unknown>>();
      for (const { operation, did, about, index } of attempts) {
        const entry = entries[index];
        if (operation !== 'message' || did !== 'calls' || entry?.kind !== 'call') continue;
        ids.set(about, (ids.get(about) ?? new Set()).add(entry.args.at(-1)));
      }
      return [...ids.values()].some(({ size }) => size > 1)
        ? wrong(
            'It resends a message that timed out under a new id: its reader gets it twice.',
            '它用新的 ID 重发超时的消息：对方会收到两遍。',
          )
        : undefined;
    },
  },
  {
    name: 'may-arrive-twice',
    reason: {
      en: 'The Web SDK has no message ids: a message that is sent again after 401 may arrive twice.',
      zh: 'Web SDK 没有消息 ID：401 后重发可能送达两次。',
    },
    source: 'decisions.md E.13',
    check: (reaction) =>
      reaction.code === 'SENDMESSAGE_E_TIMEOUT' &&
      reaction.shape === 'web' &&
      failedMessages(reaction).some(({ again }) => again > 0)
        ? advice(
            'A message that it sends again may arrive twice. With an id of your own in the text, the reader can drop the second copy.',
            '重发的消息可能送达两次。在正文里带上自己的 ID，接收方就能去重。',
          )
        : undefined,
  },
  {
    name: 'message-lost',
    reason: {
      en: 'A message that failed must be sent again, or its sender told; otherwise it is lost and nobody knows.',
      zh: '失败的消息要么重发，要么告知发送者；否则就悄悄丢失。',
    },
    source: 'LC 6.1 (400, 401: back-off and retry)',
    check: (reaction) => {
      if (!isOfMessages(reaction) || reaction.stopped !== undefined) return undefined;
      const lost = failedMessages(reaction).filter(({ arrived }) => !arrived);
      if (lost.length === 0) return undefined;
      const { knows, isHeard } = reaction;
      const isSent = lost.some(({ again }) => again > 0);
      const en = isSent
        ? 'It sends a message again, gives up and says nothing: the sender believes that it arrived.'
        : 'It neither sends a failed message again nor reports it: the sender believes that it arrived.';
      const zh = isSent
        ? '它重发几次后放弃且不作声：发送者以为对方已读到。'
        : '失败的消息既不重发也不提示：发送者以为对方已读到。';
      if (knows === 'told') return undefined;
      return knows === 'unknown' && isHeard ? warn(en, zh) : wrong(en, zh);
    },
  },
];
