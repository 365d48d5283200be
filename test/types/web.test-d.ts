// What must not compile with the web-shaped double.
import type { CodeName, SignalingWorld } from 'sigsim';
import { expectTypeOf, test } from 'vitest';
import type { Call } from '../../src/sdk/web/call.ts';
import type { Channel } from '../../src/sdk/web/channel.ts';
import type { Info } from '../../src/sdk/web/info.ts';
import type { Session } from '../../src/sdk/web/session.ts';

declare const world: SignalingWorld;
declare const session: Session;
declare const channel: Channel;
declare const call: Call;
declare const info: Info;

test('types: Signal gives sessions, channels and calls', () => {
  const signal = world.Signal('app');
  expectTypeOf(new world.Signal('app')).toEqualTypeOf(signal);
  expectTypeOf(signal.login('alice', 'token', 10, 30)).toEqualTypeOf<Session>();
  expectTypeOf(session.channelJoin('lobby')).toEqualTypeOf<Channel>();
  expectTypeOf(session.channelInviteUser2('lobby', 'bob', '{}')).toEqualTypeOf<Call>();
  // @ts-expect-error -- no App ID
  world.Signal();
  // @ts-expect-error -- no token
  signal.login('alice');
  // @ts-expect-error -- misspelt
  session.chanelJoin('lobby');
});

test('types: a misspelt callback of the web double does not compile', () => {
  session.onLogout = null;
  // @ts-expect-error -- misspelt
  session.onLogOut = () => undefined;
  // @ts-expect-error -- the native double's
  session.onReconnecting = () => undefined;
  // @ts-expect-error -- misspelt: the SDK says Leaved
  channel.onChannelLeft = () => undefined;
  // @ts-expect-error -- a session's
  channel.onLogout = () => undefined;
  // @ts-expect-error -- misspelt
  call.onInviteAccepted = () => undefined;
});

test('types: a wrong argument of a web callback does not compile', () => {
  session.onLoginFailed = (ecode) => {
    expectTypeOf(ecode).toEqualTypeOf<number>();
  };
  // @ts-expect-error -- a code is a number
  session.onLogout = (ecode: string) => ecode;
  // @ts-expect-error -- 1.4.0 gives the number alone
  session.onLoginFailed = (ecode: number, more: Info) => [ecode, more];
  // @ts-expect-error -- extra is text, the code is in the info
  call.onInviteFailed = (ecode: number) => ecode;
  // @ts-expect-error -- pairs of account and uid
  channel.onChannelUserList = (users: readonly string[]) => users;
  // @ts-expect-error -- no callback
  channel.onChannelJoined = 'quiet';
});

test('types: answers have the arguments of 1.4.0 first, and the info behind', () => {
  session.messageInstantSend('bob', 'hello', (isError, failure) => {
    expectTypeOf(isError).toEqualTypeOf<boolean>();
    expectTypeOf(failure).toEqualTypeOf<Info | undefined>();
  });
  session.invoke('io.agora.signal.channel_query_num', { name: 'lobby' }, (err, ret) => {
    expectTypeOf(err).toEqualTypeOf<string>();
    expectTypeOf(ret['num']).toEqualTypeOf<unknown>();
  });
  // @ts-expect-error -- nothing comes first
  channel.messageChannelSend('hello', (isError: boolean) => isError);
  // @ts-expect-error -- err is a text
  session.invoke('io.agora.signal.user_get_attr', {}, (err: number) => err);
});

test('types: an info names documented codes, and no others', () => {
  expectTypeOf<Info['name']>().toEqualTypeOf<CodeName>();
  void (info.name === 'LEAVECHANNEL_E_KICKED');
  // @ts-expect-error -- misspelt
  void (info.name === 'LEAVECHANNEL_E_KICK');
  // @ts-expect-error -- 1005 is in the SDK's headers, not in the table
  void (info.name === 'GENERAL_E_LARGE_PARAM');
  // @ts-expect-error -- an info is read, not written
  info.value = 0;
});

test('types: what the double reads back to an application is not written to', () => {
  // @ts-expect-error -- the session's own
  session.account = 'bob';
  // @ts-expect-error -- the call's own
  call.peer = 'bob';
  expectTypeOf(session.getStatus()).toEqualTypeOf<0 | 1 | 2 | 3>();
  expectTypeOf(channel.state).toEqualTypeOf<'joining' | 'joined' | 'leaved'>();
});
