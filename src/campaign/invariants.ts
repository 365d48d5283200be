// What holds for the doubles in every run, whoever uses them: if one of these is broken, sigsim is broken.
import { wrong, type Finding } from '../judge/rules/rule.ts';
import type { TraceEntry } from '../trace/entry.ts';
import { historyOf } from './history.ts';
import { linearize } from './linearize.ts';
import { missesItsEnd } from './lost-end.ts';
import { roster } from './roster.ts';
import type { Ended, Property } from './property.ts';

type Call = TraceEntry & { readonly kind: 'call' };
type Callback = TraceEntry & { readonly kind: 'callback' };

const broken = (what: string): Finding =>
  wrong(`The double broke its contract: ${what}.`, `替身违反了约定：${what}。`);

const count = (map: Map<string, number>, key: string): void => {
  map.set(key, (map.get(key) ?? 0) + 1);
};

const messageCalls = new Set([
  'messageInstantSend',
  'messageChannelSend',
  'messageChannelSendForce',
  'messageAppSend',
]);

/** The operation that a call begins, if it has exactly one end. */
function operationOf({ client, method, args }: Call): string | undefined {
  if (messageCalls.has(method)) return `message ${String(args.at(-1))} of ${client}`;
  if (method === 'login' || method === 'login2') return `login of ${client}`;
  return method === 'channelQueryUserNum' ? `query of ${client}` : undefined;
}

/** The operation that a callback ends. */
function endOf({ client, name, details }: Callback): string | undefined {
  if (name === 'onMessageSendSuccess' || name === 'onMessageSendError') {
    return `message ${String(details['messageID'])} of ${client}`;
  }
  if (name === 'onLoginSuccess' || name === 'onLoginFailed') return `login of ${client}`;
  const isQuery =
    name === 'onChannelQueryUserNumResult' ||
    (name === 'onError' && details['method'] === 'channelQueryUserNum');
  return isQuery ? `query of ${client}` : undefined;
}

/** If nothing stands in the way, every end comes within this time after its call. */
const answerMs = 120_000;

/** Every operation has one end. */
function oneEnd({ world, isQuiet }: Ended): Finding | undefined {
  const calls = new Map<string, number>();
  const ends = new Map<string, number>();
  /** Calls whose end may still come. */
  const late = new Map<string, number>();
  for (const entry of world.trace.entries) {
    if (entry.kind === 'call') {
      const key = operationOf(entry);
      if (key === undefined) continue;
      count(calls, key);
      if (entry.at > world.now - answerMs) count(late, key);
    } else if (entry.kind === 'callback') {
      const key = endOf(entry);
      if (key === undefined) continue;
      count(ends, key);
      if ((ends.get(key) ?? 0) > (calls.get(key) ?? 0)) return broken(`a second end to ${key}`);
    }
  }
  if (!isQuiet) return undefined;
  const open = [...calls].find(([key, made]) => (ends.get(key) ?? 0) < made - (late.get(key) ?? 0));
  return open === undefined ? undefined : broken(`no end to ${open[0]}`);
}

const ranks: Readonly<Record<string, number>> = {
  onMessageSendError: 1,
  onMessageSendSuccess: 1,
  onChannelQueryUserNumResult: 2,
  onInviteFailed: 3,
  onInviteEndByPeer: 3,
  onChannelLeaved: 4,
  onChannelJoinFailed: 4,
};

/** Whether a callback may be about an end that comes with the session's: a channel can be left for another reason. */
const endsWithSession = ({ name, code }: Callback): boolean =>
  name !== 'onChannelLeaved' ||
  code === 'LEAVECHANNEL_E_LOGOUT' ||
  code === 'LEAVECHANNEL_E_DISCONN';

