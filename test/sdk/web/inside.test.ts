// Calls that an application makes inside the callbacks of a session that ends.
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import type { Call } from '../../../src/sdk/web/call.ts';
import type { Channel } from '../../../src/sdk/web/channel.ts';
import type { Session } from '../../../src/sdk/web/session.ts';

/** What alice has, and writes down what she hears in. */
interface Desk {
  readonly session: Session;
  readonly channel: Channel;
  readonly call: Call;
  readonly heard: unknown[][];
  readonly cb: (...args: unknown[]) => void;
}

const info = (value: number): unknown => expect.objectContaining({ value });
const ofSession = (method: string): unknown[] => ['onError', method, 1003, expect.any(String)];

/** Calls, and the answers of a session that is over. */
const calls: Readonly<Record<string, [(desk: Desk) => unknown, ...answers: unknown[][]]>> = {
  logout: [({ session }) => session.logout(), ['onLogout', 108]],
  channelJoin: [({ session }) => session.channelJoin('games'), ofSession('channelJoin')],
  channelLeave: [({ channel }) => channel.channelLeave(), ofSession('channelLeave')],
  'channelLeave with cb': [
    ({ channel, cb }) => channel.channelLeave(cb),
    ofSession('channelLeave'),
    ['cb', undefined, info(1003)],
  ],
  messageInstantSend: [
    ({ session, cb }) => session.messageInstantSend('bob', 'hello', cb),
    ['cb', true, info(400)],
  ],
  invoke: [
    ({ session, cb }) => session.invoke('io.agora.signal.channel_query_num', { name: 'x' }, cb),
    ofSession('invoke'),
    ['cb', 'GENERAL_E_NOT_LOGIN', {}, info(1003)],
  ],
  channelSetAttr: [
    ({ channel, cb }) => channel.channelSetAttr('topic', 'news', cb),
    ofSession('channelSetAttr'),
    ['cb', undefined, info(1003)],
  ],
  channelInviteUser2: [
    ({ session }) => session.channelInviteUser2('den', 'bob'),
    ofSession('channelInviteUser2'),
  ],
  channelInviteEnd: [({ call }) => call.channelInviteEnd(), ofSession('channelInviteEnd')],
};

/** How a session ends, and with which code. */
const ends = { logout: 101, kick: 103 } as const;
const places = ['a message', 'onInviteFailed', 'onChannelLeaved', 'onLogout'] as const;

test.each(
  Object.keys(ends).flatMap((end) =>
    places.flatMap((place) => Object.keys(calls).map((name) => [name, place, end] as const)),
  ),
)('web: %s inside %s of a session that ends by %s counts as made after it', async (...the) => {
  const [name, place, end] = the;
  const [call, ...answers] = calls[name] ?? [() => undefined];
  const world = createWorld();
  world.Signal('app').login('bob', '_no_need_token');
  const session = world.Signal('app').login('alice', '_no_need_token');
  await world.advance('1 s');
  const channel = session.channelJoin('lobby');
  await world.advance('1 s');
  for (const what of ['message', 'invite'] as const) world.service.silence(what);
  const heard: unknown[][] = [];
  const cb = (...args: unknown[]): void => void heard.push(['cb', ...args]);
  const desk = { session, channel, heard, cb, call: session.channelInviteUser2('den', 'bob') };
  const reached = (where: string): void => {
    if (where === place) call(desk);
  };
  session.messageInstantSend('bob', 'hello', () => reached('a message'));
  desk.call.onInviteFailed = () => reached('onInviteFailed');
  channel.onChannelLeaved = () => reached('onChannelLeaved');
  session.onError = (...args) => void heard.push(['onError', ...args]);
  session.onLogout = (code) => {
    heard.push(['onLogout', code]);
    if (code !== 108) reached('onLogout');
  };

  if (end === 'logout') session.logout();
  else world.service.kick('alice');
  await world.advance('1 min');

  expect(heard).toEqual([['onLogout', ends[end as 'kick']], ...answers]);
});

test.each(places)('web: login inside %s of a session that ends begins the next', async (place) => {
  const world = createWorld();
  const signal = world.Signal('app');
  const session = signal.login('alice', '_no_need_token');
  await world.advance('1 s');
  const channel = session.channelJoin('lobby');
  await world.advance('1 s');
  for (const what of ['message', 'invite'] as const) world.service.silence(what);
  const heard: string[] = [];
  const reached = (where: string): void => {
    if (where !== place) return;
    signal.login('alice', '_no_need_token').onLoginSuccess = () => void heard.push('next in');
  };
  session.messageInstantSend('bob', 'hello', () => reached('a message'));
  session.channelInviteUser2('den', 'bob').onInviteFailed = () => reached('onInviteFailed');
  channel.onChannelLeaved = () => reached('onChannelLeaved');
  session.onLogout = (code) => {
    heard.push(`out ${code}`);
    reached('onLogout');
  };

  session.logout();
  await world.advance('1 min');

  expect(heard).toEqual(['out 101', 'next in']);
});
