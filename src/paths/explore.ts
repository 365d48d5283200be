// Everything that can happen to statecharts side by side, breadth first. Those of a client hear of each
// other as machines/session.ts says, as they do in the world, those of several as machines/call.ts does.
// A step is a client's call, one act of the world or a timer; no step is an inner event of one machine.
// Time is not counted: timing.ts does that.
import type { CallEnd } from '../../machines/call.ts';
import type { Act, Effect, Part, RequestName } from '../../machines/lifecycle.ts';
import {
  isFollowed,
  isWord,
  listeners,
  phaseAfter,
  phaseOf,
  sessionActs,
  type SessionPhase,
} from '../../machines/session.ts';
import type { Graph, Label } from './graph.ts';
import { Ints } from './ints.ts';
import { seatOf } from './seat.ts';
import { compile, timerText, type Outcome, type Table } from './table.ts';
import { createWire } from './underway.ts';
import { writtenStates, writtenTransitions } from './written.ts';

/** What is explored, and how far. */
export interface ExploreOptions {
  /** Deprecated codes too. @default false */
  readonly legacy?: boolean;
  /** Most states to explore. @default 2000000 */
  readonly statesMax?: number;
}

/** Statecharts side by side. */
export interface System {
  readonly name: string;
  readonly parts: readonly Part[];
  /**
   * Whether what is over makes room for the next: a sent message, an ended call (decisions.md A, "One
   * slot each"). A lifecycle that is alone keeps its last states, so that what is late can be seen.
   */
  readonly reuses: boolean;
  /** Retries of a login and of a reconnect, where it is not the SDK's own number. */
  readonly retryCount?: number;
}

/** The session, where no login is among the parts: its words are acts of the world. */
const sessionPart = 'session';
/** What is under way to each end of a call, where they are two clients'. */
const underwayParts = ['toCaller', 'toCallee'];
const phases: readonly SessionPhase[] = ['out', 'in', 'lost'];

/** Presence runs out this long after the line was lost, and no sooner. @source C19, LC 2.6 */
const presenceMs = 120_000;

/** The statecharts of one client, and how they hear of each other. */
interface Home {
  /** Undefined where there is one client. */
  readonly client: string | undefined;
  /** Slots; -1 for none. */
  readonly loginSlot: number;
  readonly channelSlot: number;
  readonly requestSlot: number;
  /** The event by which a request goes with a call. */
  readonly request: number;
  /** Slots that hear words of the session, in order. */
  readonly hearing: readonly number[];
  /** By states of the login, whether one is logged in, and how the session stands. */
  readonly isLoggedIn: Uint8Array;
  readonly phaseAt: readonly SessionPhase[];
  /** By states of the channel. */
  readonly isJoined: Uint8Array;
}

function homesOf({ parts }: System, tables: readonly Table[]): readonly Home[] {
  const seats = parts.map(({ name }) => seatOf(name));
  return [...new Set(seats.map(({ client }) => client))].map((client) => {
    const slotOf = (part: string): number =>
      seats.findIndex((seat) => seat.client === client && seat.part === part);
    const statesAt = (slot: number): readonly string[] =>
      tables[slot]?.states.map(({ value }) => value) ?? [];
    const [loginSlot, channelSlot, requestSlot] = ['login', 'channel', 'request'].map(slotOf) as [
      number,
      number,
      number,
    ];
    const logins = statesAt(loginSlot);
    return {
      client,
      loginSlot,
      channelSlot,
      requestSlot,
      request: tables[requestSlot]?.acts[0]?.[1] ?? -1,
      hearing: listeners.flatMap((part) =>
        [...seats.keys()].filter(
          (slot) => seats[slot]?.client === client && seats[slot]?.part === part,
        ),
      ),
      isLoggedIn: Uint8Array.from(logins, (value) => Number(value === 'loggedIn')),
      phaseAt: logins.map(phaseOf),
      isJoined: Uint8Array.from(statesAt(channelSlot), (value) => Number(value === 'joined')),
    };
  });
}

