// The web double: Signal and its sessions, one login of one account each.
import { createWorld, type SignalingWorld, type WorldOptions } from 'sigsim';
import { expect, test } from 'vitest';
import type { Session } from '../../../src/sdk/web/session.ts';

const none = '_no_need_token';
const someText: unknown = expect.stringMatching(/./);

interface Person {
  readonly session: Session;
  /** What its callbacks get, in order: `['onLogout', 101]`. */
  readonly heard: unknown[][];
}

/** Writes down what the callbacks of an object get. */
function listen<T extends object>(to: T, heard: unknown[][]): T {
  for (const name of Object.keys(to).filter((key) => key.startsWith('on'))) {
    Object.assign(to, { [name]: (...args: unknown[]) => void heard.push([name, ...args]) });
  }
  return to;
}

/** Somebody who logs in, by a Signal of her own. */
function enter(world: SignalingWorld, name: unknown, signal = world.Signal('app')): Person {
  const heard: unknown[][] = [];
  return { session: listen(signal.login(name, none), heard), heard };
}

/** A world in which alice and bob are online, and nothing has been heard yet. */
async function cast(options: WorldOptions = {}) {
  const world = createWorld(options);
  const signal = world.Signal('app');
  const alice = enter(world, 'alice', signal);
  const bob = enter(world, 'bob');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;
  return { world, signal, alice, bob };
}

test('web: Signal makes the same with and without new', async () => {
  const world = createWorld();
  const one = enter(world, 'alice', world.Signal('app'));
  const two = enter(world, 'bob', new world.Signal('app'));

  await world.advance('1 s');

  expect([one.heard, two.heard]).toEqual([[['onLoginSuccess', 0]], [['onLoginSuccess', 0]]]);
});

test('web: Signal taken off its world works as it did on it', async () => {
  const world = createWorld();
  const { Signal } = world;

  const { heard } = enter(world, 'alice', Signal('app'));
  await world.advance('1 s');

  expect(heard).toEqual([['onLoginSuccess', 0]]);
  expect(world.Signal).toBe(Signal);
});

test('web: a Signal says its version, and takes the debugging calls of 1.4.0', () => {
  const signal = createWorld().Signal('app');

  expect([signal.getSDKVersion(), signal.getSDKVersion_int()]).toEqual(['1.4.0', 1_010_400_000]);
  expect([
    signal.setDoLog(true, 'INFO'),
    signal.setup_debugging('ap_url', 'ws://127.0.0.1/'),
    signal.setUpDebugging('ap_url', 'ws://127.0.0.1/'),
  ]).toEqual([undefined, undefined, undefined]);
});

test('web: a fresh session has the callbacks of 1.4.0, unset', () => {
  const session = createWorld().Signal('app').login('alice', none);

  const names = Object.keys(session).filter((key) => key.startsWith('on'));
  expect(names).toEqual([
    'onLoginSuccess',
    'onLoginFailed',
    'onLogout',
    'onMessageInstantReceive',
    'onInviteReceived',
    'onError',
  ]);
  expect(names.map((name) => session[name as keyof Session])).toEqual(names.map(() => null));
});

test('web: getStatus, state and line in every state of a session', async () => {
  const world = createWorld();
  const { session } = enter(world, 'alice');
  const seen: unknown[] = [];
  const look = (): unknown => seen.push([session.getStatus(), session.state, session.line]);

  look();
  await world.advance('1 s');
  look();
  world.network.cut('alice');
  look();
  world.network.restore('alice');
  await world.advance('1 s');
  session.logout();
  look();
  await world.advance('1 s');
  look();

  expect(seen).toEqual([
    [1, 1, ''],
    [2, 2, '1'],
    [3, 3, '1'],
    [2, 2, '1'],
    [0, 0, ''],
  ]);
  expect(session.account).toBe('alice');
});

test('web: every method is there at once and answers later', async () => {
  const world = createWorld();
  const { session, heard } = enter(world, 'alice');

  session.channelJoin('lobby').messageChannelSend('hello');
  session.channelInviteUser2('lobby', 'bob').channelInviteEnd();
  session.messageInstantSend('bob', 'hello', (isError) => heard.push(['cb', isError]));
  session.logout();
  expect(heard).toEqual([]);
  await world.advance('1 s');

  expect(heard.map(([name, first, second]) => [name, first, second])).toEqual([
    ['onError', 'channelJoin', 1003],
    ['onError', 'messageChannelSend', 400],
    ['onError', 'channelInviteUser2', 1003],
    ['onError', 'channelInviteEnd', 1003],
    ['cb', true, undefined],
    ['onLoginFailed', 203, undefined],
  ]);
});

