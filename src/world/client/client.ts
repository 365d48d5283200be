// One client of a world, without an SDK's shape: what an application can do, in terms that both doubles
// share, and what the service and the network tell it.
import type { Details } from '../../../machines/callbacks.ts';
import type { Call } from '../../../machines/calls.ts';
import type { CodeName } from '../../../machines/codes.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import { calls, shownOf, type CallName, type PartName } from '../../../machines/lifecycles.ts';
import { UsageError } from '../../base/errors.ts';
import { plain } from '../../base/plain.ts';
import type { Actor, Cause } from './actor.ts';
import type { ClientOptions } from './options.ts';
import type { Delivery, How, Listener } from '../delivery.ts';
import type { Given } from '../journal.ts';
import type { Dialer } from './dialer.ts';
import { Line } from '../network/line.ts';
import { liveCalls } from './actors.ts';
import { Parts } from './parts.ts';
import { text } from '../../../machines/service.ts';
import type { FollowedRequest } from './requests.ts';
import type { Ruling } from '../ruling.ts';
import type { PushRules } from '../service/device.ts';
import type { About } from '../rules/rules.ts';
import type { Who } from '../rules/who.ts';
import type { Push } from '../../../machines/lifecycles.ts';
import type { Answer } from '../../../machines/service.ts';
import { noToken } from '../token.ts';
import type { Surroundings } from '../surroundings.ts';

/** A call of the application, on its way to an actor. */
interface Made {
  readonly method: string;
  readonly args: readonly unknown[];
  /** What rules may look at. */
  readonly about?: About;
  readonly event: Cause;
  /** The part that the trace does not show. */
  readonly given?: Given;
  /** The token, if it is a login. */
  readonly token?: unknown;
}

const redacted = (token: unknown): unknown =>
  typeof token !== 'string' || token === '' || token === noToken ? token : '<token>';

/** A client of a world, without an SDK's shape: the doubles give it one. */
export class Client implements Who {
  readonly line = new Line();
  readonly version: string;
  readonly canReceiveCalls: boolean;
  readonly rules: PushRules;
  readonly device: string;
  /** Set by the double. */
  listener: Listener = () => undefined;
  /** Set if the application's own sockets carry the line; every reconnect is then a full login. */
  dialer: Dialer | undefined;
  /** Whether its application is a double on the wire, which itself records what the application hears. */
  isSpokenFor = false;
  /**
   * Finds a handler that was meant for a delivery, but whose name the SDK does not know. Set by the
   * double.
   */
  misnamed: (delivery: Delivery) => { readonly name: string; readonly near: string } | undefined =
    () => undefined;
  readonly #world: Surroundings;
  /** Entries of the trace from before it had a name. */
  readonly #nameless: { client: string }[] = [];
  #messageIDs = 0;
  readonly #parts: Parts;

  constructor(world: Surroundings, options: ClientOptions) {
    this.#world = world;
    this.rules = world.rules;
    if (options.name !== undefined) this.line.client = world.nameOf(options.name);
    this.version = options.version ?? '1.4.4';
    this.canReceiveCalls = options.canReceiveCalls ?? true;
    this.device = options.device ?? '';
    this.#parts = new Parts(world, this);
  }

  /** Its name in the trace. */
  get name(): string {
    return this.line.client || this.#called(this.account);
  }

  /** Its name in the trace, if it has one yet: it gets one by the first thing that it does. */
  get nameYet(): string | undefined {
    return this.line.client || undefined;
  }

  /** The account of its last login, `''` before the first. */
  get account(): string {
    return this.#parts.account;
  }

  /** The App ID of its last login, `''` before the first. */
  get appId(): string {
    return this.#parts.appId;
  }

  /** The `ref` of its current login, or of its last one. */
  get current(): unknown {
    return this.#parts.handover.current;
  }

  /** The `ref` of a login that waits for a logout to end (L38). */
  get waiting(): unknown {
    return this.#parts.waiting;
  }

  /** Whether a login waited for a logout, and was taken back: its answer comes after the logout's. */
  isTakenBack(ref: unknown): boolean {
    return this.#parts.isTakenBack(ref);
  }

  /** Its current login; empty if there is none. */
  get loginCall(): LoginCall {
    return this.#parts.call;
  }

  /** The state of its login lifecycle: `'loggingIn.resolving'`. */
  get state(): string {
    return this.#parts.login.place.state;
  }

  /** The state of its channel, and which one. */
  get channel(): { readonly state: string; readonly name: string } {
    return this.#parts.channelState;
  }

  /** The service's id for its session, as text; `''` if it has none. */
  get sessionID(): string {
    const { session } = this.#parts;
    return session === undefined ? '' : String(session);
  }

  /** The service's number for its account, from 1001; 0 before its first session. */
  get uid(): number {
    return this.#parts.uid;
  }

  /** How many sessions it has had, and how many stays in a channel. */
  get visits(): Readonly<Record<'loggedIn' | 'joined', number>> {
    return this.#parts.visits;
  }

