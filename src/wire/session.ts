// One login of an account over the wire: a client of the world whose application is a socket. Its
// lifecycles run in the world like any client's; what they say is put into frames, and what frames ask for
// is called on the client.
//
// The SDK at the other end has timers and retries of its own, so three things differ from a client
// whose application is a double:
// - what a machine concludes from silence alone is not sent: the service has said nothing;
// - a first login is never retried (wire 10), and the line comes back when the SDK opens another socket
//   and logs in over it, not before;
// - each reconnect is a whole login (LC 2.1): nothing of the old session is resumed.
import type { Client } from '../world/client/client.ts';
import type { Dialer } from '../world/client/dialer.ts';
import type { Delivery } from '../world/delivery.ts';
import type { Details } from '../../machines/callbacks.ts';
import type { FollowedRequest } from '../world/client/requests.ts';
import { epochSeconds } from '../world/clock.ts';
import { Asked, type Connection, type LoggedIn } from './connection.ts';
import { messageLine, type Mailbox, type Page } from './mailbox.ts';
import { loginReasons, type Situation } from './texts.ts';

/** Attempts of a reconnect. @source wire 10: `login`'s third argument, 10; the service never sees it */
const reconnectsMax = 10;

/** The time limit of 1.4.0 has no effect (D8). */
const endlessSeconds = 1e9;

type Thunk = (() => void) | undefined;

/** Whether a machine only concluded it from time passing; the service has said nothing. */
const isSilence = (cause = ''): boolean => cause.startsWith('xstate.after');

/** What a login needs from its endpoint. */
export interface Switchboard {
  /** Virtual milliseconds. */
  readonly now: number;
  /** What a login's answer says about the wire. */
  readonly config: Readonly<Record<string, number>>;
  mailbox(appId: string, account: string): Mailbox;
  uidOf(appId: string, account: string): number;
  /** Whether nothing passes on a client's line, without anybody having said so. */
  isSilenced(client: Client): boolean;
  /** A client's socket is gone, and so is its line. */
  drop(client: Client): void;
  /** Runs what a client asks of the endpoint itself, once its line lets it through. */
  pass(client: Client, name: string, run: () => void): void;
  /** Records what the test should know. */
  note(what: string): void;
  /** Runs something after everything that is delivered now. */
  soon(run: () => void): void;
  /** The `extra` of an invitation that fails later. */
  inviteFailure(text: Situation): string;
  /** Finds the handler of a request by its function's name. */
  requests(func: string): Ask;
}

/** Handles a request of a client. */
export type Ask = (
  session: WireSession,
  asked: Asked,
  args: Readonly<Record<string, unknown>>,
) => void;

/** A login over the wire. */
export class WireSession implements Dialer, LoggedIn {
  readonly client: Client;
  readonly appId: string;
  readonly account: string;
  readonly device: string;
  readonly #endpoint: Switchboard;
  readonly #mailbox: Mailbox;
  /** The socket that it uses, or that is waiting for it to log in. */
  #connection: Connection | undefined;
  /** The socket whose line has gone: what its client has sent since is lost, even before it hears of that. */
  #cut: Connection | undefined;
  /** Opens the line again, if the lifecycle is waiting for a socket. */
  #redial: (() => void) | undefined;
  #joins: { readonly asked: Asked; readonly name: unknown }[] = [];
  #leaves: { readonly asked: Asked; readonly name: unknown }[] = [];
  readonly #logouts: Asked[] = [];
  readonly #invites = new Map<string, Asked>();
  /** The answer to a join, as it is collected: members and attributes come one after the other. */
  #joined: { list: readonly unknown[]; attrs: Record<string, unknown> } | undefined;
  #channelIds = 0;

  constructor(
    endpoint: Switchboard,
    client: Client,
    who: { readonly appId: string; readonly account: string; readonly device: string },
  ) {
    this.#endpoint = endpoint;
    this.client = client;
    this.appId = who.appId;
    this.account = who.account;
    this.device = who.device;
    this.#mailbox = endpoint.mailbox(who.appId, who.account);
    client.listener = (delivery) => this.#hear(delivery);
    client.dialer = this;
  }

  get name(): string {
    return this.client.name;
  }