test.each([
  ['a number', 5, '5'],
  ['true', true, 'true'],
  ['an object', { id: 5 }, '{"id":5}'],
  ['null', null, 'null'],
  ['a bigint', 5n, '5'],
])('web: an account of %s is the text of it', async (_, account, text) => {
  const world = createWorld();

  const { session, heard } = enter(world, account);
  await world.advance('1 s');

  expect(heard).toEqual([['onLoginSuccess', 0]]);
  expect([session.account, world.service.online]).toEqual([text, [text]]);
});

test.each([
  ['nothing', ''],
  ['undefined', undefined],
  ['a symbol', Symbol('alice')],
  ['129 bytes', 'a'.repeat(129)],
  ['an object with a space in its text', { name: 'a lice' }],
])('LOGIN_E_INVALID_USER: a web account of %s', async (_, account) => {
  const world = createWorld();

  const { session, heard } = enter(world, account);
  await world.advance('1 s');

  expect(heard).toEqual([['onLoginFailed', 209]]);
  expect(session.getStatus()).toBe(0);
});

test.each([
  ['an App ID of nothing', '', none],
  ['no App ID', undefined, none],
  ['an App ID that is a number', 5, none],
  ['no token', 'app', undefined],
  ['a token that is an object', 'app', {}],
])('LOGIN_E_NET: web login with %s', async (_, appId, token) => {
  const world = createWorld();
  const heard: unknown[][] = [];

  listen(world.Signal(appId as string).login('alice', token), heard);
  await world.advance('1 s');

  expect(heard).toEqual([['onLoginFailed', 201]]);
});

/** When a login that cannot get through tries, with these arguments. */
async function triesOf(...limits: readonly unknown[]): Promise<readonly number[]> {
  const world = createWorld();
  world.network.cut('alice');
  world.Signal('app').login('alice', none, ...(limits as [unknown?, unknown?]));
  await world.advance('1 min');
  const { entries } = world.trace;
  return entries.flatMap((e) => (e.kind === 'packet' && e.name === 'lookup' ? [e.at] : []));
}

/** The first try and 10 retries: 200, 400, 800, 1600, then 2000 ms apart. */
const standard = [0, 200, 600, 1400, 3000, 5000, 7000, 9000, 11_000, 13_000, 15_000];

test.each([
  ['none', []],
  ['0 and 0', [0, 0]],
  ['null', [null, null]],
  ['what is no number', ['many', {}]],
  ['below 0', [-1, -1]],
  ['without end', [Number.POSITIVE_INFINITY, Number.NaN]],
])('web: limits of %s are 10 retries in 30 s', async (_, limits) => {
  expect(await triesOf(...limits)).toEqual(standard);
});

test('web: login sets the number of retries and the seconds they must succeed in', async () => {
  expect(await triesOf(2)).toEqual(standard.slice(0, 3));
  expect(await triesOf(100, 4)).toEqual(standard.slice(0, 5));
});

test('LOGOUT_E_NET: the web limits of a login hold for its reconnecting, too', async () => {
  const world = createWorld();
  const heard: unknown[][] = [];
  listen(world.Signal('app').login('alice', none, 1), heard);
  await world.advance('1 s');

  world.network.cut('alice');
  await world.advance('200 ms');

  expect(heard).toEqual([
    ['onLoginSuccess', 0],
    ['onLogout', 102],
  ]);
});

test('LOGIN_E_ALREADY_LOGIN: the new session hears it, and the old one lives on', async () => {
  const { world, signal, alice, bob } = await cast();

  const second = enter(world, 'alice', signal);
  await world.advance('1 s');
  bob.session.messageInstantSend('alice', 'hello');
  second.session.channelJoin('lobby');
  await world.advance('1 s');

  expect(second.heard).toEqual([
    ['onLoginFailed', 208],
    ['onError', 'channelJoin', 1003, someText],
  ]);
  expect(alice.heard).toEqual([['onMessageInstantReceive', 'bob', 0, 'hello']]);
  expect([alice.session.getStatus(), second.session.getStatus()]).toEqual([2, 0]);
});

