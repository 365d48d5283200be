// Names of statecharts in a model with several clients: 'alice.caller'.

/** The client that a statechart belongs to, and which of its statecharts it is. */
export interface Seat {
  /** Undefined if the model has one client. */
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

/** The name of a statechart in a model; with one client, it is the statechart's own. */
export const seatName = (client: string | undefined, part: string): string =>
  client === undefined ? part : `${client}.${part}`;
