// The moments at which a code can come, and how to get the client there.
import type { Text } from '../../machines/codes.ts';
import type { CallName } from '../run/index.ts';
import type { Play } from './play.ts';

/** What a moment is called in a report. */
export const moments = {
  'first login': { en: 'first login', zh: '首次登录' },
  reconnect: { en: 'reconnect', zh: '重连' },
  'in a channel': { en: 'in a channel', zh: '在频道里' },
  'two messages under way': { en: 'two messages under way', zh: '两条消息发送中' },
  calling: { en: 'calling', zh: '呼出时' },
  'being called': { en: 'being called', zh: '来电时' },
  'waiting to try again': { en: 'waiting to try again', zh: '等待重试时' },
  'disposed of': { en: 'disposed of', zh: '被释放后' },
  'a hundred clients': { en: 'a hundred clients', zh: '一百个客户端' },
} as const satisfies Readonly<Record<string, Text>>;

/** A moment, as reports name it. */
export type Moment = keyof typeof moments;

/** Logged in, and nothing else. */
export async function online(play: Play): Promise<void> {
  play.login();
  await play.pass(3_000);
}

/** Logged in, and in the channel if the client can join one; somebody else is there and writes. */
export async function inChannel(play: Play): Promise<void> {
  const peer = await play.meet(true);
  await online(play);
  if (!play.can('channelJoin')) return;
  play.ask('channelJoin', { channel: play.names.channel });
  await play.pass(2_000);
  for (const text of ['hello', '42', '{"text":"hello"}', '{}']) {
    peer.messageChannelSend(play.names.channel, text);
    peer.messageInstantSend(play.names.account, 0, text);
  }
  await play.pass(1_000);
}

/** The call with which the client says something, if it can. */
export const sendingCall = (play: Play): CallName | undefined =>
  (['messageChannelSend', 'messageInstantSend'] as const).find((call) => play.can(call));

/** Says something twice; the answers are still to come. */
export function sendTwo(play: Play): void {
  const { channel, peer } = play.names;
  const call = sendingCall(play);
  for (const body of ['first message', 'second message']) {
    if (call === 'messageChannelSend') play.ask(call, { channel, body });
    else if (call === 'messageInstantSend') play.ask(call, { account: peer, body });
  }
}

/** Calls somebody who is there. */
export function dial(play: Play): void {
  const { channel, peer } = play.names;
  play.ask('channelInviteUser2', { channel, peer });
}

/** Is called, and accepts the call if its user can. */
export async function beCalled(play: Play): Promise<void> {
  const { account, channel, peer } = play.names;
  const api = await play.meet(false);
  await online(play);
  api.channelInviteUser2(channel, account, '{"text":"hello"}');
  await play.pass(1_000);
  play.ask('channelInviteAccept', { channel, peer });
  await play.pass(1_000);
}
