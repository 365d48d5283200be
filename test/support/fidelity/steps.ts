// Steps of random stories: what an application, its friend, the line and the service can do.
import * as fc from 'fast-check';
import { operationNames } from '../../../machines/lifecycles.ts';
import type { Frame } from '../../../src/wire/frame.ts';
import type { SocketFate } from '../../../src/wire/virtual/net.ts';
import type { Sdk } from '../wire.ts';
import { pick, Stage, type Player } from './stage.ts';

/** One step, as data: what it is, and its choices. */
export interface Step {
  readonly do: string;
  readonly n: number;
  readonly m: number;
  readonly waitMs: number;
}

const accounts = ['alice', 'alice', 'bob'] as const;
/** What applications log in as by mistake. */
const strange = ['has space', undefined, 42, '', null, { name: 'alice' }] as const;
const names = ['lobby', 'hall', 'ab'] as const;
const joined = [...names, ...names, undefined, 7] as const;
const peers = ['bob', 'carol', 'alice', 'nobody', ''] as const;
const extras = [undefined, '', '{"_require_peer_online":1}', '{"_timeout":5}', 'no json'] as const;
const functions = [
  'io.agora.signal.channel_query_num',
  'io.agora.signal.user_query_user_status',
  'io.agora.signal.user_set_attr',
  'io.agora.signal.channel_query_userlist',
  'io.agora.signal.nothing',
  'channel_query_num',
] as const;
const causes = ['closed', 'closed', 'error', 'unknown'] as const;
const fates: readonly (SocketFate | ((url: string) => SocketFate))[] = [
  'open',
  'open',
  'hang',
  'refuse',
  (url) => (url.includes('127-0-0-1') ? 'hang' : 'open'),
  (url) => (url.includes('127-0-0-1') ? 'open' : 'refuse'),
];
const lookups = [
  undefined,
  'hang',
  'refuse',
  { status: 503, body: '' },
  { status: 200, body: 'no json' },
  { status: 200, body: '{"web":[]}' },
  { status: 200, body: '{"web":["ws://127.0.0.1:8001/"]}' },
  { status: 200, body: '{"web":["no address",["127.0.0.1",8001]]}' },
] as const;
const frames: readonly Frame[] = [
  ['kick', ''],
  ['close', ''],
  ['_close', ''],
  ['notify', ['msg', 3]],
  ['notify', ['recvmsg', '[9,"msg-v2 bob alice v1:E:3600 instant 1 a gap"]']],
  ['notify', 'notify msg 4'],
  [
    'notify',
    [
      'channel2',
      'lobby',
      1,
      'msg-v2 a b v1:E:3600 channel_msg 1 {"account":"a","uid":1,"msg":"x"}',
    ],
  ],
  ['nothing', 1],
  [
    'multi',
    [
      ['pong', 1],
      ['notify', ['msg', 1]],
    ],
  ],
  ['login_ret', ['', '{"result":"failed","reason":"TokenErrorExpired"}']],
  ['login_ret', [7, '{}']],
  ['login_ret', ['', '{"result":"failed","reason":404}']],
  ['call2-ret', ['1', '', '{"result":"x","data":{}}']],
  ['call2-ret', [2, '', 'null']],
  ['multi', [['close', '']]],
  ['multi', [['multi', [['kick', '']]]]],
  ['multi', { length: 1, 0: ['kick', ''] }],
  ['call2-ret', [2, '', '{"result":"ok"}']],
  ['call2-ret', [3, '', '{"result":"ok","list":[],"attrs":{"a":"1","b":"2"}}']],
  ['notify', ['recvmsg', '[1,"msg-v2 too short"]']],
  [
    'notify',
    ['channel2', 'lobby', 0, 'msg-v2 a b v1:E:3600 channel_msg 1 {"account":"a","msg":"zero"}'],
  ],
  ['call2-ret', [1, '', '{"result":"ok"}']],
  ['notify', ['recvmsg_by_msgid', 'msg-v3 77 bob alice v1:E:3600 instant 1 with an id']],
];
const textsOf = [
  {},
  {
    channel_join: 'channel is full',
    voip_invite: 42,
    user_sendmsg: { result: 'bad', reason: 'why' },
  },
  { failed: { result: 'x' }, voip_invite_failed: 'gone' },
] as const;