test('LOGOUT_E_ALREADY_LOGOUT: logout of a refused session leaves the one that lives', async () => {
  const { world, signal, alice } = await cast();
  const second = enter(world, 'alice', signal);
  await world.advance('1 s');

  second.session.logout();
  await world.advance('1 s');

  expect(second.heard).toEqual([
    ['onLoginFailed', 208],
    ['onLogout', 108],
  ]);
  expect([alice.heard, alice.session.getStatus()]).toEqual([[], 2]);
});

test('web: one Signal has a session each for two accounts', async () => {
  const world = createWorld();
  const signal = world.Signal('app');
  const [alice, bob] = [enter(world, 'alice', signal), enter(world, 'bob', signal)];
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.session.messageInstantSend('bob', 'hello');
  await world.advance('1 s');
  bob.session.logout();
  await world.advance('1 s');

  expect([alice.heard, alice.session.getStatus()]).toEqual([[], 2]);
  expect(bob.heard).toEqual([
    ['onMessageInstantReceive', 'alice', 0, 'hello'],
    ['onLogout', 101],
  ]);
});

test('LOGOUT_E_KICKED: a login of the account by a second Signal ends the first session', async () => {
  const { world, alice } = await cast();

  const other = enter(world, 'alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', 103]]);
  expect(other.heard).toEqual([['onLoginSuccess', 0]]);
  expect([alice.session.getStatus(), other.session.getStatus()]).toEqual([0, 2]);
});

test('web: after a new login the old session hears nothing any more', async () => {
  const { world, signal, alice, bob } = await cast();
  alice.session.logout();
  await world.advance('1 s');
  alice.heard.length = 0;

  const again = enter(world, 'alice', signal);
  await world.advance('1 s');
  bob.session.messageInstantSend('alice', 'hello');
  bob.session.channelInviteUser2('lobby', 'alice');
  await world.advance('1 s');
  world.service.notifyError('alice', 'trouble');
  world.service.kick('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([]);
  expect(again.heard).toEqual([
    ['onLoginSuccess', 0],
    ['onMessageInstantReceive', 'bob', 0, 'hello'],
    ['onInviteReceived', expect.objectContaining({ peer: 'bob' })],
    ['onError', '', 1000, 'trouble'],
    ['onLogout', 103],
  ]);
});

test('web: login right after logout has 101 for the old session, its outcome for the new', async () => {
  const { world, signal, alice } = await cast();

  alice.session.logout();
  const again = enter(world, 'alice', signal);
  expect([alice.session.getStatus(), again.session.getStatus()]).toEqual([2, 1]);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', 101]]);
  expect(again.heard).toEqual([['onLoginSuccess', 0]]);
  expect([alice.session.getStatus(), again.session.getStatus()]).toEqual([0, 2]);
});

test('LOGIN_E_CANCEL: logout of a session that waits for a logout cancels it after the 101', async () => {
  const { world, signal, alice } = await cast();
  const order: unknown[][] = [];
  alice.session.logout();
  const again = signal.login('alice', none);
  for (const session of [alice.session, again]) listen(session, order);

  again.logout();
  expect(again.getStatus()).toBe(0);
  await world.advance('1 min');

  expect(order).toEqual([
    ['onLogout', 101],
    ['onLoginFailed', 203],
  ]);
  expect(world.service.online).toEqual(['bob']);
});

test('web: a second logout of the old session spares the login behind it', async () => {
  const { world, signal, alice } = await cast();

  alice.session.logout();
  const again = enter(world, 'alice', signal);
  alice.session.logout();
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', 101]]);
  expect(again.heard).toEqual([['onLoginSuccess', 0]]);
});

test('LOGIN_E_ALREADY_LOGIN: a third login while the second waits for a logout', async () => {
  const { world, signal, alice } = await cast();

  alice.session.logout();
  const second = enter(world, 'alice', signal);
  const third = enter(world, 'alice', signal);
  third.session.logout();
  await world.advance('1 s');

  expect([alice.heard, second.heard]).toEqual([[['onLogout', 101]], [['onLoginSuccess', 0]]]);
  expect(third.heard).toEqual([
    ['onLoginFailed', 208],
    ['onLogout', 108],
  ]);
});

test('LOGIN_E_INVALID_USER: a waiting login that is refused hears it itself', async () => {
  const { world, signal, alice } = await cast();

  alice.session.logout();
  const again = enter(world, 'alice', signal);
  world.service.ban('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', 101]]);
  expect(again.heard).toEqual([['onLoginFailed', 209]]);
});