/** Explores statecharts side by side. */
export function exploreSystem(system: System, options: ExploreOptions = {}): Graph {
  const { legacy = false, statesMax = 2_000_000 } = options;
  const compiled = system.parts.map((part) => compile(part, { legacy, statesMax }));
  const tables: readonly Table[] = compiled;
  let complete = compiled.every((table) => table.complete);
  const seats = system.parts.map(({ name }) => seatOf(name));
  const homes = homesOf(system, tables);
  const homeOf = seats.map(({ client }) => homes.find((home) => home.client === client) as Home);
  // The slots behind the parts hold what nobody's statechart does: the phase of a session that is
  // nobody's, or what is under way to each end of a call.
  const slots = tables.length;
  const isAlone = homes.some(({ loginSlot }) => loginSlot < 0);
  const callerSlot = seats.findIndex(({ part }) => part === 'caller');
  const calleeSlot = seats.findIndex(({ part }) => part === 'callee');
  const isPair = callerSlot >= 0 && calleeSlot >= 0 && homes.length > 1;
  const behind = isPair ? underwayParts : isAlone ? [sessionPart] : [];
  const width = slots + behind.length;
  const names = [...system.parts.map(({ name }) => name), ...behind];
  const isOver = tables.map(({ states }) =>
    Uint8Array.from(states, (state) => Number(state.isOver)),
  );

  // --- states ------------------------------------------------------------------------------------

  const state = new Int32Array(width);
  const endSlots = { caller: callerSlot, callee: calleeSlot };
  const isPending =
    tables[callerSlot]?.states.map(({ value }) => value.startsWith('pending')) ?? [];
  const phaseIn = (values: Int32Array, { loginSlot, phaseAt }: Home): SessionPhase =>
    loginSlot < 0
      ? (phases[values[slots] ?? 0] as SessionPhase)
      : (phaseAt[values[loginSlot] ?? 0] as SessionPhase);
  const wire = isPair
    ? createWire({
        to: { caller: slots, callee: slots + 1 },
        phaseOf: (values, end) => phaseIn(values, homeOf[endSlots[end]] as Home),
        isPending: (values) => isPending[values[callerSlot] ?? 0] === true,
      })
    : undefined;
  const endAt = (slot: number): CallEnd | undefined =>
    slot === callerSlot ? 'caller' : slot === calleeSlot ? 'callee' : undefined;
  const endOf = homes.map((home): CallEnd => (homeOf[callerSlot] === home ? 'caller' : 'callee'));
  const extras =
    wire === undefined
      ? [phases.map((value) => ({ value }))].slice(0, behind.length)
      : [wire.contents.caller, wire.contents.callee];
  const sizes = [...tables.map(({ states }) => states), ...extras].map(({ length }) => length);
  const factors = sizes.map((_, slot) => sizes.slice(0, slot).reduce((a, b) => a * b, 1));
  const product = sizes.reduce((a, b) => a * b, 1);
  const dense = product <= 1 << 26 ? new Int32Array(product).fill(-1) : undefined;
  const sparse = new Map<number, number>();
  const locals = new Ints();
  let stateCount = 0;
  const intern = (): number => {
    let key = 0;
    for (let slot = 0; slot < width; slot++) key += (state[slot] ?? 0) * (factors[slot] ?? 0);
    const known = dense === undefined ? sparse.get(key) : dense[key];
    if (known !== undefined && known >= 0) return known;
    if (stateCount >= statesMax) {
      complete = false;
      return -1;
    }
    if (dense === undefined) sparse.set(key, stateCount);
    else dense[key] = stateCount;
    for (let slot = 0; slot < width; slot++) locals.push(state[slot] ?? 0);
    return stateCount++;
  };

  // --- what a step does --------------------------------------------------------------------------

  const moved: number[] = []; // Slot, outcome, and the last state that it made room for, or -1.
  let isFull = false; // There is no room for one more word under way.
  const echoes = tables.map(({ outcomes }) =>
    outcomes.map(({ effects }) => effects.flatMap(echoOf)),
  );
  const move = (slot: number, event: number, membership: number): boolean => {
    const table = tables[slot] as Table;
    const at = (state[slot] ?? 0) * table.events.length + event;
    const to = table.next[at] ?? -1;
    if (to < 0) return false;
    const id = table.outcome[at] ?? 0;
    const { requestSlot, request } = homeOf[slot] as Home;
    const makesRoom = system.reuses && isOver[slot]?.[to] === 1;
    state[slot] = makesRoom ? 0 : to;
    moved.push(slot, id, makesRoom ? to : -1);
    for (const { word, request: name, isFollowed: follows, isEnd } of echoes[slot]?.[id] ?? []) {
      if (name === undefined) {
        spread(homeOf[slot] as Home, word === restores ? (restored[membership] ?? 0) : word);
        if (isEnd) loseWords(homeOf[slot] as Home);
        continue;
      }
      const end = endAt(slot);
      if (end !== undefined && wire?.ask(state, end, name) === false) isFull = true;
      if (requestSlot >= 0 && slot !== requestSlot && follows) move(requestSlot, request, 0);
    }
    return true;
  };
  const spread = ({ hearing }: Home, word: number): void => {
    for (const slot of hearing) move(slot, tables[slot]?.words[word] ?? -1, 0);
  };
  const loseWords = (home: Home): void =>
    wire?.end(state, endOf[homes.indexOf(home)] as CallEnd, phaseIn(before, home));

  // --- labels ------------------------------------------------------------------------------------

  const labels: Label[] = [];
  const pieces: (readonly Piece[])[] = tables.map(({ outcomes }, slot) =>
    outcomes.map((outcome) => pieceOf(names[slot] ?? '', outcome)),
  );
  const simple = tables.map(({ events, outcomes }) =>
    new Int32Array(events.length * outcomes.length).fill(-1),
  );
  // A label is known by who is given what and by what moves then: each of these in turn leads from one
  // node of a tree to the next.
  const branches = [new Map<number, number>()];
  const labelAt: number[] = [];
  const branch = (from: number, by: number): number => {
    const known = branches[from]?.get(by);
    if (known !== undefined) return known;
    branches[from]?.set(by, branches.length);
    return branches.push(new Map<number, number>()) - 1;
  };
  const labelOf = (
    by: Label['by'],
    slot: number,
    event: number,
    variant: number,
    told: Told,
  ): number => {
    if (moved.length === 3 && moved[0] === slot && variant < 0) {
      const place = (moved[1] ?? 0) * (tables[slot]?.events.length ?? 0) + event;
      const cached = simple[slot]?.[place] ?? -1;
      if (cached >= 0) return cached;
      const id = labels.push(makeLabel(by, slot, event, variant, told)) - 1;
      (simple[slot] as Int32Array)[place] = id;
      return id;
    }
    let node = branch(0, (slot * eventsMax + event) * variantsMax + variant + 1);
    for (let i = 0; i < moved.length; i += 3) {
      node = branch(node, (moved[i] ?? 0) * outcomesMax + (moved[i + 1] ?? 0));
      const last = moved[i + 2] ?? -1;
      if (last >= 0) node = branch(node, branchMax / 2 + last);
    }
    return (labelAt[node] ??= labels.push(makeLabel(by, slot, event, variant, told)) - 1);
  };
  const makeLabel = (
    by: Label['by'],
    slot: number,
    event: number,
    variant: number,
    { event: name, args: own }: Told,
  ): Label => {
    const steps: Piece[] = [];
    const passes: string[] = [];
    for (let i = 0; i < moved.length; i += 3) {
      const at = moved[i] ?? 0;
      const last = tables[at]?.states[moved[i + 2] ?? -1];
      if (last !== undefined) passes.push(`${names[at] ?? ''}:${last.value}`);
      steps.push(pieces[at]?.[moved[i + 1] ?? 0] as Piece);
    }
    const type = tables[slot]?.events[event]?.type ?? '';
    const args = variant < 0 ? own : { ...own, membership: memberOf(variant) };
    const line = lineOf(steps, name);
    const through = steps.flatMap((step) => step.through);
    return {
      by,
      part: names[slot] ?? '',
      event: name,
      args,
      transitions: steps.flatMap(({ transitions }) => transitions),
      rows: steps.flatMap(({ rows }) => rows),
      callbacks: callbacksOf(steps),
      codes: steps.flatMap(({ codes }) => codes),
      primary: steps.flatMap(({ primary }) => primary),
      timers: steps.flatMap(({ timers }) => timers),
      ...(by === 'time' && { timer: `${names[slot] ?? ''} ${type}` }),
      passes,
      ...(through.length > 0 && { through }),
      swaps: steps.some(({ swaps }) => swaps),
      ...(line !== undefined && { line }),
      ...(args['membership'] === 'expired' && { sinceLostMs: presenceMs }),
    };
  };

  // --- steps -------------------------------------------------------------------------------------

  const first = new Ints();
  const to = new Ints();
  const label = new Ints();
  const before = new Int32Array(width);
  const addEdge = (id: number): void => {
    const target = isFull ? -1 : intern();
    if (target >= 0) {
      to.push(target);
      label.push(id);
    }
    state.set(before);
    moved.length = 0;
    isFull = false;
  };

  /** Somebody does something to one part. */
  const act = (by: Label['by'], slot: number, event: number, told: Told): void => {
    const table = tables[slot] as Table;
    const home = homeOf[slot] as Home;
    const at = (state[slot] ?? 0) * table.events.length + event;
    const isIgnored = (table.next[at] ?? -1) < 0;
    const end = by === 'world' ? endAt(slot) : undefined;
    if (wire !== undefined && end !== undefined) {
      // What is under way arrives, and is too late where it is ignored.
      const type = table.events[event]?.type ?? '';
      const isNews = wire.hear(state, end, type);
      if (isNews && isIgnored) addEdge(labelOf(by, slot, event, -1, told));
      if (!isNews || isIgnored) {
        state.set(before);
        return;
      }
    }
    if (isIgnored) {
      // There may be room for another one, which takes it and is as before: where messages arrive.
      if (by !== 'world' || !system.reuses || table.next[event] !== 0) return;
      state[slot] = 0;
      move(slot, event, 0);
      state[slot] = before[slot] ?? 0;
      addEdge(labelOf(by, slot, event, -1, told));
      return;
    }
    const others = echoes[slot]?.[table.outcome[at] ?? 0] ?? [];
    // There is one place for a request that goes with a call.
    const isTaken = home.requestSlot >= 0 && state[home.requestSlot] !== 0;
    if (isTaken && others.some((echo) => echo.isFollowed)) return;
    const isBack = slot === home.loginSlot && others.some(({ word }) => word === restores);
    for (const membership of isBack ? membershipsHeard(home) : noAnswers) {
      move(slot, event, Math.max(membership, 0));
      addEdge(labelOf(by, slot, event, membership, told));
    }
  };

  /** What the service may say of the membership where somebody listens: one answer for each outcome. */
  const membershipsHeard = ({ channelSlot }: Home): readonly number[] => {
    const table = tables[channelSlot];
    if (table === undefined) return noAnswers;
    const row = (state[channelSlot] ?? 0) * table.events.length;
    const heard = restored.filter(
      (word) => (table.next[row + (table.words[word] ?? 0)] ?? -1) >= 0,
    );
    return heard.length === 0 ? noAnswers : heard.map((word) => word - (restored[0] ?? 0));
  };

  const told = tables.map(({ part: { acts }, timers, events }) => ({
    acts: acts.map(toldOf),
    timers: timers.map((timer): Told => ({ event: timerText(events[timer]), args: {} })),
  }));
  intern();
  for (let id = 0; id < stateCount; id++) {
    first.push(to.length);
    for (let slot = 0; slot < width; slot++) before[slot] = locals.at(id * width + slot);
    state.set(before);
    const [alone] = homes;
    if (isAlone && alone !== undefined) {
      for (const [word, { event }] of sessionActs.entries()) {
        const after = phaseAfter(
          phaseIn(before, alone),
          event.type as Parameters<typeof phaseAfter>[1],
        );
        if (after === undefined) continue;
        state[slots] = phases.indexOf(after);
        spread(alone, word);
        const { type, ...args } = event;
        addEdge(labelOf('world', slots, word, -1, { event: type, args }));
      }
    }
    for (let slot = 0; slot < slots; slot++) {
      const { part, acts, offered, timers } = tables[slot] as Table;
      const home = homeOf[slot] as Home;
      const { loginSlot, channelSlot, isLoggedIn, isJoined } = home;
      const phase = phaseIn(before, home);
      const isIn = loginSlot < 0 ? phase === 'in' : isLoggedIn[before[loginSlot] ?? 0] === 1;
      const inChannel = channelSlot < 0 || isJoined[before[channelSlot] ?? 0] === 1;
      const facts = !isIn ? 0 : inChannel ? 2 : 1;
      for (const [index, { by }] of part.acts.entries()) {
        if (offered[index]?.[before[slot] ?? 0] !== 1) continue;
        if (by === 'world' && slot !== loginSlot && phase !== 'in') continue;
        act(by, slot, acts[index]?.[facts] ?? 0, told[slot]?.acts[index] as Told);
      }
      for (const [index, timer] of timers.entries()) {
        act('time', slot, timer, told[slot]?.timers[index] as Told);
      }
    }
  }
  first.push(to.length);
  return {
    model: system.name,
    legacy,
    complete,
    parts: names,
    tables: [...tables, ...extras.map((states) => ({ states }))],
    stateCount,
    edgeCount: to.length,
    locals: locals.done(),
    first: first.done(),
    to: to.done(),
    label: label.done(),
    labels,
    written: system.parts.flatMap(({ name, machine }) =>
      writtenTransitions(machine).map(({ id }) => `${name}.${id}`),
    ),
    places: system.parts.flatMap(({ name, machine }) =>
      writtenStates(machine).map(({ path }) => `${name}:${path}`),
    ),
  };
}

