// The service's desk: what becomes of a client's requests.
import { readInviteOptions } from '../../../machines/arguments.ts';
import { passedOn, type CallEnd } from '../../../machines/call.ts';
import type { RequestName } from '../../../machines/row.ts';
import type { Delivery } from '../../../machines/messaging/machine.ts';
import type { Network } from '../network/network.ts';
import type { Addressed } from '../whom.ts';
import type { Calls } from './calls.ts';
import type { Channels } from './channels.ts';
import { answerData } from './data.ts';
import type { Device } from './device.ts';
import { operations, type Fate, type Faults, type Operation } from './faults.ts';
import type { Rates } from './rates.ts';
import type { Answer, ServiceRequest } from './requests.ts';
import type { LoginRequest, Session, Sessions } from './sessions.ts';

/** The parts of the service that the desk works with. */
interface Office {
  readonly network: Network;
  readonly sessions: Sessions;
  readonly channels: Channels;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly rates: Rates;
}

/** Whether a word names something that the service can be told to do badly. */
export const isOperation = (op: string): op is Operation =>
  (operations as readonly string[]).includes(op);

/** Takes requests and answers them. */
export class Desk {
  readonly #network: Network;
  readonly #sessions: Sessions;
  readonly #channels: Channels;
  readonly #calls: Calls;
  readonly #faults: Faults;
  readonly #rates: Rates;
  readonly #userAttributes = new Map<string, Map<string, string>>();

  constructor({ network, sessions, channels, calls, faults, rates }: Office) {
    this.#network = network;
    this.#sessions = sessions;
    this.#channels = channels;
    this.#calls = calls;
    this.#faults = faults;
    this.#rates = rates;
  }

  /**
   * Takes a request that has arrived. `answer` sends an answer back; not every request gets one.
   * `epoch` is the line that it was sent by, `fate` what a rule has in store for it.
   *
   * @source choice: what was sent by a line before the session's own is of the past, and comes to
   * nothing; its client has given it up, and a login of then must not take the place of now's.
   */
  handle(
    device: Device,
    epoch: number,
    request: ServiceRequest,
    answer: (answer: Answer) => void,
    fate?: Fate,
  ): void {
    const session = this.#sessions.of(device);
    if (session !== undefined && epoch < session.epoch) return;
    if (request.op !== 'login' && request.op !== 'logout' && session === undefined) {
      this.tellIfOutOfStep(device);
    } else {
      const fault =
        fate ?? (isOperation(request.op) ? this.#faults.judge(request.op, device) : undefined);
      if (fault === 'silence') return;
      if (fault !== undefined && fault !== 'serve' && request.op !== 'logout')
        answer({ type: fault });
      else if (request.op === 'login') this.#login(device, request, answer);
      else if (request.op === 'logout') this.#logout(session, answer);
      else if (session !== undefined) this.#serve(session, request, answer);
    }
  }

  /** A client whose session ended without its knowing is out of step, and must go (L25). */
  tellIfOutOfStep(device: Device): void {
    if (!this.#sessions.isOutOfStep(device)) return;
    this.#network.toClient(device, 'service.closed', () => {
      device.hear({ part: 'login', event: { type: 'service.closed' } });
    });
  }

  /** Whether an operation before the login, which has no request, works for an account. */
  answers(operation: 'lookup' | 'connect', client: Addressed): 'yes' | 'no' | 'silence' {
    const fault = this.#faults.judge(operation, client);
    return fault === undefined ? 'yes' : fault === 'silence' ? 'silence' : 'no';
  }