  /** Whether an invitation to a peer is under way or accepted. */
  isCalling(channel: string, peer: string): boolean {
    return liveCalls.has(this.callState('caller', channel, peer) ?? '');
  }

  /** The `ref` that an invitation to a peer came with. */
  callerOf(channel: string, peer: string): unknown {
    return this.#parts.actors.find('caller', channel, peer)?.ref;
  }

  /** The state of a call to or from a peer; undefined if there was none. */
  callState(role: 'caller' | 'callee', channel: string, peer: string): string | undefined {
    return this.#parts.actors.find(role, channel, peer)?.place.state;
  }

  // --- what an application can do ----------------------------------------------------------------

  login(method: string, call: LoginCall, how: How = {}): void {
    const account = text(call.account);
    if (this.line.client === '' && account !== '') this.#called(account);
    const args = [call.appId, call.account, redacted(call.token)];
    const about = { account, login: call };
    const event = { type: 'login', call: { ...call, ref: how.ref } };
    const { retryCount, retrySeconds } = call;
    const token = this.#world.journal.numberOf(call.token);
    const given: Given =
      (token ?? retryCount ?? retrySeconds) === undefined
        ? nothing
        : {
            ...(token !== undefined && { token }),
            ...(retryCount !== undefined && { retryCount }),
            ...(retrySeconds !== undefined && { retrySeconds }),
          };
    const brought = { token: call.token };
    this.#call(this.#parts.login, { method, args, about, event, given, ...brought }, how);
  }

  /** Notes a call that changes nothing. It does not give the client a name yet. */
  hint(method: string, args: readonly unknown[]): void {
    const { journal, trace, clock } = this.#world;
    this.#checkOpen(method);
    journal.note({ call: {} });
    const { client } = this.line;
    const entry = { kind: 'call' as const, at: clock.now, client, method, args: args.map(plain) };
    if (client === '') this.#nameless.push(entry);
    trace.entries.push(entry);
  }

