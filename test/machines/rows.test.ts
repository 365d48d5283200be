// What the machines say of themselves: which row represents a code, what the model offers.
import type { AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { eventOf } from '../../machines/events.ts';
import { lifecycles } from '../../machines/index.ts';
import { factsOfLogin } from '../../machines/login/machine.ts';
import { pairEnds } from '../../machines/invite/ends.ts';
import { sessionActs } from '../../machines/session.ts';
import { begin, step } from '../../src/engine/step.ts';
import { writtenStates, writtenTransitions } from '../../src/paths/index.ts';

const parts = lifecycles.flatMap((lifecycle) => lifecycle.parts);

/** decisions.md B: the part and the row that represent each code, in documented order. */
const representatives = [
  ['SUCCESS', 'query Q1'],
  ['LOGOUT_E_OTHER', 'login L37'],
  ['LOGOUT_E_USER', 'login L20'],
  ['LOGOUT_E_NET', 'login L28'],
  ['LOGOUT_E_KICKED', 'login L23'],
  ['LOGOUT_E_PACKET', 'login L35'],
  ['LOGOUT_E_TOKENEXPIRED', 'login L30'],
  ['LOGOUT_E_OLDVERSION', 'login L36'],
  ['LOGOUT_E_TOKENWRONG', 'login L31'],
  ['LOGOUT_E_ALREADY_LOGOUT', 'login L22'],
  ['LOGIN_E_OTHER', 'login L15'],
  ['LOGIN_E_NET', 'login L8'],
  ['LOGIN_E_FAILED', 'login L14'],
  ['LOGIN_E_CANCEL', 'login L17'],
  ['LOGIN_E_TOKENEXPIRED', 'login L10'],
  ['LOGIN_E_OLDVERSION', 'login L16'],
  ['LOGIN_E_TOKENWRONG', 'login L11'],
  ['LOGIN_E_TOKEN_KICKED', 'login L12'],
  ['LOGIN_E_ALREADY_LOGIN', 'login L18'],
  ['LOGIN_E_INVALID_USER', 'login L13'],
  ['JOINCHANNEL_E_OTHER', 'channel C5'],
  ['SENDMESSAGE_E_OTHER', 'message M6'],
  ['SENDMESSAGE_E_TIMEOUT', 'message M7'],
  ['QUERYUSERNUM_E_OTHER', 'query Q2'],
  ['QUERYUSERNUM_E_TIMEOUT', 'query Q3'],
  ['QUERYUSERNUM_E_BYUSER', 'query Q2b'],
  ['LEAVECHANNEL_E_OTHER', 'channel C15'],
  ['LEAVECHANNEL_E_KICKED', 'channel C14'],
  ['LEAVECHANNEL_E_BYUSER', 'channel C11'],
  ['LEAVECHANNEL_E_LOGOUT', 'channel C16'],
  ['LEAVECHANNEL_E_DISCONN', 'channel C20'],
  ['INVITE_E_OTHER', 'caller I7'],
  ['INVITE_E_REINVITE', 'caller I4'],
  ['INVITE_E_NET', 'caller I10'],
  ['INVITE_E_PEEROFFLINE', 'caller I6'],
  ['INVITE_E_TIMEOUT', 'caller I9'],
  ['INVITE_E_CANTRECV', 'caller I12'],
  ['GENERAL_E', 'login G3'],
  ['GENERAL_E_FAILED', 'request G1'],
  ['GENERAL_E_UNKNOWN', 'request G2'],
  ['GENERAL_E_NOT_LOGIN', 'channel C2'],
  ['GENERAL_E_WRONG_PARAM', 'channel C3'],
];

test('rows: each code is represented by the row of the specification, and no other', () => {
  const found = new Map<string, Set<string>>();
  for (const { name, machine } of parts) {
    for (const { meta } of writtenTransitions(machine)) {
      for (const code of meta?.primary === true ? meta.codes : []) {
        found.set(code, (found.get(code) ?? new Set()).add(`${name} ${meta?.row}`));
      }
    }
  }

  expect(codes.map(({ name }) => [name, ...(found.get(name) ?? [])])).toEqual(representatives);
});

test('rows: the code of a representative row leaves its state, but for those about no state', () => {
  const staying = parts.flatMap(({ machine }) =>
    writtenTransitions(machine).flatMap(({ meta, source, target }) =>
      meta?.primary === true && source === target ? [meta.row] : [],
    ),
  );

  expect(staying.toSorted()).toEqual(['C2', 'C3', 'G3', 'I4', 'L18', 'L22'].toSorted());
});

test('rows: each part begins without its input, and without the deprecated codes', () => {
  const legacy = parts.map(({ name, machine }) => {
    const context = begin(machine, undefined).context as { readonly legacy?: boolean };
    return [name, context.legacy] as const;
  });

  expect(legacy.filter(([, given]) => given !== undefined)).toEqual([
    ['login', false],
    ['query', false],
    ['caller', false],
  ]);
});

test('rows: each lifecycle has a title in both languages', () => {
  const titles = [...lifecycles, ...parts].map(({ title }) => title);

  expect(
    titles.filter(({ en, zh }) => !/^[A-Z]?[a-z]+$/.test(en) || !/\p{Script=Han}/u.test(zh)),
  ).toEqual([]);
  expect(new Set(titles.map(({ zh }) => zh)).size).toBe(titles.length);
});

test('acts: the model logs in with every kind of account and token', () => {
  const acts = parts.find(({ name }) => name === 'login')?.acts.filter(({ by }) => by === 'client');

  expect(acts?.map(({ event, args }) => [event.type, ...Object.values(args ?? {})])).toEqual([
    ['login', 'alice', 'none'],
    ['login', 'a lice', 'none'],
    ['login', 'alice', 'missing'],
    ['login', 'alice', 'expired'],
    ['login', 'alice', 'foreign'],
    ['login', 'alice', 'hour'],
    ['logout'],
  ]);
});

test('acts: the channels of which only the difference matters are two, and both are asked for', () => {
  const alike = parts.flatMap((part) =>
    part.alike === undefined ? [] : [[part.name, part.alike]],
  );

  expect(alike).toEqual(
    ['channel', 'message'].map((name) => [name, { key: 'channel', names: ['lobby', 'games'] }]),
  );
});

test('acts: each part is offered what it waits for, and nothing that it never does', () => {
  for (const { name, machine, acts } of parts) {
    const heard = new Set(writtenTransitions(machine).map(({ event }) => event));
    const offered = new Set([...acts, ...sessionActs].map(({ event }) => event.type));
    const silent = [...heard].filter((event) => !event.startsWith('after ') && !offered.has(event));
    // `login.dropped` is what the login tells itself.
    expect([name, ...silent]).toEqual(name === 'login' ? [name, 'login.dropped'] : [name]);
  }
});

const known = { loggedIn: true, channel: '' };

test('acts: a peer may be offline only as long as an invitation asks for it, and has not arrived', () => {
  const caller = parts.find(({ name }) => name === 'caller');
  const act = caller?.acts.find(({ event }) => event.type === 'peer.offline');
  const offline = (extra: string | undefined, ...types: readonly string[]): unknown => {
    if (caller === undefined) return undefined;
    const call = {
      type: 'channelInviteUser2',
      channel: 'lobby',
      peer: 'bob',
      extra,
    };
    let { snapshot } = step(caller.machine, begin(caller.machine, {}), eventOf(call, known));
    for (const type of types) snapshot = step(caller.machine, snapshot, { type }).snapshot;
    return act?.when?.(snapshot);
  };
  const asking = '{"_require_peer_online":1}';

  expect(caller && act?.when?.(begin(caller.machine, {}))).toBe(false);
  expect(offline(undefined)).toBe(false);
  expect(offline(asking)).toBe(true);
  expect(offline(asking, 'peer.acknowledged')).toBe(false);
  expect(offline(asking, 'peer.offline')).toBe(false);
});

test('acts: logins that fail at once are offered where one is out, and judgements by their token', () => {
  const login = parts.find(({ name }) => name === 'login');
  if (login === undefined) throw new Error('there is no login');
  const out = begin(login.machine, {});
  const offered = (snapshot: typeof out): readonly unknown[] =>
    login.acts
      .filter(({ when }) => when?.(snapshot) ?? true)
      .filter(
        ({ by, event }) =>
          by === 'client' || /^reply\.(accepted|token|accountTaken)/.test(event.type),
      )
      .map(({ event, args }) => (args === undefined ? event.type : Object.values(args).join('/')));
  const loginWith = (token: string) =>
    step(
      login.machine,
      out,
      factsOfLogin({ appId: 'app', account: 'alice', token, credential: token }),
    ).snapshot;
  let away = loginWith('none');
  for (const type of ['lookup.answered', 'connect.succeeded', 'reply.accepted', 'line.lost']) {
    away = step(login.machine, away, { type }).snapshot;
  }

  expect(offered(out)).toEqual([
    'alice/none',
    'a lice/none',
    'alice/missing',
    'alice/expired',
    'alice/foreign',
    'alice/hour',
    'logout',
  ]);
  expect(offered(loginWith('none'))).toEqual(['alice/none', 'logout', 'reply.accepted']);
  expect(offered(loginWith('expired'))).toEqual(['alice/none', 'logout', 'reply.tokenExpired']);
  expect(offered(loginWith('foreign'))).toEqual(['alice/none', 'logout', 'reply.tokenWrong']);
  expect(offered(loginWith('hour'))).toEqual(['alice/none', 'logout', 'reply.accountTaken']);
  expect(offered(away)).toEqual([
    'alice/none',
    'logout',
    'reply.accepted',
    'reply.tokenExpired',
    'reply.tokenWrong',
    'reply.accountTaken',
  ]);
});

test('acts: a request that only onError speaks for asks about somebody', () => {
  const request = parts.find(({ name }) => name === 'request');

  expect(request?.acts[0]).toMatchObject({
    event: { type: 'request', method: 'queryUserStatus' },
    args: { account: 'bob' },
  });
});

test('acts: each end of a call is ended at its own address', () => {
  const ended = parts.flatMap(({ name, acts }) =>
    acts
      .filter(({ event }) => event.type === 'channelInviteEnd')
      .map(({ args }) => [name, args] as const),
  );

  expect(ended).toEqual([
    ['caller', { channel: 'lobby', peer: 'bob' }],
    ['callee', { channel: 'lobby', peer: 'carol' }],
  ]);
  expect(pairEnds).toEqual({
    caller: { channel: 'lobby', peer: 'bob' },
    callee: { channel: 'lobby', peer: 'alice' },
  });
});

test('rows: a call is over where its place is free again', () => {
  const over = parts.map(({ name, machine }) => [
    name,
    Object.values(machine.root.states)
      .filter(({ tags }) => tags.includes('over'))
      .map(({ key }) => key),
  ]);

  expect(Object.fromEntries(over)).toMatchObject({
    caller: ['refused', 'failed', 'ended'],
    callee: ['refused', 'ended'],
  });
});

test('rows: a login has no line outside, while it looks up, and between two attempts', () => {
  const login = parts.find(({ name }) => name === 'login');
  const lineless = writtenStates(login?.machine as AnyStateMachine).flatMap(({ path }) => {
    const [outer = '', inner = ''] = path.split('.');
    const node = login?.machine.root.states[outer];
    return ((inner === '' ? node : node?.states[inner])?.tags ?? []).includes('lineless')
      ? [path]
      : [];
  });

  expect(lineless).toEqual([
    'loggedOut',
    'loggingIn.resolving',
    'loggingIn.backoff',
    'reconnecting.backoff',
  ]);
});

test('rows: who is out of every channel remembers none', () => {
  const machine = parts.find(({ name }) => name === 'channel')?.machine;
  if (machine === undefined) throw new Error('there is no channel');
  const out = begin(machine, undefined);
  const joining = step(machine, out, eventOf({ type: 'channelJoin', channel: 'lobby' }, known));
  const back = step(machine, joining.snapshot, { type: 'reply.refused' });

  expect([out, joining.snapshot, back.snapshot].map(({ context }) => context as unknown)).toEqual([
    { channel: '' },
    { channel: 'lobby' },
    { channel: '' },
  ]);
});
