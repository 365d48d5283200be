// One client: its actors, and what passes between them, the line and the application. It decides
// nothing: calls and answers go into machines, effects come out and are carried where they belong.
import type { AnyMachineSnapshot } from 'xstate';
import { isExtra } from '../../machines/arguments.ts';
import type { CodeName } from '../../machines/codes.ts';
import type { Callback, Effect, RequestName, SessionWord } from '../../machines/lifecycle.ts';
import type { LoginCall, LoginContext } from '../../machines/login/machine.ts';
import type { Membership } from '../../machines/membership.ts';
import {
  brief,
  factsOf,
  hear,
  isWord,
  listeners,
  type Facts,
  type PartName,
} from '../../machines/session.ts';
import { checkKeys, show, UsageError } from '../errors.ts';
import { plain } from '../plain.ts';
import { step, type Taken, type TimerChange } from '../step.ts';
import { eventText, stateText } from '../wording.ts';
import type { Actor, Cause } from './actor.ts';
import type { Timer } from './clock.ts';
import { detailsOf, type Details } from './details.ts';
import { Line } from './network.ts';
import type { About } from './rules/rules.ts';
import type { Fate } from './service/faults.ts';
import { isVersion } from './service/accounts.ts';
import type { Device, Push } from './service/device.ts';
import type { Answer, ServiceRequest } from './service/service.ts';
import type { DataRequest } from './service/data.ts';
import { noToken } from './token.ts';
import type { World } from './world.ts';

/** Something that reaches the application: a callback, its code if its signature has one. */
export interface Delivery {
  readonly name: string;
  readonly code?: CodeName;
  readonly details: Details;
  /** Whose it is: the `ref` that came with the call that led here. */
  readonly ref?: unknown;
  /** The `ref` of the login that the client was in. */
  readonly session?: unknown;
  /** Which of a client's parts it comes from. */
  readonly part?: PartName;
}

/** How a call is made, besides what it says. */
export interface How {
  /** Set where a rule makes the call, not the application. */
  readonly by?: 'rule';
  /** Comes back with whatever the call leads to. */
  readonly ref?: unknown;
  /** True for a call through something that is over: it meets a state in which nothing is. */
  readonly isStale?: boolean;
  /** False where the caller's session is over, though the client may be in another. */
  readonly loggedIn?: false;
}

/** Finds what the application has set for a delivery; undefined where it has set nothing. */
export type Listener = (delivery: Delivery) => (() => unknown) | undefined;

/** Options of a client. */
export interface ClientOptions {
  /** Its name in the trace. @default the account of its first login */
  readonly name?: string;
  /** The version of its SDK. @default '1.4.4' */
  readonly version?: string;
  /** False for an old client that cannot be called (705). @default true */
  readonly canReceiveCalls?: boolean;
}

/** Checks the options of a client. @throws {UsageError} when one is unknown or cannot be */
export function checkClient(where: string, options: ClientOptions): void {
  checkKeys('world.client', where, options, ['name', 'version', 'canReceiveCalls']);
  const { name = 'a', version = '1', canReceiveCalls = true } = options;
  for (const [key, value, isGood, wanted] of [
    ['name', name, typeof name === 'string' && name !== '', 'a text'],
    ['version', version, isVersion(version), 'numbers between dots: "1.4.4"'],
    ['canReceiveCalls', canReceiveCalls, typeof canReceiveCalls === 'boolean', 'true or false'],
  ] as const) {
    if (isGood) continue;
    throw new UsageError('world.client', `${where}: ${key} is ${show(value)}. Give ${wanted}.`);
  }
}

/** A request that only onError speaks for. */
export type FollowedRequest =
  | DataRequest
  | Extract<ServiceRequest, { readonly op: 'accept' | 'refuse' | 'dtmf' }>;

/** How a message is addressed. */
export interface Outgoing {
  readonly method:
    | 'messageInstantSend'
    | 'messageChannelSend'
    | 'messageChannelSendForce'
    | 'messageAppSend';
  /** The peer or the channel; nothing for everybody. */
  readonly to?: unknown;
  readonly body: unknown;
  readonly messageID: string;
}

/** A call of the application, on its way to an actor. */
interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
  /** What rules may ask of it. */
  readonly about?: About;
  readonly event: Cause;
}

const redacted = (token: unknown): unknown =>
  typeof token !== 'string' || token === '' || token === noToken ? token : '<token>';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const live = new Set(['pending.inviting', 'pending.ringing', 'accepted', 'incoming']);

