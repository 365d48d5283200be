// What must not compile, and what the types of the library say.
import {
  createWorld,
  type AgoraAPI,
  type CodeName,
  type Duration,
  type Operation,
  type SignalingWorld,
} from 'sigsim';
import { expectTypeOf, test } from 'vitest';
import { voice } from '../../machines/callbacks.ts';
import { channelCallbacks } from '../../machines/channel/callbacks.ts';
import { inviteCallbacks } from '../../machines/invite/callbacks.ts';
import { loginCallbacks } from '../../machines/login/callbacks.ts';
import { lifecycle } from '../../machines/lifecycle.ts';
import type { PartName, Push } from '../../machines/lifecycles.ts';
import { messaging } from '../../machines/messaging/index.ts';
import type { Effect } from '../../machines/row.ts';
import type { AnyHalf, Office, Sender, ServiceHalf } from '../../machines/service.ts';
import type { ScenarioRule, ScenarioStep } from '../../src/scenario/index.ts';

declare const world: SignalingWorld;
declare const api: AgoraAPI;
declare const anyText: string;

test('types: world.fail takes the documented codes, and no others', () => {
  expectTypeOf<SignalingWorld['fail']>().parameter(0).toEqualTypeOf<CodeName>();
  world.fail('QUERYUSERNUM_E_BYUSER', { account: 'alice', times: 2, nth: 1, optional: true });
  // @ts-expect-error -- misspelt
  world.fail('LOGIN_E_NETT');
  // @ts-expect-error -- 1005 is in the SDK's headers, not in the table
  world.fail('GENERAL_E_LARGE_PARAM');
  // @ts-expect-error -- a number is no key: 501 has two names
  world.fail(501);
  // @ts-expect-error -- any text will not do
  world.fail(anyText);
});

test('types: world.fail takes the options that it knows', () => {
  // @ts-expect-error -- misspelt
  world.fail('LOGIN_E_NET', { acount: 'alice' });
  // @ts-expect-error -- a number of times is a number
  world.fail('LOGIN_E_NET', { times: '2' });
});

test('types: world.fault takes the faults and operations that there are', () => {
  world.fault('late', { on: 'message', delay: '3 s', account: 'alice', every: 2 });
  world.fault('duplicate', { on: 'push', while: 'reconnecting', from: '1 min', chance: 0.5 });
  // @ts-expect-error -- misspelt
  world.fault('hangs');
  // @ts-expect-error -- a code is no fault
  world.fault('LOGIN_E_NET');
  // @ts-expect-error -- no such operation
  world.fault('hang', { on: 'mesage' });
  // @ts-expect-error -- no such state
  world.fault('hang', { while: 'online' });
  // @ts-expect-error -- three what?
  world.fault('late', { delay: '3' });
  // @ts-expect-error -- which operation it is, the code says
  world.fail('LOGIN_E_NET', { on: 'login' });
});

test('types: a scenario has documented codes, its durations units', () => {
  expectTypeOf<{ fail: 'LOGIN_E_NET'; from: '3 s' }>().toExtend<ScenarioRule>();
  expectTypeOf<{ fault: 'late'; delay: '3 s' }>().toExtend<ScenarioRule>();
  // Undocumented, and without a unit.
  expectTypeOf<{ fail: 'LOGIN_E_NETT' }>().not.toExtend<ScenarioRule>();
  expectTypeOf<{ fail: 'LOGIN_E_NET'; from: 3 }>().not.toExtend<ScenarioRule>();
  expectTypeOf<{ by: 'time'; wait: 10 }>().not.toExtend<ScenarioStep>();
  expectTypeOf<{
    by: 'client';
    client: 'alice';
    do: 'login';
    args: { account: 'alice'; token: 'day' };
  }>().toExtend<ScenarioStep>();
});

test('types: a duration is milliseconds or has a unit', () => {
  expectTypeOf<'30 s'>().toExtend<Duration>();
  expectTypeOf<'1.5 min'>().toExtend<Duration>();
  expectTypeOf<number>().toExtend<Duration>();
  expectTypeOf(world.advance('5 min')).toEqualTypeOf<Promise<void>>();
  // @ts-expect-error -- five what?
  void world.advance('5');
  // @ts-expect-error -- the unit is min
  void world.advance('5 minutes');
  // @ts-expect-error -- no number
  void world.advance('s');
  // @ts-expect-error -- nothing
  void world.advance();
});

