// Everything that can happen in a world, each with its virtual time.
import type { CodeName } from '../../machines/codes.ts';

/** One thing that happened. `at` is virtual milliseconds; `client` the name of a client. */
export type TraceEntry =
  | {
      readonly kind: 'call';
      readonly at: number;
      readonly client: string;
      readonly method: string;
      readonly args: readonly unknown[];
      /** Set where a rule of `world.fail` made the call, not the application. */
      readonly by?: 'rule';
    }
  | {
      readonly kind: 'packet';
      readonly at: number;
      readonly client: string;
      readonly to: 'service' | 'client';
      readonly name: string;
      /** When it arrives; absent where it is lost. */
      readonly arrives?: number;
    }
  | {
      readonly kind: 'transition';
      readonly at: number;
      readonly client: string;
      readonly part: string;
      /** Which message, query or call it was, where a client may have several. */
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
      /** `late`: an answer that nobody waits for any more; `lost`: a packet that went with its line. */
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
      /** The one client that it befell, where a rule of `world.fail` did it. */
      readonly client?: string;
    }
  | {
      /** A rule sets a cause going, or ends it because its code has been delivered. */
      readonly kind: 'rule';
      readonly at: number;
      readonly client: string;
      readonly code?: CodeName;
      /** The kind of fault, where no code was asked for. */
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
      /** The application has set a handler that the SDK does not know: told once, when it was missed. */
      readonly kind: 'misnamed';
      readonly at: number;
      readonly client: string;
      /** As the application calls it: `onLoginFail`. */
      readonly name: string;
      /** The SDK's name that is nearest: `onLoginFailed`. */
      readonly near: string;
    };
