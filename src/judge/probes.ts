// What handlers must survive: every text and argument that can come, in both manners of the web shape and in
// the native one. The handlers are called as the SDK calls them, on the objects that the client under test
// holds; what they throw is recorded.
//
// @source LC 1.1: in 1.4.0 the extra of a failed call is plain text or JSON, channelLeave gives 0 and no
// info, onChannelJoinFailed a text; decisions.md E.9 for the texts and numbers of failed requests
import { errorText } from '../base/errors.ts';
import { fire, infoOf, ready } from '../sdk/web/info.ts';
import type { Captured } from './captured.ts';
import type { Names } from './names.ts';

/** Texts that come as an `extra` or as a message: none, plain, a number, JSON, JSON without the field. */
const texts = ['', 'no ack', '42', '{"reason":"no ack"}', '{}'] as const;

type Row = readonly unknown[];
type Table = Readonly<Record<string, readonly Row[]>>;

const each = (make: (text: string) => Row): readonly Row[] => texts.map(make);

/** Arguments of the handlers of a web session, in the documented manner and in that of 1.4.0. */
const sessionRows = ({ peer }: Names): Table => ({
  onLoginSuccess: [[0], [1001]],
  onMessageInstantReceive: each((text) => [peer, 0, text]),
  onError: each((text) => ['', 1000, text]),
});
const channelRows = ({ peer }: Names): Table => ({
  onChannelUserList: [[[]], [[[peer, 0]]], [[[peer, 1001]]]],
  onChannelUserJoined: [
    [peer, 0],
    [peer, 1001],
  ],
  onChannelUserLeaved: [
    [peer, 0],
    [peer, 1001],
  ],
  onChannelAttrUpdated: [['_member_num', '2', 'update'], ...each((text) => ['mood', text, 'set'])],
  onMessageChannelReceive: each((text) => [peer, 1001, text]),
  onChannelJoinFailed: [[300], ['failed'], ['']],
  onChannelLeaved: [[0, infoOf('LEAVECHANNEL_E_BYUSER')], [0]],
});
const callRows: Table = {
  onInviteReceivedByPeer: [['']],
  onInviteAcceptedByPeer: each((text) => [text]),
  onInviteRefusedByPeer: each((text) => [text]),
  onInviteEndByPeer: each((text) => [text]),
  onInviteMsg: each((text) => [text]),
  onInviteFailed: [...each((text) => [text, infoOf('INVITE_E_OTHER')]), ...each((text) => [text])],
};

/** Arguments of the callback that was passed with a call, by the name of its answer. */
const pendingRows = (answer: string): readonly Row[] => {
  if (answer === 'onMessageSendSuccess' || answer === 'onMessageSendError') {
    return [[false], [true], [undefined], [], [true, infoOf('SENDMESSAGE_E_OTHER')]];
  }
  return answer.startsWith('channel')
    ? [[], [undefined], [undefined, infoOf('GENERAL_E_FAILED')]]
    : [
        ['', { result: 'ok', num: 2 }],
        ...texts.slice(1).map((text): Row => [text, { result: 'failed', reason: text }]),
        ['timeout', {}],
      ];
};

const nativeRows = ({ account, peer, channel }: Names): Table => ({
  onLoginSuccess: [[0, 0]],
  onError: each((text) => ['', 1000, text]),
  onMessageInstantReceive: each((text) => [peer, 0, text]),
  onMessageChannelReceive: each((text) => [channel, peer, 0, text]),
  onMessageAppReceived: each((text) => [text]),
  onInviteAcceptedByPeer: each((text) => [channel, peer, 0, text]),
  onInviteRefusedByPeer: each((text) => [channel, peer, 0, text]),
  onInviteEndByPeer: each((text) => [channel, peer, 0, text]),
  onInviteMsg: each((text) => [channel, peer, 0, text]),
  onInviteFailed: each((text) => [channel, peer, 0, 700, text]),
  onInvokeRet: each((text) => ['1', text, text]),
  onUserAttrResult: each((text) => [account, 'mood', text]),
  onChannelAttrUpdated: each((text) => [channel, 'mood', text, 'update']),
  onChannelUserList: [[[], []]],
});

const shown = (row: Row): string =>
  row
    .map((one) =>
      typeof one === 'object' && one !== null && 'name' in one ? 'info' : JSON.stringify(one),
    )
    .join(', ');

/** Calls the handlers; returns one sentence for each handler that threw. */
export function probe(captured: Captured, names: Names): readonly string[] {
  const threw: string[] = [];
  const tried = (name: string, row: Row, run: (() => unknown) | undefined): boolean => {
    try {
      const given = run?.();
      if (given instanceof Promise) given.catch(() => undefined);
      return true;
    } catch (error) {
      threw.push(`${name}(${shown(row)}) threw ${errorText(error)}`);
      return false;
    }
  };
  const all = (owners: Iterable<object>, table: Table): void => {
    const last = [...owners].at(-1);
    if (last === undefined) return;
    for (const [name, rows] of Object.entries(table)) {
      rows.every((row) => tried(name, row, fire(last, name as never, ...row)));
    }
  };
  all(captured.sessions, sessionRows(names));
  all(captured.channels, channelRows(names));
  all(captured.calls, callRows);
  all(captured.apis, nativeRows(names));
  const answers = new Map([...captured.pendings].map(([pending, name]) => [name, pending.cb]));
  for (const [name, cb] of answers) {
    const called = name.endsWith(' cb') ? name : `the callback of ${name}`;
    pendingRows(name).every((row) => tried(called, row, ready(cb, ...row)));
  }
  return threw;
}
