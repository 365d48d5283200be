// What a machine is told of an event: facts, and one object for all that are equal.
import { expect, test, vi } from 'vitest';
import { eventOf } from '../../machines/events.ts';
import { intern, worded } from '../../machines/facts.ts';

const inLobby = { loggedIn: true, channel: 'lobby' };
const nowhere = { loggedIn: false, channel: '' };
const body = 'hello';
const ends = { channel: 'lobby', peer: 'bob' };
const call = { appId: 'app', account: 'alice', token: 'x' };
const login = { legal: true, credential: 'given', loginRetries: 3, retries: 3, windowMs: 0 };

test.each([
  [{ type: 'logout' }, {}],
  [{ type: 'login', call }, login],
  [
    { type: 'login', call: { ...call, account: 'a lice' } },
    { ...login, legal: false },
  ],
  [
    { type: 'login', call: { ...call, appId: 7 } },
    { ...login, credential: 'missing' },
  ],
  [
    { type: 'login', call: { ...call, token: '' } },
    { ...login, credential: 'missing' },
  ],
  [
    { type: 'login', call: { ...call, credential: 'hour' } },
    { ...login, credential: 'hour' },
  ],
  [
    { type: 'login', call: { ...call, retriesLogin: false } },
    { ...login, loginRetries: 0 },
  ],
  [
    { type: 'login', call: { ...call, retryCount: 5, retrySeconds: 2 } },
    { ...login, loginRetries: 5, retries: 5, windowMs: 2000 },
  ],
  [{ type: 'login', call: { ...call, retryCount: -1, retrySeconds: 'x' } }, login],
  [{ type: 'request', method: 'getAttr' }, { loggedIn: true }],
  [{ type: 'channelQueryUserNum', channel: 'lobby' }, { loggedIn: true }],
  [
    { type: 'channelJoin', channel: 'lobby' },
    { loggedIn: true, channel: 'lobby' },
  ],
  [
    { type: 'channelLeave', channel: 'no such name' },
    { loggedIn: true, channel: '' },
  ],
  [
    { type: 'messageInstantSend', account: 'bob', body },
    { loggedIn: true, legal: true },
  ],
  [
    { type: 'messageInstantSend', account: '', body },
    { loggedIn: true, legal: false },
  ],
  [
    { type: 'messageInstantSend', account: 'bob', body: null },
    { loggedIn: true, legal: false },
  ],
  [
    { type: 'messageChannelSend', channel: 'lobby', body },
    { loggedIn: true, legal: true, inChannel: true },
  ],
  [
    { type: 'messageChannelSend', channel: 'games', body },
    { loggedIn: true, legal: true, inChannel: false },
  ],
  [
    { type: 'messageChannelSendForce', channel: '', body },
    { loggedIn: true, legal: false },
  ],
  [
    { type: 'messageAppSend', body },
    { loggedIn: true, legal: true },
  ],
  [
    { type: 'channelInviteUser2', ...ends, extra: '{"_timeout":4}' },
    { loggedIn: true, legal: true, options: { requirePeerOnline: false, timeoutMs: 4000 } },
  ],
  [
    { type: 'channelInviteUser2', ...ends, extra: 'not JSON' },
    { loggedIn: true, legal: false, options: { requirePeerOnline: false, timeoutMs: 0 } },
  ],
  [{ type: 'channelInviteEnd', ...ends }, { loggedIn: true }],
  [{ type: 'channelInviteAccept', ...ends }, { loggedIn: true }],
  [{ type: 'reply.ok', delivery: 'overRate' }, { delivery: 'overRate' }],
  [{ type: 'reply.ok', users: ['bob'], attributes: {} }, {}],
  [{ type: 'reply.accepted', session: 1, uid: 1001 }, {}],
  [{ type: 'session.ended', by: 'network' }, { by: 'network' }],
  [{ type: 'session.restored', membership: 'kept' }, { membership: 'kept' }],
  [{ type: 'message.arrived', account: 'bob', body }, {}],
])('events: of %j a machine hears %j', (cause, facts) => {
  expect(eventOf(cause, inLobby)).toStrictEqual({ type: cause.type, ...facts });
});

test('events: nobody is in a channel without a name', () => {
  const event = { type: 'messageChannelSend', channel: '', body };

  expect(eventOf(event, nowhere)).toMatchObject({ loggedIn: false, inChannel: false });
});

test('events: who is not logged in invites nobody, however legal it is', () => {
  expect(eventOf({ type: 'channelInviteUser2', ...ends }, nowhere)).toMatchObject({
    loggedIn: false,
    legal: false,
  });
});

test.each([
  { type: 'login', call },
  { type: 'messageInstantSend', account: 'bob', body },
  { type: 'channelInviteUser2', ...ends },
  { type: 'reply.ok', delivery: 'passedOn' },
  { type: 'reply.refused' },
])('events: equal ones are one object: $type', (cause) => {
  const [one, two] = [eventOf(cause, inLobby), eventOf({ ...cause, ref: {} }, { ...inLobby })];

  expect(one).toBe(two);
  expect(one).toBe(intern({ ...one }));
  expect(Object.isFrozen(one)).toBe(true);
});

/** How often words were made up: what was heard once is kept for the process. */
let made = 0;

test('events: one that is heard for the first time is itself, with the word that it carries', () => {
  const type = `event ${++made}`;
  const facts = worded(`worded ${made}`, 'by');

  expect(eventOf({ type }, nowhere)).toStrictEqual({ type });
  expect(facts({ by: 'user' }, nowhere)).toStrictEqual({ type: `worded ${made}`, by: 'user' });
  expect(facts({}, nowhere)).toEqual({ type: `worded ${made}` });
  expect(facts({ by: 'user' }, nowhere)).toBe(facts({ by: 'user', ref: {} }, nowhere));
});

test('events: so many different ones that they cannot be kept are still right', async () => {
  // What is kept is kept for the process: this one fills a copy of its own.
  vi.resetModules();
  const own = (await import('../../machines/events.ts')).eventOf;
  const waits = Array.from({ length: 10_000 }, (_, n) => n + 1);
  const ask = (n: number): object =>
    own({ type: 'login', call: { ...call, retrySeconds: n } }, nowhere);
  const told = waits.map(ask);

  expect(told.map((event) => (event as { windowMs: number }).windowMs)).toEqual(
    waits.map((n) => n * 1000),
  );
  expect([ask(1), ask(10_000)]).toEqual([told[0], told.at(-1)]);
  expect([ask(1) === told[0], ask(10_000) === told.at(-1)]).toEqual([true, false]);
});
