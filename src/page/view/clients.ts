import { history } from '../model/store.ts';

/** Clients that a list offers; a hundred would not be read. */
const clientsMax = 120;

/** The clients that there are, and the two that there always may be. */
export function knownClients(): readonly string[] {
  const { clients } = history.value.value;
  return [...new Set([...clients.slice(0, clientsMax), 'alice', 'bob'])];
}

/** A name that is longer is cut; the whole stands in a tooltip. */
const nameMax = 40;

/** A name as lists and sentences have room for it. */
export const shortName = (name: string): string =>
  name.length > nameMax ? `${name.slice(0, nameMax - 1)}…` : name;
