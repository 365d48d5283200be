// Draws the steps of a run while it is played: each is chosen for the current state of the world, so that it
// makes sense there. (fast-check draws its commands before anything runs, and most of them are then skipped;
// and its shrinking keeps what is not needed. So neither is used here.)
import type { ScenarioStep } from '../scenario/index.ts';
import { network, service } from '../scenario/steps.ts';
import type { Arena } from './arena.ts';
import { eventsTo, isPossible, moves } from './charts.ts';
import { kinds, rooms, waiting, waitsMs, type Kind, type Scene } from './kinds.ts';
import { Seen } from './seen.ts';
import { device, focus, type Swarm } from './swarm.ts';
import { isWhole, Watch } from './whole.ts';

/** How much likelier a step is if it leads towards a target. */
const pull = 8;
/** How long a client is given to come back, once all is well. */
export const boundMs = 10 * 60_000;

interface Option {
  readonly kind: Kind;
  readonly scene: Scene;
  readonly weight: number;
}

/** Draws the steps of one run. */
export class Author {
  readonly seen: Seen;
  /** How many steps were drawn, and how many of them made no sense in the state that they met. */
  readonly count = { drawn: 0, impossible: 0 };
  readonly #arena: Arena;
  readonly #swarm: Swarm;
  readonly #watch: Watch;
  /** How far each target has been reached. */
  readonly #reached: number[];
  #number = 0;
  #tokens = { read: 0, holders: new Set<string>() };
  /** What is still to be done at the end. */
  #ending: ScenarioStep[] | undefined;
  #quietWaits = 0;

  constructor(arena: Arena, swarm: Swarm) {
    this.#arena = arena;
    this.#swarm = swarm;
    this.#watch = new Watch(arena.world);
    this.seen = new Seen(arena.world.trace.entries);
    this.#reached = swarm.targets.map(() => 0);
  }

