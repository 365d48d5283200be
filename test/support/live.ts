// A client made of live XState actors, wired by machines/session.ts: what the model is held against.
import { createActor, type ActorOptions, type AnyActorRef, type EventObject } from 'xstate';
import { eventOf } from '../../machines/events.ts';
import { lifecycles } from '../../machines/index.ts';
import type { Part } from '../../machines/lifecycle.ts';
import type { Effect } from '../../machines/row.ts';
import type { Membership } from '../../machines/membership.ts';
import {
  hear,
  isFollowed,
  isWord,
  knownBy,
  listeners,
  phaseOf,
  type SessionPhase,
} from '../../machines/session.ts';
import type { Edge } from '../../src/paths/model/graph.ts';
import { stateText } from '../../src/engine/wording.ts';

/** Timers never run by themselves here, unless a clock is given: a step fires them. */
const stopped = { setTimeout: () => 0, clearTimeout: () => undefined };

/** What the actors of a live client are given. */
type Given = Pick<ActorOptions<never>, 'clock' | 'inspect'>;

/** What a live client gives off. */
export interface Said {
  readonly part: string;
  readonly name: string;
  readonly code?: string;
}

/** A client of live actors, one for each part; in `reuses`, what is over makes room for the next. */
export class LiveClient {
  readonly #parts: ReadonlyMap<string, Part>;
  readonly #actors = new Map<string, AnyActorRef>();
  readonly #reuses: boolean;
  readonly #legacy: boolean;
  readonly #given: Given;
  #phase: SessionPhase = 'out';
  #membership: Membership | undefined;
  /** What it has said during the last step. */
  said: Said[] = [];

  constructor(
    names: readonly string[],
    options: { reuses: boolean; legacy: boolean },
    given: Given = { clock: stopped },
  ) {
    this.#given = given;
    const all = lifecycles.flatMap(({ parts }) => parts);
    this.#parts = new Map(all.filter(({ name }) => names.includes(name)).map((p) => [p.name, p]));
    this.#reuses = options.reuses;
    this.#legacy = options.legacy;
    for (const name of this.#parts.keys()) this.#start(name);
  }

  /** Where every part is, and the session where no login is among them. */
  get state(): Readonly<Record<string, string>> {
    const own = [...this.#parts.keys()].map((name) => [name, this.#valueOf(name)] as const);
    return Object.fromEntries(this.#hasLogin ? own : [...own, ['session', this.#phase]]);
  }

  /** Takes a step of the model. */
  take({ by, part, event, args, timer }: Edge): void {
    this.said = [];
    if (part === 'session') {
      this.#phase = event.endsWith('ended') ? 'out' : event.endsWith('lost') ? 'lost' : 'in';
      for (const name of listeners) this.#give(name, { type: event, ...args });
      return;
    }
    this.#membership = args['membership'] as Membership | undefined;
    const acts = this.#parts.get(part)?.acts ?? [];
    const { membership: _, ...own } = args;
    const act = acts.find(
      (one) =>
        (one.event['method'] ?? one.event.type) === event &&
        JSON.stringify(one.args ?? { ...one.event, type: undefined }) === JSON.stringify(own),
    );
    const given =
      by === 'time'
        ? { type: timer?.slice(part.length + 1) ?? '' }
        : by === 'client'
          ? // What the model offers under one of two names that are alike happens under the other, too.
            eventOf(act?.event ?? { type: event, ...own }, this.#known)
          : (act?.event ?? { type: event });
    if (this.#give(part, given) || by !== 'world' || !this.#reuses) return;
    // Where nobody waits for it, it is for a fresh one: a message that arrives.
    const busy = this.#actors.get(part);
    this.#start(part);
    this.#give(part, given);
    if (busy !== undefined) this.#actors.set(part, busy);
  }

  get #hasLogin(): boolean {
    return this.#parts.has('login');
  }

  get #known() {
    if (!this.#hasLogin) return { loggedIn: this.#phase === 'in', channel: 'lobby' };
    const snapshot = (name: string) =>
      this.#actors.get(name)?.getSnapshot() as { value: unknown; context: { channel: string } };
    return knownBy(snapshot('login'), snapshot('channel'));
  }

  #valueOf(name: string): string {
    const snapshot = this.#actors.get(name)?.getSnapshot() as { value: unknown } | undefined;
    return stateText(snapshot?.value ?? '');
  }

  #start(name: string): void {
    const part = this.#parts.get(name);
    if (part === undefined) return;
    const actor = createActor(part.machine, { input: { legacy: this.#legacy }, ...this.#given });
    actor.on('*', (effect) => this.#onEffect(name, effect as unknown as Effect));
    actor.start();
    this.#actors.set(name, actor);
  }

  /** Gives an event to a part; false where it is ignored. */
  #give(name: string, event: EventObject): boolean {
    const actor = this.#actors.get(name);
    if (actor === undefined) return false;
    const snapshot = actor.getSnapshot() as { can(event: EventObject): boolean; status: string };
    if (snapshot.status !== 'active' || !snapshot.can(event)) return false;
    actor.send(event);
    const { status, hasTag } = actor.getSnapshot() as {
      status: string;
      hasTag(tag: string): boolean;
    };
    const isOver = status === 'done' || hasTag.call(actor.getSnapshot(), 'over');
    if (this.#reuses && isOver) this.#start(name);
    return true;
  }

  #onEffect(part: string, effect: Effect): void {
    if (effect.type === 'callback') {
      this.said.push({ part, name: effect.name, ...('code' in effect && { code: effect.code }) });
    } else if (effect.type === 'request') {
      if (isFollowed(effect.name)) {
        this.#give('request', { type: 'request', method: 'x', loggedIn: true } as EventObject);
      }
    } else if (isWord(effect)) {
      this.#phase = phaseOf(this.#valueOf('login'));
      for (const name of listeners) this.#give(name, hear(effect, this.#membership));
    }
  }
}