  /**
   * Makes a call, by the SDK's name and the names of its arguments: `call('channelJoin', { channel })`.
   * Returns the id that was made for it, if it is a call that gets one.
   *
   * @source choice: an address does not say which end of a call is meant, so if calls crossed (LC 5.2) a
   * hang-up ends both, each with its onInviteEndByMyself. Without a session it is one call that cannot be
   * made: one onError (C2b).
   * @param method the SDK's method, if another one makes the same call
   */
  call(name: CallName, args: Details, how: How = {}, method: string = name): string {
    // Over the wire only the application can make its calls: it would never hear of a call that a rule
    // made.
    if (how.by === 'rule' && this.dialer !== undefined) {
      this.dialer.onRuleCall(method);
      return '';
    }
    const call: Call = calls[name];
    const { hides = [], about, event: type = name } = call;
    const made = about !== undefined && 'made' in about ? about.made : '';
    const id = made === '' ? '' : this.#idOf(args[made]);
    const all: Details = made === '' ? { method, ...args } : { method, ...args, [made]: id };
    const shown = (shownOf.get(name) ?? []).map((key) => all[key]);
    if (call.args.at(-1)?.endsWith('?') === true && shown.at(-1) === undefined) shown.pop();
    const { channel, peer = args['account'], extra } = args;
    const event: Cause = { type, ...all };
    const alive = this.#parts.actors.alive(call.part, args, how.part);
    const actor = alive[0] ?? this.#parts.actors.for(call, all, how.part);
    this.#call(
      actor,
      {
        method,
        args: shown,
        about: { channel, peer, ...(!hides.includes('extra') && { extra }) },
        event,
        given:
          hides.length === 0 && how.part === undefined
            ? nothing
            : {
                ...(hides.includes('extra') && extraOf(extra)),
                ...(how.part !== undefined && { role: how.part }),
              },
      },
      how,
    );
    for (const other of alive.slice(1)) {
      if (how.loggedIn !== false && this.state === 'loggedIn') this.#parts.give(other, event);
    }
    return id;
  }

  /**
   * Makes a request that only onError reports on; `answered` gets the data of a good answer, and `failed`
   * hears of a bad one in addition to onError.
   */
  request(
    method: string,
    args: readonly unknown[],
    request: FollowedRequest,
    answered?: (data: Details) => Delivery,
    failed?: (code: CodeName) => Delivery,
    how: How = {},
  ): void {
    const actor = this.#parts.actors.new('request', { method, request, answered, failed });
    const { channel, peer, account } = request as Details;
    const about = { operation: request.op, channel, peer: peer ?? account };
    this.#call(actor, { method, args, about, event: { type: 'request', method } }, how);
  }

  // --- what the service and the network tell it --------------------------------------------------

  /** @internal Answers what a part asked last; returns whether it had asked anything. */
  hearAnswer(part: PartName, answer: Answer): boolean {
    return this.#parts.answer(part, answer);
  }

  /** @internal Makes this client's end of a call at an address, as if there had been a call before. */
  know(role: 'caller' | 'callee', channel: string, peer: string): void {
    this.#parts.actors.hearer(role, { channel, peer });
  }

  hearLine(type: string): void {
    const heard = this.dialer === undefined ? type : this.dialer.hearLine(type);
    if (heard !== undefined) this.#parts.give(this.#parts.login, { type: heard });
  }

  hear(push: Push, heard?: () => void): void {
    const run = (): void => {
      heard?.();
      if (push.isOver?.() === true) this.#parts.handover.late(push.event.type);
      else {
        push.taken?.();
        this.#hear(push);
      }
    };
    const { login } = this.#parts;
    if (login.place.state.endsWith('.authenticating')) this.#parts.inSession(push, run);
    else run();
  }

  hears(delivery: Delivery): boolean {
    return this.listener(delivery) !== undefined;
  }

  bear(ruling: Ruling): void {
    this.#parts.bear(ruling);
  }

  // --- inside ------------------------------------------------------------------------------------

  /** Gives it a name that nobody else has, also in its entries from before it had one. */
  #called(wanted: string): string {
    const name = this.#world.nameOf(wanted);
    this.line.client = name;
    for (const entry of this.#nameless.splice(0)) entry.client = name;
    return name;
  }

  #checkOpen(method: string): void {
    if (!this.#world.isClosed) return;
    throw new UsageError(
      'world.closed',
      `${method}: ${this.name} belongs to a world that is closed. ` +
        'End your client before world.close(), or make a world for each test.',
    );
  }

  #hear(push: Push): void {
    const { part, channel, peer, session, event } = push;
    if (part === 'data') {
      this.#hearData(channel ?? '', peer ?? '', event);
      return;
    }
    // What would end an earlier session is for nobody, and neither is a push of a channel that was left
    // meanwhile.
    const isOfAnother = session !== undefined && session !== (this.#parts.session ?? session);
    const isOfThePast =
      channel !== undefined && peer === undefined && this.channel.name !== channel;
    if (isOfAnother || isOfThePast) this.#parts.handover.late(event.type);
    else this.#parts.give(this.#parts.actors.hearer(part, push), event);
  }

  #call(found: Actor, made: Made, how: How): void {
    const { method, args, about = {}, event, given = nothing, token } = made;
    const world = this.#world;
    this.#checkOpen(method);
    const { by, ref, isStale = false, loggedIn } = how;
    const actor = isStale ? this.#parts.actors.replace(found) : found;
    const isPlain = ref === undefined && loggedIn === undefined;
    const lost = loggedIn === undefined ? {} : { loggedIn };
    const cause: Cause = isPlain ? event : { ...event, ref, ...lost };
    if (by === undefined) {
      const web = ref === undefined ? {} : ({ web: true } as const);
      const stale = isStale ? ({ stale: true } as const) : {};
      const out = loggedIn === undefined ? {} : ({ out: true } as const);
      const isAll = isPlain && !isStale;
      world.journal.note({ call: isAll ? given : { ...given, ...web, ...stale, ...out } });
    }
    const isOccasion = by === undefined && !world.rules.isEmpty && this.#parts.goesOn(actor, cause);
    const ruling = isOccasion ? world.rules.before(this, method, { ...about, ref }) : how.ruling;
    const at = world.clock.now;
    const call = { kind: 'call', at, client: this.name, method, args: args.map(plain) } as const;
    if (token !== undefined) world.journal.tokens.set(world.trace.entries.length, token);
    world.trace.entries.push(by === undefined ? call : { ...call, by });
    this.#parts.give(actor, judged(cause, ruling), ruling, by === 'rule');
    if (isOccasion) ruling?.after?.();
  }

  /** The id that the application gives, or a made-up one. */
  #idOf(given: unknown): string {
    return typeof given === 'string' && given !== '' ? given : `${this.name}-${++this.#messageIDs}`;
  }

  #hearData(channel: string, peer: string, event: Push['event']): void {
    const { type, ...rest } = event;
    if (type === 'app.arrived') {
      this.#parts.handover.hand({ name: 'onMessageAppReceived', details: rest });
      return;
    }
    const isCall = (['caller', 'callee'] as const).some((role) =>
      liveCalls.has(this.callState(role, channel, peer) ?? ''),
    );
    if (isCall)
      this.#parts.handover.hand({ name: 'onInviteMsg', details: { channel, peer, ...rest } });
    else this.#parts.handover.late(type);
  }
}

/** What most calls are given beyond what the trace shows. */
const nothing: Given = {};

/** An `extra`, if there is one. */
const extraOf = (extra: unknown): Given =>
  extra === undefined || extra === '' ? {} : { extra: plain(extra) };

/** A call as it is judged under a ruling: by the rule's `extra`, though it is sent with its own. */
function judged(cause: Cause, ruling: Ruling | undefined): Cause {
  if (ruling?.extra === undefined) return cause;
  return { ...cause, given: cause['extra'], extra: JSON.stringify(ruling.extra) };
}
