// Lets a client do again what a trace says it did: whatever shape it had, by the same words.
import { asText } from '../sdk/text.ts';
import { AgoraAPI } from '../sdk/native/agora-api.ts';
import { Channel } from '../sdk/web/channel.ts';
import { Session } from '../sdk/web/session.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Client } from '../world/client/client.ts';
import type { How, Listener } from '../world/delivery.ts';
import type { Given } from '../world/journal.ts';

/** An application that wants no answer. */
const nothing = (): void => undefined;

/** A client that does what it is told to, call by call. */
export class Puppet {
  readonly client: Client;
  readonly #api: AgoraAPI;
  /** A session that is over, for calls that were made through one. */
  readonly #over: Session;

  constructor(client: Client, listener: Listener) {
    this.client = client;
    this.#api = new AgoraAPI(client);
    this.#over = new Session(client, '');
    client.listener = listener;
  }

  /** Makes a call of a trace. `token` is the one that it came with. */
  call(
    { method, args }: TraceEntry & { readonly kind: 'call' },
    given: Given,
    token: unknown,
  ): void {
    const { client } = this;
    const { extra, role, web, stale, out } = given;
    const how: How = {
      ...(web && { ref: this.#session(stale) }),
      ...(stale && { isStale: true }),
      ...(out && { loggedIn: false }),
    };
    const [first, second, third] = args;
    switch (method) {
      case 'login':
      case 'login2':
        this.#login(method, { appId: first, account: second, token }, given);
        return;
      case 'logout':
        client.logout(how);
        return;
      case 'channelJoin':
        client.join(first, how);
        return;
      case 'channelLeave':
        client.leave(first, how);
        return;
      case 'channelQueryUserNum':
        client.query(first, how);
        return;
      case 'messageAppSend':
        client.send({ method, body: first, messageID: String(second) }, how);
        return;
      case 'messageInstantSend':
      case 'messageChannelSend':
      case 'messageChannelSendForce':
        client.send({ method, to: first, body: second, messageID: String(third) }, how);
        return;
      case 'channelInviteUser':
      case 'channelInviteUser2':
        client.invite(method, first, second, third, how);
        return;
      case 'channelInviteAccept':
        client.accept(first, second, extra, how);
        return;
      case 'channelInviteRefuse':
        client.refuse(first, second, extra, how);
        return;
      case 'channelInviteEnd':
        client.endCall(first, second, extra, how, role);
        return;
      default:
        if (web) this.#request(method, args, this.#session(stale));
        else this.#native(method, args);
    }
  }

  #session(stale: true | undefined): Session {
    const { current } = this.client;
    return stale || !(current instanceof Session) ? this.#over : current;
  }

  #login(
    method: string,
    call: Parameters<Client['login']>[1],
    { web, retryCount, retrySeconds }: Given,
  ): void {
    const limits = {
      ...(retryCount !== undefined && { retryCount }),
      ...(retrySeconds !== undefined && { retrySeconds }),
    };
    const how = web && { ref: new Session(this.client, asText(call.account)) };
    this.client.login(method, { ...call, ...limits }, how);
  }

  /** A request of the native shape, whose arguments stand in the trace as it takes them. */
  #native(method: string, args: readonly unknown[]): void {
    const api = this.#api as unknown as Readonly<Record<string, unknown>>;
    const request = api[method];
    if (typeof request === 'function') Reflect.apply(request, this.#api, args);
  }

  /** A request of the web shape. */
  #request(method: string, args: readonly unknown[], session: Session): void {
    const [first, second, third] = args;
    const channel = new Channel(session, asText(first));
    switch (method) {
      case 'invoke':
        session.invoke(first, second as Readonly<Record<string, unknown>>);
        return;
      case 'channelSetAttr':
        channel.channelSetAttr(second, third, nothing);
        return;
      case 'channelDelAttr':
        channel.channelDelAttr(second, nothing);
        return;
      case 'channelClearAttr':
        channel.channelClearAttr(nothing);
        return;
      default:
        this.#native(method, args);
    }
  }
}
