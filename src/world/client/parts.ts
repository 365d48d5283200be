// The actors of one client, and what passes between them, the line and the application. Nothing is
// decided here: events go into machines, effects come out and are carried where they belong.
import type { EventObject } from 'xstate';
import type { SessionWord } from '../../../machines/row.ts';
import { eventOf } from '../../../machines/events.ts';
import type { Known } from '../../../machines/facts.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import type { Details } from '../../../machines/callbacks.ts';
import {
  addresses,
  asks,
  type Errand,
  type PartName,
  type Push,
} from '../../../machines/lifecycles.ts';
import type { Membership } from '../../../machines/membership.ts';
import { hear, isWord, knownBy, listeners } from '../../../machines/session.ts';
import type { Ruling } from '../ruling.ts';
import type { TimerChange } from '../../engine/step.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import type { Outcome } from '../../engine/memo.ts';
import { idle, type Actor, type Cause } from './actor.ts';
import { Actors } from './actors.ts';
import { Carrier, type Owner } from './carrier.ts';
import type { Delivery } from '../delivery.ts';
import type { Timer } from '../heap.ts';
import { begins, Handover, type Earlier } from './handover.ts';
import { followed, noLogin, noLogins } from './logins.ts';
import { text, type Answer, type Asking } from '../../../machines/service.ts';
import type { Surroundings } from '../surroundings.ts';

const nowhere: Known = { loggedIn: false, channel: '' };

/** Whether a part has one actor for each address. */
const isAddressed = (part: PartName): boolean => Array.isArray(addresses.get(part));

/** What an event does to an actor: a lookup, except the first time that a machine is asked. */
const outcomeOf = ({ memo, place }: Actor, event: EventObject): Outcome =>
  place.outcomes.get(event) ?? memo.step(place, event);

/** The channel that an actor of the part `channel` is in; `''` for any other actor. */
const channelOf = ({ part, place }: Actor): string =>
  part === 'channel' ? (place.snapshot.context as { readonly channel: string }).channel : '';

/** Makes an actor forget a timer that has run or is about to be stopped. */
function forget(actor: Actor, id: string): Timer | undefined {
  const { timers } = actor;
  const found = timers.find((one) => one.id === id);
  if (found === undefined) return undefined;
  actor.timers = timers.length === 1 ? idle : timers.filter((one) => one !== found);
  return found.timer;
}

/** The parts of a client: one login, one channel, any number of the others. */
export class Parts {
  readonly #world: Surroundings;
  readonly #client: Owner;
  readonly actors: Actors;
  readonly handover: Handover;
  readonly #carrier: Carrier;
  readonly login: Actor;
  /** The account of the last login, `''` before the first. */
  account = '';
  /** The App ID of the last login, `''` before the first. */
  appId = '';
  /** The service's number for the session, while there is one or the client wants it back. */
  session: number | undefined;
  /** The service's number for the account of that session. */
  uid = 0;
  /** How many sessions there have been, and how many stays in a channel. */
  readonly visits = { loggedIn: 0, joined: 0 };
  #logins = noLogins;
  #known = nowhere;
  /** What waits for the client to know that it is in a session. */
  #early: (() => void)[] = [];

  constructor(world: Surroundings, client: Owner) {
    this.#world = world;
    this.#client = client;
    this.actors = new Actors(world);
    this.handover = new Handover(world, client);
    this.#carrier = new Carrier(world, client, this);
    this.login = this.actors.only('login');
  }

  /** The client's current login; empty if there is none. */
  get call(): LoginCall {
    return this.#logins.call ?? noLogin;
  }

  /** The `ref` of the login that waits for a logout to end. */
  get waiting(): unknown {
    return this.#logins.next?.ref;
  }

  /** Whether the login with this `ref` waited for a logout, and was taken back. */
  isTakenBack(ref: unknown): boolean {
    return this.#logins.takenBack.includes(ref);
  }

  /** The state of the client's channel, and which one. */
  get channelState(): { readonly state: string; readonly name: string } {
    const actor = this.actors.own('channel');
    if (actor === undefined) return { state: 'notJoined', name: '' };
    return { state: actor.place.state, name: channelOf(actor) };
  }

