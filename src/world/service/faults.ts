import { isName } from '../../../machines/arguments.ts';
import { operationNames, type OperationOfService } from '../../../machines/lifecycles.ts';
import { show, unknownName, UsageError } from '../../base/errors.ts';
import type { Fate } from '../treatment.ts';
import { checkWhom, isFor, whomOf, type Addressed, type Whom } from '../whom.ts';

/** An operation of the service: `'login'`, `'attribute'`, ... */
export type Operation = OperationOfService;

/** Whether this is the name of something that the service can be told to do badly. */
export const isOperation = (op: string): op is Operation =>
  (operationNames as readonly string[]).includes(op);

/** Which requests a fault concerns. */
export interface FaultOptions extends Whom {
  /** Only requests of this account; `appId` and `device` say which client of it. @default all */
  readonly account?: string;
  /** Only this many requests, then never again. @default all, until `heal` */
  readonly times?: number;
}

interface Fault {
  readonly fate: Fate;
  readonly operation: Operation;
  readonly account: string | undefined;
  readonly whom: Whom;
  left: number;
}

/** The faults that the service has been told to have. */
export class Faults {
  /** Whether it has none. */
  isEmpty = true;
  #faults: readonly Fault[] = [];

  /** Adds a fault; returns a function that removes it, and says whether it was still there. */
  add(method: string, fate: Fate, operation: Operation, options: FaultOptions): () => boolean {
    checkWhom('service.fault', `service.${method}`, options, ['account', 'times']);
    const { account, times = Number.POSITIVE_INFINITY } = options;
    if (!isOperation(operation)) {
      throw unknownName(
        'service.operation',
        `service.${method}`,
        'operation',
        operation,
        operationNames,
      );
    }
    if (!(Number.isSafeInteger(times) && times > 0) && options.times !== undefined) {
      throw new UsageError(
        'service.times',
        `service.${method}: times is ${show(times)}. Give a whole number above 0, or leave it out.`,
      );
    }
    if (account !== undefined && !isName(account)) {
      throw new UsageError(
        'service.account',
        `service.${method}: account is ${show(account)}. Give a name, or leave it out for all.`,
      );
    }
    const fault: Fault = { fate, operation, account, whom: whomOf(options), left: times };
    this.#keep([...this.#faults, fault]);
    return () => {
      const { length } = this.#faults;
      this.#keep(this.#faults.filter((other) => other !== fault));
      return this.#faults.length < length;
    };
  }

  /** What happens to a request; the fault that was added last counts. */
  judge(operation: Operation, client: Addressed): Fate | undefined {
    const fault = this.#faults.findLast(
      (f) => f.operation === operation && isFor(f.account ?? client.account, f.whom, client),
    );
    if (fault === undefined) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#keep(this.#faults.filter((other) => other !== fault));
    return fault.fate;
  }

  /** Removes the faults of one operation, or all. */
  heal(operation?: Operation): void {
    this.#keep(
      this.#faults.filter((fault) => operation !== undefined && fault.operation !== operation),
    );
  }

  #keep(faults: readonly Fault[]): void {
    this.#faults = faults;
    this.isEmpty = faults.length === 0;
  }
}
