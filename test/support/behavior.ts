// What the rows of the specification say that the machines do, against what they do: every event that
// anybody may give, in every state that can be reached, both ways.
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { Part } from '../../machines/lifecycle.ts';
import type { Effect } from '../../machines/row.ts';
import { eventOf } from '../../machines/events.ts';
import type { Known } from '../../machines/facts.ts';
import { isWord, phaseAfter, sessionActs, type SessionPhase } from '../../machines/session.ts';
import { begin, step } from '../../src/engine/step.ts';
import { eventText, stateText } from '../../src/engine/wording.ts';
import { listOf, type RowsOfPart } from './rows.ts';

type Call = EventObject & Readonly<Record<string, unknown>>;

/** What has happened, as far as the rows speak of it. The machine is not asked for it. */
interface Past {
  /** How the session stands of which the part hears. */
  readonly phase: SessionPhase;
  /** Retries begun since the client was last in, or out. */
  readonly retries: number;
  /** The login that waits for the logout, as it was called. */
  readonly waiting?: Call | undefined;
  /** How often one that waited was taken back. */
  readonly takenBack: number;
  /** The channel of the last join that went to the service. */
  readonly channel: unknown;
  /** Whether the last invitation had a `_timeout`. */
  readonly isTimed: boolean;
}

/** A statechart at a moment. */
interface Moment extends Past {
  readonly legacy: boolean;
  readonly snapshot: AnyMachineSnapshot;
}

/** An event at a moment. */
interface Happening extends Moment {
  readonly event: Call;
}

/** Retries after the first attempt. */
const retriesMax = 3;
/** More often nobody takes a login back here, or there would be no end. */
const takenBackMax = 2;

/** Arguments of the model that the documents do not allow. */
const illegal: ReadonlySet<unknown> = new Set(['a lice', 'no such name', 'not JSON', '', null]);

const argumentsOf = ({ call, ...event }: Call): Readonly<Record<string, unknown>> =>
  typeof call === 'object' ? { ...call } : event;
const hasIllegal = (event: Call, ...names: readonly string[]): boolean =>
  names.some((name) => name in argumentsOf(event) && illegal.has(argumentsOf(event)[name]));
const isLegal = (event: Call): boolean =>
  !hasIllegal(event, 'account', 'token', 'channel', 'peer', 'extra', 'body');
const isWithoutCredential = (event: Call): boolean =>
  !hasIllegal(event, 'account') && hasIllegal(event, 'token');
/** The conditions that the rows name. */
const conditions: Readonly<Record<string, (happening: Happening) => boolean>> = {
  legacy: ({ legacy }) => legacy,
  'no legacy': ({ legacy }) => !legacy,
  legal: ({ event }) => isLegal(event),
  illegal: ({ event }) => !isLegal(event),
  'illegal account': ({ event }) => hasIllegal(event, 'account'),
  'no credential': ({ event }) => isWithoutCredential(event),
  'logged in': ({ event }) => event['loggedIn'] === true,
  'not logged in': ({ event }) => event['loggedIn'] === false,
  'retry left': ({ retries }) => retries < retriesMax,
  'no retry left': ({ retries }) => retries >= retriesMax,
  'none taken back': ({ takenBack }) => takenBack === 0,
  'one taken back': ({ takenBack }) => takenBack === 1,
  'two taken back': ({ takenBack }) => takenBack === 2,
  'legal one waits': ({ waiting }) => waiting !== undefined && isLegal(waiting),
  'illegal account waits': ({ waiting }) => waiting !== undefined && hasIllegal(waiting, 'account'),
  'no credential waits': ({ waiting }) => waiting !== undefined && isWithoutCredential(waiting),
  'same channel': ({ event, channel }) => event['channel'] === channel,
  'other channel': ({ event, channel }) => event['channel'] !== channel,
  'in the channel': ({ event }) => event['inChannel'] === true,
  'not in the channel': ({ event }) => event['inChannel'] === false,
  'passed on': ({ event }) => event['delivery'] === 'passedOn',
  'over the rate': ({ event }) => event['delivery'] === 'overRate',
  'peer offline': ({ event }) => event['delivery'] === 'peerOffline',
  'timeout set': ({ isTimed }) => isTimed,
  'by user': ({ event }) => event['by'] === 'user',
  'by service': ({ event }) => event['by'] === 'service',
  'by network': ({ event }) => event['by'] === 'network',
  kept: ({ event }) => event['membership'] === 'kept',
  expired: ({ event }) => event['membership'] === 'expired',
  dropped: ({ event }) => event['membership'] === 'dropped',
  destroyed: ({ event }) => event['membership'] === 'destroyed',
  removed: ({ event }) => event['membership'] === 'removed',
};

const isIn = (state: string, name: string): boolean =>
  state === name || state.startsWith(`${name}.`);

/** Whether a line of the rows speaks of what happens here. */
const speaksOf =
  (happening: Happening) =>
  ({ state, event, given }: RowsOfPart[number]): boolean =>
    listOf(event).includes(eventText(happening.event.type)) &&
    listOf(state).some((name) => isIn(stateText(happening.snapshot.value), name)) &&
    listOf(given).every((name) => {
      const holds = conditions[name];
      if (holds === undefined) throw new Error(`test/support/behavior.ts knows no '${name}'`);
      return holds(happening);
    });

const callbackText = (effect: Effect): readonly string[] =>
  effect.type === 'callback'
    ? [[effect.name, 'code' in effect && effect.code].filter(Boolean).join(' ')]
    : [];
const wordText = (effect: Effect): readonly string[] =>
  isWord(effect)
    ? [effect.type.replace('session.', '') + ('by' in effect ? ` by ${effect.by}` : '')]
    : [];