/** The words of a session that is back, as places in `sessionActs`. */
const restored = sessionActs.flatMap(({ event }, word) =>
  event.type === 'session.restored' ? [word] : [],
);

/** No membership to tell of. */
const noAnswers: readonly number[] = [-1];

const memberOf = (variant: number): unknown =>
  variant < 0 ? undefined : sessionActs[(restored[0] ?? 0) + variant]?.event['membership'];

// More than there are of each.
const branchMax = 2 ** 24;
const eventsMax = 2 ** 12;
const variantsMax = 2 ** 3;
const outcomesMax = 2 ** 16;

/** What one part does in a step, as labels tell it. */
interface Piece extends Pick<
  Label,
  'transitions' | 'rows' | 'codes' | 'primary' | 'timers' | 'swaps'
> {
  /** The words that it says to others, and its callbacks before and after them. */
  readonly words: readonly string[];
  readonly before: Label['callbacks'];
  readonly after: Label['callbacks'];
  readonly through: readonly string[];
}

function pieceOf(part: string, { taken, effects, timers, swaps, through }: Outcome): Piece {
  const word = effects.findIndex(isWord);
  const callbacks = (some: readonly Effect[]): Label['callbacks'] =>
    some.flatMap((effect) => {
      if (effect.type !== 'callback') return [];
      const code = 'code' in effect ? effect.code : undefined;
      return [{ part, name: effect.name, ...(code !== undefined && { code }) }];
    });
  return {
    transitions: taken.map(({ id }) => `${part}.${id}`),
    rows: taken.flatMap(({ meta }) => meta?.row ?? []),
    codes: taken.flatMap(({ meta }) => meta?.codes ?? []),
    primary: taken.flatMap(({ meta }) => (meta?.primary === true ? meta.codes : [])),
    timers: timers.map((change) => ({ ...change, id: `${part} ${change.id}` })),
    swaps,
    words: effects.filter(isWord).map(({ type }) => type),
    before: callbacks(word < 0 ? effects : effects.slice(0, word)),
    after: callbacks(word < 0 ? [] : effects.slice(word)),
    through: through.map((value) => `${part}:${value}`),
  };
}