  /** The next step; undefined if the run is over. */
  next(): ScenarioStep | undefined {
    const { length, heals } = this.#swarm;
    this.seen.read((client, move) => this.#progress(client, move));
    if (this.count.drawn >= length) return heals ? this.#end() : undefined;
    this.count.drawn += 1;
    return this.#draw();
  }

  /** Counts a step that was refused. */
  refused(): void {
    this.count.impossible += 1;
  }

  #progress(client: string, move: number): void {
    if (!client.startsWith(focus)) return;
    for (const [at, target] of this.#swarm.targets.entries()) {
      const wanted = target[this.#reached[at] ?? 0];
      if (wanted === undefined || wanted.part !== moves[move]?.part) continue;
      if (wanted.id === move) this.#reached[at] = (this.#reached[at] ?? 0) + 1;
      else if ((this.#reached[at] ?? 0) < target.length) this.#reached[at] = 0;
    }
  }

  #draw(): ScenarioStep {
    const { dice, pace } = this.#swarm;
    const { entries } = this.#arena.world.trace;
    // What was asked for is still on its way: time must pass now and then.
    if (entries.length > 0 && dice.chance(this.#swarm.isPatient ? 0.7 : 0.4))
      return waiting(dice.oneOf(waitsMs[pace]));
    const names = [focus, focus, focus, ...Object.keys(this.#arena.setting.clients ?? {})];
    const scene = this.#scene(dice.oneOf(names));
    const options = this.#options(scene);
    const drawn = dice.byWeight(options);
    if (drawn === undefined) return waiting(dice.oneOf(waitsMs[pace]));
    const { kind } = drawn;
    if (!this.#makesSense(kind, scene)) this.count.impossible += 1;
    return kind.make(scene, dice);
  }

  #options(scene: Scene): readonly Option[] {
    const { factors } = this.#swarm;
    const wanted = scene.account === focus ? this.#wanted(scene) : undefined;
    const { subject } = this.#arena;
    return kinds.flatMap((kind, at) => {
      const factor = factors[at] ?? 1;
      if (factor === 0 || (kind.call !== undefined && scene.isPerson && !subject.do[kind.call])) {
        return [];
      }
      const weight = kind.weight(scene) * factor;
      if (weight === 0) return [];
      const isWanted = kind.events.some((event) => wanted?.has(`${kind.part} ${event}`));
      return [{ kind, scene, weight: isWanted ? weight * pull : weight }];
    });
  }

  /** The events that lead the client under test towards the targets of its run. */
  #wanted(scene: Scene): ReadonlySet<string> {
    const wanted = new Set<string>();
    for (const [at, target] of this.#swarm.targets.entries()) {
      const move = target[this.#reached[at] ?? 0];
      if (move === undefined) continue;
      const state = stateOf(scene, move.part);
      for (const event of eventsTo(state, move)) wanted.add(`${move.part} ${event}`);
      // Without a session, nothing else can be reached.
      if (move.part !== 'login' && scene.login === 'loggedOut') wanted.add('login login');
    }
    return wanted;
  }

  /** Whether a call makes sense in the state that it meets. */
  #makesSense({ by: who, part, events: [event = ''] }: Kind, scene: Scene): boolean {
    return who !== 'client' || isPossible(part, stateOf(scene, part), event);
  }

  #scene(who: string): Scene {
    const arena = this.#arena;
    const { world, setting } = arena;
    const client = arena.client(who);
    const account = who === device ? focus : who;
    const trouble = this.#watch.trouble;
    const others = Object.keys(setting.clients ?? {}).filter(
      (name) => name !== account && name !== device,
    );
    const { state: channel, name: room } = client?.channel ?? { state: 'notJoined', name: '' };
    const ends = others.flatMap((peer) =>
      rooms.map((name) => ({
        peer,
        room: name,
        caller: client?.callState('caller', name, peer) ?? 'idle',
        callee: client?.callState('callee', name, peer) ?? 'idle',
      })),
    );
    const end =
      ends.find(({ callee }) => callee === 'incoming') ??
      ends.find(({ caller }) => caller === 'accepted' || caller.startsWith('pending'));
    return {
      who,
      account,
      isPerson: !arena.doubles.has(who),
      login: client?.state ?? 'loggedOut',
      channel,
      room: end === undefined ? room : end.room,
      others: others.length > 0 ? others : [account],
      caller: end?.caller ?? 'idle',
      callee: end?.callee ?? 'idle',
      peer: end?.peer ?? others[0] ?? account,
      hasToken: this.#holders().has(account),
      wantsIn: this.#wants(who, 'login', 'logout'),
      wantsRoom: this.#wants(who, 'channelJoin', 'channelLeave'),
      isUp: trouble.isUp,
      isCut: trouble.cut.includes(account),
      isBanned: trouble.banned.includes(account),
      isAged: trouble.isAged,
      isFaulty: trouble.isFaulty,
      members: room === '' ? 0 : world.service.members(room).length,
      number: ++this.#number,
    };
  }

  /** Whether, of two things, a person last asked for the first. */
  #wants(who: string, wanted: string, unwanted: string): boolean {
    const person = this.#arena.persons.find(({ name }) => name === who);
    const last = person?.asked.findLast(({ call }) => call === wanted || call === unwanted);
    return last?.call === wanted;
  }

  #holders(): ReadonlySet<string> {
    const { inputs } = this.#arena.world.journal;
    for (; this.#tokens.read < inputs.length; this.#tokens.read++) {
      const input = inputs[this.#tokens.read];
      if (input !== undefined && 'token' in input) {
        this.#tokens.holders.add(String(input.token['account']));
      }
    }
    return this.#tokens.holders;
  }

  /** Heals everything, and gives the clients time to come back; more of it as long as rules are active. */
  #end(): ScenarioStep | undefined {
    const trouble = this.#watch.trouble;
    this.#ending ??= this.#healing();
    const step = this.#ending.shift();
    if (step !== undefined) return step;
    const isOver = isWhole(trouble) && this.#arena.world.now - trouble.since >= boundMs;
    if (isOver || ++this.#quietWaits > 4) return undefined;
    return waiting(boundMs);
  }

  #healing(): ScenarioStep[] {
    const trouble = this.#watch.trouble;
    return [
      ...(trouble.isUp ? [] : [service('comeUp')]),
      ...(trouble.isFaulty ? [service('heal')] : []),
      ...trouble.cut.map((account) => network('restore', account)),
      ...trouble.banned.map((account) => service('unban', account)),
      ...(trouble.isAged ? [service('requireVersion', '0.0.1')] : []),
      ...(trouble.isLossy ? [network('set', { loss: 0, duplicate: 0, reorder: 0 })] : []),
    ];
  }
}

/** Where a statechart of a client is, as far as a draw needs to know. */
function stateOf({ login, channel, caller, callee }: Scene, part: string): string {
  if (part === 'login') return login;
  if (part === 'channel') return channel;
  if (part === 'caller') return caller;
  return part === 'callee' ? callee : 'idle';
}
