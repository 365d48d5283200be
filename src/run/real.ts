import type { SignalingWorld } from '../create-world.ts';
import type { Heard } from '../world/audience.ts';
import type { Client } from '../world/client/client.ts';
import type { ClientOptions } from '../world/client/options.ts';
import { plain } from '../base/plain.ts';
import { callCallbacks, channelCallbacks, sessionCallbacks } from '../wire/callbacks.ts';
import { readBundle } from '../wire/virtual/bundle.ts';
import { checkSubject, subject, type Subject } from './subject.ts';

/** An object of the published SDK: its methods, and the callbacks that are set on it. */
type Sdk = Record<string, (...args: readonly unknown[]) => Sdk | undefined>;

/** Callbacks whose first argument is the number of a code. @source wire 10 */
const numbered: ReadonlySet<string> = new Set(['onLoginFailed', 'onLogout', 'onChannelLeaved']);

/** The published SDK, with every callback of its sessions, channels and calls set. */
export class RealApp {
  readonly heard: Heard[] = [];
  readonly #world: SignalingWorld;
  readonly #device: string;
  readonly #signal: Sdk;
  /** The session of the last login; before the first, an object without methods. */
  #session: Sdk = {};
  readonly #channels = new Map<string, Sdk>();
  readonly #calls = new Map<string, Sdk>();

  constructor(world: SignalingWorld, device: string) {
    this.#world = world;
    this.#device = device;
    this.#signal = world.Signal('app') as unknown as Sdk;
  }

  /** The world's client behind it: undefined until its first login has reached the service. */
  get client(): Client | undefined {
    return this.#world.clients.findLast(({ device }) => device === this.#device);
  }

  get state(): string {
    return `status ${Number(this.#session['getStatus']?.() ?? 0)}`;
  }

  login(account: string, token: string): void {
    const session = this.#listen(
      'session',
      this.#signal['login']?.(account, token) ?? {},
      sessionCallbacks,
    );
    session['onInviteReceived'] = (call) => {
      this.#keepCall(call as Sdk);
      this.#hear('session.onInviteReceived', []);
      return undefined;
    };
    this.#session = session;
    this.#channels.clear();
    this.#calls.clear();
  }

  /** A method of the session; throws a TypeError if there is none yet, as the SDK does (C11). */
  ask(method: string, ...args: readonly unknown[]): Sdk | undefined {
    const session = this.#session;
    return (session[method] as Sdk[string]).apply(session, [...args]);
  }

  join(name: string): void {
    const channel = this.ask('channelJoin', name); // undefined outside state 2 (wire 8)
    if (channel !== undefined) {
      this.#channels.set(name, this.#listen('channel', channel, channelCallbacks));
    }
  }

  channel(name: string, method: string, ...args: readonly unknown[]): void {
    this.#channels.get(name)?.[method]?.(...args);
  }

  invite(channel: string, peer: string, extra: string | undefined): void {
    const call = this.ask('channelInviteUser2', channel, peer, extra);
    if (call !== undefined) this.#keepCall(call);
  }

  /** A property of the last call at an address, from either end. */
  call(channel: string, peer: string, method: string, extra: string | undefined): void {
    this.#calls.get(`${channel} ${peer}`)?.[method]?.(extra);
  }

  /** A callback that is passed with a call. */
  answer(name: string): (...args: readonly unknown[]) => undefined {
    return (...args) => this.#hear(`${name} cb`, args);
  }

  #keepCall(call: Sdk): void {
    const { channelName, peer } = call as unknown as Readonly<Record<string, string>>;
    this.#calls.set(`${channelName} ${peer}`, this.#listen('call', call, callCallbacks));
  }

  #listen(kind: string, object: Sdk, names: readonly string[]): Sdk {
    for (const name of names) {
      object[name] = (...args) =>
        this.#hear(`${kind}.${name}`, args, numbered.has(name) ? Number(args[0]) : undefined);
    }
    return object;
  }

  #hear(callback: string, args: readonly unknown[], value?: number): undefined {
    const words = args.map((arg) => JSON.stringify(plain(arg)) ?? '').join(', ');
    this.heard.push({ callback, value, at: this.#world.now, words });
  }
}

const prefix = 'io.agora.signal.';

