import type { PartName } from '../../../machines/lifecycles.ts';
import type { Endpoint } from '../network/line.ts';
import type { Treatment } from '../treatment.ts';

/** Something that the service tells a client without being asked. */
export interface Push {
  /** The part of the client that hears it; `data` goes to the application as it is. */
  readonly part: PartName | 'data';
  /** The call that it is about. */
  readonly channel?: string;
  readonly peer?: string;
  /** Whether it is over before it has arrived, so that nobody hears of it. */
  readonly isOver?: () => boolean;
  /** Runs when it is heard. */
  readonly taken?: () => void;
  /** The session that it ends; a client that is in another meanwhile does not heed it. */
  readonly session?: number;
  readonly event: { readonly type: string; readonly [argument: string]: unknown };
}

/** A client as the service knows it. */
export interface Device extends Endpoint {
  readonly version: string;
  readonly canReceiveCalls: boolean;
  /** Takes a push that has arrived; `heard` runs once its client is in the session and hears it. */
  hear(push: Push, heard?: () => void): void;
  /** What a rule has in store for a push on its way to it. */
  treatmentOf(push: Push): Treatment | undefined;
}
