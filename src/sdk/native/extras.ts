// What applications call on the native SDK besides its lifecycles. None of it moves a machine, and no
// document says that it should: it stands in the trace as a call, and that is all, but for
// `callbackSet`, by which an application gives its handlers as one object.
import type { Client } from '../../world/client/client.ts';
import { AgoraCallbacks } from './callbacks.ts';

/** What a name does, and why. */
interface Extra {
  readonly does: string;
  readonly source: string;
}

const hint = 'appears in the trace, changes nothing';

/**
 * The names, each with what it does in the double and the evidence for it.
 *
 * @source LC 1.2, for the names
 */
export const extras = {
  setNetworkStatus: {
    does: hint,
    source: 'LC 1.2: a hint; an application gives 0 when another transport of its own connects',
  },
  setBackground: { does: hint, source: 'LC 1.2: a hint' },
  ping: { does: hint, source: 'LC 1.2: a hint; a session has its own pings' },
  start: { does: hint, source: 'LC 1.2: no effect on the lifecycles' },
  stop: { does: hint, source: 'LC 1.2: as start; to log out, call logout' },
  destroy: { does: hint, source: 'LC 1.2: as start; to log out, call logout' },
  dbg: { does: hint, source: 'choice: a test hook of the SDK, named beside onDbg' },
  bc_call: { does: `${hint}; onBCCall_result never comes`, source: 'LC 1.2: as start' },
  messagePushSend: { does: `${hint}; no answer comes`, source: 'LC 1.2: obsolete' },
  messageChatSend: { does: `${hint}; no answer comes`, source: 'LC 1.2: obsolete' },
  messageDTMFSend: { does: `${hint}; no answer comes`, source: 'LC 1.2: obsolete' },
  channelInvitePhone: { does: `${hint}; no answer comes`, source: 'choice: no telephone here' },
  channelInvitePhone2: { does: `${hint}; no answer comes`, source: 'choice: no telephone here' },
  channelInvitePhone3: { does: `${hint}; no answer comes`, source: 'choice: no telephone here' },
  callbackSet: {
    does: 'handlers as one object: each is called if the double itself has none set',
    source: 'choice: as applications use it; a handler on the double takes precedence',
  },
  callbackGet: {
    does: 'returns what callbackSet was given, null before',
    source: 'choice: as above',
  },
} as const satisfies Readonly<Record<string, Extra>>;

/** The calls that stand in the trace and change nothing. */
export const hintNames: ReadonlySet<string> = new Set(
  Object.keys(extras).filter((name) => !name.startsWith('callback')),
);

/** The native-shaped double without its lifecycles: its callbacks, and what changes nothing. */
export abstract class AgoraExtras extends AgoraCallbacks {
  /** The client behind it: its name in the trace, and the states of its lifecycles. */
  readonly client: Client;
  /** @internal The objects on which the application sets handlers, the closest first. */
  protected owners: readonly (Partial<AgoraCallbacks> | null)[] = [this];

  constructor(client: Client) {
    super();
    this.client = client;
  }

  /** A hint, which changes nothing. */
  setNetworkStatus(status: number): void {
    this.client.hint('setNetworkStatus', [status]);
  }

  /** A hint, which changes nothing. */
  setBackground(isBackground: number): void {
    this.client.hint('setBackground', [isBackground]);
  }

  /** A hint, which changes nothing: a session's own pings go on by themselves. */
  ping(): void {
    this.client.hint('ping', []);
  }

  /** Changes nothing. */
  start(): void {
    this.client.hint('start', []);
  }

  /** Changes nothing; `logout` ends a session. */
  stop(): void {
    this.client.hint('stop', []);
  }

  /** Changes nothing; `logout` ends a session. */
  destroy(): void {
    this.client.hint('destroy', []);
  }

  /** A test hook of the SDK, which changes nothing. */
  dbg(a: string, b = ''): void {
    this.client.hint('dbg', [a, b]);
  }

  /** Changes nothing; no onBCCall_result comes. */
  bc_call(func: string, json_args: string, callID: string): void {
    this.client.hint('bc_call', [func, json_args, callID]);
  }

  /** Obsolete: no answer comes. Use messageInstantSend. */
  messagePushSend(account: string, uid: number, msg: string, msgID = ''): void {
    this.client.hint('messagePushSend', [account, uid, msg, msgID]);
  }

  /** Obsolete: no answer comes. Use messageInstantSend. */
  messageChatSend(account: string, uid: number, msg: string, msgID = ''): void {
    this.client.hint('messageChatSend', [account, uid, msg, msgID]);
  }

  /** Obsolete: no answer comes. Use channelInviteDTMF. */
  messageDTMFSend(uid: number, msg: string, msgID = ''): void {
    this.client.hint('messageDTMFSend', [uid, msg, msgID]);
  }

  /** There is no telephone here: no answer comes. */
  channelInvitePhone(channelID: string, phoneNum: string, uid = 0): void {
    this.client.hint('channelInvitePhone', [channelID, phoneNum, uid]);
  }

  /** There is no telephone here: no answer comes. */
  channelInvitePhone2(channelID: string, phoneNum: string, sourceNum: string): void {
    this.client.hint('channelInvitePhone2', [channelID, phoneNum, sourceNum]);
  }

  /** There is no telephone here: no answer comes. */
  channelInvitePhone3(
    channelID: string,
    phoneNum: string,
    sourceNum: string,
    extra?: string,
  ): void {
    this.client.hint('channelInvitePhone3', [channelID, phoneNum, sourceNum, extra]);
  }

  /** Gives the handlers as one object; each is called where none is set on the double itself. */
  callbackSet(handler: Partial<AgoraCallbacks> | null): void {
    this.owners = [this, handler];
  }

  /** What `callbackSet` was given; null before. */
  callbackGet(): Partial<AgoraCallbacks> | null {
    return this.owners[1] ?? null;
  }
}