test('LOGIN_E_NET: a waiting login without a token hears it itself, behind one that was taken back', async () => {
  const { world, signal, alice } = await cast();

  alice.session.logout();
  const second = enter(world, 'alice', signal);
  second.session.logout();
  const heard: unknown[][] = [];
  listen(signal.login('alice', ''), heard);
  await world.advance('1 s');

  expect([alice.heard, second.heard, heard]).toEqual([
    [['onLogout', 101]],
    [['onLoginFailed', 203]],
    [['onLoginFailed', 201]],
  ]);
});

test('web: onLoginSuccess comes again after every reconnect', async () => {
  const { world, alice } = await cast();

  for (let n = 0; n < 2; n++) {
    world.network.cut('alice');
    await world.advance('300 ms');
    world.network.restore('alice');
    await world.advance('1 s');
  }

  expect(alice.heard).toEqual([
    ['onLoginSuccess', 0],
    ['onLoginSuccess', 0],
  ]);
});

test('web: logout inside onLoginSuccess ends the session', async () => {
  const world = createWorld();
  const { session, heard } = enter(world, 'alice');
  session.onLoginSuccess = () => session.logout();

  await world.advance('1 s');

  expect(heard).toEqual([['onLogout', 101]]);
  expect([session.getStatus(), world.service.online]).toEqual([0, []]);
});

test('web: login inside onLogout begins a new session', async () => {
  const { world, signal, alice } = await cast();
  const again: Person[] = [];
  alice.session.onLogout = () => again.push(enter(world, 'alice', signal));

  alice.session.logout();
  await world.advance('1 s');

  expect(again.map(({ heard }) => heard)).toEqual([[['onLoginSuccess', 0]]]);
});

test('web: a handler that is set late hears what comes after it', async () => {
  const world = createWorld();
  const session = world.Signal('app').login('alice', none);
  const codes: number[] = [];

  await world.advance('1 s');
  session.logout();
  session.onLogout = (ecode) => codes.push(ecode);
  await world.advance('1 s');

  expect(codes).toEqual([101]);
});

test.each([
  ['null', null],
  ['undefined', undefined],
  ['an empty text', ''],
  ['an object', {}],
])('web: a handler or cb that is %s is skipped, and the trace says so', async (_, handler) => {
  const { world, alice } = await cast();
  Object.assign(alice.session, { onError: handler, onLogout: handler });

  alice.session.messageInstantSend('bob', 'hello', handler as never);
  alice.session.channelJoin('not a name').channelLeave(handler as never);
  await world.advance('1 s');
  alice.session.logout();
  await world.advance('1 s');

  const told = world.trace.callbacks('alice').map(({ name, handled }) => [name, handled]);
  expect(told.slice(1)).toEqual(
    [
      ['onError', false],
      ['onMessageSendSuccess', false],
      ['onLogout', false],
    ].toSpliced(1, 0, ['onChannelLeaved', false]),
  );
  expect(world.errors).toEqual([]);
});

test('web: handlers are called on their object', async () => {
  const world = createWorld();
  const { session } = enter(world, 'alice');
  const joined: unknown[] = [];
  session.onLoginSuccess = function (this: Session) {
    this.channelJoin('lobby').onChannelJoined = function (this: unknown) {
      joined.push(this);
    };
  };

  await world.advance('1 s');

  expect(joined).toEqual([expect.objectContaining({ name: 'lobby', state: 'joined' })]);
});

/** An object as Vue's reactive data hands it out: a proxy, and whatever comes out of it is one. */
const reactive = <T>(value: T): T =>
  typeof value === 'object' && value !== null
    ? new Proxy(value, { get: (of, key, me) => reactive<unknown>(Reflect.get(of, key, me)) })
    : value;