  /** Whether another socket can log it in: it is logged out, or has lost its line. */
  get isFree(): boolean {
    const { state } = this.client;
    return (
      state === 'loggedOut' || (state.startsWith('reconnecting') && this.#connection === undefined)
    );
  }

  /** Logs in over a socket: for the first time, or to get the line back. */
  attach(connection: Connection, token: unknown): void {
    this.#connection = connection;
    connection.session = this;
    this.client.isSpokenFor = connection.peer.speaks === true;
    if (this.client.state.startsWith('reconnecting')) {
      const redial = this.#redial;
      this.#redial = undefined;
      redial?.();
      return;
    }
    this.client.login('login', {
      appId: this.appId,
      account: this.account,
      token,
      retriesLogin: false,
      retryCount: reconnectsMax,
      retrySeconds: endlessSeconds,
    });
  }

  // --- what the client asks ------------------------------------------------------------------------

  ask(asked: Asked, args: Readonly<Record<string, unknown>>): void {
    this.#endpoint.requests(asked.func)(this, asked, args);
  }

  logout(asked: Asked): void {
    this.#logouts.push(asked);
    this.client.call('logout', {}, { ref: asked });
  }

  /** Answers from the mailbox, once the line lets the request through. */
  fetch(asked: Asked, page: (mailbox: Mailbox) => Page): void {
    this.#endpoint.pass(this.client, asked.func, () => asked.succeed(page(this.#mailbox)));
  }

  join(asked: Asked, name: unknown): void {
    asked.connection.hasJoined = true;
    this.#joins.push({ asked, name });
    this.client.call('channelJoin', { channel: name }, { ref: asked });
  }

  leave(asked: Asked, name: unknown): void {
    this.#leaves.push({ asked, name });
    this.client.call('channelLeave', { channel: name }, { ref: asked });
  }

  invite(asked: Asked, channel: unknown, peer: unknown, extra: unknown): void {
    const isNew = !this.client.isCalling(String(channel), String(peer));
    this.client.call('channelInviteUser2', { channel, peer, extra }, { ref: asked });
    if (isNew) this.#invites.set(`${String(channel)} ${String(peer)}`, asked);
  }

  /** Requests data; the answer comes by itself. */
  data(asked: Asked, method: string, args: readonly unknown[], what: FollowedRequest): void {
    const answered = (details: Delivery['details']): Delivery => ({
      name: `${method} cb`,
      details,
      ref: asked,
    });
    this.client.request(method, args, what, answered, undefined, { ref: asked });
  }

  // --- the line ------------------------------------------------------------------------------------

  /** @internal The lifecycle wants its line back: it gets it as soon as there is a socket. */
  redial(go: () => void): void {
    if (this.#connection === undefined) this.#redial = go;
    else go();
  }

  /** @internal A rule cannot make the calls of an application that is elsewhere. */
  onRuleCall(method: string): void {
    this.#endpoint.note(
      `a rule needs ${method}() of ${this.account}: over the wire the application has to call it`,
    );
  }

  /** @internal Translates what happens on the line into what a socket can tell. */
  hearLine(type: string): string | undefined {
    // A frame that cannot be read throws in the SDK's handler and changes nothing else (L35, E15).
    if (type === 'packet.corrupted') {
      this.#connection?.tellRaw('(undecodable)');
      return undefined;
    }
    if (type.startsWith('line.')) this.#cut = this.#connection;
    // A socket that closes says no more than that; it never leads to code 100 (wire 10).
    return type === 'line.vanished' ? 'line.lost' : type;
  }

  /** @internal An unreadable answer goes to the client as it is. */
  hearGarbled(ref: unknown): void {
    if (ref instanceof Asked) ref.garble();
  }

  /** The socket is gone at the client's end. */
  onClosed(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    this.#endpoint.drop(this.client);
  }

  /** Whether a socket is still open at the client's end although its line is gone. */
  isHalfOpen(connection: Connection): boolean {
    if (this.#connection === connection) return this.#cut === connection;
    // A client that sends on a line that is gone learns that it is, as soon as anything gets through.
    if (!this.#endpoint.isSilenced(this.client)) connection.close();
    return true;
  }

  /** Whether a ping over a socket, or a fetch with this mark, would change nothing and tell nothing. */
  isQuiet(connection: Connection, mark: number | undefined): boolean {
    if (this.#connection !== connection) return false;
    if (mark === undefined) return true;
    return this.#mailbox.isClear(mark) && !this.#endpoint.isSilenced(this.client);
  }

  // --- what the lifecycles say ---------------------------------------------------------------------

  #hear(delivery: Delivery): Thunk {
    const { name, ref } = delivery;
    if (name.startsWith('onInvite')) return this.#hearCall(delivery);
    if (name.includes('Channel')) return this.#hearChannel(delivery);
    if (ref instanceof Asked && name !== 'onLogout') {
      const answer = this.#answer(delivery, ref);
      if (answer !== undefined) return answer;
    }
    return this.#hearLogin(delivery);
  }

  #hearLogin({ name, code, cause = '', details }: Delivery): Thunk {
    const connection = this.#connection;
    switch (name) {
      case 'onLoginSuccess':
      case 'onReconnected':
        return () => connection?.tell(['login_ret', ['', this.#accepted()]]);
      case 'onReconnecting':
        return this.#loseLine(cause);
      case 'onLoginFailed':
        return this.#refuse(code, cause);
      case 'onLogout':
        if (cause === 'logout.acknowledged' || cause === 'logout') {
          return () => {
            for (const asked of this.#logouts.splice(0)) asked.succeed();
          };
        }
        if (cause.startsWith('reply.')) return this.#refuse(code, cause);
        if (cause === 'service.kicked') {
          return () => {
            connection?.tell(['kick', '']);
            connection?.close(); // In this order: otherwise two logins oust each other forever (D1b).
          };
        }
        if (cause.startsWith('line.')) return this.#loseLine(cause); // On its way out.
        if (cause.startsWith('service.')) return () => connection?.tell(['close', '']);
        return cause === 'connect.failed' ? () => connection?.fail() : undefined;
      case 'onMessageInstantReceive':
        return () => {
          const { account, body } = details;
          this.#mail('instant', String(account), String(body));
        };
      default:
        return undefined;
    }
  }

  /** A line was lost: the socket goes with it, unless nothing gets through to say so. */
  #loseLine(cause: string): Thunk {
    const connection = this.#connection;
    if (connection === undefined) return undefined;
    this.#connection = undefined;
    if (isSilence(cause) || this.#endpoint.isSilenced(this.client)) return undefined;
    const isBroken = cause === 'line.errored' || cause === 'connect.failed';
    return () => (isBroken ? connection.fail() : connection.close());
  }

  /** A login failed: refused with a reason, or because of the network. */
  #refuse(code: Delivery['code'], cause: string): Thunk {
    const connection = this.#connection;
    if (isSilence(cause) && cause.includes('loginReply')) return undefined;
    if (cause === 'reply.garbled') return () => connection?.tell(['login_ret', ['', '(garbled)']]);
    if (cause === 'service.closed') return () => connection?.tell(['close', '']);
    if (!cause.startsWith('reply.') && cause !== 'login') return () => connection?.fail();
    const reason = (code === undefined ? undefined : loginReasons[code]) ?? 'failed';
    const text = JSON.stringify({ result: 'failed', reason });
    return () => connection?.tell(['login_ret', ['', text]]);
  }

  #accepted(): string {
    return JSON.stringify({
      result: 'ok',
      uid: this.#endpoint.uidOf(this.appId, this.account),
      line: this.client.sessionID,
      ...this.#endpoint.config,
    });
  }

  /** Answers one request. */
  #answer({ name, details, cause }: Delivery, asked: Asked): Thunk {
    switch (name) {
      case 'onMessageSendSuccess':
        return () => asked.succeed();
      case 'onChannelQueryUserNumResult':
        return cause === 'reply.ok'
          ? () => asked.succeed({ num: details['count'] })
          : this.#fail(asked, cause);
      case 'onMessageSendError':
      case 'onError':
        return this.#fail(asked, cause);
      default:
        return name.endsWith(' cb') ? () => asked.succeed(details) : undefined;
    }
  }

  #fail(asked: Asked, cause: string | undefined, text: Situation = 'failed'): Thunk {
    return isSilence(cause) || cause === 'reply.garbled' ? undefined : () => asked.fail(text);
  }

  #hearChannel(delivery: Delivery): Thunk {
    const { name, details, cause, ref } = delivery;
    const { channel } = details;
    switch (name) {
      case 'onChannelQueryUserNumResult':
        return ref instanceof Asked ? this.#answer(delivery, ref) : undefined;
      case 'onChannelJoined':
        this.#joined = { list: [], attrs: {} };
        return () => this.#endpoint.soon(() => this.#welcome(channel));
      case 'onChannelUserList':
        if (this.#joined !== undefined) {
          this.#joined.list = (details['users'] as readonly string[]).map((account) => [
            account,
            this.#endpoint.uidOf(this.appId, account),
          ]);
        }
        return () => undefined;
      case 'onChannelJoinFailed':
        return () => this.#take('joins', channel, (asked) => this.#fail(asked, cause)?.());
      case 'onChannelLeaved':
        // A client hears only about a leave that it asked for.
        return () => this.#take('leaves', channel, (asked) => asked.succeed());
      case 'onChannelAttrUpdated': {
        const { name: attribute, value, kind: type } = details;
        if (this.#joined !== undefined && cause === 'reply.ok') {
          this.#joined.attrs[String(attribute)] = value;
          return () => undefined;
        }
        const changed = { name: attribute, value, type };
        return () => this.#pushChannel(channel, '', 'channel_attr_update', changed);
      }
      case 'onChannelUserJoined':
        return () => this.#pushChannel(channel, details['account'], 'channel_user_join');
      case 'onChannelUserLeaved':
        return () => this.#pushChannel(channel, details['account'], 'channel_user_leave');
      case 'onMessageChannelReceive':
        return () => {
          const { account, body: msg } = details;
          this.#pushChannel(channel, account, 'channel_msg', { msg });
        };
      default:
        return undefined;
    }
  }

  /** A join succeeded: those who asked for it hear who is there. */
  #welcome(channel: unknown): void {
    const { list = [], attrs = {} } = this.#joined ?? {};
    this.#joined = undefined;
    this.#take('joins', channel, (asked) => asked.succeed({ list, attrs }));
  }

  #take(which: 'joins' | 'leaves', channel: unknown, answer: (asked: Asked) => void): void {
    const all = which === 'joins' ? this.#joins : this.#leaves;
    const left = all.filter(({ name }) => name !== channel);
    for (const { asked, name } of all) if (name === channel) answer(asked);
    if (which === 'joins') this.#joins = left;
    else this.#leaves = left;
  }

  #hearCall({ name, details, code, cause, ref }: Delivery): Thunk {
    const { channel, peer, extra } = details;
    const key = `${String(channel)} ${String(peer)}`;
    const push = (type: string, words: unknown = extra): void => {
      this.#invites.get(key)?.succeed();
      this.#invites.delete(key);
      const content = JSON.stringify({
        channel,
        peer,
        peeruid: this.#endpoint.uidOf(this.appId, String(peer)),
        extra: words,
      });
      this.#mail(type, String(peer), content);
    };
    switch (name) {
      case 'onInviteReceived':
        return () => push('voip_invite');
      case 'onInviteReceivedByPeer':
        return () => push('voip_invite_ack', '');
      case 'onInviteAcceptedByPeer':
        return () => push('voip_invite_accept');
      case 'onInviteRefusedByPeer':
        return () => push('voip_invite_refuse');
      case 'onInviteEndByPeer':
        return () => push('voip_invite_bye');
      case 'onInviteMsg':
        return () => push('voip_invite_msg');
      case 'onInviteFailed': {
        const asked = ref instanceof Asked ? ref : this.#invites.get(key);
        if (code === 'INVITE_E_NET') return undefined; // Its line is gone, or about to be.
        if (isSilence(cause)) {
          const text: Situation = code === 'INVITE_E_TIMEOUT' ? 'timeout' : 'no ack';
          return () => push('voip_invite_failed', this.#endpoint.inviteFailure(text));
        }
        return () => {
          this.#invites.delete(key);
          asked?.fail(code === 'INVITE_E_PEEROFFLINE' ? 'peer offline' : 'failed');
        };
      }
      default: // onInviteEndByMyself: the SDK has said so itself.
        return undefined;
    }
  }

  /** Puts something into the mailbox, and sends it to the client if there is a socket. */
  #mail(type: string, from: string, content: string): void {
    const frame = this.#mailbox.put({ type, from, to: this.account, at: this.#seconds, content });
    this.#connection?.tell(frame);
  }

  /** Pushes something about the channel; the newest channel object of the SDK takes it (E7). */
  #pushChannel(channel: unknown, account: unknown, type: string, more: Details = {}): void {
    if (this.#connection?.hasJoined !== true) return;
    const from = typeof account === 'string' ? account : '';
    const uid = from === '' ? 0 : this.#endpoint.uidOf(this.appId, from);
    const content = JSON.stringify({ channel, account: from, uid, ...more });
    const line = messageLine({ type, from, to: String(channel), at: this.#seconds, content });
    this.#channelIds += 1;
    this.#connection.tell(['notify', ['channel2', String(channel), this.#channelIds, line]]);
  }

  get #seconds(): number {
    return epochSeconds + Math.floor(this.#endpoint.now / 1000);
  }
}
