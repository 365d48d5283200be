// The service's desk: takes what a client sends, and lets its lifecycle serve it.
import { lifecycles, type Errand, type PartName } from '../../../machines/lifecycles.ts';
import type { LoginErrand } from '../../../machines/login/service.ts';
import type { Answer, Office } from '../../../machines/service.ts';
import type { Network } from '../network/network.ts';
import type { Fate } from '../treatment.ts';
import type { Addressed } from '../whom.ts';
import type { Channels } from './channels.ts';
import type { Device } from './device.ts';
import { isOperation, type Faults } from './faults.ts';
import type { Invitations } from './invitations.ts';
import type { Rates } from './rates.ts';
import type { Session, Sessions } from './sessions.ts';
import { tell } from './mailbox.ts';

/** The parts of the service that the desk works with. */
interface Parts {
  readonly network: Network;
  readonly sessions: Sessions;
  readonly channels: Channels;
  readonly invitations: Invitations;
  readonly faults: Faults;
  readonly rates: Rates;
}

/** Serves one kind of errand. */
type Handler = (errand: Errand, from: Session, answer: (answer: Answer) => void) => void;

/** Hears of sessions that come and go. */
type Watcher = Parameters<Office<Session>['watch']>[0];

/** Takes errands, and lets the lifecycles serve them. */
export class Desk {
  /** Whether the service is up. */
  isUp = true;
  /** Whether somebody else plays the service, so that it answers nothing by itself. */
  isManual = false;
  readonly #network: Network;
  readonly #sessions: Sessions;
  readonly #channels: Channels;
  readonly #invitations: Invitations;
  readonly #faults: Faults;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #watchers: Watcher[] = [];

  constructor({ network, sessions, channels, invitations, faults, rates }: Parts) {
    this.#network = network;
    this.#sessions = sessions;
    this.#channels = channels;
    this.#invitations = invitations;
    this.#faults = faults;
    const office: Office<Session, PartName> = {
      find: sessions.find,
      online: (appId) => sessions.all().filter((one) => one.appId === appId),
      push: (to, push) => {
        tell(to, push);
      },
      isOver: (kind, name) => rates.isOver(kind, name),
      watch: (watcher) => {
        this.#watchers.push(watcher);
      },
      channels,
      invitations,
    };
    this.#handlers = new Map(
      lifecycles.flatMap(({ service }) =>
        Object.entries(service.serves(office) as Readonly<Record<string, Handler>>),
      ),
    );
  }

  /** A session is over: tells those who watch. */
  onEnd(session: Session): void {
    for (const { goes } of this.#watchers) goes?.(session);
  }

  /**
   * Takes a request that has arrived. `answer` sends an answer back; not every request gets one. `epoch`
   * is the line that it was sent by, `fate` what a rule decides about it.
   *
   * @source choice: what was sent by a line before the session's own is ignored; its client has given it
   * up, and an old login must not replace the current one.
   */
  handle(
    device: Device,
    epoch: number,
    request: Errand,
    answer: (answer: Answer) => void,
    fate?: Fate,
  ): void {
    if (!this.isUp || this.isManual) return;
    const session = this.#sessions.byDevice.get(device);
    if (session !== undefined && epoch < session.epoch) return;
    if (request.op !== 'login' && request.op !== 'logout' && session === undefined) {
      this.tellIfOutOfStep(device);
    } else {
      const fault = fate ?? (this.#faults.isEmpty ? undefined : this.#judge(request.op, device));
      if (fault === 'silence') return;
      if (fault !== undefined && fault !== 'serve' && request.op !== 'logout')
        answer({ type: fault });
      else if (request.op === 'login') this.#login(device, request, answer);
      else if (request.op === 'logout') this.#logout(session, answer);
      else if (session !== undefined) this.#handlers.get(request.op)?.(request, session, answer);
    }
  }

  /**
   * A client that does not know that its session has ended is out of step, and must close its line (L25).
   */
  tellIfOutOfStep(device: Device): void {
    if (!this.#sessions.isOutOfStep(device)) return;
    this.#network.toClient(device, 'service.closed', () => {
      device.hear({ part: 'login', event: { type: 'service.closed' } });
    });
  }

  /** Whether an operation that comes before the login, and has no request, works for an account. */
  answers(operation: 'lookup' | 'connect', client: Addressed): 'yes' | 'no' | 'silence' {
    if (this.isManual) return 'silence';
    const fault = this.#faults.judge(operation, client);
    return fault === undefined ? 'yes' : fault === 'silence' ? 'silence' : 'no';
  }

  #judge(op: string, device: Device): Fate | undefined {
    return isOperation(op) ? this.#faults.judge(op, device) : undefined;
  }

  #login(device: Device, request: LoginErrand, answer: (answer: Answer) => void): void {
    const known = this.#sessions.byDevice.get(device);
    const result = this.#sessions.login(device, request);
    answer(result);
    const session = this.#sessions.byDevice.get(device);
    if (result.type !== 'reply.accepted' || session === undefined) return;
    if (session.channel !== '' && session.channel !== request.channel) {
      this.#channels.leave(session);
    }
    this.#invitations.onOnline(session);
    if (session !== known) for (const { comes } of this.#watchers) comes?.(session);
  }

  #logout(session: Session | undefined, answer: (answer: Answer) => void): void {
    if (session !== undefined) this.#sessions.end(session);
    answer({ type: 'logout.acknowledged' });
  }
}