test('web: objects that an application keeps behind proxies are as good as bare', async () => {
  const { world, alice, bob } = await cast();
  const session = reactive(alice.session);
  const channel = reactive(session.channelJoin('lobby'));
  const call = reactive(session.channelInviteUser2('lobby', 'bob'));
  channel.onChannelJoined = () => alice.heard.push(['joined', channel.state]);

  await world.advance('1 s');
  channel.channelLeave();
  call.channelInviteEnd();
  await world.advance('1 s');
  expect([session.getStatus(), session.state, session.line]).toEqual([2, 2, '1']);
  session.logout();
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['joined', 'joined'],
    ['onLogout', 101],
  ]);
  expect([bob.heard.length, world.service.members('lobby')]).toEqual([1, []]);
});

test('web: methods taken off their objects go on as theirs', async () => {
  const world = createWorld();
  const { login } = world.Signal('app');
  const heard: unknown[][] = [];
  const { channelJoin, logout } = listen(login('alice', none), heard);
  await world.advance('1 s');

  const { channelLeave } = listen(channelJoin('lobby'), heard);
  await world.advance('1 s');
  channelLeave();
  logout();
  await world.advance('1 s');

  expect(heard.map(([name, first]) => [name, first])).toEqual([
    ['onLoginSuccess', 0],
    ['onChannelJoined', undefined],
    ['onChannelUserList', [['alice', 0]]],
    ['onChannelLeaved', 0],
    ['onLogout', 101],
  ]);
});

test('web: a cb that throws keeps nobody else from hearing', async () => {
  const { world, alice } = await cast();
  const channel = alice.session.channelJoin('lobby');
  await world.advance('1 s');
  world.service.refuse('message');
  const error = new RangeError('no');

  channel.messageChannelSend('hello', () => {
    throw error;
  });
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onError', 'messageChannelSend', 400, someText]]);
  expect(world.errors).toEqual([error]);
});

type Use = (session: Session, heard: unknown[][]) => unknown;

const dead: readonly (readonly [string, Use, readonly unknown[]])[] = [
  ['logout', (it) => it.logout(), ['onLogout', 108]],
  ['channelJoin', (it) => it.channelJoin('lobby'), ['onError', 'channelJoin', 1003, someText]],
  [
    'channelInviteUser2',
    (it) => it.channelInviteUser2('lobby', 'bob'),
    ['onError', 'channelInviteUser2', 1003, someText],
  ],
  [
    'messageInstantSend',
    (it, heard) => it.messageInstantSend('bob', 'hello', (isError) => heard.push(['cb', isError])),
    ['cb', true],
  ],
  [
    'invoke',
    (it) => it.invoke('io.agora.signal.user_set_attr', { name: 'mood', value: 'bad' }),
    ['onError', 'invoke', 1003, someText],
  ],
  [
    'call2',
    (it) => it.call2('channel_query_num', { name: 'lobby' }),
    ['onError', 'invoke', 1003, someText],
  ],
];

test.each(dead)(
  'web: %s of a dead session answers there and touches no other',
  async (_, use, answer) => {
    const { world, signal, alice, bob } = await cast();
    alice.session.logout();
    await world.advance('1 s');
    const again = enter(world, 'alice', signal);
    await world.advance('1 s');
    for (const { heard } of [alice, again, bob]) heard.length = 0;

    use(alice.session, alice.heard);
    await world.advance('1 min');

    expect(alice.heard).toEqual([answer]);
    expect([again.heard, bob.heard, again.session.getStatus()]).toEqual([[], [], 2]);
    expect(world.service.members('lobby')).toEqual([]);
  },
);

test('web: the channel and the call of a dead session do nothing to those of the next', async () => {
  const { world, signal, alice, bob } = await cast();
  const [channel, call] = [
    alice.session.channelJoin('lobby'),
    alice.session.channelInviteUser2('lobby', 'bob'),
  ];
  alice.session.logout();
  await world.advance('1 s');
  const again = enter(world, 'alice', signal);
  await world.advance('1 s');
  again.session.channelJoin('lobby');
  again.session.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  channel.messageChannelSend('hello');
  channel.channelLeave();
  channel.channelClearAttr();
  call.channelInviteDTMF('1');
  call.channelInviteEnd();
  await world.advance('1 s');

  expect(alice.heard.map(([, method, ecode]) => [method, ecode])).toEqual([
    ['messageChannelSend', 400],
    ['channelLeave', 1003],
    ['channelClearAttr', 1003],
    ['channelInviteDTMF', 1003],
    ['channelInviteEnd', 1003],
  ]);
  expect([world.service.members('lobby'), bob.heard]).toEqual([['alice'], []]);
});

