// Many seeds, each a few clients that do whatever comes to mind on a line that loses, repeats and
// reorders, with a service that misbehaves. Whatever happens, nobody is left without an answer, and
// nobody gets two.
//
//   SEED=81 SEEDS=1 npm run test:long        plays one seed again
import {
  createWorld,
  UsageError,
  type AgoraAPI,
  type SignalingWorld,
  type TraceEntry,
} from 'sigsim';
import { expect, test } from 'vitest';
import { phaseOf } from '../../machines/session.ts';
import { callbackNames } from '../../src/sdk/native/callbacks.ts';
import { traceFile } from '../../src/world/keep.ts';
import { readTrace } from '../../src/replay/read.ts';
import { replayTrace } from '../../src/replay/replay.ts';
import { Dice } from '../support/dice.ts';

const first = Number(process.env['SEED'] ?? 1);
const count = Number(process.env['SEEDS'] ?? 300);

const names = ['alice', 'bob', 'carol', 'alice'];
const channels = ['lobby', 'garden', 'not a name'];
const extras = [undefined, '{"_timeout":3}', '{"_require_peer_online":1}', 'not JSON'];
const operations = ['lookup', 'connect', 'login', 'logout', 'join', 'query', 'message', 'invite'];
const waitsMs = [0, 0, 0, 1, 15, 40, 300, 2_000, 12_000, 45_000];

/** A client, and what came of what it asked for. */
class Person {
  readonly api: AgoraAPI;
  readonly account: string;
  readonly name: string;
  logins = 0;
  answers = 0;
  queries = 0;
  results = 0;
  /** Outcomes of each message. */
  readonly messages = new Map<string, number>();
  #dice: Dice;

  constructor(world: SignalingWorld, account: string, name: string, dice: Dice) {
    this.account = account;
    this.name = name;
    this.#dice = dice;
    this.api = world.createAgoraAPI({ name, canReceiveCalls: account !== 'carol' });
    for (const callback of callbackNames) {
      Object.assign(this.api, {
        [callback]: (...args: readonly unknown[]) => {
          this.#hear(callback, args);
        },
      });
    }
  }

  /** One call of whatever kind. */
  act(world: SignalingWorld): void {
    const { api, account } = this;
    const dice = this.#dice;
    const peer = dice.oneOf(names);
    const channel = dice.oneOf(channels);
    const does: readonly (() => void)[] = [
      () => {
        this.login(world);
      },
      () => {
        this.login(world);
      },
      () => {
        if (dice.chance(0.4)) api.logout();
      },
      () => {
        api.channelJoin(channel);
      },
      () => {
        api.channelLeave(channel);
      },
      () => {
        this.queries += 1;
        api.channelQueryUserNum('lobby');
      },
      () => {
        this.#send((id) => {
          api.messageInstantSend(peer, 0, dice.chance(0.1) ? 'x'.repeat(9_000) : 'hello', id);
        });
      },
      () => {
        this.#send((id) => {
          api.messageChannelSend(channel, 'hello all', id);
        });
      },
      () => {
        api.channelInviteUser2(channel, peer, dice.oneOf(extras));
      },
      () => {
        api.channelInviteEnd(channel, peer, 0);
      },
      () => {
        api.channelInviteAccept(channel, peer, 0);
      },
      () => {
        api.setAttr('mood', 'good');
        api.getUserAttr(account, 'mood');
        api.channelSetAttr(channel, 'topic', account);
      },
    ];
    dice.oneOf(does)();
  }

  login(world: SignalingWorld): void {
    const { account, api } = this;
    this.logins += 1;
    const token = this.#dice.oneOf([
      '_no_need_token',
      '_no_need_token',
      world.service.issueToken({ account }),
      world.service.issueToken({ account, expiresInS: 20 }),
      'nonsense',
    ]);
    if (this.#dice.chance(0.2)) api.login2('app', account, token, 0, '', 2, 5);
    else api.login('app', this.#dice.chance(0.05) ? 'not a name' : account, token);
  }

  #send(send: (id: string) => void): void {
    const id = `${this.name}/${this.messages.size}`;
    this.messages.set(id, 0);
    send(id);
  }

  #hear(callback: string, args: readonly unknown[]): void {
    const dice = this.#dice;
    const [, value] = args;
    if (callback === 'onLoginSuccess' || callback === 'onLoginFailed') this.answers += 1;
    if (callback === 'onChannelQueryUserNumResult') this.results += 1;
    if (callback === 'onError' && args[0] === 'channelQueryUserNum') this.results += 1;
    if (callback === 'onMessageSendSuccess' || callback === 'onMessageSendError') {
      const id = String(args[0]);
      this.messages.set(id, (this.messages.get(id) ?? Number.NaN) + 1);
    }
    // Clients answer what they hear, from inside the callback.
    if (callback === 'onInviteReceived' && dice.chance(0.6)) {
      const [channel, peer] = [String(args[0]), String(value)];
      if (dice.chance(0.5)) this.api.channelInviteAccept(channel, peer, 0);
      else this.api.channelInviteRefuse(channel, peer, 0);
    }
    if (callback === 'onLoginSuccess' && dice.chance(0.5)) this.api.channelJoin('lobby');
    if (callback === 'onChannelJoined' && dice.chance(0.3)) {
      this.queries += 1;
      this.api.channelQueryUserNum(String(args[0]));
    }
    if (callback === 'onMessageInstantReceive' && dice.chance(0.2)) throw new RangeError('mine');
  }
}