const requestText = (effect: Effect): readonly string[] =>
  effect.type === 'request' ? [effect.name] : [];

/** What a client may know of itself while its session stands so. */
const knownIn = (phase: SessionPhase): readonly Known[] => [
  { loggedIn: false, channel: '' },
  ...(phase === 'in' ? ['', 'lobby'] : []).map((channel) => ({ loggedIn: true, channel })),
];

/** What of a call the rows make a difference by: logins with one legal token or another are the same. */
function sortOf(event: Call): string {
  const told = Object.entries(argumentsOf(event)).map(([name, value]) =>
    ['account', 'token', 'peer', 'body'].includes(name) && !illegal.has(value)
      ? [name]
      : [name, value],
  );
  return JSON.stringify(told);
}

/** Something that happens, and what its machine hears of it. */
interface Happens {
  readonly event: Call;
  readonly heard: EventObject;
}

/** A call, with what its client knows of itself. */
const called = (event: Call, known: Known): Happens => {
  const { loggedIn, channel } = known;
  const inChannel = channel !== '' && event['channel'] === channel;
  return { event: { ...event, loggedIn, inChannel }, heard: eventOf(event, known) };
};
const caused = (event: Call): Happens => ({
  event,
  heard: eventOf(event, { loggedIn: false, channel: '' }),
});

/** Everything that may happen to a part at a moment. */
function happenAt(part: Part, { snapshot, phase }: Moment): readonly Happens[] {
  const timers = [...new Set(snapshot._nodes.flatMap((node) => [...node.transitions.keys()]))]
    .map(String)
    .filter((type) => type.startsWith('xstate.after.'));
  const words = sessionActs.filter(
    ({ event }) => phaseAfter(phase, event.type as 'session.lost') !== undefined,
  );
  const acts = new Map(part.acts.map((act) => [sortOf(act.event), act]));
  return [
    ...[...acts.values()].flatMap(({ by, event }) =>
      by === 'client' ? knownIn(phase).map((known) => called(event, known)) : [caused(event)],
    ),
    ...(part.name === 'login' ? [] : words.map(({ event }) => caused(event))),
    ...timers.map((type) => caused({ type })),
  ];
}

/** What has happened once an event has, and has led from one state to another. */
function pastAfter({ event, ...past }: Happening, before: string, after: string): Past {
  const isLeavingAgain = isIn(before, 'loggingOut') && isIn(after, 'loggingOut');
  const isWaiting = isLeavingAgain && after !== before && event.type === 'login';
  const isTakenBack = isLeavingAgain && after !== before && event.type === 'logout';
  const hasJoined = event.type === 'channelJoin' && after === 'joining' && isLegal(event);
  const hasInvited = event.type === 'channelInviteUser2' && after !== before;
  const isRetry = after.endsWith('.backoff') && after !== before;
  return {
    phase: phaseAfter(past.phase, event.type as 'session.lost') ?? past.phase,
    retries: after.startsWith('logged') ? 0 : past.retries + Number(isRetry),
    ...(isLeavingAgain && { waiting: isWaiting ? event : isTakenBack ? undefined : past.waiting }),
    takenBack: isLeavingAgain ? past.takenBack + Number(isTakenBack) : 0,
    channel: hasJoined && event['loggedIn'] === true ? event['channel'] : past.channel,
    isTimed: hasInvited ? String(event['extra']).includes('_timeout') : past.isTimed,
  };
}

const first: Past = { phase: 'out', retries: 0, takenBack: 0, channel: '', isTimed: false };

/** Every way in which a part does other than its rows say, one sentence each. */
export function misbehaviorOf(part: Part, rows: RowsOfPart): readonly string[] {
  const complaints = new Set<string>();
  const met = new Set<RowsOfPart[number]>();
  const known = new Set<string>();
  const todo: Moment[] = [];
  const visit = ({ snapshot, ...moment }: Moment): void => {
    const key = JSON.stringify([snapshot.value, snapshot.context, moment]);
    const isFar = moment.takenBack > takenBackMax || moment.retries > retriesMax;
    if (known.has(key) || isFar || snapshot.status !== 'active') return;
    known.add(key);
    todo.push({ snapshot, ...moment });
  };
  for (const legacy of [false, true]) {
    visit({ ...first, legacy, snapshot: begin(part.machine, { legacy }) });
  }
  for (const moment of todo) {
    const state = stateText(moment.snapshot.value);
    for (const { event, heard } of happenAt(part, moment)) {
      const happening = { ...moment, event };
      const spoken = rows.filter(speaksOf(happening));
      for (const line of spoken) met.add(line);
      const { snapshot, taken, effects } = step(part.machine, moment.snapshot, heard);
      const after = stateText(snapshot.value);
      const does =
        taken.length === 0
          ? 'nothing'
          : [
              taken[0]?.meta?.row,
              after,
              effects.flatMap(callbackText).join(', '),
              effects.flatMap(wordText).join(', '),
              effects.flatMap(requestText).join(', '),
            ].join(' | ');
      const said = spoken.map(({ row, after: to, callbacks, session, asks }) =>
        [row, to || state, callbacks, session, asks].join(' | '),
      );
      if (said.length > 1 || (said[0] ?? 'nothing') !== does) {
        const where = `${part.name} ${state} + ${eventText(event.type)}`;
        complaints.add(
          `${where}: does ${does}, but the rows say ${said.join(' and ') || 'nothing'}`,
        );
      }
      visit({ ...pastAfter(happening, state, after), legacy: moment.legacy, snapshot });
    }
  }
  return [
    ...complaints,
    ...rows
      .filter((line) => !met.has(line))
      .map(({ row, state, event }) => `${part.name} ${row}: nobody meets ${event} in ${state}`),
  ];
}
