// The web double: how each of the 42 documented codes arrives. First arguments are those of the Web
// SDK 1.4.0 wherever an application may depend on them, `info` rides behind (decisions.md B).
import { createWorld, type CodeName, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { byName, codes } from '../../../machines/codes.ts';
import type { Info } from '../../../src/sdk/web/info.ts';
import type { Channel } from '../../../src/sdk/web/channel.ts';
import type { Session } from '../../../src/sdk/web/session.ts';
import { createSignal, type SignalObject } from '../../../src/sdk/web/signal.ts';
import type { Subject } from '../../../src/run/index.ts';
import type { ScenarioStep } from '../../../src/scenario/index.ts';
import { play } from '../../../src/tour/play.ts';
import { scripts, withSession, type Script } from '../../../src/tour/script.ts';
import { representativeRows } from '../../../src/tour/tour.ts';

const none = '_no_need_token';
const someText: unknown = expect.stringMatching(/./);

/** Writes down what the callbacks of an object get: `['onLogout', 101]`. */
function listen<T extends object>(to: T, heard: unknown[][]): T {
  for (const name of Object.keys(to).filter((key) => key.startsWith('on'))) {
    Object.assign(to, { [name]: (...args: unknown[]) => void heard.push([name, ...args]) });
  }
  return to;
}

/** The web double as a test drives it: the objects that an application has of it. */
interface App {
  readonly signal: SignalObject;
  readonly ears: unknown[][];
  session?: Session;
  channel?: Channel;
}

/** Drives the web double; `heard` gets what alice's callbacks get, `begin` the fresh world. */
const recorder = (heard: unknown[][], begin?: (world: SignalingWorld) => void): Subject<App> => {
  let isFresh = true;
  const answer =
    ({ ears }: App, name: string) =>
    (...args: readonly unknown[]) =>
      void ears.push([name, ...args]);
  return {
    name: 'recorder',
    create(world, options) {
      if (isFresh) begin?.(world);
      isFresh = false;
      const signal = createSignal(() => world.client('Signal', options))('app');
      return { signal, ears: options.name === 'alice' ? heard : [] };
    },
    do: {
      login: (app, { account, token }) => {
        app.session = listen(app.signal.login(account, token, 3), app.ears);
      },
      logout: ({ session }) => session?.logout(),
      channelJoin: (app, { channel }) => {
        if (app.session) app.channel = listen(app.session.channelJoin(channel), app.ears);
      },
      channelLeave: ({ channel }) => channel?.channelLeave(),
      channelQueryUserNum: (app, { channel: name }) =>
        app.session?.invoke(
          'io.agora.signal.channel_query_num',
          { name },
          answer(app, 'invoke cb'),
        ),
      messageInstantSend: (app, { account, body }) =>
        app.session?.messageInstantSend(account, body, answer(app, 'message cb')),
      channelInviteUser2: ({ session, ears }, { channel, peer, extra }) =>
        session && listen(session.channelInviteUser2(channel, peer, extra), ears),
      setAttr: (app, args) =>
        app.session?.invoke('io.agora.signal.user_set_attr', args, answer(app, 'invoke cb')),
    },
  };
};

/** The info of a code, with whatever reason. */
const info = (name: CodeName): Info => ({
  name,
  value: byName(name).value,
  reason: someText as string,
});

/** The callback gets the number alone. */
const bare = (callback: string, code: CodeName) => [[callback, byName(code).value]];
/** The callback gets the number, then the info. */
const told = (code: CodeName) => [['onChannelLeaved', byName(code).value, info(code)]];
const ofMessage = (code: CodeName) => [['message cb', true, info(code)]];
const ofQuery = (code: CodeName) => [['invoke cb', someText, {}, info(code)]];
const ofCall = (code: CodeName) => [['onInviteFailed', someText, info(code)]];
const ofSession = (method: string, code: CodeName) => [
  ['onError', method, byName(code).value, someText],
];

/** What decisions.md B says of the web shape: each callback that tells of a code, in order. */
const arrivals: Readonly<Record<CodeName, (code: CodeName) => unknown[][]>> = {
  SUCCESS: (code) => [['invoke cb', '', { result: 'ok', num: 0 }, info(code)]],
  LOGOUT_E_OTHER: (code) => bare('onLogout', code),
  LOGOUT_E_USER: (code) => bare('onLogout', code),
  LOGOUT_E_NET: (code) => bare('onLogout', code),
  LOGOUT_E_KICKED: (code) => bare('onLogout', code),
  LOGOUT_E_PACKET: (code) => bare('onLogout', code),
  LOGOUT_E_TOKENEXPIRED: (code) => bare('onLogout', code),
  LOGOUT_E_OLDVERSION: (code) => bare('onLogout', code),
  LOGOUT_E_TOKENWRONG: (code) => bare('onLogout', code),
  LOGOUT_E_ALREADY_LOGOUT: (code) => bare('onLogout', code),
  LOGIN_E_OTHER: (code) => bare('onLoginFailed', code),
  LOGIN_E_NET: (code) => bare('onLoginFailed', code),
  LOGIN_E_FAILED: (code) => bare('onLoginFailed', code),
  LOGIN_E_CANCEL: (code) => bare('onLoginFailed', code),
  LOGIN_E_TOKENEXPIRED: (code) => bare('onLoginFailed', code),
  LOGIN_E_OLDVERSION: (code) => bare('onLoginFailed', code),
  LOGIN_E_TOKENWRONG: (code) => bare('onLoginFailed', code),
  LOGIN_E_TOKEN_KICKED: (code) => bare('onLoginFailed', code),
  LOGIN_E_ALREADY_LOGIN: (code) => bare('onLoginFailed', code),
  LOGIN_E_INVALID_USER: (code) => bare('onLoginFailed', code),
  JOINCHANNEL_E_OTHER: (code) => bare('onChannelJoinFailed', code),
  SENDMESSAGE_E_OTHER: ofMessage,
  SENDMESSAGE_E_TIMEOUT: ofMessage,
  QUERYUSERNUM_E_OTHER: ofQuery,
  QUERYUSERNUM_E_TIMEOUT: ofQuery,
  QUERYUSERNUM_E_BYUSER: ofQuery,
  LEAVECHANNEL_E_OTHER: told,
  LEAVECHANNEL_E_KICKED: told,
  LEAVECHANNEL_E_BYUSER: (code) => [['onChannelLeaved', 0, info(code)]],
  LEAVECHANNEL_E_LOGOUT: told,
  LEAVECHANNEL_E_DISCONN: told,
  INVITE_E_OTHER: ofCall,
  INVITE_E_REINVITE: ofCall,
  INVITE_E_NET: ofCall,
  INVITE_E_PEEROFFLINE: ofCall,
  INVITE_E_TIMEOUT: ofCall,
  INVITE_E_CANTRECV: ofCall,
  GENERAL_E: (code) => ofSession('', code),
  GENERAL_E_FAILED: (code) => [...ofSession('invoke', code), ...ofQuery(code)],
  GENERAL_E_UNKNOWN: (code) => [...ofSession('invoke', code), ...ofQuery(code)],
  GENERAL_E_NOT_LOGIN: (code) => ofSession('channelJoin', code),
  GENERAL_E_WRONG_PARAM: (code) => ofSession('channelJoin', code),
};

/** Whether the arguments of a callback tell of a code: by its info, or by its number alone. */
const tellsOf =
  (code: CodeName) =>
  (args: readonly unknown[]): boolean => {
    const { value } = byName(code);
    const infos = args.filter((arg) => typeof arg === 'object' && arg !== null && 'reason' in arg);
    if (infos.length > 0) return infos.some((arg) => (arg as Info).name === code);
    return value !== 0 && args.includes(value);
  };

test.each(scripts.map((script) => [script.code, script] as const))(
  '%s: arrives in the web shape once, with the arguments of 1.4.0 first',
  async (code, script) => {
    const heard: unknown[][] = [];

    const { row } = await play(withSession(script), recorder(heard));

    expect(heard.filter(tellsOf(code))).toEqual(arrivals[code](code));
    expect(row).toBe(representativeRows.get(code));
  },
);

test('web: the table of arrivals has the documented codes, in their order', () => {
  expect(Object.keys(arrivals)).toEqual(codes.map(({ name }) => name));
});

const act = (step: Omit<ScenarioStep & { by: 'client' }, 'by' | 'client'>): ScenarioStep =>
  ({ by: 'client', client: 'alice', ...step }) as ScenarioStep;
const wait = (ms: number): ScenarioStep => ({ by: 'time', wait: `${ms} ms` });
const login = (client: string, token: 'none' | 'day'): ScenarioStep => ({
  by: 'client',
  client,
  do: 'login',
  args: { account: client, token },
});

/** What an application does for a rule to have its occasion, by the callback that tells of it. */
const occasions: Readonly<Record<string, ScenarioStep>> = {
  onChannelJoinFailed: act({ do: 'channelJoin', args: { channel: 'lobby' } }),
  onChannelLeaved: act({ do: 'channelJoin', args: { channel: 'lobby' } }),
  'message cb': act({ do: 'messageInstantSend', args: { account: 'bob', body: 'hello' } }),
  'invoke cb': act({ do: 'channelQueryUserNum', args: { channel: 'lobby' } }),
  onInviteFailed: act({ do: 'channelInviteUser2', args: { channel: 'lobby', peer: 'bob' } }),
};
const setMood = act({ do: 'setAttr', args: { name: 'mood', value: 'good' } });

/** Bob is online; alice logs in, does one thing if there is a need to, and waits. */
function occasionOf(code: CodeName): Script {
  const [name] = arrivals[code](code)[0] ?? [];
  const isRequest = code === 'GENERAL_E_FAILED' || code === 'GENERAL_E_UNKNOWN';
  const occasion = isRequest ? setMood : occasions[String(name)];
  const steps = [
    login('bob', 'none'),
    wait(1_000),
    login('alice', 'day'),
    wait(1_000),
    ...(occasion === undefined ? [] : [occasion]),
    wait(60_000),
  ];
  const { deprecated: legacy } = byName(code);
  return { code, hero: 'alice', scenario: { sigsim: 'scenario', version: 1, legacy, steps } };
}

test.each(codes.map(({ name }) => name))(
  '%s: world.fail brings it to the web shape as its real cause does',
  async (code) => {
    const heard: unknown[][] = [];
    const shape = recorder(heard, (fresh) => {
      fresh.fail(code, { account: 'alice' });
    });

    const { world, row } = await play(occasionOf(code), shape);

    expect(heard.filter(tellsOf(code))).toEqual(arrivals[code](code));
    expect(row).toBe(representativeRows.get(code));
    expect(world.trace.codes('alice').filter((one) => one === code)).toHaveLength(1);
    expect(() => world.close()).not.toThrow();
  },
);

/** A world in which alice is online; `heard` is what her session hears from now on. */
async function online(): Promise<{
  readonly world: SignalingWorld;
  readonly session: Session;
  readonly heard: unknown[][];
}> {
  const world = createWorld();
  const heard: unknown[][] = [];
  const session = listen(world.Signal('app').login('alice', none), heard);
  await world.advance('1 s');
  heard.length = 0;
  return { world, session, heard };
}

/** A callback that writes down how it was called. */
const note =
  (heard: unknown[][]) =>
  (...args: unknown[]): void =>
    void heard.push(['cb', ...args]);

test.each([
  ['refuse', 'SENDMESSAGE_E_OTHER'],
  ['silence', 'SENDMESSAGE_E_TIMEOUT'],
] as const)(
  'web: a channel message after service.%s has cb(undefined, info) and onError',
  async (way, code) => {
    const { world, session, heard } = await online();
    const channel = session.channelJoin('lobby');
    await world.advance('1 s');
    world.service[way]('message');

    channel.messageChannelSend('hello', note(heard));
    await world.advance('1 min');

    expect(heard).toEqual([
      ['cb', undefined, info(code)],
      ['onError', 'messageChannelSend', byName(code).value, someText],
    ]);
  },
);

test.each([
  ['refuse', 'GENERAL_E_FAILED'],
  ['garble', 'GENERAL_E_UNKNOWN'],
  ['silence', 'GENERAL_E_FAILED'],
] as const)(
  'web: attributes after service.%s have onError, then cb(undefined, info)',
  async (way, code) => {
    const { world, session, heard } = await online();
    const channel = session.channelJoin('lobby');
    await world.advance('1 s');
    world.service[way]('attribute');

    channel.channelSetAttr('topic', 'tea', note(heard));
    channel.channelDelAttr('topic', note(heard));
    channel.channelClearAttr(note(heard));
    await world.advance('1 min');

    expect(heard).toEqual(
      ['channelSetAttr', 'channelDelAttr', 'channelClearAttr'].flatMap((method) => [
        ['onError', method, byName(code).value, someText],
        ['cb', undefined, info(code)],
      ]),
    );
  },
);

test('LEAVECHANNEL_E_BYUSER: channelLeave() calls onChannelLeaved(0, info)', async () => {
  const { world, session, heard } = await online();
  const channel = listen(session.channelJoin('lobby'), heard);
  await world.advance('1 s');
  heard.length = 0;

  channel.channelLeave();
  await world.advance('1 s');

  expect(heard).toEqual([
    ['onChannelLeaved', 0, { ...info('LEAVECHANNEL_E_BYUSER'), reason: 'left-by-user' }],
  ]);
});

test('LEAVECHANNEL_E_BYUSER: channelLeave(cb) calls cb(undefined, info) alone', async () => {
  const { world, session, heard } = await online();
  const channel = listen(session.channelJoin('lobby'), heard);
  await world.advance('1 s');
  heard.length = 0;

  channel.channelLeave(note(heard));
  await world.advance('1 s');

  expect(heard).toEqual([['cb', undefined, info('LEAVECHANNEL_E_BYUSER')]]);
});

test.each(['refuse', 'silence'] as const)(
  'LEAVECHANNEL_E_OTHER: channelLeave() after service.%s counts as done, and onError says so',
  async (way) => {
    const { world, session, heard } = await online();
    const channel = listen(session.channelJoin('lobby'), heard);
    await world.advance('1 s');
    heard.length = 0;
    world.service[way]('leave');

    channel.channelLeave();
    await world.advance('1 min');

    expect(heard).toEqual([
      ['onChannelLeaved', 0, info('LEAVECHANNEL_E_OTHER')],
      ['onError', 'channelLeave', 600, someText],
    ]);
  },
);

test('LEAVECHANNEL_E_OTHER: a failed channelLeave(cb) calls cb(undefined, info) and onError', async () => {
  const { world, session, heard } = await online();
  const channel = listen(session.channelJoin('lobby'), heard);
  await world.advance('1 s');
  heard.length = 0;
  world.service.refuse('leave');

  channel.channelLeave(note(heard));
  await world.advance('1 s');

  expect(heard).toEqual([
    ['cb', undefined, info('LEAVECHANNEL_E_OTHER')],
    ['onError', 'channelLeave', 600, someText],
  ]);
  expect(channel.state).toBe('leaved');
});

test('LEAVECHANNEL_E_LOGOUT: a logout during channelLeave(cb) answers cb and tells the channel', async () => {
  const { world, session, heard } = await online();
  const channel = listen(session.channelJoin('lobby'), heard);
  await world.advance('1 s');
  heard.length = 0;
  world.service.silence('leave');

  channel.channelLeave(note(heard));
  session.logout();
  await world.advance('1 s');

  expect(heard).toEqual([
    ['cb', undefined, info('LEAVECHANNEL_E_LOGOUT')],
    ['onChannelLeaved', 603, info('LEAVECHANNEL_E_LOGOUT')],
    ['onLogout', 101],
  ]);
});

test('GENERAL_E_NOT_LOGIN: channelJoin while logging in still returns a Channel', async () => {
  const world = createWorld();
  const heard: unknown[][] = [];
  const session = listen(world.Signal('app').login('alice', none), heard);

  const channel = listen(session.channelJoin('lobby'), heard);
  expect([channel.name, channel.state]).toEqual(['lobby', 'joining']);
  await world.advance('1 s');

  expect(heard).toEqual([
    ['onError', 'channelJoin', 1003, someText],
    ['onLoginSuccess', 0],
  ]);
  expect(channel.state).toBe('leaved');
});

test('GENERAL_E_NOT_LOGIN: invoke answers its own cb besides onError, whatever it asks', async () => {
  const world = createWorld();
  const heard: unknown[][] = [];
  const session = listen(world.Signal('app').login('alice', none), heard);

  session.invoke('io.agora.signal.channel_query_num', { name: 'lobby' }, note(heard));
  session.invoke('io.agora.signal.user_get_attr_all', { account: 'bob' }, note(heard));
  await world.advance(0);

  const each = [
    ['onError', 'invoke', 1003, someText],
    ['cb', someText, {}, info('GENERAL_E_NOT_LOGIN')],
  ];
  expect(heard).toEqual([...each, ...each]);
});

test('GENERAL_E_NOT_LOGIN: channelLeave(cb) while reconnecting answers cb besides onError', async () => {
  const { world, session, heard } = await online();
  const channel = listen(session.channelJoin('lobby'), heard);
  await world.advance('1 s');
  heard.length = 0;
  world.network.cut('alice');

  channel.channelLeave(note(heard));
  await world.advance(0);

  expect(heard).toEqual([
    ['onError', 'channelLeave', 1003, someText],
    ['cb', undefined, info('GENERAL_E_NOT_LOGIN')],
  ]);
  expect(channel.state).toBe('joined');
});

test('LEAVECHANNEL_E_OTHER: a leave that was refused earlier does not make it the user’s own', async () => {
  const { world, session, heard } = await online();
  const channel = listen(session.channelJoin('lobby'), heard);
  await world.advance('1 s');
  world.network.cut('alice');
  channel.channelLeave(note(heard));
  world.network.restore('alice');
  await world.advance('1 s');
  heard.length = 0;

  world.service.destroyChannel('lobby');
  await world.advance('1 s');

  expect(heard).toEqual([['onChannelLeaved', 600, info('LEAVECHANNEL_E_OTHER')]]);
});

test('GENERAL_E_WRONG_PARAM: a message of 8193 bytes has onError and cb(true, info of 400)', async () => {
  const { world, session, heard } = await online();

  session.messageInstantSend('bob', 'x'.repeat(8193), note(heard));
  await world.advance('1 s');

  expect(heard).toEqual([
    ['onError', 'messageInstantSend', 1004, someText],
    ['cb', true, info('SENDMESSAGE_E_OTHER')],
  ]);
});

test('GENERAL_E_WRONG_PARAM: a channel message of 8193 bytes has onError twice and cb', async () => {
  const { world, session, heard } = await online();
  const channel = session.channelJoin('lobby');
  await world.advance('1 s');

  channel.messageChannelSend('x'.repeat(8193), note(heard));
  await world.advance('1 s');

  expect(heard).toEqual([
    ['onError', 'messageChannelSend', 1004, someText],
    ['cb', undefined, info('SENDMESSAGE_E_OTHER')],
    ['onError', 'messageChannelSend', 400, someText],
  ]);
});

test('web: applications that look only at the arguments of 1.4.0 tell good from bad', async () => {
  const { world, session } = await online();
  const seen: unknown[] = [];
  const query = (): void =>
    session.invoke('io.agora.signal.channel_query_num', { name: 'lobby' }, (err, ret) => {
      seen.push(err ? 'no count' : ret['num']);
    });
  const send = (): void =>
    session.messageInstantSend('bob', 'hello', (isError) => seen.push(isError ? 'lost' : 'sent'));

  query();
  send();
  await world.advance('1 s');
  world.service.refuse('query');
  world.service.refuse('message');
  query();
  send();
  await world.advance('1 s');

  expect(seen).toEqual([0, 'sent', 'no count', 'lost']);
});

test('INVITE_E_PEEROFFLINE: extra is JSON text with the reason and the code', async () => {
  const { world, session } = await online();
  const extras: unknown[] = [];

  session.channelInviteUser2('lobby', 'bob', '{"_require_peer_online":1}').onInviteFailed = (
    extra,
    { reason },
  ) => extras.push(JSON.parse(extra), reason);
  await world.advance('1 s');

  expect(extras).toEqual([
    { reason: extras[1], code: 703 },
    byName('INVITE_E_PEEROFFLINE').meaning.en,
  ]);
});