/** One act of the service or the network. */
function disturb({ network, service }: SignalingWorld, dice: Dice): void {
  const account = dice.oneOf(names);
  const cuts = names.filter((name) => network.isCut(name));
  const online = service.online.includes(account);
  const operation = dice.oneOf(operations) as 'login';
  const does: readonly (() => void)[] = [
    () => {
      network.cut(account, { cause: dice.oneOf(['closed', 'error', 'unknown'] as const) });
    },
    () => {
      if (!network.isCut(account)) network.partition(account);
    },
    () => {
      if (cuts.length > 0) network.restore(dice.oneOf(cuts));
    },
    () => {
      if (cuts.length > 0) network.restore(dice.oneOf(cuts));
    },
    () => {
      if (online) service.kick(account);
    },
    () => {
      if (online) service.orderClose(account);
    },
    () => {
      if (online) service.notifyError(account);
    },
    () => {
      service.silence(operation, { times: 2 });
    },
    () => {
      service.refuse(operation, { times: 1 });
    },
    () => {
      service.garble(operation, { times: 1 });
    },
    () => {
      service.heal();
    },
    () => {
      if (service.isUp) service.goDown();
      else service.comeUp();
    },
    () => {
      service.destroyChannel('lobby');
    },
    () => {
      network.set({ loss: dice.oneOf([0, 0.02, 0.3]) });
    },
  ];
  try {
    dice.oneOf(does)();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error; // Nobody was there to do it to.
  }
}

/** Plays a seed to its end, where everything has come to rest. */
async function play(seed: number): Promise<{ world: SignalingWorld; people: readonly Person[] }> {
  const dice = new Dice(seed);
  const world = createWorld({
    seed,
    legacy: dice.chance(0.5),
    pushTokenExpiry: dice.chance(0.5),
    network: {
      latencyMs: dice.oneOf([0, 10, 150]),
      jitterMs: dice.oneOf([0, 30, 400]),
      loss: dice.oneOf([0, 0.01, 0.1]),
      duplicate: dice.oneOf([0, 0.2]),
      reorder: dice.oneOf([0, 0.2]),
    },
  });
  const people = names.map((account, i) => new Person(world, account, `${account}${i}`, dice));
  for (const person of people) person.login(world);
  for (let i = 0; i < 80; i++) {
    if (dice.chance(0.12)) disturb(world, dice);
    else dice.oneOf(people).act(world);
    await world.advance(dice.oneOf(waitsMs));
  }
  world.network.set({ loss: 0 });
  for (const name of new Set(names)) if (world.network.isCut(name)) world.network.restore(name);
  if (!world.service.isUp) world.service.comeUp();
  world.service.heal();
  await world.advance('1 h');
  return { world, people };
}

/** Callbacks that answer a call of a client that is logged out. */
const answers = new Set(['onError', 'onLoginFailed', 'onLogout', 'onMessageSendError']);

/** What a client heard after the end of its session that answers none of its later calls. */
function heardAfterTheEnd(entries: readonly TraceEntry[], client: string): readonly string[] {
  const complaints: string[] = [];
  /** Calls since the session ended; undefined while there is one, or another is on the way. */
  let calls: number | undefined;
  let isTold = false;
  /** Logins that waited for the end: their answers follow the 101 (L38, L19b). */
  let owed = 0;
  /** Those of them that were taken back. */
  let takenBack = 0;
  for (const entry of entries) {
    if (!('client' in entry) || entry.client !== client) continue;
    if (entry.kind === 'transition' && entry.part === 'login') {
      const isWaiting = entry.from === 'loggingOut.remembered';
      if (isWaiting && entry.to === 'loggingOut.plain') takenBack += 1;
      if (entry.to !== 'loggedOut') calls = undefined;
      else if (entry.from !== 'loggedOut') {
        [calls, isTold] = [0, false];
        owed = takenBack + (isWaiting ? 1 : 0);
      }
      if (!entry.to.startsWith('loggingOut')) takenBack = 0;
    } else if (calls === undefined) continue;
    else if (entry.kind === 'call') calls += 1;
    else if (entry.kind === 'callback') {
      const isAnswer = answers.has(entry.name) && calls > 0;
      if (isTold && owed > 0 && entry.name === 'onLoginFailed') owed -= 1;
      else if (isTold && !isAnswer) complaints.push(`${entry.name} at ${entry.at} after the end`);
      if (entry.name === 'onLogout' || entry.name === 'onLoginFailed') isTold = true;
    }
  }
  return complaints;
}

