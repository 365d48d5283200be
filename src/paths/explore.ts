// Everything that can happen to statecharts side by side, breadth first. Those of a client hear of each
// other as machines/session.ts says, as they do in the world, those of several as machines/call.ts does.
// A step is a client's call, one act of the world or a timer; no step is an inner event of one machine.
// Time is not counted: timing.ts does that.
import type { CallEnd } from '../../machines/call.ts';
import type { Act, Part } from '../../machines/lifecycle.ts';
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
      hearing: listeners.map(slotOf).filter((slot) => slot >= 0),
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
    for (const effect of table.outcomes[id]?.effects ?? []) {
      if (isWord(effect)) {
        spread(homeOf[slot] as Home, wordOf(effect, membership));
        if (effect.type === 'session.ended') loseWords(homeOf[slot] as Home);
      } else if (effect.type === 'request') {
        const end = endAt(slot);
        if (end !== undefined && wire?.ask(state, end, effect.name) === false) isFull = true;
        if (requestSlot >= 0 && slot !== requestSlot && isFollowed(effect.name)) {
          move(requestSlot, request, 0);
        }
      }
    }
    return true;
  };
  const spread = ({ hearing }: Home, word: number): void => {
    for (const slot of hearing) move(slot, tables[slot]?.words[word] ?? -1, 0);
  };
  const loseWords = (home: Home): void =>
    wire?.end(state, endOf[homes.indexOf(home)] as CallEnd, phaseIn(before, home));
  /** Whether a step needs a place that is taken: there is one for a request that goes with a call. */
  const isCrowded = ({ requestSlot }: Home, { effects }: Outcome): boolean =>
    requestSlot >= 0 &&
    state[requestSlot] !== 0 &&
    effects.some((effect) => effect.type === 'request' && isFollowed(effect.name));

  // --- labels ------------------------------------------------------------------------------------

  const labels: Label[] = [];
  const labelIds = new Map<string, number>();
  const simple = tables.map(({ events, outcomes }) =>
    new Int32Array(events.length * outcomes.length).fill(-1),
  );
  const labelOf = (
    by: Label['by'],
    slot: number,
    event: number,
    variant: number,
    told: () => Pick<Label, 'event' | 'args'>,
  ): number => {
    const isSimple = moved.length === 3 && moved[0] === slot && variant < 0;
    const place = isSimple ? (moved[1] ?? 0) * (tables[slot]?.events.length ?? 0) + event : -1;
    const cached = isSimple ? (simple[slot]?.[place] ?? -1) : -1;
    if (cached >= 0) return cached;
    const key = `${slot} ${event} ${variant} ${moved.join(' ')}`;
    const known = labelIds.get(key);
    const id = known ?? labels.push(makeLabel(by, slot, event, variant, told())) - 1;
    labelIds.set(key, id);
    if (isSimple) (simple[slot] as Int32Array)[place] = id;
    return id;
  };
  const makeLabel = (
    by: Label['by'],
    slot: number,
    event: number,
    variant: number,
    told: Pick<Label, 'event' | 'args'>,
  ): Label => {
    const steps: (readonly [string, Outcome])[] = [];
    const passes: string[] = [];
    for (let i = 0; i < moved.length; i += 3) {
      const at = moved[i] ?? 0;
      const last = tables[at]?.states[moved[i + 2] ?? -1];
      if (last !== undefined) passes.push(`${names[at] ?? ''}:${last.value}`);
      steps.push([names[at] ?? '', tables[at]?.outcomes[moved[i + 1] ?? 0] as Outcome]);
    }
    const taken = steps.flatMap(([part, outcome]) =>
      outcome.taken.map((one) => ({ part, id: `${part}.${one.id}`, meta: one.meta })),
    );
    const type = tables[slot]?.events[event]?.type ?? '';
    const isExpired = memberOf(variant) === 'expired' || told.args['membership'] === 'expired';
    const line = lineOf(steps, told.event);
    const through = steps.flatMap(([part, outcome]) =>
      outcome.through.map((value) => `${part}:${value}`),
    );
    return {
      by,
      part: names[slot] ?? '',
      ...told,
      transitions: taken.map(({ id }) => id),
      rows: taken.flatMap(({ meta }) => meta?.row ?? []),
      callbacks: callbacksOf(steps, slot),
      codes: taken.flatMap(({ meta }) => meta?.codes ?? []),
      primary: taken.flatMap(({ meta }) => (meta?.primary === true ? meta.codes : [])),
      timers: steps.flatMap(([part, { timers }]) =>
        timers.map((change) => ({ ...change, id: `${part} ${change.id}` })),
      ),
      ...(by === 'time' && { timer: `${names[slot] ?? ''} ${type}` }),
      passes,
      ...(through.length > 0 && { through }),
      swaps: steps.some(([, { swaps }]) => swaps),
      ...(line !== undefined && { line }),
      ...(isExpired && { sinceLostMs: presenceMs }),
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
  const act = (
    by: Label['by'],
    slot: number,
    event: number,
    told: () => Pick<Label, 'event' | 'args'>,
  ): void => {
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
    const outcome = table.outcomes[table.outcome[at] ?? 0] as Outcome;
    if (isCrowded(home, outcome)) return;
    const answers = slot === home.loginSlot ? membershipsHeard(home, outcome) : [-1];
    for (const membership of answers) {
      move(slot, event, Math.max(membership, 0));
      addEdge(
        labelOf(by, slot, event, membership, () => {
          const { event: name, args } = told();
          const more = membership < 0 ? {} : { membership: memberOf(membership) };
          return { event: name, args: { ...args, ...more } };
        }),
      );
    }
  };

  /** What the service may say of the membership where somebody listens: one answer for each outcome. */
  const membershipsHeard = ({ channelSlot }: Home, { effects }: Outcome): readonly number[] => {
    const table = tables[channelSlot];
    if (table === undefined || !effects.some(({ type }) => type === 'session.restored'))
      return [-1];
    const row = (state[channelSlot] ?? 0) * table.events.length;
    const heard = restored.filter(
      (word) => (table.next[row + (table.words[word] ?? 0)] ?? -1) >= 0,
    );
    return heard.length === 0 ? [-1] : heard.map((word) => word - (restored[0] ?? 0));
  };

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
        addEdge(labelOf('world', slots, word, -1, () => ({ event: type, args })));
      }
    }
    for (let slot = 0; slot < slots; slot++) {
      const { part, acts, offered, timers, events } = tables[slot] as Table;
      const home = homeOf[slot] as Home;
      const { loginSlot, channelSlot, isLoggedIn, isJoined } = home;
      const phase = phaseIn(before, home);
      const isIn = loginSlot < 0 ? phase === 'in' : isLoggedIn[before[loginSlot] ?? 0] === 1;
      const inChannel = channelSlot < 0 || isJoined[before[channelSlot] ?? 0] === 1;
      const facts = !isIn ? 0 : inChannel ? 2 : 1;
      for (const [index, { by, event, args }] of part.acts.entries()) {
        if (offered[index]?.[before[slot] ?? 0] !== 1) continue;
        if (by === 'world' && slot !== loginSlot && phase !== 'in') continue;
        act(by, slot, acts[index]?.[facts] ?? 0, () => toldOf(event, args));
      }
      for (const timer of timers) {
        act('time', slot, timer, () => ({ event: timerText(events[timer]), args: {} }));
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

const memberOf = (variant: number): unknown =>
  variant < 0 ? undefined : sessionActs[(restored[0] ?? 0) + variant]?.event['membership'];

/** What a step says of the line of the session. */
function lineOf(steps: readonly (readonly [string, Outcome])[], event: string): Label['line'] {
  const words = [event, ...steps.flatMap(([, { effects }]) => effects.map(({ type }) => type))];
  if (words.includes('session.lost')) return 'lost';
  return words.some((word) => word === 'session.restored' || word === 'session.ended')
    ? 'settled'
    : undefined;
}

/** The place of a word in `sessionActs`. */
function wordOf(
  effect: { readonly type: string; readonly by?: unknown },
  membership: number,
): number {
  if (effect.type === 'session.restored') return restored[membership] ?? 0;
  return sessionActs.findIndex(
    ({ event }) => event.type === effect.type && event['by'] === effect.by,
  );
}

/** A call goes by the name that the SDK has for it: several methods may be one event to a machine. */
function toldOf(event: Act['event'], args: Act['args']): Pick<Label, 'event' | 'args'> {
  const { type, ...own } = event;
  const { method } = own;
  return { event: typeof method === 'string' ? method : type, args: args ?? own };
}

/** Callbacks in the order of delivery: what a word makes others say stands where the word stands. */
function callbacksOf(
  steps: readonly (readonly [string, Outcome])[],
  _slot: number,
): Label['callbacks'] {
  const rest = steps.slice(1);
  const tell = ([part, { effects }]: readonly [string, Outcome], isFirst: boolean) =>
    effects.flatMap((effect): Label['callbacks'] => {
      if (isFirst && isWord(effect)) return rest.flatMap((step) => tell(step, false));
      if (effect.type !== 'callback') return [];
      const code = 'code' in effect ? effect.code : undefined;
      return [{ part, name: effect.name, ...(code !== undefined && { code }) }];
    });
  const [head] = steps;
  if (head === undefined) return [];
  // Where the world says the word itself, nobody stands before the others.
  return head[1].effects.some(isWord)
    ? tell(head, true)
    : steps.flatMap((step) => tell(step, false));
}