/** A client of a world, without a shape: the doubles give it one. */
export class Client implements Device {
  readonly line = new Line();
  readonly version: string;
  readonly canReceiveCalls: boolean;
  /** Set by the double. */
  listener: Listener = () => undefined;
  readonly #world: World;
  #name: string | undefined;
  #account = '';
  #session: number | undefined;
  #current: unknown;
  #requests = 0;
  #made = 0;
  #messageIDs = 0;
  readonly #login: Actor;
  #channel: Actor | undefined;
  /** All actors but the login, by part and key, in the order in which they were made. */
  readonly #actors: Partial<Record<PartName, Map<string, Actor>>> = {};

  constructor(world: World, options: ClientOptions) {
    this.#world = world;
    this.#name = options.name === undefined ? undefined : world.nameOf(options.name);
    this.version = options.version ?? '1.4.4';
    this.canReceiveCalls = options.canReceiveCalls ?? true;
    this.#login = this.#actor('login', '');
  }

  /** Its name in the trace. */
  get name(): string {
    return (this.#name ??= this.#world.nameOf(this.#account));
  }

  /** The account of its last login, `''` before the first. */
  get account(): string {
    return this.#account;
  }

  /** The `ref` of the login that it is in, or was in last. */
  get current(): unknown {
    return this.#current;
  }

  /** The login that it is in; empty where it is in none. */
  get call(): LoginCall {
    const { call } = this.#login.snapshot.context as LoginContext;
    return call ?? { appId: '', account: '', token: '' };
  }

  /** The state of its login lifecycle: `'loggingIn.resolving'`. */
  get state(): string {
    return this.#login.state;
  }

  /** The state of its channel, and which one. */
  get channel(): { readonly state: string; readonly name: string } {
    const actor = this.#channel;
    if (actor === undefined) return { state: 'notJoined', name: '' };
    return { state: actor.state, name: channelName(actor) };
  }

  /** The service's id of its session, as text; `''` where it has none. */
  get sessionID(): string {
    return this.#session === undefined ? '' : String(this.#session);
  }

  /** Whether an invitation to a peer is under way or accepted. */
  isCalling(channel: string, peer: string): boolean {
    return live.has(this.callState('caller', channel, peer) ?? '');
  }

  /** The state of a call to or from a peer; undefined where there was none. */
  callState(role: 'caller' | 'callee', channel: string, peer: string): string | undefined {
    return this.#actors[role]?.get(`${channel} ${peer}`)?.state;
  }

  // --- what an application can do ----------------------------------------------------------------

  login(method: string, call: LoginCall, how: How = {}): void {
    const account = text(call.account);
    if (this.#name === undefined && account !== '') this.#name = this.#world.nameOf(account);
    const args = [call.appId, call.account, redacted(call.token)];
    const about = { account, login: call };
    const event = { type: 'login', call: { ...call, ref: how.ref } };
    this.#call(this.#login, { method, args, about, event }, how);
  }

  logout(how: How = {}): void {
    this.#call(this.#login, { method: 'logout', args: [], event: { type: 'logout' } }, how);
  }

  join(channel: unknown, how: How = {}): void {
    const method = 'channelJoin';
    const event = { type: method, method, channel };
    this.#call(this.#ownChannel(), { method, args: [channel], about: { channel }, event }, how);
  }

  leave(channel: unknown, how: How = {}): void {
    const method = 'channelLeave';
    const event = { type: method, method, channel };
    this.#call(this.#ownChannel(), { method, args: [channel], about: { channel }, event }, how);
  }

  query(channel: unknown, how: How = {}): void {
    const method = 'channelQueryUserNum';
    const event = { type: method, channel };
    const actor = this.#new('query', { method, channel });
    this.#call(actor, { method, args: [channel], about: { channel }, event }, how);
  }

  /** Sends a message; gives its id, made up where the application has none. */
  send({ method, to, body, messageID }: Outgoing, how: How = {}): string {
    const given: unknown = messageID;
    const id =
      typeof given !== 'string' || given === '' ? `${this.name}-${++this.#messageIDs}` : given;
    const args = method === 'messageAppSend' ? [body, id] : [to, body, id];
    const isInstant = method === 'messageInstantSend';
    const about = isInstant ? { peer: to } : { channel: to };
    const event = {
      type: method,
      method,
      ...(isInstant ? { account: to } : { channel: to }),
      body,
    };
    const actor = this.#new('message', { method, to, body, messageID: id });
    this.#call(actor, { method, args, about, event }, how);
    return id;
  }

  invite(method: string, channel: unknown, peer: unknown, extra: unknown, how: How = {}): void {
    const args = extra === undefined ? [channel, peer] : [channel, peer, extra];
    const event = { type: 'channelInviteUser2', method, channel, peer, extra };
    const setExtra = (keys: Details): void => {
      event.extra = mergeExtra(extra, keys);
    };
    const about = { channel, peer, setExtra };
    this.#call(this.#end('caller', channel, peer), { method, args, about, event }, how);
  }

  accept(channel: unknown, peer: unknown, extra: unknown, how: How = {}): void {
    this.#answerCall('channelInviteAccept', 'accept', { channel, peer, extra }, how);
  }

  refuse(channel: unknown, peer: unknown, extra: unknown, how: How = {}): void {
    this.#answerCall('channelInviteRefuse', 'refuse', { channel, peer, extra }, how);
  }

  /**
   * Ends a call at an address, from whichever end this client is; ended ones are left alone.
   *
   * @source choice: an address names no end, so where calls crossed (LC 5.2) it ends both
   */
  endCall(
    channel: unknown,
    peer: unknown,
    extra: unknown,
    how: How = {},
    role?: 'caller' | 'callee',
  ): void {
    const method = 'channelInviteEnd';
    const event = { type: method, method, extra };
    const roles = role === undefined ? (['caller', 'callee'] as const) : [role];
    const ends = roles.map((one) => this.#end(one, channel, peer));
    const alive = ends.filter(({ state }) => live.has(state));
    const [first = ends[0] as Actor, ...others] = alive; // There is always one role.
    this.#call(first, { method, args: [channel, peer], event }, how);
    for (const actor of others) this.#give(actor, event);
  }

  /**
   * Makes a request that only onError speaks for; `answered` gets the data of a good answer,
   * `failed` hears of a bad one besides onError.
   */
  request(
    method: string,
    args: readonly unknown[],
    request: FollowedRequest,
    answered?: (data: Details) => Delivery,
    failed?: (code: CodeName) => Delivery,
    how: How = {},
  ): void {
    const actor = this.#new('request', { method, request, answered, failed });
    const { channel, peer, account } = request as Details;
    const about = { operation: request.op, channel, peer: peer ?? account };
    this.#call(actor, { method, args, about, event: { type: 'request', method } }, how);
  }

  // --- what the service and the network tell it --------------------------------------------------

  hearLine(type: string): void {
    this.#give(this.#login, { type });
  }

  hear({ part, channel = '', peer = '', event }: Push): void {
    switch (part) {
      case 'login':
        this.#give(this.#login, event);
        return;
      case 'channel':
        // A push of a channel that was left meanwhile is nobody's.
        if (this.channel.name === channel) this.#give(this.#ownChannel(), event);
        else this.#late(event.type);
        return;
      case 'message':
        this.#give(this.#actors.message?.get('inbox') ?? this.#actor('message', 'inbox'), event);
        return;
      case 'caller':
      case 'callee':
        this.#give(this.#end(part, channel, peer), event);
        return;
      default:
        this.#hearData(channel, peer, event);
    }
  }

  // --- inside ------------------------------------------------------------------------------------

  #call(found: Actor, { method, args, about = {}, event }: Call, how: How): void {
    const world = this.#world;
    if (world.isClosed) {
      throw new UsageError(
        'world.closed',
        `${method}: ${this.name} is of a world that is closed. ` +
          'End your client before world.close(), or make a world for each test.',
      );
    }
    const { by, ref, isStale = false, loggedIn } = how;
    const actor = isStale ? this.#fresh(found.part, found.key, found.address) : found;
    const cause: Cause =
      loggedIn === undefined ? { ...event, ref } : { ...event, ref, loggedIn, inChannel: false };
    const isOccasion = by === undefined && !world.rules.isEmpty && this.#goesOn(actor, cause);
    const afterwards = isOccasion
      ? world.rules.before(this, method, { ...about, ref, setFate: fateOf(actor) })
      : [];
    world.trace.entries.push({
      kind: 'call',
      at: world.clock.now,
      client: this.name,
      method,
      args: args.map(plain),
      ...(by !== undefined && { by }),
    });
    // A rule may have changed the event, so that what is given is read only now.
    this.#give(actor, isOccasion ? { ...cause, ...event } : cause);
    for (const after of afterwards) after();
  }

  /** Whether a call would get past the client: one that it refuses by itself is no rule's occasion. */
  #goesOn(actor: Actor, cause: Cause): boolean {
    const { taken, effects } = step(actor.machine, actor.snapshot, briefed(cause, this.#facts));
    if (effects.some(({ type }) => type === 'request')) return true;
    return taken.length > 0 && taken.every(({ meta }) => meta?.codes.length === 0);
  }

  #answerCall(
    method: 'channelInviteAccept' | 'channelInviteRefuse',
    operation: 'accept' | 'refuse',
    { channel, peer, extra }: Details,
    how: How,
  ): void {
    const event = { type: method, method, extra };
    const about = { channel, peer, operation };
    const actor = this.#end('callee', channel, peer);
    this.#call(actor, { method, args: [channel, peer], about, event }, how);
  }

  /** Gives an event to an actor and carries its effects where they belong, in their order. */
  #give(actor: Actor, cause: Cause): void {
    const world = this.#world;
    const { machine, snapshot, state } = actor;
    const event = 'loggedIn' in cause ? cause : briefed(cause, this.#facts);
    const channel = actor.part === 'channel' ? channelName(actor) : '';
    const { snapshot: next, taken, effects, timers } = step(machine, snapshot, event);
    if (taken.length === 0) {
      if (!cause.type.startsWith('session.') && !cause.type.startsWith('xstate.')) {
        this.#late(cause.type);
      }
      return;
    }
    actor.snapshot = next;
    if (next.value !== snapshot.value) actor.state = stateText(next.value);
    this.#record(actor, cause, state, taken);
    for (const change of timers) this.#time(actor, change);
    if (actor.part === 'login' && actor.state !== state)
      this.#onState(cause, next.hasTag('lineless'));
    const earlier: Earlier = { channel, ref: actor.ref, snapshot };
    if (begins(cause, effects)) actor.ref = cause['ref'];
    for (const effect of effects) {
      if (effect.type === 'callback') this.#deliver(effect, actor, cause, earlier);
      else if (effect.type === 'request') this.#send(effect.name, actor, cause, channel);
      else if (isWord(effect)) this.#spread(effect, cause);
    }
    if (next.status === 'done') this.#forget(actor, cause);
    world.onStep();
  }

  get #facts(): Facts {
    return factsOf(this.#login.snapshot, this.#channel?.snapshot);
  }

  #record(
    { part, key: made, address, state: to }: Actor,
    { type }: Cause,
    from: string,
    taken: readonly Taken[],
  ): void {
    const rows: string[] = [];
    const codes: CodeName[] = [];
    for (const { meta } of taken) {
      if (meta !== undefined) rows.push(meta.row);
      if (meta !== undefined) codes.push(...meta.codes);
    }
    const { trace, clock } = this.#world;
    const key = address['messageID'] ?? (part === 'caller' || part === 'callee' ? made : undefined);
    trace.entries.push({
      kind: 'transition',
      at: clock.now,
      client: this.name,
      part,
      ...(key !== undefined && { key: key as string }),
      event: eventText(type),
      from,
      to,
      rows,
      ...(codes.length > 0 && { codes }),
    });
  }

  #time(actor: Actor, change: TimerChange): void {
    const { clock } = this.#world;
    const { id, ms } = change;
    const timers = (actor.timers ??= new Map<string, Timer>());
    const running = timers.get(id);
    if (running !== undefined) clock.stop(running);
    timers.delete(id);
    if (ms === undefined) return;
    timers.set(
      id,
      clock.set(() => {
        timers.delete(id);
        this.#give(actor, change.event);
      }, ms),
    );
  }