/** What every step does. */
const deeds: Readonly<Record<string, (stage: Stage, n: number, m: number) => void>> = {
  login: (stage, n, m) => {
    const { world } = stage;
    const account = pick(accounts, n);
    const tokens = [
      '_no_need_token',
      '_no_need_token',
      '_no_need_token',
      world.service.issueToken({ appId: 'app', account, expiresInS: 30 + m }),
      world.service.issueToken({ appId: 'app', account, expiresInS: -1 }),
      'not a token',
    ];
    const limits = m % 5 === 0 ? pick([[1 + (m % 3), 1], [2, -1], ['no number']], n) : [];
    const given = m % 19 === 0 ? pick(strange, n) : account;
    stage.login(n, given, pick(tokens, m), ...limits);
  },
  logout: (stage, n) => pick(stage.sessions, n)?.['logout']?.(),
  join: (stage, n, m) => {
    const session = pick(stage.sessions, n);
    if (session !== undefined) stage.keepChannel(session['channelJoin']?.(pick(joined, m)));
  },
  send: (stage, n, m) => {
    const session = pick(stage.sessions, n);
    const text = pick([`text ${n}`, '{"msgid":"m1"}', '{}', n, undefined], n);
    session?.['messageInstantSend']?.(
      pick(peers, m),
      text,
      pick([stage.callback(), 'no function'], Math.floor(n / 10)),
    );
  },
  invoke: (stage, n, m) => {
    const args = { name: pick(names, n), account: pick(peers, n), value: 'v' };
    pick(stage.sessions, n)?.['invoke']?.(pick(functions, m), args, stage.callback());
  },
  invite: (stage, n, m) => {
    const session = pick(stage.sessions, n);
    if (session?.['channelInviteUser2'] === undefined) return;
    stage.keepCall(session['channelInviteUser2'](pick(names, n), pick(peers, m), pick(extras, m)));
  },
  accept: (stage, n) => pick(stage.calls, n)?.['channelInviteAccept']?.('yes'),
  refuse: (stage, n) => pick(stage.calls, n)?.['channelInviteRefuse']?.(),
  dtmf: (stage, n) => pick(stage.calls, n)?.['channelInviteDTMF']?.('12'),
  end: (stage, n) => pick(stage.calls, n)?.['channelInviteEnd']?.('bye'),
  channelSend: (stage, n) => {
    pick(stage.channels, n)?.['messageChannelSend']?.(`to all ${n}`, stage.callback());
  },
  leave: (stage, n, m) => {
    pick(stage.channels, n)?.['channelLeave']?.(...(m % 2 === 0 ? [] : [stage.callback()]));
  },
  attribute: (stage, n, m) => {
    const channel = pick(stage.channels, n);
    if (m % 3 === 0) channel?.['channelClearAttr']?.(stage.callback());
    else if (m % 3 === 1) channel?.['channelDelAttr']?.('colour', stage.callback());
    else channel?.['channelSetAttr']?.('colour', `c${n}`, stage.callback());
  },
  deafen: (stage, n, m) => {
    const session = pick(stage.sessions, n);
    if (session === undefined) return;
    Object.assign(session, { [pick(['onLogout', 'onLoginFailed', 'onLoginSuccess'], m)]: '' });
  },
  react: (stage, n, m) => {
    const who = `session ${n % Math.max(1, stage.sessions.length)}`;
    const session = (): Sdk | undefined => pick(stage.sessions, n);
    const what = [
      () => session()?.['logout']?.(),
      () => stage.login(0, 'alice', '_no_need_token'),
      () => void session()?.['channelJoin']?.('lobby'),
      () => session()?.['messageInstantSend']?.('bob', 'from a handler', stage.callback()),
      () => {
        throw new Error('of a handler');
      },
    ];
    const callbacks = ['onLogout', 'onLoginFailed', 'onLoginSuccess', 'onMessageInstantReceive'];
    const [name, react] = [pick(callbacks, m), pick(what, Math.floor(m / 4))];
    if (m % 7 === 0)
      stage.reactions.set(`channel ${n % 3} onChannelAttrUpdated`, what[4] as () => void);
    let left = 3; // Else two that log each other out never come to rest.
    stage.reactions.set(`${who} ${name}`, () => {
      if (left-- > 0) react();
    });
  },
  answer: (stage, n, m) => {
    const call = `call ${stage.calls.length}`;
    const method = pick(['channelInviteAccept', 'channelInviteRefuse', 'channelInviteEnd'], m);
    stage.reactions.set(
      `session ${n % Math.max(1, stage.sessions.length)} onInviteReceived`,
      () => {
        stage.calls.at(-1)?.[method]?.(call);
      },
    );
  },
  friend: (stage, n, m) => {
    const { friend } = stage;
    const [channel, peer] = [pick(names, m), pick(['alice', 'bob'], m)];
    const all = [
      () => friend.login('app', 'carol', '_no_need_token'),
      () => friend.login('app', 'carol', '_no_need_token'),
      () => friend.channelJoin(channel),
      () => friend.messageInstantSend(peer, 0, `hello ${m}`, ''),
      () => friend.messageInstantSend(peer, 0, `hello ${m}`, ''),
      () => friend.messageChannelSend(channel, `hi ${m}`, ''),
      () => friend.channelInviteUser(channel, peer, 0),
      () => friend.channelInviteAccept(channel, peer, 0, ''),
      () => friend.channelInviteRefuse(channel, peer, 0, ''),
      () => friend.channelInviteEnd(channel, peer, 0),
      () => friend.channelLeave(channel),
      () => friend.channelSetAttr(channel, 'colour', 'red'),
    ];
    pick(all, n)();
  },
  cut: ({ world }, n, m) => world.network.cut(pick(accounts, n), { cause: pick(causes, m) }),
  lose: ({ world }, n, m) => {
    world.network.cut(pick(accounts, n), { cause: pick(causes, m) });
    world.network.restore(pick(accounts, n));
  },
  partition: ({ world }, n) => world.network.partition(pick(accounts, n)),
  restore: ({ world }, n) => {
    if (world.network.isCut(pick(accounts, n))) world.network.restore(pick(accounts, n));
  },
  corrupt: ({ world }, n) => {
    if (world.wire.sockets(pick(accounts, n)).length > 0) world.network.corrupt(pick(accounts, n));
  },
  network: ({ world }, n, m) => {
    const all = [
      { latencyMs: 1 + m },
      { jitterMs: m },
      { loss: (m % 4) / 10 },
      { duplicate: 0.3 },
      { reorder: 0.3 },
    ];
    world.network.set(pick(all, n));
  },
  service: ({ world }, n, m) => {
    const operation = pick(operationNames, m);
    const all = [
      () => world.service.refuse(operation, { times: 1 }),
      () => world.service.silence(operation, { times: 1 }),
      () => world.service.garble(operation, { times: 1 }),
      () => world.service.heal(),
      () => world.service.goDown(),
      () => world.service.comeUp(),
      () => world.service.ban(pick(accounts, m)),
      () => world.service.unban(pick(accounts, m)),
      () => world.service.rotateCertificate(),
      () => world.service.expireToken(pick(accounts, m)),
      () => world.service.destroyChannel(pick(names, m)),
      () => world.service.removeFromChannel(pick(accounts, m), pick(names, m)),
      () => world.service.notifyError(pick(accounts, m)),
    ];
    pick(all, n)();
  },
  kick: ({ world }, n, m) =>
    m % 2 === 0
      ? world.service.kick(pick(accounts, n))
      : world.service.orderClose(pick(accounts, n)),
  sockets: (stage, n, m) => stage.fate(n, pick(fates, m)),
  lookup: ({ world }, n) => world.wire.set({ lookup: pick(lookups, n) as never }),
  mode: ({ world }, n) =>
    world.wire.set({ mailbox: (n % 2) as 0 | 1, binary: n % 3 === 0, messageIds: n % 5 === 0 }),
  texts: ({ world }, n) => world.wire.set({ texts: pick(textsOf, n) }),
  frame: ({ world }, n, m) => {
    world.wire.sockets(pick(accounts, m))[0]?.tell(pick(frames, n));
  },
  rubbish: ({ world }, n) => world.wire.sockets(pick(accounts, n))[0]?.tellRaw('(rubbish)'),
};

