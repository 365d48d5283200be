import { history } from '../model/store.ts';

/** How many clients a list offers; nobody would read more. */
const clientsMax = 120;

/** The clients that there are, and the two that are always offered. */
export function knownClients(): readonly string[] {
  const { clients } = history.value.value;
  return [...new Set([...clients.slice(0, clientsMax), 'alice', 'bob'])];
}

/** A longer name is cut; the whole name is in a tooltip. */
const nameMax = 40;

/** A name, as short as lists and sentences need it. */
export const shortName = (name: string): string =>
  name.length > nameMax ? `${name.slice(0, nameMax - 1)}…` : name;