test('types: createWorld takes the options that it knows', () => {
  expectTypeOf(createWorld).returns.toEqualTypeOf<SignalingWorld>();
  createWorld({ seed: 7, legacy: true, network: { loss: 0.1 }, timing: { noAck: 5 } });
  // @ts-expect-error -- misspelt
  createWorld({ sed: 7 });
  // @ts-expect-error -- misspelt
  createWorld({ network: { latency: 5 } });
  // @ts-expect-error -- no such clock
  createWorld({ clock: 'real' });
});

test('types: a misspelt callback of the native double does not compile', () => {
  api.onLoginFailed = (ecode) => {
    expectTypeOf(ecode).toEqualTypeOf<number>();
  };
  api.onLoginFailed = null;
  // @ts-expect-error -- misspelt
  api.onLoginFaild = () => undefined;
  // @ts-expect-error -- the header's comment misspells it so
  api.onLoginSuccesse = () => undefined;
  // @ts-expect-error -- a code is a number
  api.onLogout = (ecode: string) => ecode;
  // @ts-expect-error -- no callback
  api.onLogout = 'quiet';
});

test('types: callbacks have the SDK’s arguments in its order', () => {
  type ArgumentsOf<Name extends keyof AgoraAPI> = Parameters<
    Extract<AgoraAPI[Name], (...args: never[]) => unknown>
  >;

  expectTypeOf<ArgumentsOf<'onLoginSuccess'>>().toEqualTypeOf<[uid: number, fd: number]>();
  expectTypeOf<ArgumentsOf<'onError'>>().toEqualTypeOf<
    [name: string, ecode: number, desc: string]
  >();
  expectTypeOf<ArgumentsOf<'onChannelQueryUserNumResult'>>().toEqualTypeOf<
    [channelID: string, ecode: number, num: number]
  >();
  expectTypeOf<ArgumentsOf<'onInviteFailed'>>().toEqualTypeOf<
    [channelID: string, account: string, uid: number, ecode: number, extra: string]
  >();
});

test('types: methods of the native double want their arguments', () => {
  api.login('app', 'alice', 'token');
  // @ts-expect-error -- no token
  api.login('app', 'alice');
  // @ts-expect-error -- misspelt
  api.chanelJoin('lobby');
  // @ts-expect-error -- a channel is a text
  api.channelJoin(5);
});

test('types: the service is told operations that it has', () => {
  expectTypeOf<SignalingWorld['service']['refuse']>().parameter(0).toEqualTypeOf<Operation>();
  // @ts-expect-error -- misspelt
  world.service.silence('mesage');
  // @ts-expect-error -- no such cause
  world.network.cut('alice', { cause: 'scissors' });
});

test('types: in a machine, a code under the wrong callback does not compile', () => {
  const say = voice({ ...loginCallbacks, ...channelCallbacks, ...inviteCallbacks });
  expectTypeOf(say('onLogout', 'LOGOUT_E_NET')).toEqualTypeOf<Effect>();
  expectTypeOf(say('onChannelQueryUserNumResult', 'SUCCESS')).toEqualTypeOf<Effect>();
  // @ts-expect-error -- a login's code
  say('onLogout', 'LOGIN_E_NET');
  // @ts-expect-error -- a logout's code
  say('onLoginFailed', 'LOGOUT_E_NET');
  // @ts-expect-error -- only the user count carries SUCCESS
  say('onChannelLeaved', 'SUCCESS');
  // @ts-expect-error -- undocumented
  say('onError', 'GENERAL_E_LARGE_PARAM');
  // @ts-expect-error -- this callback needs its code
  say('onInviteFailed');
  // @ts-expect-error -- this callback has none
  say('onChannelJoined', 'JOINCHANNEL_E_OTHER');
  // @ts-expect-error -- no such callback
  say('onLoggedOut');
});

test('types: a push goes to a statechart that there is, or is data', () => {
  expectTypeOf<Push['part']>().toEqualTypeOf<PartName | 'data'>();
  const office = {} as Office<Sender, PartName>;
  const pushes = (to: Sender): void => {
    office.push(to, { part: 'message', event: { type: 'message.arrived' } });
    // @ts-expect-error -- nobody would hear it
    office.push(to, { part: 'presence', event: { type: 'presence.changed' } });
  };
  expectTypeOf(pushes).toBeFunction();
});

test('types: a lifecycle pushes to its own statecharts', () => {
  type Half<Part extends string> = ServiceHalf<never, AnyHalf['operations'], Part>;
  const half = { operations: {}, asks: {}, serves: () => ({}) };
  const own: Half<'message'> = half;
  lifecycle({ ...messaging, service: own });
  const presence: Half<'presence'> = half;
  // @ts-expect-error -- it has no statechart of that name
  lifecycle({ ...messaging, service: presence });
});