  /** The login lifecycle has moved: keep the line and the session id in step with it. */
  #onState(cause: Cause, isLineless: boolean): void {
    if (isLineless) this.#world.network.close(this, this.state === 'loggedOut');
    if (cause.type === 'reply.accepted') this.#session = cause['session'] as number;
  }

  #spread(word: SessionWord, cause: Cause): void {
    const event = hear(word, cause['membership'] as Membership | undefined);
    for (const part of listeners) {
      for (const actor of this.#actorsOf(part)) this.#give(actor, event);
    }
  }

  #actorsOf(part: (typeof listeners)[number]): readonly Actor[] {
    const actors = this.#actors[part];
    return actors === undefined ? [] : [...actors.values()];
  }

  #deliver(callback: Callback, actor: Actor, cause: Cause, earlier: Earlier): void {
    const ref = refOf(callback, actor, cause, earlier) ?? this.#current;
    for (const details of detailsOf(callback, actor, cause, earlier.channel)) {
      const { name } = callback;
      const code = 'code' in callback && { code: callback.code };
      this.#hand({ name, details, ref, part: actor.part, ...code });
    }
    if (callback.name === 'onError' && actor.part === 'request') {
      const failed = actor.address['failed'] as ((code: CodeName) => Delivery) | undefined;
      if (failed !== undefined) this.#hand(failed(callback.code));
    }
  }

  /** Hands something to the application, asynchronously, in order. */
  #hand(delivery: Delivery): void {
    const world = this.#world;
    const session = this.#current;
    world.clock.set(() => {
      world.deliver(this, { ...delivery, session });
    }, 0);
  }

  #late(name: string): void {
    const { trace, clock } = this.#world;
    trace.entries.push({ kind: 'late', at: clock.now, client: this.name, name });
  }

  #hearData(channel: string, peer: string, event: Push['event']): void {
    const { type, ...rest } = event;
    if (type === 'app.arrived') {
      this.#hand({ name: 'onMessageAppReceived', details: rest });
      return;
    }
    const isCall = (['caller', 'callee'] as const).some((role) =>
      live.has(this.callState(role, channel, peer) ?? ''),
    );
    if (isCall) this.#hand({ name: 'onInviteMsg', details: { channel, peer, ...rest } });
    else this.#late(type);
  }

  #send(name: RequestName, actor: Actor, cause: Cause, before: string): void {
    const { network, service } = this.#world;
    const id = (actor.waiting = ++this.#requests);
    if (name === 'lookup' || name === 'connect') {
      this.#account = text(this.call.account);
      // A look-up begins a new login; what is reconnecting has looked up long ago.
      if (name === 'lookup') {
        this.#session = undefined;
        this.#current = this.call.ref;
      }
      this.#reach(name);
      return;
    }
    const request = this.#requestOf(name, actor, cause, before);
    if (request.op === 'accept' || request.op === 'refuse') {
      if (actor.part === 'callee') {
        const method = cause.type;
        const follower = this.#new('request', { method, request });
        follower.fate = actor.fate;
        this.#give(follower, { type: 'request', method });
        return;
      }
    }
    const answer = (given: Answer): void => {
      const label = given.type === 'reply.ok' ? `${request.op} ok` : given.type;
      network.toClient(this, label, () => {
        this.#onAnswer(actor, id, given);
      });
    };
    network.toService(this, request.op, () => {
      service.handle(this, request, answer, actor.fate);
    });
  }

  #reach(name: 'lookup' | 'connect'): void {
    const { network, service, clock } = this.#world;
    const [good, bad] =
      name === 'lookup'
        ? (['lookup.answered', 'lookup.failed'] as const)
        : (['connect.succeeded', 'connect.failed'] as const);
    const answer = service.answers(name, this.#account);
    this.line.phase = name;
    const { epoch } = this.line;
    if (answer === 'no') {
      clock.set(() => {
        if (this.line.epoch === epoch) this.hearLine(bad);
      }, 0);
    } else if (answer === 'yes') {
      network[name](this, (reached) => {
        this.hearLine(reached ? good : bad);
      });
    }
  }

  #onAnswer(actor: Actor, id: number, answer: Answer): void {
    if (actor.waiting !== id) {
      this.#late(answer.type);
      return;
    }
    this.#give(actor, answer);
  }

  #requestOf(name: RequestName, actor: Actor, cause: Cause, before: string): ServiceRequest {
    const { address } = actor;
    const call = {
      channel: text(address['channel']),
      peer: text(address['peer']),
      extra: text(cause['extra']),
    };
    switch (name) {
      case 'login': {
        const { appId, account, token } = this.call;
        return {
          op: 'login',
          appId: text(appId),
          account: text(account),
          token: text(token),
          version: this.version,
          resume: this.#session,
          channel: this.channel.name,
          epoch: this.line.epoch,
        };
      }
      case 'logout':
        return { op: 'logout' };
      case 'join':
        return { op: 'join', channel: this.channel.name };
      case 'leave':
        return { op: 'leave', channel: before };
      case 'query':
        return { op: 'query', channel: text(address['channel']) };
      case 'message': {
        const method = address['method'];
        return {
          op: 'message',
          id: text(address['messageID']),
          to:
            method === 'messageAppSend'
              ? 'app'
              : method === 'messageInstantSend'
                ? 'peer'
                : 'channel',
          name: text(address['to']),
          body: text(address['body']),
        };
      }
      case 'end':
        return { op: 'end', role: actor.part === 'caller' ? 'caller' : 'callee', ...call };
      case 'invite':
      case 'withdraw':
      case 'acknowledge':
      case 'accept':
      case 'refuse':
        return { op: name, ...call };
      default:
        return address['request'] as FollowedRequest;
    }
  }

  #forget(actor: Actor, cause: Cause): void {
    this.#actors[actor.part]?.delete(actor.key);
    const answered = actor.address['answered'] as ((data: Details) => Delivery) | undefined;
    if (answered !== undefined && cause.type === 'reply.ok') {
      this.#hand(answered((cause['data'] ?? {}) as Details));
    }
  }

  #ownChannel(): Actor {
    return (this.#channel ??= this.#actor('channel', 'own'));
  }

  /** The caller's or the callee's end of the call at an address; made where there is none. */
  #end(role: 'caller' | 'callee', channel: unknown, peer: unknown): Actor {
    const key = `${text(channel)} ${text(peer)}`;
    return this.#actors[role]?.get(key) ?? this.#actor(role, key, { channel, peer });
  }

  #new(part: 'message' | 'query' | 'request', address: Actor['address']): Actor {
    return this.#actor(part, String(++this.#made), address);
  }

  #actor(part: PartName, key: string, address: Actor['address'] = {}): Actor {
    const actor = this.#fresh(part, key, address);
    if (part !== 'login') (this.#actors[part] ??= new Map()).set(key, actor);
    return actor;
  }

  /** An actor that nobody but its own timers knows of. */
  #fresh(part: PartName, key: string, address: Actor['address']): Actor {
    const { machine, initial } = this.#world.machine(part);
    return {
      part,
      key,
      machine,
      snapshot: initial,
      address,
      state: stateText(initial.value),
      timers: undefined,
      ref: undefined,
      waiting: 0,
      fate: undefined,
    };
  }
}