/**
 * The published Web SDK, driven like any other client: its bundle, on the virtual wire of the
 * world. It reports only what it really reports: ten codes, no names, and some endings not at all.
 *
 * @param path a bundle; undefined takes the package `agora-signaling-sdk` of the current folder
 * @throws {UsageError} if there is no bundle
 * @example
 * const outcome = await runSuite(suite, real());
 */
export const real = (path?: string): Subject<RealApp> => ({
  ...onRealSdk(bare(), path),
  name: 'the real SDK',
});

/**
 * The double that behaves like 1.4.0, driven like the real SDK: it reports the same, and needs no
 * package.
 *
 * @example
 * const outcome = await runSuite(suite, published());
 */
export const published = (): Subject<RealApp> => ({
  ...onPublished(bare()),
  name: 'the double in the manner of 1.4.0',
});

/** @internal What both have in common. */
export const bare = (): Subject<RealApp> =>
  subject<RealApp>({
    name: 'the SDK',
    create: (world, { name = 'sdk' }: ClientOptions) => new RealApp(world, name),
    do: {
      login: (app, { account, token }) => app.login(account, token),
      logout: (app) => app.ask('logout'),
      channelJoin: (app, { channel }) => app.join(channel),
      channelLeave: (app, { channel }) => app.channel(channel, 'channelLeave'),
      channelQueryUserNum: (app, { channel: name }) =>
        app.ask('invoke', `${prefix}channel_query_num`, { name }, app.answer('invoke')),
      messageInstantSend: (app, { account, body }) =>
        app.ask('messageInstantSend', account, body, app.answer('messageInstantSend')),
      messageChannelSend: (app, { channel, body }) =>
        app.channel(channel, 'messageChannelSend', body, app.answer('messageChannelSend')),
      channelInviteUser2: (app, { channel, peer, extra }) => app.invite(channel, peer, extra),
      channelInviteAccept: (app, { channel, peer, extra }) =>
        app.call(channel, peer, 'channelInviteAccept', extra),
      channelInviteRefuse: (app, { channel, peer, extra }) =>
        app.call(channel, peer, 'channelInviteRefuse', extra),
      channelInviteEnd: (app, { channel, peer, extra }) =>
        app.call(channel, peer, 'channelInviteEnd', extra),
      queryUserStatus: (app, { account }) =>
        app.ask('invoke', `${prefix}user_query_user_status`, { account }, app.answer('invoke')),
      setAttr: (app, args) =>
        app.ask('invoke', `${prefix}user_set_attr`, { ...args }, app.answer('invoke')),
    },
    state: (app) => app.state,
    heard: ({ heard }) => heard,
  });

/**
 * A subject whose clients use the published Web SDK: `world.Signal` is that of its bundle when they
 * are created, with a copy for each. It works wherever a subject does: `runSuite`, `audit`,
 * `createPlayer`.
 *
 * @param path a bundle; undefined takes the package `agora-signaling-sdk` of the current folder
 * @throws {UsageError} if it is not a subject, or there is no bundle
 * @example
 * const report = await audit(onRealSdk(myChat));
 */
export function onRealSdk<App>(of: Subject<App>, path?: string): Subject<App> {
  checkSubject('onRealSdk', of);
  const { source, from } = readBundle(path);
  return {
    ...of,
    sdk: 'real',
    name: `${of.name} on the real SDK`,
    create(world, options) {
      const { device = options.name, ...client } = options;
      world.useRealSdk(from, { source, client, ...(device !== undefined && { device }) });
      return of.create(world, options);
    },
  };
}

/**
 * A subject whose clients use the double that behaves like 1.4.0: `world.Signal` is that double
 * when they are created. They hear what they would hear on the real SDK, and nothing needs to be
 * installed.
 *
 * @throws {UsageError} if it is not a subject
 * @example
 * const report = await audit(onPublished(myChat));
 */
export function onPublished<App>(of: Subject<App>): Subject<App> {
  checkSubject('onPublished', of);
  return {
    ...of,
    sdk: '1.4.0',
    name: `${of.name} in the manner of 1.4.0`,
    create(world, options) {
      const { device = options.name, ...client } = options;
      world.usePublished({ client, ...(device !== undefined && { device }) });
      return of.create(world, options);
    },
  };
}
