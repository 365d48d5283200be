// Everything that can happen in a world, each with its virtual time.
import type { CodeName } from '../../machines/codes.ts';

/** One thing that happened. `at` is in virtual milliseconds; `client` is the name of a client. */
export type TraceEntry =
  | {
      readonly kind: 'call';
      readonly at: number;
      readonly client: string;
      readonly method: string;
      readonly args: readonly unknown[];
      /** Set if a rule of `world.fail`, not the application, made the call. */
      readonly by?: 'rule';
    }
  | {
      readonly kind: 'packet';
      readonly at: number;
      readonly client: string;
      readonly to: 'service' | 'client';
      readonly name: string;
      /** When it arrives; absent if it is lost. */
      readonly arrives?: number;
    }
  | {
      readonly kind: 'transition';
      readonly at: number;
      readonly client: string;
      readonly part: string;
      /** Which message, query or call it was, if a client may have several. */
      readonly key?: string;
      readonly event: string;
      readonly from: string;
      readonly to: string;
      readonly rows: readonly string[];
      /** Codes that the transition emitted; their callbacks follow. */
      readonly codes?: readonly CodeName[];
    }
  | {
      readonly kind: 'callback';
      readonly at: number;
      readonly client: string;
      readonly name: string;
      readonly code?: CodeName;
      readonly details: Readonly<Record<string, unknown>>;
      /** Whether the application had set a handler. */
      readonly handled: boolean;
    }
  | {
      /**
       * `late`: an answer that nothing is waiting for any more; `lost`: a packet that was lost with
       * its connection.
       */
      readonly kind: 'late' | 'lost';
      readonly at: number;
      readonly client: string;
      readonly name: string;
    }
  | {
      readonly kind: 'act';
      readonly at: number;
      readonly by: 'service' | 'network';
      readonly did: string;
      readonly args: readonly unknown[];
      /** The one client that it happened to, if a rule of `world.fail` did it. */
      readonly client?: string;
    }
  | {
      /** A rule starts a cause, or ends it because its code has been delivered. */
      readonly kind: 'rule';
      readonly at: number;
      readonly client: string;
      readonly code?: CodeName;
      /** The kind of fault, if no code was asked for. */
      readonly fault?: string;
      readonly did: 'begins' | 'ends';
    }
  | {
      readonly kind: 'threw';
      readonly at: number;
      readonly client: string;
      readonly name: string;
      readonly error: string;
    }
  | {
      /**
       * The application has set a handler that the SDK does not know: recorded once, when it was
       * missed.
       */
      readonly kind: 'misnamed';
      readonly at: number;
      readonly client: string;
      /** The name that the application uses: `onLoginFail`. */
      readonly name: string;
      /** The closest name in the SDK: `onLoginFailed`. */
      readonly near: string;
    };

/** How many calls, acts of the world and callbacks there are: the steps of a speed in steps per second. */
export function stepsIn(entries: readonly TraceEntry[]): number {
  let steps = 0;
  for (const { kind } of entries) {
    if (kind === 'call' || kind === 'act' || kind === 'callback') steps += 1;
  }
  return steps;
}