/** What a step says of the line of the session. */
function lineOf(steps: readonly Piece[], event: string): Label['line'] {
  const words = [event, ...steps.flatMap((step) => step.words)];
  if (words.includes('session.lost')) return 'lost';
  return words.some((word) => word === 'session.restored' || word === 'session.ended')
    ? 'settled'
    : undefined;
}

/** A session that is back, whatever is said of the membership. */
const restores = -1;
const noWord = -2;

/** What others hear of an effect: a word of the session, or a request. */
interface Echo {
  /** Its place in `sessionActs`, or `restores`. */
  readonly word: number;
  readonly isEnd: boolean;
  readonly request: RequestName | undefined;
  /** Whether a request of the login lifecycle goes with it. */
  readonly isFollowed: boolean;
}

function echoOf(effect: Effect): readonly Echo[] {
  if (effect.type === 'callback') return [];
  if (effect.type === 'request') {
    const { name } = effect;
    return [{ word: noWord, isEnd: false, request: name, isFollowed: isFollowed(name) }];
  }
  const by = 'by' in effect ? effect.by : undefined;
  const place = sessionActs.findIndex(
    ({ event }) => event.type === effect.type && event['by'] === by,
  );
  const word = effect.type === 'session.restored' ? restores : place;
  const isEnd = effect.type === 'session.ended';
  return [{ word, isEnd, request: undefined, isFollowed: false }];
}

/** What is done, as labels tell it. */
type Told = Pick<Label, 'event' | 'args'>;

/** A call goes by the name that the SDK has for it: several methods may be one event to a machine. */
function toldOf({ event, args }: Act): Told {
  const { type, ...own } = event;
  const { method } = own;
  return { event: typeof method === 'string' ? method : type, args: args ?? own };
}

/** Callbacks in the order of delivery: what a word makes others say stands where the word stands. */
function callbacksOf([head, ...rest]: readonly Piece[]): Label['callbacks'] {
  if (head === undefined) return [];
  const others = rest.flatMap(({ before, after }) => [...before, ...after]);
  // Where the world says the word itself, nobody stands before the others.
  return [...head.before, ...others, ...head.after];
}
