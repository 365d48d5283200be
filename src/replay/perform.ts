// Makes a client repeat what a trace says it did, in whichever shape it had.
import { callNameOf, calls, shownOf } from '../../machines/lifecycles.ts';
import { asText } from '../sdk/text.ts';
import { AgoraAPI } from '../sdk/native/agora-api.ts';
import { Channel } from '../sdk/web/channel.ts';
import { Session } from '../sdk/web/session.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Client } from '../world/client/client.ts';
import type { How, Listener } from '../world/delivery.ts';
import type { Given } from '../world/journal.ts';

/** A handler that ignores the answer. */
const nothing = (): void => undefined;

/** A client that makes the calls that it is told to make, one by one. */
export class Puppet {
  readonly client: Client;
  readonly #api: AgoraAPI;
  /** An ended session, for calls that were made through one. */
  readonly #over: Session;

  constructor(client: Client, listener: Listener) {
    this.client = client;
    this.#api = new AgoraAPI(client);
    this.#over = new Session(client, '');
    client.listener = listener;
  }

  /** Makes a call of a trace. `token` is the one that was passed. */
  call(
    { method, args }: TraceEntry & { readonly kind: 'call' },
    given: Given,
    token: unknown,
  ): void {
    const { client } = this;
    const { extra, role, web, stale, out } = given;
    if (method === 'login' || method === 'login2') {
      this.#login(method, { appId: args[0], account: args[1], token }, given);
      return;
    }
    const how: How = {
      ...(web && { ref: this.#session(stale) }),
      ...(stale && { isStale: true }),
      ...(out && { loggedIn: false }),
      ...(role !== undefined && { part: role }),
    };
    const name = callNameOf.get(method);
    if (name !== undefined && calls[name].event === undefined) {
      const shown = (shownOf.get(name) ?? []).map((key, i) => [key, args[i]] as const);
      client.call(name, { extra, ...Object.fromEntries(shown) }, how, method);
    } else if (web) this.#request(method, args, this.#session(stale));
    else this.#native(method, args);
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

  /** A request in the native shape, whose arguments are in the trace exactly as they are passed. */
  #native(method: string, args: readonly unknown[]): void {
    const api = this.#api as unknown as Readonly<Record<string, unknown>>;
    const request = api[method];
    if (typeof request === 'function') Reflect.apply(request, this.#api, args);
  }

  /** A request in the web shape. */
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
