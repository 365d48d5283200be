// Ends a client that does not come to rest, because nothing else would: one that calls from its handlers
// never yields to anything that could stop it.
import type { SignalingWorld } from '../create-world.ts';
import { UsageError } from '../base/errors.ts';
import type { Client } from '../world/client/client.ts';
import type { Delivery } from '../world/delivery.ts';

/** The most steps of the machines that a client may cause within a second, and in all. */
const stepsMax = { second: 1_000, all: 100_000 };

/** The id of the error for a client that does not come to rest. */
const stoppedId = 'judge.stopped';

/** Why a client was ended early. */
export type Stopped = 'steps' | 'standstill';

/** Throws into a client that goes on: nothing else would end one that calls from its handlers. */
function stop(): never {
  throw new UsageError(stoppedId, 'audit: this client never comes to rest.');
}

/** Whether something thrown is only the error that stopped a client. */
export const isStop = (error: unknown): boolean =>
  error instanceof UsageError && error.id === stoppedId;

/** Limits the number of steps that the clients of a world may take. */
export class Leash {
  /** Set if they were ended early. */
  stopped: Stopped | undefined;

  /**
   * @param many how many clients share the steps
   * @param hear is called with every delivery that is let through
   */
  constructor(
    world: SignalingWorld,
    many: number,
    hear?: (client: Client, delivery: Delivery) => void,
  ) {
    const deliver = world.deliver.bind(world);
    world.deliver = (client, delivery) => {
      if (this.stopped !== undefined) return;
      hear?.(client, delivery);
      deliver(client, delivery);
    };
    let [second, steps] = [0, 0];
    world.onStep = () => {
      world.steps += 1;
      if (world.now >= second + 1_000) [second, steps] = [world.now, 0];
      steps += 1;
      if (steps < stepsMax.second * many && world.steps < stepsMax.all * many) return;
      this.stopped = 'steps';
      stop();
    };
    const client = world.client.bind(world);
    world.client = (where, options) =>
      this.stopped === undefined ? client(where, options) : stop();
  }

  /** Lets time pass in a world, unless its clients were ended; ends them if time cannot go on. */
  async pass(world: SignalingWorld, ms: number): Promise<void> {
    if (this.stopped !== undefined || world.isClosed) return;
    try {
      await world.pass(ms);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.stopped ??= 'standstill';
    }
  }
}
