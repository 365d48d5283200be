// Every name of the native SDK is there; what is no lifecycle's stands in the trace and changes nothing.
import { readFileSync } from 'node:fs';
import { array, assert, asyncProperty, constantFrom, integer, oneof } from 'fast-check';
import { createWorld, type AgoraAPI, type SignalingWorld, type TraceEntry } from 'sigsim';
import { native, runPath, type NativeApp, type Subject } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { readTrace } from '../../../src/replay/read.ts';
import { replayTrace } from '../../../src/replay/replay.ts';
import { extras, hintNames } from '../../../src/sdk/native/extras.ts';
import { traceFile } from '../../../src/world/keep.ts';
import { paths, suiteOf } from '../../support/suite.ts';

const none = '_no_need_token';

/** LC 1.2, name by name, but for `getInstance` and `createAgoraSDKInstance`, which `createAgoraAPI` is. */
const names = {
  methods:
    'login login2 logout getStatus isOnline ping setNetworkStatus setBackground channelJoin channelLeave ' +
    'channelQueryUserNum channelQueryUserIsIn queryUserStatus invoke messageInstantSend ' +
    'messageInstantSend2 messageChannelSend messageChannelSendForce messageAppSend messagePushSend ' +
    'messageChatSend messageDTMFSend channelInviteUser channelInviteUser2 channelInvitePhone ' +
    'channelInvitePhone2 channelInvitePhone3 channelInviteDTMF channelInviteAccept ' +
    'channelInviteRefuse channelInviteEnd setAttr getAttr getAttrAll getUserAttr getUserAttrAll ' +
    'bc_call start stop destroy callbackSet callbackGet dbg',
  callbacks:
    'onLoginSuccess onLoginFailed onLogout onReconnecting onReconnected onError onChannelJoined ' +
    'onChannelJoinFailed onChannelLeaved onChannelQueryUserNumResult onChannelQueryUserIsIn ' +
    'onQueryUserStatusResult onInvokeRet onMessageAppReceived onMessageSendSuccess ' +
    'onMessageSendError onMessageSendProgress onInviteFailed onInviteReceivedByPeer ' +
    'onInviteAcceptedByPeer onInviteRefusedByPeer onInviteEndByPeer onInviteEndByMyself onInviteMsg ' +
    'onInviteReceived onUserAttrResult onUserAttrAllResult onLog onMsg onDbg onBCCall_result',
};

test('native: every name of the specification is on the double', () => {
  const api = createWorld().createAgoraAPI() as unknown as Record<string, unknown>;

  const lacking = [
    ...names.methods.split(' ').filter((name) => typeof api[name] !== 'function'),
    ...names.callbacks.split(' ').filter((name) => api[name] !== null),
  ];
  expect(lacking).toEqual([]);
});

test('native: the table of the other names is the one in the docs', () => {
  const docs = readFileSync(new URL('../../../docs/world.md', import.meta.url), 'utf8');
  const [, table = ''] = /<!-- extras -->([\s\S]*?)<!-- \/extras -->/.exec(docs) ?? [];
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, name, does, source]) => [name, does, source]);

  expect(rows).toEqual(
    Object.entries(extras).map(([name, { does, source }]) => [
      name,
      does,
      source.replaceAll('`', ''),
    ]),
  );
});

/** Calls a hint with arguments that stand for any. */
const hint = (api: AgoraAPI, name: string): void => {
  Reflect.apply(api[name as 'ping'], api, ['1', 2, 'three', 'four']);
};

const isHint = (entry: TraceEntry): boolean => entry.kind === 'call' && hintNames.has(entry.method);

/** What the applications do, in order; a number lets so many milliseconds pass. */
const deed = oneof(
  constantFrom('login', 'logout', 'join', 'send', 'kick'),
  integer({ min: 0, max: 15_000 }),
);

/** Plays a story; before each deed alice gives the hint that stands there. */
async function play(
  story: readonly (string | number)[],
  hints: readonly string[],
): Promise<SignalingWorld> {
  const world = createWorld();
  const [alice, bob] = [world.createAgoraAPI(), world.createAgoraAPI()];
  bob.login('app', 'bob', none);
  bob.channelJoin('lobby');
  const deeds: Record<string, () => void> = {
    login: () => alice.login('app', 'alice', none),
    logout: () => alice.logout(),
    join: () => alice.channelJoin('lobby'),
    send: () => alice.messageChannelSend('lobby', 'hello'),
    kick: () => {
      if (world.service.online.includes('alice')) world.service.kick('alice');
    },
  };
  for (const [i, one] of ['login', ...story].entries()) {
    const name = hints[i];
    if (name !== undefined) hint(alice, name);
    if (typeof one === 'number') await world.advance(one);
    else deeds[one]?.();
  }
  await world.advance('1 min');
  return world;
}

test('native: whatever is hinted, and whenever, the trace has that call more and is the same', async () => {
  await assert(
    asyncProperty(
      array(deed, { maxLength: 8 }),
      array(constantFrom(...hintNames), { minLength: 1, maxLength: 9 }),
      async (story, hints) => {
        const hinting = await play(story, hints);
        const quiet = await play(story, []);

        const { entries } = hinting.trace;
        const made = entries.filter(isHint);
        expect(made.map((entry) => 'method' in entry && [entry.client, entry.method])).toEqual(
          hints.slice(0, story.length + 1).map((name) => ['alice', name]),
        );
        expect(entries.filter((entry) => !isHint(entry))).toEqual(quiet.trace.entries);
        expect(replayTrace(readTrace(traceFile(hinting)))).toEqual({
          same: entries.length,
          entries: entries.length,
        });
      },
    ),
    { seed: 25, numRuns: 40 },
  );
});

test('native: callbackSet gives handlers as one object, with its own this; one on the double is closer', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  const heard: unknown[] = [];
  const handlers = {
    onLoginSuccess(this: unknown) {
      heard.push(['in', this]);
    },
    onLogout: (ecode: number) => void heard.push(['object', ecode]),
  };
  expect(api.callbackGet()).toBeNull();
  api.callbackSet(handlers);
  expect(api.callbackGet()).toBe(handlers);
  api.login('app', 'alice', none);
  await world.advance('1 s');
  api.logout();
  await world.advance('1 s');
  api.onLogout = (ecode) => void heard.push(['double', ecode]);
  api.logout();
  await world.advance('1 s');

  expect(heard).toEqual([
    ['in', handlers],
    ['object', 101],
    ['double', 108],
  ]);
  expect(world.trace.callbacks().every(({ handled }) => handled)).toBe(true);
});

test('native: a misspelt handler of callbackSet is told, too', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.callbackSet({ onLogOut: () => undefined } as object);
  api.logout();
  await world.advance(0);

  expect(() => world.close()).toThrow('a handler onLogOut, which the SDK never calls');
});

test('native: a client that gives hints has not left its path', async () => {
  const hinting: Subject<NativeApp> = {
    ...native,
    do: {
      ...native.do,
      login: (app, args) => {
        app.api.setNetworkStatus(0);
        native.do.login?.(app, args);
        app.api.setBackground(1);
      },
    },
  };
  const [path] = paths;

  expect(path && (await runPath(suiteOf(), path, hinting)).verdict).toBe('passed');
});