  #login(device: Device, request: LoginRequest, answer: (answer: Answer) => void): void {
    const result = this.#sessions.login(device, request);
    answer(result);
    const session = this.#sessions.of(device);
    if (result.type !== 'reply.accepted' || session === undefined) return;
    if (session.channel !== '' && session.channel !== request.channel) {
      this.#channels.leave(session);
    }
    this.#calls.onOnline(session);
  }

  #logout(session: Session | undefined, answer: (answer: Answer) => void): void {
    if (session !== undefined) this.#sessions.end(session);
    answer({ type: 'logout.acknowledged' });
  }

  #serve(
    session: Session,
    request: Exclude<ServiceRequest, { readonly op: 'login' | 'logout' }>,
    answer: (answer: Answer) => void,
  ): void {
    const { appId, account } = session;
    switch (request.op) {
      case 'join':
        if (!this.#channels.hasRoom(appId, request.channel)) answer({ type: 'reply.refused' });
        else answer({ type: 'reply.ok', ...this.#channels.join(session, request.channel) });
        return;
      case 'leave':
        if (session.channel === request.channel) this.#channels.leave(session);
        answer({ type: 'reply.ok' });
        return;
      case 'query':
        answer({
          type: 'reply.ok',
          count: this.#channels.members(appId, request.channel).length,
        });
        return;
      case 'message':
        this.#message(session, request, answer);
        return;
      case 'invite':
        this.#invite(session, request, answer);
        return;
      case 'withdraw':
        this.#calls.withdraw({
          appId,
          channel: request.channel,
          caller: account,
          callee: request.peer,
        });
        return;
      case 'acknowledge':
        this.#relay(session, request, 'callee', request.op);
        return;
      case 'end':
        if (request.role === 'caller') {
          this.#calls.hangUp({
            appId,
            channel: request.channel,
            caller: account,
            callee: request.peer,
          });
        }
        this.#relay(session, request, request.role, request.op);
        return;
      case 'accept':
      case 'refuse':
        this.#relay(session, request, 'callee', request.op);
        answer({ type: 'reply.ok' });
        return;
      case 'dtmf': {
        const peer = this.#sessions.find(appId, request.peer);
        if (peer !== undefined) {
          this.#sessions.push(peer, {
            part: 'data',
            channel: request.channel,
            peer: account,
            event: { type: 'dtmf.arrived', extra: request.extra },
          });
        }
        answer({ type: 'reply.ok' });
        return;
      }
      default: {
        const data = answerData(session, request, {
          sessions: this.#sessions,
          channels: this.#channels,
          userAttributes: this.#userAttributes,
        });
        answer(data === undefined ? { type: 'reply.refused' } : { type: 'reply.ok', data });
      }
    }
  }

  /** Takes a message: the answer goes first, then the message to whom it is for. */
  #message(
    session: Session,
    request: Extract<ServiceRequest, { readonly op: 'message' }>,
    answer: (answer: Answer) => void,
  ): void {
    const { appId, account } = session;
    const { to, name, body } = request;
    const receiver = to === 'peer' ? this.#sessions.find(appId, name) : undefined;
    const delivery = this.#accept(session, request, receiver);
    answer({ type: 'reply.ok', delivery: delivery === 'repeated' ? 'passedOn' : delivery });
    if (delivery !== 'passedOn') return;
    if (to === 'channel') this.#channels.broadcast(appId, name, account, body);
    else if (receiver !== undefined) {
      const event = { type: 'message.arrived', account, body };
      this.#sessions.push(receiver, { part: 'message', event });
    } else {
      for (const other of this.#sessions.all().filter((s) => s.appId === appId)) {
        const event = { type: 'app.arrived', account, body };
        this.#sessions.push(other, { part: 'data', event });
      }
    }
  }

  /** What becomes of a message, by its id, the rates, and whether its peer is there. */
  #accept(
    { appId, account, taken }: Session,
    { id, to, name, body }: Extract<ServiceRequest, { readonly op: 'message' }>,
    receiver: Session | undefined,
  ): Delivery | 'repeated' {
    const message = `${to}\n${name}\n${id.length}\n${id}\n${body}`;
    if (id !== '' && taken.has(message)) return 'repeated';
    taken.add(message);
    if (this.#rates.isOver('user', `${appId}\n${account}`)) return 'overRate';
    if (to === 'channel' && this.#rates.isOver('channel', `${appId}\n${name}`)) return 'overRate';
    return to === 'peer' && receiver === undefined ? 'peerOffline' : 'passedOn';
  }

  #invite(
    session: Session,
    request: Extract<ServiceRequest, { readonly op: 'invite' }>,
    answer: (answer: Answer) => void,
  ): void {
    if (!session.hasLine) return; // Without a line the caller has given it up (I10).
    const { channel, peer: callee, extra } = request;
    const { appId, account: caller } = session;
    const isOffline = this.#sessions.find(appId, callee) === undefined;
    if (isOffline && readInviteOptions(extra).requirePeerOnline) {
      answer({ type: 'peer.offline' });
      return;
    }
    if (!this.#calls.invite({ appId, channel, caller, callee, extra })) {
      answer({ type: 'peer.unable' });
    }
  }

  /** Passes a word of one end of a call to the other, if it is online. */
  #relay(
    session: Session,
    {
      channel,
      peer,
      extra = '',
    }: { readonly channel: string; readonly peer: string; readonly extra?: string },
    from: CallEnd,
    op: RequestName,
  ): void {
    const other = this.#sessions.find(session.appId, peer);
    const type = passedOn(from, op);
    if (other === undefined || type === undefined) return;
    if (from === 'callee') {
      this.#calls.tellCaller(other, { channel, callee: session.account }, type, extra);
    } else {
      this.#calls.tellCallee(other, { channel, caller: session.account }, type, extra);
    }
  }
}
