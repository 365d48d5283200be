import { history } from '../model/store.ts';

/** Clients that a list offers; a hundred would not be read. */
const clientsMax = 120;

/** The clients that there are, and the two that there always may be. */
export function knownClients(): readonly string[] {
  const { clients } = history.value.value;
  return [...new Set([...clients.slice(0, clientsMax), 'alice', 'bob'])];
}
