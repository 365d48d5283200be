// What one client asks of the service, and what comes back: carried by its line, treated as the rules
// say.
import type { Errand } from '../../../machines/lifecycles.ts';
import type { Answer } from '../../../machines/service.ts';
import type { Who } from '../rules/who.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Treatment } from '../treatment.ts';
import type { Actor, Cause } from './actor.ts';
import type { Dialer } from './dialer.ts';
import type { Handover } from './handover.ts';

/** A client whose line is carried. */
export interface Owner extends Who {
  /** Set if the application's own sockets carry its line. */
  readonly dialer: Dialer | undefined;
}

/** What hears the answers. */
interface Hearer {
  readonly handover: Handover;
  give(actor: Actor, cause: Cause): void;
}

const untreated: Treatment = {};

const outcomes = {
  lookup: ['lookup.answered', 'lookup.failed'],
  connect: ['connect.succeeded', 'connect.failed'],
} as const;

/** Carries what a client asks, and the answers. */
export class Carrier {
  readonly #world: Surroundings;
  readonly #client: Owner;
  readonly #hearer: Hearer;
  #requests = 0;

  constructor(world: Surroundings, client: Owner, hearer: Hearer) {
    this.#world = world;
    this.#client = client;
    this.#hearer = hearer;
  }

  /** Sends an errand to the service; the answer goes to the actor, if it still waits for it. */
  send(actor: Actor, errand: Errand): void {
    const { network, service, clock } = this.#world;
    const id = this.expect(actor);
    const { line } = this.#client;
    const { epoch } = line;
    const { op } = errand;
    const treatment = actor.rulings?.find(({ what }) => what === op)?.treatment ?? untreated;
    const { fate, lateMs = 0, served } = treatment;
    const answer = (given: Answer): void => {
      const label = given.type === 'reply.ok' ? `${op} ok` : given.type;
      const send = (): void => {
        const take = (): void => this.#take(actor, id, given);
        // The answer goes by the line that its request came by, and is lost with that line.
        const isGone = line.epoch !== epoch;
        network.toClient(this.#client, label, take, isGone ? { loses: 'answer' } : treatment);
      };
      if (lateMs === 0) send();
      else clock.set(send, lateMs);
    };
    const handle = (): void => {
      service.desk.handle(this.#client, epoch, errand, answer, fate);
      served?.();
    };
    network.toService(this.#client, op, handle, treatment);
  }

  /**
   * Makes an actor wait for the answer to a request that is about to be sent; returns the request's
   * number.
   */
  expect(actor: Actor): number {
    return (actor.waiting = ++this.#requests);
  }

  /** Looks for the service, or opens a line to it; `isBack` if a session wants its line back. */
  reach(name: 'lookup' | 'connect', isBack: boolean): void {
    const { network, service, clock } = this.#world;
    const client = this.#client;
    const { line, dialer } = client;
    const [good, bad] = outcomes[name];
    const answer = service.answers(name, client);
    line.phase = name;
    const { epoch } = line;
    if (answer === 'no') {
      clock.set(() => {
        if (line.epoch === epoch) client.hearLine(bad);
      }, 0);
    } else if (answer === 'yes') {
      const dial = (): void => {
        if (line.epoch !== epoch) return;
        network[name](client, (reached) => {
          client.hearLine(reached ? good : bad);
        });
      };
      if (dialer === undefined || !isBack) dial();
      else dialer.redial(dial);
    }
  }

  /** Answers what an actor asked last, as if the service had. */
  answer(actor: Actor, given: Answer): void {
    const id = actor.waiting;
    this.#world.network.toClient(this.#client, given.type, () => {
      this.#take(actor, id, given);
    });
  }

  #take(actor: Actor, id: number, answer: Answer): void {
    if (actor.waiting !== id) {
      this.#hearer.handover.late(answer.type);
      return;
    }
    const { dialer } = this.#client;
    if (answer.type === 'reply.garbled' && actor.part !== 'login') dialer?.hearGarbled(actor.ref);
    this.#hearer.give(actor, answer);
  }
}