test('web: what a session asked is answered to it, though the next one has begun', async () => {
  const { world, signal, alice } = await cast();
  world.service.silence('attribute');
  alice.session.invoke('io.agora.signal.user_get_attr_all', { account: 'bob' }, (err) =>
    alice.heard.push(['cb', err]),
  );

  alice.session.logout();
  const again = enter(world, 'alice', signal);
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onError', 'invoke', 1001, someText],
    ['cb', 'GENERAL_E_FAILED'],
    ['onLogout', 101],
  ]);
  expect(again.heard).toEqual([['onLoginSuccess', 0]]);
});

test('web: a call on a closed world throws an error that says so', async () => {
  const { world, alice } = await cast();
  world.close();

  expect(() => alice.session.logout()).toThrow(expect.objectContaining({ name: 'UsageError' }));
  expect(() => world.Signal('app').login('carol', none)).toThrow('this world is closed');
});

test('web: uid numbers the accounts of an App ID from 1001, in order of their first login', async () => {
  const world = createWorld();
  const { Signal } = world;
  const sessions = ['alice', 'bob'].map((name) => Signal('app').login(name, '_no_need_token'));
  const elsewhere = Signal('other').login('bob', '_no_need_token');
  expect(sessions.map(({ uid }) => uid)).toEqual([0, 0]);
  await world.advance('1 s');
  const [alice, bob] = sessions;
  alice?.logout();
  await world.advance('1 s');
  const carol = Signal('app').login('carol', '_no_need_token');
  const again = Signal('app').login('alice', '_no_need_token');
  await world.advance('1 s');

  expect([alice, bob, elsewhere, carol, again].map((session) => session?.uid)).toEqual([
    1001, 1002, 1001, 1003, 1001,
  ]);
});

test('web: no callback gives a uid but 0', async () => {
  const world = createWorld();
  const uids: unknown[] = [];
  const [alice, bob] = ['alice', 'bob'].map((name) => {
    const session = world.Signal('app').login(name, '_no_need_token');
    session.onLoginSuccess = (uid) => void uids.push(uid);
    session.onMessageInstantReceive = (_, uid) => void uids.push(uid);
    return session;
  });
  await world.advance('1 s');
  for (const session of [alice, bob]) {
    const channel = session?.channelJoin('lobby');
    if (channel === undefined) continue;
    channel.onChannelUserJoined = (_, uid) => void uids.push(uid);
    channel.onChannelUserList = (users) => void uids.push(...users.map(([, uid]) => uid));
    channel.onMessageChannelReceive = (_, uid) => void uids.push(uid);
    await world.advance('1 s');
    channel.messageChannelSend('hello');
  }
  alice?.messageInstantSend('bob', 'hello');
  await world.advance('1 s');

  expect(new Set(uids)).toEqual(new Set([0]));
  expect(uids.length).toBeGreaterThan(8);
});

test('web: each of the sessions that waited for a logout hears its own answer', async () => {
  const world = createWorld();
  const signal = world.Signal('app');
  const heard: unknown[][] = [];
  const again = (label: string): Session => {
    const session = signal.login('alice', '_no_need_token');
    session.onLoginSuccess = () => void heard.push([label, 'in']);
    session.onLoginFailed = (code) => void heard.push([label, code]);
    session.onLogout = (code) => void heard.push([label, code]);
    return session;
  };
  const first = again('first');
  await world.advance('1 s');
  heard.length = 0;

  first.logout();
  const second = again('second');
  second.logout();
  const third = again('third');
  second.logout(); // It has its one answer to come.
  third.logout();
  const fourth = again('fourth');
  again('fifth');
  expect([first, second, third, fourth].map((one) => one.getStatus())).toEqual([2, 0, 0, 1]);
  await world.advance('1 s');

  expect(heard).toEqual([
    ['fifth', 208],
    ['first', 101],
    ['second', 203],
    ['third', 203],
    ['fourth', 'in'],
  ]);
});
