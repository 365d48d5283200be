// The published SDK, unmodified, on the virtual wire of a world: everything it calls back, written down.
import { callCallbacks, channelCallbacks, sessionCallbacks } from '../../src/wire/callbacks.ts';
import { createRequire } from 'node:module';
import { createWorld, type SignalingWorld, type WorldOptions } from 'sigsim';
import type { LoadedSdk, LoadOptions } from '../../src/wire/wire.ts';

/** What an object of the SDK looks like to these tests. */
export type Sdk = Record<string, (...args: readonly unknown[]) => Sdk> & {
  readonly state: unknown;
  readonly uid: unknown;
  readonly line: unknown;
};

/** The file of the published bundle. */
export const bundle = createRequire(import.meta.url).resolve('agora-signaling-sdk');

/** Somebody who uses a copy of the SDK, wherever that runs. */
export class Handset {
  /** `Signal('app')`. */
  readonly signal: Sdk;
  readonly #now: () => number;
  /** What was heard: `'onLogout 103'`. */
  readonly heard: string[] = [];
  /** When each of it was heard, in virtual milliseconds. */
  readonly times: number[] = [];
  /** Calls that came in. */
  readonly calls: Sdk[] = [];

  constructor(signal: Sdk, now: () => number = () => 0) {
    this.signal = signal;
    this.#now = now;
  }

  /** Takes what was heard so far away, and gives it. */
  take(): readonly string[] {
    this.times.length = 0;
    return this.heard.splice(0);
  }

  /** Writes down that something was heard. */
  note = (name: string, ...args: readonly unknown[]): void => {
    const words = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg)));
    this.heard.push([name, ...words].join(' '));
    this.times.push(this.#now());
  };

  login(account: unknown, token: unknown = '_no_need_token', ...limits: readonly unknown[]): Sdk {
    const session = this.listen(
      this.signal['login']?.(account, token, ...limits) as Sdk,
      sessionCallbacks,
    );
    Object.assign(session, {
      onInviteReceived: (call: Sdk) => {
        this.calls.push(this.listen(call, callCallbacks));
        this.note('onInviteReceived', call['channelName'], call['peer'], call['extra']);
      },
    });
    return session;
  }

  join(session: Sdk, name: string): Sdk {
    return this.listen(session['channelJoin']?.(name) as Sdk, channelCallbacks);
  }

  invite(session: Sdk, channel: string, peer: string, extra?: string): Sdk {
    return this.listen(session['channelInviteUser2']?.(channel, peer, extra) as Sdk, callCallbacks);
  }

  listen(object: Sdk, names: readonly string[]): Sdk {
    for (const name of names) {
      Object.assign(object, { [name]: (...args: unknown[]) => this.note(name, ...args) });
    }
    return object;
  }
}

/** One device in a world: a copy of the SDK, and whoever uses it. */
export class Phone extends Handset {
  readonly world: SignalingWorld;
  readonly sdk: LoadedSdk;

  constructor(world: SignalingWorld, options: LoadOptions = {}) {
    const sdk = world.loadSdk(bundle, options);
    super((sdk.Signal as (appId: string) => Sdk)('app'), () => world.now);
    this.world = world;
    this.sdk = sdk;
  }
}

/** A world and so many devices in it. */
export function phones<const Names extends readonly string[]>(
  names: Names,
  options: WorldOptions = {},
): { world: SignalingWorld } & Record<Names[number], Phone> {
  const world = createWorld({ errors: 'allow', ...options });
  const all = names.map((name) => [name, new Phone(world, { device: name })] as const);
  return { world, ...Object.fromEntries(all) } as { world: SignalingWorld } & Record<
    Names[number],
    Phone
  >;
}
