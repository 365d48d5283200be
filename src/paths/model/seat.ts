// Names of statecharts where a model has several clients: 'alice.caller'.

/** Whose statechart it is, and which. */
export interface Seat {
  /** Undefined where a model has one client. */
  readonly client: string | undefined;
  readonly part: string;
}

/** Reads the name of a statechart in a model. */
export function seatOf(name: string): Seat {
  const at = name.indexOf('.');
  return at < 0
    ? { client: undefined, part: name }
    : { client: name.slice(0, at), part: name.slice(at + 1) };
}

/** The name of a statechart in a model; that of one client is a statechart's own. */
export const seatName = (client: string | undefined, part: string): string =>
  client === undefined ? part : `${client}.${part}`;
