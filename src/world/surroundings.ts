import type { PartName } from '../../machines/lifecycles.ts';
import type { Memo } from '../engine/memo.ts';
import type { Trace } from '../trace/trace.ts';
import type { Clock } from './clock.ts';
import type { Delivery } from './delivery.ts';
import type { Journal } from './journal.ts';
import type { Network } from './network/network.ts';
import type { Rules } from './rules/rules.ts';
import type { Who } from './rules/who.ts';
import type { Service } from './service/service.ts';

/** What a client may know of its world. */
export interface Surroundings {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly journal: Journal;
  readonly network: Network;
  readonly service: Service;
  readonly rules: Rules;
  readonly isClosed: boolean;
  /** What the machine of a part does. */
  memo(part: PartName): Memo;
  /** A name for a client that nobody else has. */
  nameOf(wanted: string): string;
  /** Hands something to the application. */
  deliver(client: Who, delivery: Delivery): void;
  /** An event was given to a machine. */
  onStep(): void;
}
