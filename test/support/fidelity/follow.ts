// Paths of the suites, followed to their ends on the real SDK and on the double: every call is made, every
// act of the world is done and every wait passes, whatever 1.4.0 did otherwise than the model before it.
import type { Suite, SuitePath, SuiteStep } from '../../../src/paths/cover/suite.ts';
import { seatName } from '../../../src/paths/model/seat.ts';
import { beginnings } from '../../../src/run/beginnings.ts';
import { callsOf, castOf, type Cast } from '../../../src/run/cast.ts';
import { bare, onPublished, onRealSdk, RealApp } from '../../../src/run/real.ts';
import { Stage } from '../../../src/run/stage.ts';
import type { Subject } from '../../../src/run/subject.ts';
import type { SignalingWorld } from 'sigsim';
import type { Client } from '../../../src/world/client/client.ts';
import type { Sdk } from '../wire.ts';
import { apart } from './held.ts';
import { sessionFields } from './stage.ts';

/** How long is watched after the last step. */
const restMs = 1000;

/** Calls on an object that an earlier call or an invitation gives. */
const onChannel = new Set(['channelLeave', 'messageChannelSend']);
const onCall = new Set(['channelInviteAccept', 'channelInviteRefuse', 'channelInviteEnd']);

/** An application of the SDK whose objects can be read. */
class Open extends RealApp {
  readonly sessions: Sdk[];
  readonly channels: Sdk[] = [];
  /** Channels by name, and calls by address, that the last session has given. */
  readonly objects = new Set<string>();

  constructor(world: SignalingWorld, device: string) {
    const sessions: Sdk[] = [];
    super(keeping(world, sessions), device);
    this.sessions = sessions;
  }

  override login(account: string, token: string): void {
    super.login(account, token);
    this.objects.clear();
    const session = this.sessions.at(-1) as Sdk;
    const received = session['onInviteReceived'] as Sdk[string];
    const keep = (call: Sdk): void => {
      this.objects.add(`${String(call['channelName'])} ${String(call['peer'])}`);
      received(call);
    };
    Object.assign(session, { onInviteReceived: keep });
  }

  override ask(method: string, ...args: readonly unknown[]): ReturnType<RealApp['ask']> {
    const object = super.ask(method, ...args);
    if (method === 'channelJoin' && object !== undefined) {
      this.channels.push(object as Sdk);
      this.objects.add(String(args[0]));
    }
    if (method === 'channelInviteUser2') this.objects.add(`${String(args[0])} ${String(args[1])}`);
    return object;
  }

  /** Everything that can be read. */
  get read(): string {
    const sessions = this.sessions.map((session) =>
      [session['getStatus']?.(), ...sessionFields.map((name) => session[name])].join(','),
    );
    const channels = this.channels.map(({ name, state }) => `${String(name)}:${String(state)}`);
    return `${sessions.join(' ')} | ${channels.join(' ')}`;
  }
}

/** A world as an application sees it that keeps every session. */
const keeping = (world: SignalingWorld, sessions: Sdk[]): SignalingWorld =>
  ({
    get clients() {
      return world.clients;
    },
    get now() {
      return world.now;
    },
    Signal: (appId: string) => {
      const signal = world.Signal(appId) as unknown as Sdk;
      return {
        login: (...args: readonly unknown[]) => {
          const session = signal['login']?.(...args) as Sdk;
          sessions.push(session);
          return session;
        },
      };
    },
  }) as unknown as SignalingWorld;

const open: Subject<Open> = {
  ...(bare() as unknown as Subject<Open>),
  create: (world, { name = 'sdk' }) => new Open(world, name),
};

/** The two that are compared, each with clients whose objects can be read. */
export const players = (): { readonly real: Subject<Open>; readonly double: Subject<Open> } => ({
  real: onRealSdk(open),
  double: onPublished(open),
});

/** A stage on which an act reaches the session that is where the path has it. */
class Wide extends Stage<Open> {
  /** The state in which the model has the login that is acted on. */
  awaited = '';

  override client(who: string): Client | undefined {
    const own = this.world.clients.filter(
      ({ nameYet, device }) => nameYet === who || device === who,
    );
    // A login that the model remembers until a logout is over is a session of its own here.
    const awaited = this.awaited.replace('.remembered', '.plain');
    return own.findLast(({ state }) => state === awaited) ?? super.client(who);
  }
}

/** Why what the world does finds nothing to do it to. */
function whyUnmet(there: string, model: string, part: string): string {
  if (model.startsWith('loggingIn') && there === 'loggedOut') {
    return 'a first login is not tried again there (wire 10)';
  }
  if (model.startsWith('loggingIn') && there.startsWith('reconnecting')) {
    return 'logout() while reconnecting does nothing there, so the old session comes back (wire 10, D16)';
  }
  return `the login is ${there} there; in the model it is ${model}, and ${part}`;
}

/** What became of a path on one of the two. */
export interface Followed {
  readonly log: readonly string[];
  /** Why a step of it came to nothing there; undefined where each was done. */
  readonly left: string | undefined;
}

/** One path on one of the two. */
class Follower {
  readonly log: string[] = [];
  left: string | undefined;
  readonly #path: SuitePath;
  readonly #stage: Wide;
  readonly #first: string;
  readonly #apps: ReadonlyMap<string, Open>;
  /** The states of the model so far. */
  readonly #model: Record<string, string> = {};
  readonly #heard = new Map<string, number>();
  #threw = 0;

