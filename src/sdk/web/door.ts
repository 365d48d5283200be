import type { Client } from '../../world/client.ts';
import { findHandler, findMisnamed } from './deliver.ts';
import type { Session } from './session.ts';

/** One account of a Signal: its client, and the sessions that come to it one after the other. */
export class Door {
  readonly client: Client;
  #next: Session | undefined;

  constructor(client: Client) {
    this.client = client;
    client.listener = findHandler;
    client.misnamed = findMisnamed;
  }

  /** The session that waits for a logout to end (L38). */
  get waiting(): Session | undefined {
    const { state } = this.client;
    return state === 'loggingOut.remembered' || state === 'loggingOut.cancelled'
      ? this.#next
      : undefined;
  }

  /** Logs a session in. */
  enter(session: Session, call: Parameters<Client['login']>[1]): void {
    const { client } = this;
    const wasLeaving = client.state === 'loggingOut.plain';
    client.login('login', call, { ref: session });
    if (wasLeaving && client.state !== 'loggingOut.plain') this.#next = session;
  }
}
