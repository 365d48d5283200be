// The actors of one client, and what passes between them, the line and the application. Nothing is
// decided here: events go into machines, effects come out and are carried where they belong.
import type { EventObject } from 'xstate';
import type { CodeName } from '../../../machines/codes.ts';
import type { Callback, SessionWord } from '../../../machines/row.ts';
import { eventOf } from '../../../machines/events.ts';
import type { Known } from '../../../machines/facts.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import type { Details } from '../../../machines/callbacks.ts';
import {
  addresses,
  callbacks,
  type CallbackName,
  type PartName,
  type Push,
} from '../../../machines/lifecycles.ts';
import type { Membership } from '../../../machines/membership.ts';
import { hear, isWord, knownBy, listeners } from '../../../machines/session.ts';
import type { Ruling } from '../ruling.ts';
import type { TimerChange } from '../../engine/step.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import { eventText } from '../../engine/wording.ts';
import type { Actor, Cause } from './actor.ts';
import { Actors } from './actors.ts';
import type { Dialer } from './dialer.ts';
import type { Delivery } from '../delivery.ts';
import { followed, noLogin, noLogins } from './logins.ts';
import { begins, refOf, type Earlier } from './refs.ts';
import { text, type Answer } from '../../../machines/service.ts';
import { errandOf } from './requests.ts';
import type { Treatment } from '../treatment.ts';
import type { Who } from '../rules/who.ts';
import type { Surroundings } from '../surroundings.ts';

const nowhere: Known = { loggedIn: false, channel: '' };

/** Whether there is one at each address. */
const isAddressed = (part: PartName): boolean => Array.isArray(addresses.get(part));

/** The client that the parts are of. */
interface Owner extends Who {
  /** Whoever carries its line, where sockets of its application's own do. */
  readonly dialer: Dialer | undefined;
}

/** The parts of a client: one login, one channel, any number of the others. */
export class Parts {
  readonly #world: Surroundings;
  readonly #client: Owner;
  readonly actors: Actors;
  readonly login: Actor;
  /** The account of the last login, `''` before the first. */
  account = '';
  /** The App ID of the last login, `''` before the first. */
  appId = '';
  /** The service's number of the session, while there is one or one is wanted back. */
  session: number | undefined;
  /** The service's number of the account of that session. */
  uid = 0;
  /** The `ref` of the login that the client is in, or was in last. */
  current: unknown;
  /** How many sessions there have been, and how many stays in a channel. */
  readonly visits = { loggedIn: 0, joined: 0 };
  #logins = noLogins;
  #known = nowhere;
  #requests = 0;
  /** What waits for the client to know that it is in a session. */
  #early: (() => void)[] = [];

  constructor(world: Surroundings, client: Owner) {
    this.#world = world;
    this.#client = client;
    this.actors = new Actors((part) => world.memo(part));
    this.login = this.actors.only('login');
  }

  /** The login that the client is in; empty where it is in none. */
  get call(): LoginCall {
    return this.#logins.call ?? noLogin;
  }

  /** Whose login waits for a logout to end. */
  get waiting(): unknown {
    return this.#logins.next?.ref;
  }

  /** Whether the login of somebody waited for a logout, and was taken back. */
  isTakenBack(ref: unknown): boolean {
    return this.#logins.takenBack.includes(ref);
  }

  /** The state of the client's channel, and which one. */
  get channelState(): { readonly state: string; readonly name: string } {
    const actor = this.actors.own('channel');
    if (actor === undefined) return { state: 'notJoined', name: '' };
    return { state: actor.state, name: actor.channel };
  }

