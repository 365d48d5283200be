// What a client tries, and how it ends: the calls of the trace beside the callbacks that answer them.
// Back-off is measured on it, and whether a client recovered from a code.
import type { CodeName } from '../../machines/codes.ts';
import type { TraceEntry } from '../trace/entry.ts';

/** What is tried: in the words of the SDK's calls. */
export const operations = {
  login: {
    calls: ['login', 'login2'],
    fails: ['onLoginFailed', 'onLogout'],
    succeeds: ['onLoginSuccess'],
  },
  channelJoin: {
    calls: ['channelJoin'],
    fails: ['onChannelJoinFailed', 'onChannelLeaved'],
    succeeds: ['onChannelJoined'],
  },
  channelQueryUserNum: {
    calls: ['channelQueryUserNum'],
    fails: ['onChannelQueryUserNumResult'],
    succeeds: ['onChannelQueryUserNumResult'],
  },
  message: {
    calls: [
      'messageInstantSend',
      'messageChannelSend',
      'messageChannelSendForce',
      'messageAppSend',
    ],
    fails: ['onMessageSendError'],
    succeeds: ['onMessageSendSuccess'],
  },
  invite: {
    calls: ['channelInviteUser', 'channelInviteUser2'],
    fails: ['onInviteFailed'],
    succeeds: ['onInviteReceivedByPeer', 'onInviteAcceptedByPeer'],
  },
} as const;

/** A key of `operations`. */
export type OperationName = keyof typeof operations;

/** One thing that a client did or heard about what it tries. */
export interface Attempt {
  readonly at: number;
  /** Its place in the trace. */
  readonly index: number;
  /** The client by its name in the trace: `alice#2`. */
  readonly client: string;
  /** Its account: `alice`. */
  readonly account: string;
  /** `other` is what only onError answers: attributes, status, DTMF, ... */
  readonly operation: OperationName | 'other';
  /** What tells it from others of its kind: the channel, the peer, the message; `''` for a login. */
  readonly about: string;
  readonly did: 'calls' | 'fails' | 'succeeds';
  /** The code that came with a failure. */
  readonly code?: CodeName;
  /** True where a rule of `world.fail` made the call. */
  readonly byRule?: true;
}

/** `alice` for `alice` and for `alice#2`. */
const accountOf = (client: string): string => client.replace(/#\d+$/, '');

const names = Object.keys(operations) as OperationName[];
const byCall = new Map<string, OperationName>(
  names.flatMap((name) => operations[name].calls.map((call) => [call, name] as const)),
);
const byCallback = new Map<string, OperationName>(
  names.flatMap((name) =>
    [...operations[name].fails, ...operations[name].succeeds].map(
      (callback) => [callback, name] as const,
    ),
  ),
);

/** The operation that a call begins. */
export const operationOf = (method: string): OperationName | 'other' =>
  byCall.get(method) ?? 'other';

const join = (...parts: readonly unknown[]): string => JSON.stringify(parts);

/** What a call is about, from its arguments. The last argument of a message is its id. */
function aboutCall(operation: OperationName | 'other', method: string, args: readonly unknown[]) {
  switch (operation) {
    case 'login':
      return '';
    case 'message':
      return join(method, ...args.slice(0, -1));
    case 'invite':
      return join(args[0], args[1]);
    case 'channelJoin':
    case 'channelQueryUserNum':
      return join(args[0]);
    case 'other':
      return method;
  }
}

/** What a callback is about, from its details. */
function aboutCallback(
  operation: OperationName,
  account: string,
  details: Readonly<Record<string, unknown>>,
  messages: ReadonlyMap<string, string>,
): string {
  switch (operation) {
    case 'login':
      return '';
    case 'message':
      return messages.get(join(account, details['messageID'])) ?? '';
    case 'invite':
      return join(details['channel'], details['peer']);
    case 'channelJoin':
    case 'channelQueryUserNum':
      return join(details['channel']);
  }
}

/** What the clients tried and how it ended, in the order of the trace. */
export function attemptsOf(entries: readonly TraceEntry[]): readonly Attempt[] {
  /** What the messages of an account are about, by their ids. */
  const messages = new Map<string, string>();
  const attempts: Attempt[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry.kind !== 'call' && entry.kind !== 'callback') continue;
    const { at, client } = entry;
    const account = accountOf(client);
    const who = { at, index, client, account };
    if (entry.kind === 'call') {
      const { method, args, by } = entry;
      const operation = operationOf(method);
      const about = aboutCall(operation, method, args);
      if (operation === 'message') messages.set(join(account, args.at(-1)), about);
      const rule = by === 'rule' ? ({ byRule: true } as const) : {};
      attempts.push({ ...who, operation, about, did: 'calls', ...rule });
      continue;
    }
    const { name, code, details } = entry;
    const coded = code === undefined ? {} : { code };
    if (name === 'onError') {
      const about = details['method'] as string; // src/world/client/details.ts gives a text.
      attempts.push({ ...who, operation: 'other', about, did: 'fails', ...coded });
      continue;
    }
    const operation = byCallback.get(name);
    if (operation === undefined) continue;
    const about = aboutCallback(operation, account, details, messages);
    const did = code === undefined || code === 'SUCCESS' ? 'succeeds' : 'fails';
    attempts.push({ ...who, operation, about, did, ...coded });
  }
  return attempts;
}