  /**
   * The channel that it is in and wants to be in, `''` for none.
   *
   * @source choice: a client that comes back while it is leaving is in none. Its leave may have been lost
   * with the line, and it would stay a member without knowing it.
   */
  get #channelToStayIn(): string {
    const { state, name } = this.channelState;
    return state === 'leaving' ? '' : name;
  }

  /**
   * Whether a call would get past the client: one that the client itself refuses is not an occasion of
   * any rule.
   */
  goesOn(actor: Actor, cause: Cause): boolean {
    const { taken, effects } = outcomeOf(actor, this.#eventOf(cause));
    if (effects.some(({ type }) => type === 'request')) return true;
    // A login that has to wait (L38) asks later; any other call that asks nothing belongs to an earlier
    // call.
    const isTaken = taken.length > 0 && taken.every(({ meta }) => meta?.codes.length === 0);
    return cause.type === 'login' && isTaken;
  }

  /**
   * Gives an event to an actor and carries its effects where they belong, in their order.
   *
   * @param ruling what a rule has decided, if the event is a call
   * @param isOwn whether the rule itself makes the call
   */
  give(actor: Actor, cause: Cause, ruling?: Ruling, isOwn = false): void {
    const world = this.#world;
    const { place } = actor;
    const channel = channelOf(actor);
    const outcome = outcomeOf(actor, this.#eventOf(cause));
    const { to, taken, effects, timers } = outcome;
    if (taken.length === 0) {
      if (!cause.type.startsWith('session.') && !cause.type.startsWith('xstate.')) {
        this.handover.late(cause.type);
      }
      return;
    }
    const hasMoved = to.state !== place.state;
    actor.place = to;
    if (ruling !== undefined && !isOwn) (actor.rulings ??= []).push(ruling);
    this.#record(actor, place.state, outcome);
    for (const change of timers) this.#time(actor, change);
    const earlier: Earlier = { channel, ref: actor.ref, waited: this.#waited, answered: 0 };
    const isStay = actor === this.login || actor.part === 'channel';
    if (to !== place && isStay) {
      if (actor === this.login) this.#logins = followed(this.#logins, cause, place, to);
      this.#known = knownBy(this.login.place.snapshot, this.#own?.place.snapshot);
    }
    if (actor === this.login && hasMoved) this.#onState(cause, to.snapshot.hasTag('lineless'));
    if (cause.ref !== undefined && begins(cause.type, effects)) actor.ref = cause.ref;
    for (const effect of effects) {
      if (effect.type === 'callback') {
        this.handover.deliver(effect, { actor, cause, earlier, ruling });
      } else if (effect.type === 'request') this.#send(effect.name, actor, cause, channel);
      else if (isWord(effect)) this.#spread(effect, cause);
    }
    if (actor.rulings !== undefined) this.#endRulings(actor, cause, isOwn ? ruling : undefined);
    if (isStay && actor.place.state !== place.state) this.#onMove(actor, place.state);
    if (to.isDone) this.#forget(actor, cause);
    world.onStep();
    if (actor === this.login && cause.type === 'reply.accepted') {
      // One of them may end the session; then the rest is dropped.
      for (let run = this.#early.shift(); run !== undefined; run = this.#early.shift()) run();
    }
  }

  /**
   * Lets a client hear a push of a session whose login has not been answered yet: now, or once the client
   * knows that it is in the session.
   *
   * @source choice: a push that comes before the answer to the login (a slow answer, a line that
   * reorders) waits for that answer, because in the model nothing happens to a client outside its
   * session. A push that ends the attempt itself does not wait (L6, L27c).
   */
  inSession({ part, event }: Push, run: () => void): void {
    const isEarly =
      part !== 'login' || outcomeOf(this.login, this.#eventOf(event)).taken.length === 0;
    if (isEarly) this.#early.push(run);
    else run();
  }

  /** Drops the rulings on what is over; if the code of one has not come, its turn is used up. */
  #endRulings(actor: Actor, cause: Cause, own: Ruling | undefined): void {
    const { state, isDone } = actor.place;
    const subject = { state, isDone, channel: channelOf(actor) };
    const isByClient = !cause.type.includes('.') || cause['by'] === 'user';
    const left = (actor.rulings ?? []).filter((ruling) => {
      if (ruling.isCaught) return false;
      const isCancelled = cause.type === 'logout' && ruling.what === 'login' && ruling !== own;
      if (!isCancelled && !ruling.isOver(subject)) return true;
      this.#world.rules.giveUp(ruling, isByClient);
      return false;
    });
    actor.rulings = left.length === 0 ? undefined : left;
  }

  /** The session or the stay in a channel has changed its state, which rules may wait for. */
  #onMove({ place: { state } }: Actor, before: string): void {
    if (state === 'loggedIn' && before.startsWith('loggingIn')) this.visits.loggedIn += 1;
    if (state === 'joined' && before === 'joining') this.visits.joined += 1;
    this.#world.rules.watch(this.#client);
  }

  /** The actor of the client's channel, if there was one. */
  get #own(): Actor | undefined {
    return this.actors.own('channel');
  }

  /** The `ref`s of the logins that wait for a logout to end, or waited and were taken back. */
  get #waited(): readonly unknown[] {
    const { takenBack, next } = this.#logins;
    return next === undefined ? takenBack : [...takenBack, next.ref];
  }

  /** Something that happened, as a machine hears it. */
  #eventOf(cause: Cause): EventObject {
    return eventOf(cause, cause['loggedIn'] === false ? nowhere : this.#known);
  }

  #record({ part, key: made, address }: Actor, from: string, outcome: Outcome): void {
    const { trace, clock } = this.#world;
    const { client } = this.#client.line;
    const { event, rows, codes } = outcome;
    const to = outcome.to.state;
    const at = clock.now;
    const kind = 'transition';
    const key = (address['messageID'] ?? (isAddressed(part) ? made : undefined)) as
      | string
      | undefined;
    const entry =
      key === undefined
        ? { kind, at, client, part, event, from, to, rows }
        : { kind, at, client, part, key, event, from, to, rows };
    trace.entries.push((codes.length === 0 ? entry : { ...entry, codes }) as TraceEntry);
  }

  #time(actor: Actor, change: TimerChange): void {
    const { clock } = this.#world;
    const { id, ms } = change;
    const running = forget(actor, id);
    if (running !== undefined) clock.stop(running);
    if (ms === undefined) return;
    const timer = clock.set(() => {
      forget(actor, id);
      this.give(actor, change.event);
    }, ms);
    actor.timers = [...actor.timers, { id, timer }];
  }

  /** The login lifecycle has moved: keep the line and the session id in step with it. */
  #onState(cause: Cause, isLineless: boolean): void {
    if (isLineless) {
      this.#early = [];
      this.#world.network.close(this.#client, this.login.place.state === 'loggedOut');
    }
    if (cause.type !== 'reply.accepted') return;
    const { session, uid = 0 } = cause as unknown as { session: number; uid?: number };
    this.session = session;
    this.uid = uid;
  }

  #spread(word: SessionWord, cause: Cause): void {
    const event = hear(word, cause['membership'] as Membership | undefined);
    for (const part of listeners) {
      for (const actor of this.actors.of(part)) this.give(actor, event);
    }
  }

  #send(name: string, actor: Actor, cause: Cause, before: string): void {
    if (name === 'lookup' || name === 'connect') {
      this.#carrier.expect(actor);
      this.account = text(this.call.account);
      this.appId = text(this.call.appId);
      // A lookup begins a new login; a client that reconnects did its lookup long ago.
      if (name === 'lookup') {
        this.session = undefined;
        this.handover.current = this.call.ref;
      }
      this.#carrier.reach(name, this.login.place.state.startsWith('reconnecting'));
      return;
    }
    const { version, device, dialer, line } = this.#client;
    const toStayIn = (): string => this.#channelToStayIn;
    const ask = asks.get(name) as (asking: Asking) => Errand; // A test checks that each is there.
    const errand = ask({
      part: actor.part,
      address: actor.address,
      event: cause,
      self: {
        call: this.#logins.call ?? noLogin,
        version,
        device,
        session: this.session,
        isWhole: dialer !== undefined,
        // Only logins ask for it.
        get channel() {
          return toStayIn();
        },
        channelBefore: before,
        epoch: line.epoch,
      },
    });
    if (actor.part === 'callee' && (errand.op === 'accept' || errand.op === 'refuse')) {
      this.#carrier.expect(actor);
      const method = cause.type;
      const follower = this.actors.new('request', { method, request: errand });
      follower.rulings = actor.rulings;
      actor.rulings = undefined;
      this.give(follower, { type: 'request', method });
    } else this.#carrier.send(actor, errand);
  }

  /** Answers what a part asked last (of several actors, the oldest); returns whether one had asked. */
  answer(part: PartName, given: Answer): boolean {
    const actor = this.actors.of(part).find(({ waiting }) => waiting > 0);
    if (actor !== undefined) this.#carrier.answer(actor, given);
    return actor !== undefined;
  }

  #forget(actor: Actor, cause: Cause): void {
    this.actors.forget(actor);
    const answered = actor.address['answered'] as ((data: Details) => Delivery) | undefined;
    if (answered !== undefined && cause.type === 'reply.ok') {
      this.handover.hand(answered((cause['data'] ?? {}) as Details));
    }
  }

  /** Takes a ruling on the session, or on the stay in the channel. */
  bear(ruling: Ruling): void {
    const actor = ruling.what === 'joined' ? this.actors.only('channel') : this.login;
    (actor.rulings ??= []).push(ruling);
  }
}
