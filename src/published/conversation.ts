// What one socket says, and what belongs to it: a reconnect begins with all of it anew (wire-protocol.md 3, 6
// to 8 and 10).
import { builtin } from '../world/globals/node.ts';
import { Calls } from './call.ts';
import { hearChannel, hearerOf, type Channel, type Newest } from './channel.ts';
import type { Frame } from '../wire/frame.ts';
import { Reader, type Owner as Reading } from './reader.ts';
import type { Requests } from './requests.ts';

/** Whose socket it is. */
export interface Owner extends Reading {
  /** Whether a refusal or a close is minded. */
  readonly hasLoginFailed: boolean;
  /** A login was answered. */
  hearLogin(answer: readonly unknown[], reader: Reader): void;
  /** A first login has failed. */
  failLogin(ecode: number): void;
  /** The session is over. */
  fireLogout(ecode: number): void;
  /** Closes the socket by which it is in. */
  closeSocket(): void;
  /** Whether a message with an id is told for the first time in this session. */
  isNew(id: string): boolean;
}

/** All that one socket says. */
export class Conversation {
  readonly calls: Calls;
  readonly channels: Newest = { newest: undefined };
  readonly reader: Reader;
  readonly #session: Owner;
  readonly #requests: Requests | undefined;

  /** @param calls those of the socket before it, if they are not forgotten */
  constructor(session: Owner, requests: Requests | undefined, calls: Calls = new Calls(session)) {
    this.#session = session;
    this.#requests = requests;
    this.calls = calls;
    this.reader = new Reader(session, (line) => this.#hearLine(line));
  }

  /** A frame has come. */
  hear(data: string | ArrayBuffer): void {
    this.hearFrame(JSON.parse(typeof data === 'string' ? data : inflate(data)) as Frame);
  }

  /** A frame has come that was read. */
  hearFrame([event, argument]: Frame): void {
    const session = this.#session;
    if (event === 'close' && session.state === 1) {
      if (session.hasLoginFailed) session.failLogin(201);
    } else if (event === 'multi') {
      for (const one of Array.from(argument as ArrayLike<Frame>)) this.#hearEvent(one);
    } else this.#hearEvent([event, argument]);
  }

  /** An event that came alone, or with others in one frame. */
  #hearEvent([event, argument]: Frame): void {
    const session = this.#session;
    const { manner } = session.around;
    switch (event) {
      case 'login_ret':
        session.hearLogin(argument as readonly unknown[], this.reader);
        return;
      case 'call2-ret':
        this.#requests?.hear(argument as readonly unknown[]);
        return;
      case 'notify':
        this.#hearNotice(argument);
        return;
      case 'kick':
        session.fireLogout(manner.kickEcode);
        return;
      case '_close':
        session.fireLogout(manner.closeEcode);
        return;
      case 'close':
        session.fireLogout(manner.closeEcode);
        session.closeSocket();
        return;
      default: // `pong`, and what nobody knows.
    }
  }

  #hearNotice(argument: unknown): void {
    const fields =
      typeof argument === 'string'
        ? /^\S+ (\S+) ?([\s\S]*)$/.exec(argument)?.slice(1)
        : (argument as readonly unknown[]);
    const [kind, first, second, third] = fields ?? [];
    switch (kind) {
      case 'recvmsg': {
        const [version, line] = JSON.parse(first as string) as readonly [unknown, string];
        this.reader.push(version, line);
        return;
      }
      case 'recvmsg_by_msgid':
        this.reader.pushById(first as string);
        return;
      case 'msg':
        this.reader.fetch();
        return;
      case 'channel2': {
        const hearer = hearerOf(this.#session, this.channels, second);
        if (hearer !== undefined) this.#hearLine(third as string, hearer);
        return;
      }
      default:
    }
  }

  /** A message's line has come: to the account, or to a channel. */
  #hearLine(line: string, channel?: Channel): void {
    const session = this.#session;
    const fields = line.split(' ');
    const isThree = fields[0] === 'msg-v3';
    if ((!isThree && fields[0] !== 'msg-v2') || fields.length < (isThree ? 8 : 7)) return;
    if (isThree && !session.isNew(fields[1] ?? '')) return;
    const [source = '', , , type = ''] = fields.slice(isThree ? 2 : 1);
    const content = fields.slice(isThree ? 7 : 6).join(' ');
    if (channel !== undefined) hearChannel(session, channel, [type, content]);
    else if (type === 'instant') {
      const { instantUid } = session.around.manner;
      session.fire(session, ['onMessageInstantReceive', source, instantUid, content]);
    } else if (type.startsWith('voip_')) this.calls.hear(type, content);
  }
}

function inflate(data: ArrayBuffer): string {
  const zlib = builtin('node:zlib');
  if (zlib === undefined) throw new TypeError('this platform inflates no frames');
  return zlib.inflateSync(new Uint8Array(data)).toString();
}