  /**
   * The channel that it is in and wants to be in, `''` for none.
   *
   * @source choice: a client that comes back while it is leaving is in none. Its leave may have been
   * lost with the line, and it would stay a member that knows nothing of it.
   */
  get #channelToStayIn(): string {
    const { state, name } = this.channelState;
    return state === 'leaving' ? '' : name;
  }

  /** Whether a call would get past the client: one that it refuses by itself is no rule's occasion. */
  goesOn(actor: Actor, cause: Cause): boolean {
    const { taken, effects } = actor.memo.step(actor.place, this.#eventOf(cause));
    if (effects.some(({ type }) => type === 'request')) return true;
    // A login that is remembered (L38) asks later; what else asks nothing goes with a call before it.
    const isTaken = taken.length > 0 && taken.every(({ meta }) => meta?.codes.length === 0);
    return cause.type === 'login' && isTaken;
  }

  /**
   * Gives an event to an actor and carries its effects where they belong, in their order.
   *
   * @param ruling what a rule has decided for the call that it is
   * @param isOwn whether it is a call that the rule makes itself
   */
  give(actor: Actor, cause: Cause, ruling?: Ruling, isOwn = false): void {
    const world = this.#world;
    const { place, channel } = actor;
    const { to, taken, rows, codes, effects, timers } = actor.memo.step(
      place,
      this.#eventOf(cause),
    );
    if (taken.length === 0) {
      if (!cause.type.startsWith('session.') && !cause.type.startsWith('xstate.')) {
        this.late(cause.type);
      }
      return;
    }
    const hasMoved = to.state !== place.state;
    actor.place = to;
    if (ruling !== undefined && !isOwn) (actor.rulings ??= []).push(ruling);
    this.#record(actor, cause.type, place.state, rows, codes);
    for (const change of timers) this.#time(actor, change);
    const earlier: Earlier = { channel, ref: actor.ref, waited: this.#waited, answered: 0 };
    if (to !== place && (actor === this.login || actor.part === 'channel')) {
      if (actor === this.login) this.#logins = followed(this.#logins, cause, place, to);
      this.#known = knownBy(this.login.place.snapshot, this.#own?.place.snapshot);
    }
    if (actor === this.login && hasMoved) this.#onState(cause, to.snapshot.hasTag('lineless'));
    if (begins(cause, effects)) actor.ref = cause['ref'];
    for (const effect of effects) {
      if (effect.type === 'callback') this.#deliver(effect, actor, cause, earlier, ruling);
      else if (effect.type === 'request') this.#send(effect.name, actor, cause, channel);
      else if (isWord(effect)) this.#spread(effect, cause);
    }
    if (actor.rulings !== undefined) this.#endRulings(actor, cause, isOwn ? ruling : undefined);
    if (actor.state !== place.state) this.#onMove(actor, place.state);
    if (to.isDone) this.#forget(actor, cause);
    world.onStep();
    if (actor === this.login && cause.type === 'reply.accepted') {
      // One of them may end the session; what is left goes with it.
      for (let run = this.#early.shift(); run !== undefined; run = this.#early.shift()) run();
    }
  }

  /**
   * Runs what hears something of a session: now, or once the client knows that it is in it.
   *
   * @source choice: a word that comes before the answer to its login (a slow answer, a line that
   * reorders) waits for it, as the model has nothing happen to a client outside of its session. What
   * ends the attempt itself does not wait (L6, L27c).
   */
  inSession({ part, event }: Push, run: () => void): void {
    const { memo, place, state } = this.login;
    const isEarly =
      state.endsWith('.authenticating') &&
      (part !== 'login' || memo.step(place, this.#eventOf(event)).taken.length === 0);
    if (isEarly) this.#early.push(run);
    else run();
  }

  /** Lets go of the rulings on what is over; one whose code has not come is used up. */
  #endRulings(actor: Actor, cause: Cause, own: Ruling | undefined): void {
    const { state, place, channel } = actor;
    const subject = { state, isDone: place.isDone, channel };
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

  /** An actor has come into another state: rules may wait for it. */
  #onMove({ part, state }: Actor, before: string): void {
    if (part !== 'login' && part !== 'channel') return;
    if (state === 'loggedIn' && before.startsWith('loggingIn')) this.visits.loggedIn += 1;
    if (state === 'joined' && before === 'joining') this.visits.joined += 1;
    this.#world.rules.watch(this.#client);
  }

  /** The client's place in a channel, where there was one. */
  get #own(): Actor | undefined {
    return this.actors.own('channel');
  }

  /** Whose logins wait for a logout to end, or waited and were taken back. */
  get #waited(): readonly unknown[] {
    const { takenBack, next } = this.#logins;
    return next === undefined ? takenBack : [...takenBack, next.ref];
  }

  /** Something that happened, as a machine hears it. */
  #eventOf(cause: Cause): EventObject {
    return eventOf(cause, cause['loggedIn'] === false ? nowhere : this.#known);
  }

  #record(
    { part, key: made, address, state: to }: Actor,
    type: string,
    from: string,
    rows: readonly string[],
    codes: readonly CodeName[],
  ): void {
    const { trace, clock } = this.#world;
    const { name: client } = this.#client;
    const at = clock.now;
    const event = eventText(type);
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
    const running = actor.forget(id);
    if (running !== undefined) clock.stop(running);
    if (ms === undefined) return;
    const timer = clock.set(() => {
      actor.forget(id);
      this.give(actor, change.event);
    }, ms);
    actor.timers = [...actor.timers, { id, timer }];
  }

  /** The login lifecycle has moved: keep the line and the session id in step with it. */
  #onState(cause: Cause, isLineless: boolean): void {
    if (isLineless) {
      this.#early = [];
      this.#world.network.close(this.#client, this.login.state === 'loggedOut');
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

  #deliver(
    callback: Callback,
    actor: Actor,
    cause: Cause,
    earlier: Earlier,
    given: Ruling | undefined,
  ): void {
    const ref = refOf(callback, actor, cause, earlier) ?? this.current;
    const { part, address, place } = actor;
    const name = callback.name as CallbackName; // A machine says what its lifecycle lists.
    const { type } = cause;
    const code = 'code' in callback ? callback.code : undefined;
    const context = place.snapshot.context as Details;
    const said = { address, event: cause, context, before: earlier.channel, code };
    const told = callbacks[name].details(said);
    for (const details of Array.isArray(told) ? (told as readonly Details[]) : [told as Details]) {
      const plain = { name, details, ref, part, cause: type };
      if (code === undefined) this.hand(plain);
      else {
        const ruling = catchRuling(code, actor, given);
        this.hand(ruling === undefined ? { ...plain, code } : { ...plain, code, ruling });
      }
    }
    const failed = address['failed'] as ((code: CodeName) => Delivery) | undefined;
    if (code !== undefined && failed !== undefined) this.hand(failed(code));
  }

  /** Hands something to the application, asynchronously, in order. */
  hand(delivery: Delivery): void {
    const world = this.#world;
    const { current: session } = this;
    const whole = session === undefined ? delivery : { ...delivery, session };
    world.clock.set(() => {
      world.deliver(this.#client, whole);
    }, 0);
  }

  /** Writes down that something came for which nobody waits. */
  late(name: string): void {
    const { trace, clock } = this.#world;
    trace.entries.push({ kind: 'late', at: clock.now, client: this.#client.name, name });
  }

  #send(name: string, actor: Actor, cause: Cause, before: string): void {
    const { network, service, clock } = this.#world;
    const id = (actor.waiting = ++this.#requests);
    if (name === 'lookup' || name === 'connect') {
      this.account = text(this.call.account);
      this.appId = text(this.call.appId);
      // A look-up begins a new login; what is reconnecting has looked up long ago.
      if (name === 'lookup') {
        this.session = undefined;
        this.current = this.call.ref;
      }
      this.#reach(name);
      return;
    }
    const { epoch } = this.#client.line;
    const request = errandOf(name, actor, cause, {
      call: this.call,
      version: this.#client.version,
      device: this.#client.device,
      session: this.session,
      isWhole: this.#client.dialer !== undefined,
      channel: this.#channelToStayIn,
      channelBefore: before,
      epoch,
    });
    if (request.op === 'accept' || request.op === 'refuse') {
      if (actor.part === 'callee') {
        const method = cause.type;
        const follower = this.actors.new('request', { method, request });
        follower.rulings = actor.rulings;
        actor.rulings = undefined;
        this.give(follower, { type: 'request', method });
        return;
      }
    }
    const treatment = treatmentOf(actor, request.op);
    const { fate, lateMs = 0, served } = treatment;
    const answer = (given: Answer): void => {
      const label = given.type === 'reply.ok' ? `${request.op} ok` : given.type;
      const send = (): void => {
        const take = (): void => this.#onAnswer(actor, id, given);
        // It goes by the line that its request came by, and is lost with it.
        const isGone = this.#client.line.epoch !== epoch;
        network.toClient(this.#client, label, take, isGone ? { loses: 'answer' } : treatment);
      };
      if (lateMs === 0) send();
      else clock.set(send, lateMs);
    };
    const handle = (): void => {
      service.handle(this.#client, epoch, request, answer, fate);
      served?.();
    };
    network.toService(this.#client, request.op, handle, treatment);
  }

  #reach(name: 'lookup' | 'connect'): void {
    const { network, service, clock } = this.#world;
    const [good, bad] =
      name === 'lookup'
        ? (['lookup.answered', 'lookup.failed'] as const)
        : (['connect.succeeded', 'connect.failed'] as const);
    const answer = service.answers(name, this.#client);
    this.#client.line.phase = name;
    const { epoch } = this.#client.line;
    if (answer === 'no') {
      clock.set(() => {
        if (this.#client.line.epoch === epoch) this.#client.hearLine(bad);
      }, 0);
    } else if (answer === 'yes') {
      const dial = (): void => {
        if (this.#client.line.epoch !== epoch) return;
        network[name](this.#client, (reached) => {
          this.#client.hearLine(reached ? good : bad);
        });
      };
      const { dialer } = this.#client;
      if (dialer === undefined || !this.login.state.startsWith('reconnecting')) dial();
      else dialer.redial(dial);
    }
  }

  /** Answers what a part asked last, where there are several the oldest; says whether one asked. */
  answer(part: PartName, given: Answer): boolean {
    const actor = this.actors.of(part).find(({ waiting }) => waiting > 0);
    if (actor === undefined) return false;
    const id = actor.waiting;
    this.#world.network.toClient(this.#client, given.type, () => {
      this.#onAnswer(actor, id, given);
    });
    return true;
  }

  #onAnswer(actor: Actor, id: number, answer: Answer): void {
    if (actor.waiting !== id) {
      this.late(answer.type);
      return;
    }
    const { dialer } = this.#client;
    if (answer.type === 'reply.garbled' && actor.part !== 'login') dialer?.hearGarbled(actor.ref);
    this.give(actor, answer);
  }

  #forget(actor: Actor, cause: Cause): void {
    this.actors.forget(actor);
    const answered = actor.address['answered'] as ((data: Details) => Delivery) | undefined;
    if (answered !== undefined && cause.type === 'reply.ok') {
      this.hand(answered((cause['data'] ?? {}) as Details));
    }
  }

  /** Takes a ruling on the session, or on the stay in the channel. */
  bear(ruling: Ruling): void {
    const actor = ruling.what === 'joined' ? this.actors.only('channel') : this.login;
    (actor.rulings ??= []).push(ruling);
  }
}

const untreated: Treatment = {};

/** What becomes of a request of an actor. */
const treatmentOf = ({ rulings }: Actor, op: string): Treatment =>
  rulings?.find(({ what }) => what === op)?.treatment ?? untreated;

/** The ruling that a code comes of, if one has waited for it. */
function catchRuling(code: CodeName, { rulings }: Actor, given?: Ruling): Ruling | undefined {
  const waits = (ruling: Ruling): boolean => ruling.code === code && !ruling.isCaught;
  const ruling = given !== undefined && waits(given) ? given : rulings?.find(waits);
  if (ruling !== undefined) ruling.isCaught = true;
  return ruling;
}