  constructor(suite: Suite, path: SuitePath, cast: Cast, subject: Subject<Open>) {
    const apps = new Map<string, Open>();
    const kept: Subject<Open> = {
      ...subject,
      create: (world, options) => {
        const app = subject.create(world, options);
        apps.set(options.name ?? '', app);
        return app;
      },
    };
    this.#apps = apps;
    this.#first = cast.clients[0] ?? '';
    this.#path = path;
    this.#stage = new Wide(kept, { ...cast, seed: suite.seed, legacy: suite.legacy });
  }

  async run(): Promise<void> {
    const stage = this.#stage;
    try {
      stage.begin();
      for (const [index, step] of this.#path.steps.entries()) await this.#do(step, index);
      await stage.wait(restMs);
      this.#note('at rest');
      this.log.push(`${stage.world.errors.length} uncaught`);
    } finally {
      stage.end();
    }
  }

  async #do(step: SuiteStep, index: number): Promise<void> {
    const stage = this.#stage;
    const { by, part, client } = step;
    if (step.waitMs > 0) await stage.wait(step.waitMs);
    const from = stage.world.trace.entries.length;
    const why = this.#leftBy(step);
    if (by === 'client') stage.call(step.do as never, step.args ?? {}, client);
    else if (by === 'world') stage.act(part as never, step.do, step.args, client);
    await stage.settle();
    await stage.hurry();
    // What takes no row in the model is heard by nobody there, either.
    const isDone =
      by === 'world' && step.do !== 'packet.corrupted'
        ? step.rows.length === 0 ||
          stage.since(from).some((one) => one.kind === 'transition' && one.part === part)
        : why === undefined;
    if (!isDone) this.left ??= `step ${index + 1}, ${step.do}: ${why ?? ''}`;
    for (const [name, state] of Object.entries(step.expect.state ?? {})) {
      this.#model[seatName(client, name)] = state;
    }
    this.#note(step.do);
  }

  /** Why a step will come to nothing, as far as that can be told before it. */
  #leftBy({ by, part, client, do: what, args = {} }: SuiteStep): string | undefined {
    const stage = this.#stage;
    const who = client ?? this.#first;
    const app = this.#apps.get(who);
    if (by === 'client') {
      const { channel, peer } = args;
      if (onChannel.has(what) && app?.objects.has(String(channel)) === false)
        return 'there is no Channel there: this session has joined none (wire 8)';
      if (onCall.has(what) && app?.objects.has(`${String(channel)} ${String(peer)}`) === false) {
        return 'there is no Call there: this session has none at the address (wire 9)';
      }
      return undefined;
    }
    if (by === 'time') return undefined;
    const model = (name: string): string =>
      this.#model[seatName(client, name)] ?? beginnings.get(name) ?? '';
    stage.awaited = model('login');
    const own = stage.client(who);
    if (what === 'packet.corrupted') return own?.line.phase === 'open' ? undefined : 'no line';
    return whyUnmet(own?.state ?? 'not there', model('login'), `${part} is ${model(part)}`);
  }

  #note(what: string): void {
    const stage = this.#stage;
    this.log.push(`${stage.world.now} # ${what}`);
    for (const [name, app] of this.#apps) {
      for (const { callback, at, words } of app.heard.slice(this.#heard.get(name) ?? 0)) {
        this.log.push(`${at} ${name} ${callback} ${words ?? ''}`);
      }
      this.#heard.set(name, app.heard.length);
      this.log.push(`${stage.world.now} ${name} reads ${app.read}`);
    }
    for (const text of stage.threw.slice(this.#threw)) this.log.push(text);
    this.#threw = stage.threw.length;
  }
}

/** Follows a path on one of the two. */
export async function follow(
  suite: Suite,
  path: SuitePath,
  subject: Subject<Open>,
): Promise<Followed> {
  const cast = castOf(suite.model);
  const lacks = callsOf(path, cast).filter((name) => subject.do[name] === undefined);
  if (lacks.length > 0) return { log: [], left: `1.4.0 has no ${lacks.join(', ')}` };
  const follower = new Follower(suite, path, cast, subject);
  await follower.run();
  return follower;
}

/** What came of following a whole suite on both. */
export interface Compared {
  /** Where the two go apart, with the path. */
  readonly apart: readonly string[];
  /** Paths of which a step came to nothing, each with the reason. */
  readonly left: ReadonlyMap<string, string>;
  /** How many of the paths were compared with every step done. */
  readonly share: number;
  /** All of that in words. */
  readonly text: string;
}

/**
 * Follows every path of a suite on both. All of each path is compared; it counts as compared where every
 * step of it was done.
 */
export async function compareSuite(suite: Suite): Promise<Compared> {
  const { real, double } = players();
  const left = new Map<string, string>();
  const differences: string[] = [];
  for (const path of suite.paths) {
    const [theirs, ours] = [await follow(suite, path, real), await follow(suite, path, double)];
    if (theirs.left !== undefined) left.set(path.id, theirs.left);
    const difference = apart([...theirs.log, theirs.left ?? ''], [...ours.log, ours.left ?? '']);
    if (difference !== undefined) differences.push(`${path.id}\n${difference}`);
  }
  const { length } = suite.paths;
  const whole = length - left.size;
  const share = whole / length;
  const text = [
    `${suite.model} ${suite.cover}: ${whole} of ${length} paths compared whole (${Math.floor(100 * share)} %)`,
    ...[...left].map(([id, why]) => `  left out: ${id}: ${why}`),
  ].join('\n');
  return { apart: differences, left, share, text };
}
