// The world by hand: the service answers nothing by itself, and the world acts only when it is told to.
// That is how a path is run: each of its steps is one act at an exact moment.
import { causeOf, type PartName } from '../../machines/lifecycles.ts';
import type { Client } from './client/client.ts';
import type { CutCause } from './network/line.ts';
import type { World } from './world.ts';

const cuts: Readonly<Record<string, CutCause>> = {
  'lookup.failed': 'closed',
  'connect.failed': 'closed',
  'line.lost': 'closed',
  'line.errored': 'error',
  'line.vanished': 'unknown',
};

/** What the network does; the service and the peers do the rest. */
const ofNetwork: ReadonlySet<string> = new Set(['line', 'lookup', 'connect', 'packet']);

/** Events that answer a request; the others come by themselves. */
const isAnswer = (type: string): boolean =>
  type.startsWith('reply.') || type === 'logout.acknowledged' || type === 'peer.offline';

/** The address of the call that each end is in. */
type Ends = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Controls a world by hand. Its network should have no latency. */
export class Hand {
  readonly #world: World;
  readonly #ends: Ends;
  #sessions = 0;

  /** `ends` says whom calls are with, at each end. */
  constructor(world: World, ends: Ends) {
    this.#world = world;
    this.#ends = ends;
    world.service.desk.isManual = true;
  }

  /**
   * Makes the world do something to one part of a client now, as its service, its network or a peer
   * would. What follows from it comes with `world.advance(0)`.
   */
  act(client: Client, part: PartName, type: string, args: Readonly<Record<string, unknown>>): void {
    const { network, trace, clock } = this.#world;
    const [noun = ''] = type.split('.', 1);
    const by = ofNetwork.has(noun) ? 'network' : 'service';
    const detail = Object.keys(args).length === 0 ? [] : [args];
    const whom = [client.name, part, ...detail];
    trace.entries.push({ kind: 'act', at: clock.now, by, did: type, args: whom });
    const cut = cuts[type];
    const event = { type, ...causeOf(part, type)?.tells, ...args };
    if (cut !== undefined) network.drop(client, cut);
    else if (type === 'lookup.answered') client.hearLine(type);
    else if (type === 'connect.succeeded') {
      client.line.phase = 'open';
      client.hearLine(type);
    } else if (type === 'packet.corrupted') {
      network.toClient(client, '(undecodable)', () => {
        client.hearLine(type);
      });
    } else if (isAnswer(type)) {
      // A client that comes back gets its session back.
      const known = Number(client.sessionID);
      const session = type === 'reply.accepted' ? { session: known || ++this.#sessions } : {};
      if (!client.hearAnswer(part, { ...event, ...session })) this.#late(client, type);
    } else {
      network.toClient(client, type, () => {
        client.hear({ part, ...this.#ends[part], event });
      });
    }
  }

  #late({ name: client }: Client, name: string): void {
    const { trace, clock } = this.#world;
    trace.entries.push({ kind: 'late', at: clock.now, client, name });
  }
}