/** Milliseconds between steps. */
const waits = [
  0, 0, 1, 5, 10, 20, 37, 60, 100, 150, 200, 400, 990, 1000, 3000, 11_000, 20_000, 61_000,
] as const;

/** How long stories are. */
export interface Length {
  readonly steps: number;
  /** Longest wait between two steps, and how much time passes after the last. */
  readonly waitMs: number;
  readonly restMs: number;
}

/** Hours of it are played when there is time. */
export const long: Length = { steps: 30, waitMs: 61_000, restMs: 180_000 };

/** Many of it are played in a moment. */
export const brisk: Length = { steps: 12, waitMs: 1000, restMs: 5000 };

/** Stories: a login, and what follows. */
export const stories = ({ steps, waitMs }: Length): fc.Arbitrary<readonly Step[]> => {
  const step = fc.record({
    do: fc.oneof(
      { weight: 4, arbitrary: fc.constant('login') },
      { weight: 3, arbitrary: fc.constant('join') },
      { weight: 1, arbitrary: fc.constant('lose') },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          'friend',
          'restore',
          'send',
          'invite',
          'channelSend',
          'frame',
          'react',
        ),
      },
      { weight: 8, arbitrary: fc.constantFrom(...Object.keys(deeds)) },
    ),
    n: fc.nat(29),
    m: fc.nat(29),
    waitMs: fc.constantFrom(...waits.filter((one) => one <= waitMs)),
  });
  // Most of what can go wrong takes somebody who is in, and half of it a channel or a call.
  const [login, join, invite] = (['login', 'join', 'invite'] as const).map((what) => ({
    do: what,
    n: 0,
    m: 1,
    waitMs: 1000,
  }));
  const begun = fc.constantFrom([login], [login], [login, join], [login, join, invite]);
  return fc
    .tuple(begun, fc.array(step, { minLength: 1, maxLength: steps }))
    .map(([first, rest]) => [...(first as readonly Step[]), ...rest]);
};

/** Plays a story, and gives the log. */
export async function playStory(
  player: Player,
  steps: readonly Step[],
  { restMs, ...options }: ConstructorParameters<typeof Stage>[1] & Pick<Length, 'restMs'>,
): Promise<readonly string[]> {
  const stage = new Stage(player, options);
  for (const { do: deed, n, m, waitMs } of steps) {
    stage.note(`# ${deed} ${n} ${m}`);
    stage.try(() => deeds[deed]?.(stage, n, m));
    if (waitMs > 0) await stage.world.advance(waitMs);
    stage.read();
  }
  await stage.world.advance(restMs);
  stage.read();
  stage.note(`${stage.world.errors.length} uncaught`);
  return stage.log;
}
