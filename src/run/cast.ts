// What the runner needs to know about a model.
import { pairEnds } from '../../machines/invite/ends.ts';
import { systemOf } from '../paths/model/models.ts';
import { seatOf } from '../paths/model/seat.ts';
import type { SuitePath } from '../paths/cover/suite.ts';
import { writtenTransitions } from '../paths/model/written.ts';
import type { Part } from '../../machines/lifecycle.ts';
import { addresses, type CallName } from '../../machines/lifecycles.ts';
import { callsOfWord } from './premise.ts';

/** A model, as the runner needs it. */
export interface Cast {
  /** The names of its clients. */
  readonly clients: readonly string[];
  readonly parts: ReadonlySet<string>;
  /** The states in which a slot is free again, if they count as idle: `'caller failed'`. */
  readonly over: ReadonlySet<string>;
  /** The callbacks that its machines emit. */
  readonly vocabulary: ReadonlySet<string>;
  /** It has no login of its own: acts make the session events come true. */
  readonly isAlone: boolean;
  /** Explored alone, it assumes that the client is in the channel. */
  readonly needsChannel: boolean;
  /** The other party of the calls, at each end. */
  readonly ends: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the world does by itself, at once: phases that are not in the model. */
  readonly atOnce: readonly string[];
  /** Retries of a login, if different from the SDK's own number. */
  readonly retryCount: number | undefined;
}

/** The other party of the statecharts that are tied to an address, as their acts name it. */
function addressesOf(all: readonly Part[]): Cast['ends'] {
  return Object.fromEntries(
    all.flatMap(({ name, acts }) => {
      const address = addresses.get(name);
      const act = acts.find(({ by }) => by === 'client');
      if (!Array.isArray(address) || act === undefined) return [];
      const given: Readonly<Record<string, unknown>> = { ...act.event, ...act.args };
      const keys = address as readonly string[];
      return [[name, Object.fromEntries(keys.map((key) => [key, String(given[key])]))]];
    }),
  );
}

const casts = new Map<string, Cast>();

/** The cast of a model. @throws {UsageError} if the model is unknown */
export function castOf(model: string): Cast {
  const known = casts.get(model);
  if (known !== undefined) return known;
  const { parts, reuses, retryCount } = systemOf('run', model);
  const seats = parts.map(({ name }) => seatOf(name));
  const names = new Set(seats.map(({ part }) => part));
  const clients = [...new Set(seats.map(({ client = 'alice' }) => client))];
  const isAlone = !names.has('login');
  const over = parts.flatMap(({ name, machine }) =>
    Object.values(machine.root.states).flatMap(({ key, type, tags }) =>
      type === 'final' || tags.includes('over') ? [`${name} ${key}`] : [],
    ),
  );
  const effects = parts.flatMap(({ machine }) =>
    writtenTransitions(machine).flatMap(({ meta }) => meta?.effects ?? []),
  );
  const cast: Cast = {
    clients,
    parts: names,
    over: new Set(reuses ? over : []),
    vocabulary: new Set(effects.flatMap((one) => (one.type === 'callback' ? [one.name] : []))),
    isAlone,
    needsChannel: isAlone && names.has('message'),
    ends: clients.length > 1 ? pairEnds : addressesOf(parts),
    atOnce: [...new Set(parts.flatMap(({ atOnce = [] }) => atOnce))],
    retryCount,
  };
  casts.set(model, cast);
  return cast;
}

/** The calls that a path asks a client to make, each once. */
export function callsOf({ steps }: SuitePath, { needsChannel }: Cast): readonly CallName[] {
  const asked = steps.flatMap(({ by, part, do: what, args = {} }): readonly CallName[] => {
    if (by === 'client') return [what as CallName];
    return part === 'session' ? callsOfWord({ do: what, args }) : [];
  });
  return [...new Set([...asked, ...(needsChannel ? (['channelJoin'] as const) : [])])];
}
