import type { Push } from '../../../machines/lifecycles.ts';
import type { Endpoint } from '../network/line.ts';
import type { Treatment } from '../treatment.ts';

/** The rules of a world, as pushes need them. */
export interface PushRules {
  /** Whether there are no rules, so that nobody needs to ask. */
  readonly isEmpty: boolean;
  /** Something is pushed to a client: returns what should happen to it. */
  onPush(device: Device, push: Push): Treatment | undefined;
}

/** A client as the service knows it. */
export interface Device extends Endpoint {
  readonly version: string;
  readonly canReceiveCalls: boolean;
  /** Takes a push that has arrived; `heard` runs once its client is in the session and hears it. */
  hear(push: Push, heard?: () => void): void;
  /** The rules for what is pushed to it. */
  readonly rules: PushRules;
}
