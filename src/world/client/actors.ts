// The statecharts of one client: some parts have a single one, some have one for each call, and some have
// one for each address.
import type { Call } from '../../../machines/calls.ts';
import type { Details } from '../../../machines/callbacks.ts';
import { addresses, type PartName, type Push } from '../../../machines/lifecycles.ts';
import type { Surroundings } from '../surroundings.ts';
import { Actor } from './actor.ts';

/** States in which a call is being made or has been accepted. */
export const liveCalls: ReadonlySet<string> = new Set([
  'pending.inviting',
  'pending.ringing',
  'accepted',
  'incoming',
]);

const none: readonly Actor[] = [];

/**
 * The key of an address. The machines refuse values that are not strings, so these need no key of their
 * own.
 */
const keyOf = (address: readonly unknown[]): string =>
  address.map((value) => (typeof value === 'string' ? value : '')).join(' ');

/** The actors of a client. */
export class Actors {
  /** By part and key, in the order in which they were made. */
  readonly #actors: Partial<Record<PartName, Map<string, Actor>>> = {};
  readonly #world: Surroundings;
  #made = 0;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** Those of a part, oldest first. */
  of(part: PartName): readonly Actor[] {
    const actors = this.#actors[part];
    return actors === undefined ? [] : [...actors.values()];
  }

  /** The only one of a part, if there is one yet. */
  own(part: PartName): Actor | undefined {
    return this.#actors[part]?.get('own');
  }

  /** Forgets one that is over. */
  forget({ part, key }: Actor): void {
    this.#actors[part]?.delete(key);
  }

  /** The statechart that a call is for, made if there is none yet. */
  for({ part, address }: Call, about: Details, wanted?: string): Actor {
    const name = (wanted ?? (typeof part === 'string' ? part : part[0])) as PartName;
    if (address === 'each') return this.new(name, about);
    if (address === 'one') return this.only(name);
    return this.#at(name, Object.fromEntries(address.map((key) => [key, about[key]])));
  }

  /** For a call that may be for several parts: those at its address that are under way. */
  alive(parts: Call['part'], about: Details, wanted?: string): readonly Actor[] {
    if (typeof parts === 'string') return none;
    return (wanted === undefined ? parts : [wanted])
      .flatMap((part) => {
        const { channel, peer } = about;
        return this.#actors[part as PartName]?.get(keyOf([channel, peer])) ?? [];
      })
      .filter(({ place }) => liveCalls.has(place.state));
  }

  /** The statechart that hears a push: the one at its address, the only one, or an inbox. */
  hearer(name: PartName, push: Pick<Push, 'channel' | 'peer'>): Actor {
    const address = addresses.get(name) ?? 'one';
    if (address === 'one') return this.only(name);
    if (address !== 'each') {
      const about: Details = { ...push };
      return this.#at(name, Object.fromEntries(address.map((key) => [key, about[key]])));
    }
    return this.#actors[name]?.get('inbox') ?? this.#actor(name, 'inbox');
  }

  /** The only one of a part. */
  only(part: PartName): Actor {
    return this.own(part) ?? this.#actor(part, 'own');
  }

  /** The one of a part at an address. */
  #at(part: PartName, address: Details): Actor {
    const key = keyOf(Object.values(address));
    return this.#actors[part]?.get(key) ?? this.#actor(part, key, address);
  }

  /** A new message, query or request. */
  new(part: PartName, address: Actor['address']): Actor {
    return this.#actor(part, String(++this.#made), address);
  }

  #actor(part: PartName, key: string, address: Actor['address'] = {}): Actor {
    const actor = this.#fresh(part, key, address);
    (this.#actors[part] ??= new Map()).set(key, actor);
    return actor;
  }

  /** This client's end of the call at an address, if there was one. */
  find(part: PartName, channel: string, peer: string): Actor | undefined {
    return this.#actors[part]?.get(`${channel} ${peer}`);
  }

  /** A fresh actor in place of this one, for one call through something that is over. */
  replace({ part, key, address }: Actor): Actor {
    if (addresses.get(part) === 'each') this.#actors[part]?.delete(key);
    return this.#fresh(part, key, address);
  }

  /** An actor that only its own timers know of. */
  #fresh(part: PartName, key: string, address: Actor['address']): Actor {
    return new Actor(part, key, this.#world.memo(part), address);
  }
}
