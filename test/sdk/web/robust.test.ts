// The web double under arbitrary calls: nothing throws, nothing answers inside a call, and every
// login has exactly one answer.
import {
  anything,
  array,
  assert as check,
  asyncProperty,
  constantFrom,
  nat,
  oneof,
  record,
  type IAsyncProperty,
} from 'fast-check';
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import type { Session } from '../../../src/sdk/web/session.ts';

const seed = Number(process.env['SEED'] ?? 81);

/** Runs a property from the seed; a failure says how to see it again. */
async function holds<T>(runs: IAsyncProperty<T>, numRuns: number): Promise<void> {
  try {
    await check(runs, { seed, numRuns });
  } catch (error) {
    const replay = `SEED=${seed} npx vitest run --project unit test/sdk/web/robust.test.ts`;
    throw new Error(`${replay}\n${String(error)}`, { cause: error });
  }
}

/** Sets every callback of an object to count its calls. */
function listen<T extends object>(to: T, heard: string[]): T {
  for (const name of Object.keys(to).filter((key) => key.startsWith('on'))) {
    Object.assign(to, { [name]: () => void heard.push(name) });
  }
  return to;
}

const methods = [
  'login',
  'logout',
  'getStatus',
  'channelJoin',
  'channelInviteUser2',
  'messageInstantSend',
  'invoke',
  'call2',
  'messageChannelSend',
  'channelLeave',
  'channelSetAttr',
  'channelDelAttr',
  'channelClearAttr',
  'channelInviteAccept',
  'channelInviteRefuse',
  'channelInviteDTMF',
  'channelInviteEnd',
] as const;

const sensible = constantFrom<unknown>(
  'alice',
  'bob',
  'lobby',
  '_no_need_token',
  '',
  '{"_timeout":1}',
  'io.agora.signal.channel_query_num',
  'io.agora.signal.user_get_attr_all',
  { account: 'bob', name: 'lobby' },
  () => undefined,
);
const argument = oneof(
  { weight: 3, arbitrary: sensible },
  anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
);
const anyStory = array(
  record({
    method: constantFrom(...methods),
    /** Which of the objects made so far it is called on. */
    on: nat(),
    args: array(argument, { maxLength: 4 }),
    waitMs: constantFrom(0, 0, 20, 1_000, 60_000),
  }),
  { maxLength: 30 },
);

test('web: arbitrary calls on any object ever made never throw, now or later', async () => {
  const runs = asyncProperty(anyStory, async (story) => {
    const world = createWorld();
    const heard: string[] = [];
    const signal = world.Signal('app');
    const session = listen(signal.login('alice', '_no_need_token'), heard);
    const objects: object[] = [signal, session];
    for (const name of ['bob', 'carol']) {
      const peer = listen(world.Signal('app').login(name, '_no_need_token'), heard);
      peer.onInviteReceived = (call) => objects.push(listen(call, heard));
      objects.push(peer);
    }
    await world.advance('1 s');
    for (const { method, on, args, waitMs } of story) {
      const able = objects.filter((one) => method in one);
      const target = able[on % Math.max(able.length, 1)] as Record<string, unknown> | undefined;
      const before = heard.length;
      const made = (target?.[method] as undefined | ((...given: unknown[]) => unknown))?.apply(
        target,
        args,
      );
      expect(heard).toHaveLength(before);
      if (typeof made === 'object' && made !== null) objects.push(listen(made, heard));
      await world.advance(waitMs);
    }
    await world.advance('10 min');
    expect(world.errors).toEqual([]);
    expect(world.trace.hash()).toHaveLength(64);
  });

  await holds(runs, 150);
}, 60_000);

const words = constantFrom('login', 'login', 'logout', 'old logout', 'cut', 'restore', 'kick');
const anyLogins = array(
  record({ word: words, on: nat(), waitMs: constantFrom(0, 0, 5, 20, 50, 300, 5_000) }),
  { maxLength: 30 },
);

/** Makes one word happen to the sessions that there are. */
function happen(world: SignalingWorld, sessions: readonly Session[], word: string, on: number) {
  const { network, service } = world;
  if (word === 'logout') sessions.at(-1)?.logout();
  else if (word === 'old logout') sessions[on % Math.max(sessions.length, 1)]?.logout();
  else if (word === 'cut') network.cut('alice');
  else if (word === 'restore' && network.isCut('alice')) network.restore('alice');
  else if (word === 'kick' && service.online.includes('alice')) service.kick('alice');
}

test('web: every session has one answer to its login, and one end where it was in', async () => {
  const runs = asyncProperty(anyLogins, async (story) => {
    const world = createWorld();
    const signal = world.Signal('app');
    const sessions: Session[] = [];
    const told: unknown[][] = [];
    for (const { word, on, waitMs } of story) {
      if (word === 'login') {
        const session = signal.login('alice', '_no_need_token');
        const codes: unknown[] = [];
        session.onLoginSuccess = () => codes.push('in');
        session.onLoginFailed = () => codes.push('failed');
        session.onLogout = (ecode) => ecode !== 108 && codes.push('out');
        sessions.push(session);
        told.push(codes);
      } else happen(world, sessions, word, on);
      await world.advance(waitMs);
    }
    if (world.network.isCut('alice')) world.network.restore('alice');
    await world.advance('10 min');
    const ends = sessions.map((session, n) => [...new Set(told[n]), session.getStatus()].join(' '));
    expect(ends.filter((end) => !['in 2', 'in out 0', 'failed 0'].includes(end))).toEqual([]);
    expect(ends.filter((end) => end === 'in 2').length).toBeLessThanOrEqual(1);
  });

  await holds(runs, 300);
}, 60_000);