/** After a session ends, only answers to later calls come; what depends on the session ends before it. */
function endings({ world }: Ended): Finding | undefined {
  interface Client {
    login: string;
    /** Since it was logged out: when the session's own callback came, and whether the client made a call. */
    toldAt: number;
    hasCalled: boolean;
    /** Where the last callback of each rank came since the session ended. */
    last: (number | undefined)[];
    isEnding: boolean;
  }
  const clients = new Map<string, Client>();
  const of = (name: string): Client => {
    const known = clients.get(name);
    if (known !== undefined) return known;
    const made: Client = {
      login: 'loggedOut',
      toldAt: Infinity,
      hasCalled: true,
      last: [],
      isEnding: false,
    };
    clients.set(name, made);
    return made;
  };
  for (const [index, entry] of world.trace.entries.entries()) {
    if (entry.kind === 'call') of(entry.client).hasCalled = true;
    else if (entry.kind === 'transition' && entry.part === 'login') {
      const client = of(entry.client);
      const isEnd = entry.to === 'loggedOut' && entry.from !== 'loggedOut';
      client.login = entry.to;
      if (isEnd)
        Object.assign(client, { toldAt: Infinity, hasCalled: false, last: [], isEnding: true });
    } else if (entry.kind === 'callback') {
      const client = of(entry.client);
      const { name } = entry;
      const isOwn = name === 'onLogout' || name === 'onLoginFailed';
      const isLate = client.login === 'loggedOut' && entry.at > client.toldAt;
      if (isLate && !client.hasCalled && !isOwn) {
        return broken(`${name} for ${entry.client} after its session had ended`);
      }
      if (client.isEnding && !client.hasCalled) {
        // What was already on its way comes first, so the last of each kind shows the order of the ends.
        const rank = isOwn ? 5 : endsWithSession(entry) ? (ranks[name] ?? 0) : 0;
        client.last[rank] = index;
        const kinds = client.last.slice(1).filter((place) => place !== undefined);
        if (isOwn && kinds.some((place, at) => at > 0 && place < (kinds[at - 1] ?? 0))) {
          return broken(`what depended on the session of ${entry.client} ended in the wrong order`);
        }
      }
      if (isOwn && client.login === 'loggedOut') {
        client.toldAt = entry.at;
        client.isEnding = false;
      }
    }
  }
  return undefined;
}

/** What one client sent to another arrives in the order in which it was sent, unless the line reorders. */
function inOrder({ world }: Ended): Finding | undefined {
  const { reorder, loss } = world.settings.network;
  const isCalm = !world.trace.entries.some((entry) => entry.kind === 'act' && entry.did === 'set');
  if (reorder > 0 || loss > 0 || !isCalm) return undefined;
  const sent = new Map<string, number>();
  const twice = new Set<string>();
  const last = new Map<string, number>();
  for (const [index, entry] of world.trace.entries.entries()) {
    if (entry.kind === 'call' && messageCalls.has(entry.method)) {
      const body = String(entry.args.at(-2));
      // What an application says twice has no unique place.
      if (sent.has(body)) twice.add(body);
      else sent.set(body, index);
    }
    if (entry.kind !== 'callback') continue;
    const { name, client, details } = entry;
    if (name !== 'onMessageInstantReceive' && name !== 'onMessageChannelReceive') continue;
    const body = String(details['msg'] ?? details['body'] ?? details['text']);
    const at = sent.get(body);
    if (at === undefined || twice.has(body)) continue;
    const key = `${client} ${name} ${String(details['account'])}`;
    if (at < (last.get(key) ?? 0)) return broken(`${client} got ${body} too late`);
    last.set(key, Math.max(at, last.get(key) ?? 0));
  }
  return undefined;
}

/** Whether a join may have overtaken a leave on the way: then the two sides rightly differ for good. */
const overtakes = (world: Ended['world']): boolean =>
  world.settings.network.reorder > 0 ||
  world.trace.entries.some(
    (entry) =>
      (entry.kind === 'rule' && entry.fault === 'reorder') ||
      (entry.kind === 'act' &&
        entry.did === 'set' &&
        ((entry.args[0] as { readonly reorder?: number } | undefined)?.reorder ?? 0) > 0),
  );

/**
 * Once all is quiet, clients and service agree on who is online, and who is in which channel.
 *
 * @source decisions.md E.3: what reorders is exempt
 */
