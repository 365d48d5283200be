import type { Push } from '../../../machines/lifecycles.ts';
import type { Endpoint } from '../network/line.ts';
import type { Treatment } from '../treatment.ts';

/** A client as the service knows it. */
export interface Device extends Endpoint {
  readonly version: string;
  readonly canReceiveCalls: boolean;
  /** Takes a push that has arrived; `heard` runs once its client is in the session and hears it. */
  hear(push: Push, heard?: () => void): void;
  /** What a rule has in store for a push on its way to it. */
  treatmentOf(push: Push): Treatment | undefined;
}
