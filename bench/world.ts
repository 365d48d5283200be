// What the world costs beside bare XState: the machines alone, with no service, network or record.
import { createActor, type AnyActorRef } from 'xstate';
import { eventOf } from '../machines/events.ts';
import { loginMachine, messageMachine } from '../machines/index.ts';
import { factsOfLogin } from '../machines/login/machine.ts';
import { Memo } from '../src/engine/memo.ts';
import { createWorld, type AgoraAPI } from '../src/index.ts';
import { bytes, compare, time, type Result } from './measure.ts';

const clients = 10_000;
const call = { appId: 'app', account: 'alice', token: '_no_need_token' };
/** A clock that does nothing: the peer pays for no timer. */
const noClock = { setTimeout: () => 0, clearTimeout: () => undefined };

const toLoggedIn = [
  factsOfLogin(call),
  { type: 'lookup.answered' },
  { type: 'connect.succeeded' },
  { type: 'reply.accepted' },
] as const;
const wholeSession = [...toLoggedIn, { type: 'logout' }, { type: 'logout.acknowledged' }] as const;

function bareActor(): AnyActorRef {
  return createActor(loginMachine, { input: { legacy: false }, clock: noClock }).start();
}

function bareClients(): readonly AnyActorRef[] {
  return Array.from({ length: clients }, () => {
    const actor = bareActor();
    for (const event of toLoggedIn) actor.send(event);
    return actor;
  });
}

async function worldOfClients() {
  const world = createWorld();
  for (let i = 0; i < clients; i++) {
    world.createAgoraAPI().login('app', `account${i}`, '_no_need_token');
  }
  await world.advance('1 s');
  if (world.service.online.length !== clients) throw new Error('not all are in');
  return world;
}

/** Sessions of one login, ten messages and a logout; gives microseconds per event. */
async function throughWorld(sessions: number): Promise<number> {
  const world = createWorld();
  const apis: AgoraAPI[] = [];
  const took = await time(async () => {
    for (let i = 0; i < sessions; i++) {
      const api = world.createAgoraAPI();
      apis.push(api);
      api.onLoginSuccess = () => {
        for (let n = 0; n < 10; n++) api.messageInstantSend('nobody', 0, 'hello', '');
      };
      api.login('app', `account${i}`, '_no_need_token');
    }
    await world.advance('1 s');
    for (const api of apis) api.logout();
    await world.advance('1 s');
  });
  return (took * 1000) / world.steps;
}

async function throughActor(sessions: number): Promise<number> {
  const actor = bareActor();
  const took = await time(() => {
    for (let i = 0; i < sessions; i++) for (const event of wholeSession) actor.send(event);
  });
  return (took * 1000) / (sessions * wholeSession.length);
}

type Cause = Parameters<typeof eventOf>[0];

/** The same sessions, each with a message, looked up; gives microseconds per event. */
async function throughMemo(sessions: number): Promise<number> {
  const login = new Memo(loginMachine, { legacy: false });
  const message = new Memo(messageMachine, { legacy: false });
  const known = { loggedIn: true, channel: '' };
  const session: readonly Cause[] = [
    { type: 'login', call },
    ...wholeSession.slice(1).map(({ type }) => ({ type })),
  ];
  const exchange: readonly Cause[] = [
    { type: 'messageInstantSend', account: 'nobody', body: 'hello' },
    { type: 'reply.ok', delivery: 'peerOffline' },
  ];
  const took = await time(() => {
    let [at, sent] = [login.initial, message.initial];
    for (let i = 0; i < sessions; i++) {
      for (const cause of session) at = login.step(at, eventOf(cause, known)).to;
      sent = message.initial;
      for (const cause of exchange) sent = message.step(sent, eventOf(cause, known)).to;
    }
    if (at !== login.initial || !sent.isDone) throw new Error('not all the way');
  });
  return (took * 1000) / (sessions * (session.length + exchange.length));
}

/** A client that cannot get in for an hour and tries again 1, 2, 4, ... 60 s later. */
async function hourOfBackOff(): Promise<number> {
  const world = createWorld();
  const api = world.createAgoraAPI();
  let waitMs = 1000;
  const login = (): void => {
    api.login('app', 'alice', '_no_need_token');
  };
  api.onLoginFailed = () => {
    world.clock.set(login, waitMs);
    waitMs = Math.min(waitMs * 2, 60_000);
  };
  return time(async () => {
    login();
    world.network.cut('alice');
    await world.advance('1 h');
  });
}

/** The benchmark `world`. */
export async function benchWorld(): Promise<readonly Result[]> {
  return [
    await compare(
      {
        name: `${clients} clients to loggedIn, time`,
        peerName: 'bare XState login actors',
        unit: 'ms',
        goal: 'ratio <= 2',
      },
      () => time(worldOfClients),
      () => time(bareClients),
    ),
    await compare(
      {
        name: `${clients} clients loggedIn, memory`,
        peerName: 'bare XState login actors',
        unit: 'bytes each',
        goal: 'none',
      },
      async () => {
        createWorld(); // The world made last is kept for `sigsim/sdk`; this lets go of the one before.
        return (await bytes(worldOfClients)) / clients;
      },
      async () => (await bytes(bareClients)) / clients,
      3,
    ),
    await compare(
      {
        name: 'an event through the world (login, 10 messages, logout)',
        peerName: 'actor.send on the login machine',
        unit: 'µs',
        goal: 'ratio <= 1',
      },
      () => throughWorld(2000),
      () => throughActor(5000),
    ),
    await compare(
      {
        name: 'a step of a machine, with what it is told of the event',
        peerName: 'actor.send on the login machine',
        unit: 'µs',
        goal: 'ratio <= 0.05',
      },
      () => throughMemo(20_000),
      () => throughActor(5000),
    ),
    await compare(
      {
        name: 'a virtual hour of capped back-off',
        peerName: 'the goal',
        unit: 'ms',
        goal: 'ratio <= 1',
      },
      hourOfBackOff,
      () => Promise.resolve(50),
    ),
  ];
}
