// The same story on the real SDK and on the double in its manner: what an application hears, and when,
// and what it can read, side by side.
import { createWorld, type SignalingWorld, type WorldOptions } from 'sigsim';
import { createPublished } from '../../../src/published/signal.ts';
import { published, type Manner } from '../../../src/published/quirks.ts';
import { callCallbacks, channelCallbacks, sessionCallbacks } from '../../../src/wire/callbacks.ts';
import type { Frame } from '../../../src/wire/frame.ts';
import type { SocketFate } from '../../../src/wire/virtual/net.ts';
import { bundle, type Sdk } from '../wire.ts';

/** Who plays: the published bundle, or the double in some manner. */
export type Player = 'real' | Manner;

/** What an application can read of a session. */
export const sessionFields = [
  'state',
  'uid',
  'line',
  'm_retry_count',
  'm_retry_delay',
  'm_retry_max_count',
  'm_retry_max_time',
  'config_msg_set',
  'config_inst_msg_with_msgid',
  'm_msgid',
  'account',
] as const;

/** Callbacks of the documentation and of other SDKs that 1.4.0 never calls. */
const neverCalled = ['onError', 'onReconnecting', 'onReconnected'] as const;

/** Devices of the application, and how each is told. */
const deviceNames = ['phone', 'laptop'] as const;

type Fate = SocketFate | ((url: string) => SocketFate);

/** One copy of the SDK. */
interface Device {
  readonly signal: Sdk;
  readonly sockets: { sockets: Fate };
}

/** One of several, by any number. */
export const pick = <One>(from: readonly One[], n: number): One => from[n % from.length] as One;

/** A world, and an application that writes everything down. */
export class Stage {
  readonly world: SignalingWorld;
  /** Everything that was heard and read, with its time. */
  readonly log: string[] = [];
  readonly sessions: Sdk[] = [];
  readonly channels: Sdk[] = [];
  readonly calls: Sdk[] = [];
  /** What the application does in a callback: `'session 0 onLogout'`. */
  readonly reactions = new Map<string, () => void>();
  /** A friend on a native SDK. */
  readonly friend;
  readonly #player: Player;
  readonly #agent: string | undefined;
  readonly #devices = new Map<string, Device>();
  #callbacks = 0;

  /** @param options.userAgent what the browser says it is */
  constructor(
    player: Player,
    {
      userAgent,
      frames = false,
      ...options
    }: WorldOptions & { readonly userAgent?: string; readonly frames?: boolean } = {},
  ) {
    const world = createWorld({ errors: 'allow', ...options });
    this.world = world;
    this.#player = player;
    this.#agent = userAgent;
    if (frames) {
      world.wire.tap(({ from, account, frame }) => void this.#noteFrame(from, account, frame));
    }
    this.friend = world.createAgoraAPI();
  }

  /** A device by its number; it takes a while to load the bundle, so each is made when it is used. */
  #device(number: number): Device {
    const name = pick(deviceNames, number);
    const known = this.#devices.get(name) ?? this.#create(name);
    this.#devices.set(name, known);
    return known;
  }

  #create(device: string): Device {
    const { world } = this;
    const player = this.#player;
    const userAgent = this.#agent;
    if (player === 'real') {
      const sdk = world.loadSdk(bundle, { device, ...(userAgent !== undefined && { userAgent }) });
      return { signal: (sdk.Signal as (appId: string) => Sdk)('app'), sockets: sdk };
    }
    const net = world.wire.net(device);
    const Signal = createPublished(net, {
      seed: world.settings.seed,
      onHeard: () => undefined,
      manner: player,
      ...(userAgent !== undefined && { agent: userAgent }),
    });
    return { signal: Signal('app') as unknown as Sdk, sockets: net };
  }

  #noteFrame(from: 'client' | 'service', account: string, frame: Frame): void {
    this.note(`${from === 'client' ? '→' : '←'} ${account} ${JSON.stringify(frame)}`);
  }

  note(text: string): void {
    this.log.push(`${this.world.now} ${text}`);
  }

  fate(device: number, fate: Fate): void {
    this.#device(device).sockets.sockets = fate;
  }

  /** Turns one of the SDK's own knobs. */
  debug(device: number, kind: string, value: string): void {
    this.#device(device).signal['setup_debugging']?.(kind, value);
  }

  login(device: number, account: unknown, token: unknown, ...limits: readonly unknown[]): void {
    const session = this.#device(device).signal['login']?.(account, token, ...limits) as Sdk;
    const label = `session ${this.sessions.length}`;
    this.sessions.push(session);
    this.#listen(session, label, [...sessionCallbacks, ...neverCalled]);
    Object.assign(session, {
      onInviteReceived: (call: Sdk) => {
        this.note(`${label} onInviteReceived`);
        this.keepCall(call);
        this.reactions.get(`${label} onInviteReceived`)?.();
      },
    });
  }

  keepChannel(channel: Sdk | undefined): void {
    if (channel === undefined) {
      this.note('no channel');
      return;
    }
    this.#listen(channel, `channel ${this.channels.length}`, channelCallbacks);
    this.channels.push(channel);
  }

  keepCall(call: Sdk): void {
    const label = `call ${this.calls.length}`;
    this.note(`${label} is ${JSON.stringify([call['channelName'], call['peer'], call['extra']])}`);
    this.#listen(call, label, callCallbacks);
    this.calls.push(call);
  }

  /** A callback that goes with a request. */
  callback(): (...args: readonly unknown[]) => void {
    const label = `callback ${this.#callbacks++}`;
    return (...args) => this.note(`${label} ${JSON.stringify(args)}`);
  }

  /** Writes down whatever is called on an object, and of a session in which status. */
  #listen(object: Sdk, label: string, names: readonly string[]): void {
    const status = (): string =>
      object['getStatus'] === undefined ? '' : ` in status ${Number(object['getStatus']())}`;
    for (const name of names) {
      Object.assign(object, {
        [name]: (...args: readonly unknown[]) => {
          this.note(`${label} ${name} ${JSON.stringify(args)}${status()}`);
          this.reactions.get(`${label} ${name}`)?.();
        },
      });
    }
  }

  /** Writes down what can be read now. */
  read(): void {
    const sessions = this.sessions.map((session) =>
      [session['getStatus']?.(), ...sessionFields.map((name) => session[name])].join(','),
    );
    const channels = this.channels.map(({ name, state }) => `${String(name)}:${String(state)}`);
    const numbers = this.channels.map((channel) => channel['m_channel_msgid']);
    this.note(`reads ${sessions.join(' ; ')} | ${channels.join(' ')} | ${numbers.join(' ')}`);
  }

  /** Runs something of the application's; what it throws is written down by its kind. */
  try(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.note(`threw ${(error as Error).name}`);
    }
  }
}

/** The double as it is. */
export const double: Manner = published;