/** Lets a rule set what the service does with the requests of an actor. */
const fateOf =
  (actor: Actor) =>
  (fate: Fate): (() => void) => {
    actor.fate = fate;
    return () => {
      actor.fate = undefined;
    };
  };

/** What a client was like before an event. */
interface Earlier {
  readonly channel: string;
  readonly ref: unknown;
  readonly snapshot: AnyMachineSnapshot;
}

/** Whether a call has begun something that further callbacks will be about. */
function begins({ type, ref }: Cause, effects: readonly Effect[]): boolean {
  if (ref === undefined || type === 'channelLeave') return false; // The join is whose it is.
  return type === 'channelJoin'
    ? effects.every((effect) => effect.type !== 'callback' || effect.name !== 'onError')
    : effects.some((effect) => effect.type === 'request');
}

/** Whose a callback is. A join's own answers are for it; what it ends is for who was there before. */
function refOf({ name }: Callback, actor: Actor, cause: Cause, earlier: Earlier): unknown {
  if (actor.part === 'login') {
    if (name !== 'onLoginFailed') return cause.ref;
    if (cause.type === 'login') return (cause['call'] as LoginCall).ref;
    return (earlier.snapshot.context as LoginContext).next?.ref;
  }
  const isEnd = name === 'onChannelLeaved' || name === 'onChannelJoinFailed';
  if (cause.type === 'channelJoin' && isEnd) return earlier.ref;
  if (cause.type === 'channelLeave' && name === 'onChannelJoinFailed') return earlier.ref;
  return cause.ref ?? actor.ref;
}

/** Sets keys of an `extra`; text that is no JSON object is left for the machine to refuse. */
function mergeExtra(extra: unknown, keys: Details): unknown {
  if (extra === undefined || extra === '') return JSON.stringify(keys);
  if (typeof extra !== 'string' || !isExtra(extra)) return extra;
  return JSON.stringify({ ...(JSON.parse(extra) as Details), ...keys });
}

const channelName = (actor: Actor): string =>
  (actor.snapshot.context as { readonly channel: string }).channel;

const briefed = (cause: Cause, facts: Facts): Cause =>
  cause.type.includes('.') ? cause : brief(cause, facts);