/** What the world did to a client outside of its session. The model knows of nothing such. */
function doneOutside(entries: readonly TraceEntry[], client: string): readonly string[] {
  let phase = phaseOf('loggedOut');
  return entries.flatMap((entry) => {
    if (entry.kind !== 'transition' || entry.client !== client) return [];
    const { part, event, at, to } = entry;
    if (part === 'login') phase = phaseOf(to);
    const isOfWorld = event.includes('.') && !event.startsWith('session.');
    return part !== 'login' && isOfWorld && phase !== 'in' ? [`${event} at ${at} outside`] : [];
  });
}

/**
 * Joins and leaves of a client that do not take turns. Joining where one is answers again (C9), and
 * so does leaving a channel whose join was given up (C6c).
 */
function unpaired(entries: readonly TraceEntry[], client: string): readonly string[] {
  const complaints: string[] = [];
  let channel = '';
  let givenUp = '';
  for (const entry of entries) {
    if (entry.kind !== 'callback' || entry.client !== client) continue;
    const { name, details, at } = entry;
    const where = String(details['channel']);
    if (name === 'onChannelJoinFailed') givenUp = where;
    else if (name === 'onChannelJoined') {
      if (channel !== '' && channel !== where) complaints.push(`in ${channel} and ${where}: ${at}`);
      channel = where;
    } else if (name === 'onChannelLeaved' && details['reason'] !== 'not-in-channel') {
      if (where !== channel && where !== givenUp) complaints.push(`left ${where} twice: ${at}`);
      [channel, givenUp] = ['', ''];
    }
  }
  return complaints;
}

/** Everything that is wrong with how a seed went. */
function complaintsOf(world: SignalingWorld, people: readonly Person[]): readonly string[] {
  const { entries } = world.trace;
  const complaints: string[] = [];
  for (const { name, api, logins, answers: told, queries, results, messages } of people) {
    const say = (text: string): void => void complaints.push(`${name}: ${text}`);
    if (logins !== told) say(`${logins} logins got ${told} answers`);
    if (queries !== results) say(`${queries} queries got ${results} results`);
    for (const [id, times] of messages) if (times !== 1) say(`message ${id} ended ${times} times`);
    heardAfterTheEnd(entries, name).forEach(say);
    doneOutside(entries, name).forEach(say);
    unpaired(entries, name).forEach(say);
    if (![0, 2].includes(api.getStatus())) say(`is ${api.client.state} after an hour of rest`);
  }
  for (const error of world.errors) {
    if (!(error instanceof RangeError)) complaints.push(`threw ${String(error)}`);
  }
  return complaints;
}

/** Where a client and the service do not agree on who is online. */
function disagreements(world: SignalingWorld, people: readonly Person[]): readonly string[] {
  const inside = people.filter(({ api }) => api.getStatus() === 2);
  const { online } = world.service;
  return [
    ...inside
      .filter(({ account }) => !online.includes(account))
      .map(({ name }) => `${name} is in, but the service knows nothing of it`),
    ...online
      .filter((account) => !inside.some((person) => person.account === account))
      .map((account) => `the service thinks ${account} online, but nobody is in`),
  ];
}

test(`chaos: ${count} seeds from ${first} leave nobody without an answer, and repeat`, async () => {
  const bad: string[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const { world, people } = await play(seed);
    const again = await play(seed);
    const complaints = complaintsOf(world, people);
    if (world.trace.hash() !== again.world.trace.hash()) bad.push(`seed ${seed}: differs`);
    bad.push(...complaints.map((text) => `seed ${seed}: ${text}`));
  }

  expect(bad).toEqual([]);
});

test('chaos: the seeds meet every kind of thing, and most codes', async () => {
  const seen = { kinds: new Set<string>(), codes: new Set<string>() };
  for (let seed = 1; seed <= 60; seed++) {
    const { world } = await play(seed);
    for (const { kind } of world.trace.entries) seen.kinds.add(kind);
    for (const code of world.trace.codes()) seen.codes.add(code);
  }

  expect(seen.kinds.size).toBe(8); // All but the rules of world.fail.
  expect(seen.codes.size).toBeGreaterThan(30);
});

test('chaos: after an hour of rest clients and service agree on who is online', async () => {
  const bad: string[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const { world, people } = await play(seed);
    bad.push(...disagreements(world, people).map((text) => `seed ${seed}: ${text}`));
  }

  expect(bad).toEqual([]);
});

test('chaos: the trace of every seed plays again, entry by entry', async () => {
  const bad: string[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const { world } = await play(seed);
    const outcome = replayTrace(readTrace(traceFile(world)));
    if (outcome.divergence !== undefined || outcome.same !== world.trace.entries.length) {
      bad.push(`seed ${seed}: ${JSON.stringify(outcome)}`);
    }
  }

  expect(bad).toEqual([]);
});