function agree({ world, isQuiet }: Ended): Finding | undefined {
  if (!isQuiet || overtakes(world)) return undefined;
  const online = new Set(world.service.online);
  for (const client of world.clients) {
    const { account, state, channel } = client;
    if (account === '') continue;
    if (state === 'loggedIn' && !online.has(account)) {
      return broken(`${client.name} is logged in, but the service has nobody with that account`);
    }
    const isIn = world.clients.some((one) => one.account === account && one.state === 'loggedIn');
    if (state === 'loggedOut' && !isIn && online.has(account)) {
      return broken(`${client.name} is logged out, but the service still has ${account} online`);
    }
    if (
      channel.state === 'joined' &&
      !missesItsEnd(world.trace.entries, client.name) &&
      !world.service.members(channel.name).includes(account)
    ) {
      return broken(`${client.name} is in ${channel.name}, but the service does not know it`);
    }
    const isMember = world.service.members(channel.name).includes(account);
    const isInside = world.clients.some(
      (one) =>
        one.account === account &&
        one.channel.name === channel.name &&
        one.channel.state === 'joined',
    );
    if (channel.name !== '' && isMember && !isInside) {
      return broken(
        `${client.name} is not in ${channel.name}, but the service still has it as a member`,
      );
    }
  }
  return undefined;
}

/**
 * Whether the history of a run can be read at all: its accounts are of one App ID, and no rule makes a
 * request arrive twice.
 */
function isReadable({ trace }: Ended['world']): boolean {
  const apps = new Set<unknown>();
  for (const entry of trace.entries) {
    if (entry.kind === 'call' && entry.method.startsWith('login')) apps.add(entry.args[0]);
    if (entry.kind === 'rule' && entry.fault === 'duplicate') return false;
  }
  return apps.size < 2;
}

/**
 * Who is online and who is in which channel changes by one operation at a time, as far as clients are
 * told.
 */
function linearizable({ world }: Ended): Finding | undefined {
  if (!isReadable(world)) return undefined;
  const found = linearize(historyOf(world), roster);
  if (found.verdict === 'linearizable') return undefined;
  if (found.verdict === 'undecided') {
    return {
      verdict: 'advice',
      why: {
        en: 'Whether the service is linearizable was not decided: the search reached its bound.',
        zh: '服务端是否可线性化未能判定：搜索达到了上限。',
      },
    };
  }
  const { does, ...rest } = found.stuck.deed;
  return broken(
    `no order of the operations explains what clients were told; none has a place for ${does} ${JSON.stringify(rest)}`,
  );
}

const of = (
  name: string,
  en: string,
  zh: string,
  source: string,
  check: Property['check'],
): Property => ({ name, reason: { en, zh }, source, check });

/** The invariants of the doubles. */
export const invariants: readonly Property[] = [
  of(
    'one-end-each',
    'Every operation has exactly one end.',
    '每个操作恰好有一个结果。',
    'decisions.md A (C6b), LC 5',
    oneEnd,
  ),
  of(
    'endings-in-order',
    'A session ends in a fixed order, and only answers to later calls come after it.',
    '会话按固定顺序结束，之后只有对后来调用的回应。',
    'decisions.md A, "Order at the end of a session"; LC 5.10',
    endings,
  ),
  of(
    'messages-in-order',
    'What one client sent to another arrives in the order in which it was sent.',
    '消息按发送顺序到达。',
    'decisions.md E.3',
    inOrder,
  ),
  of(
    'both-sides-agree',
    'Once all is quiet, clients and service agree on who is online and who is in which channel.',
    '一切平静后，客户端与服务端对谁在线、谁在频道里看法一致。',
    'LC 5.6, 2.6',
    agree,
  ),
  of(
    'linearizability',
    'What clients are told about who is online and who is in a channel fits one order of all operations.',
    '客户端得知的在线与频道成员情况，符合所有操作的某一个先后顺序。',
    'LC 5.1, 5.5, 5.6, 2.2 (C8); Wing and Gong, Testing and Verifying Concurrent Objects (1993)',
    linearizable,
  ),
];
