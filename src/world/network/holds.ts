// What keeps lines down. A test has one hold for each account (or each client of it) that it cuts by
// hand; every rule has its own hold, on one client. A line is up when no hold is left.
//
// @source decisions.md E.2
import { show, UsageError } from '../../base/errors.ts';
import type { CutCause, Endpoint } from './line.ts';
import { isFor, nobody, type Addressed, type Whom } from '../whom.ts';

/** How a line is down: closed for a cause, or open but silent. */
export type Hold = CutCause | 'partition';

interface ByHand {
  readonly account: string;
  readonly whom: Whom;
  readonly how: Hold;
}

/** A hold of a rule on one client. */
interface ByRule {
  readonly client: Endpoint;
  /** The rule as it was written. */
  readonly rule: string;
  readonly how: Hold;
}

const isSame = (a: Whom, b: Whom): boolean => a.appId === b.appId && a.device === b.device;

/** The holds on the lines of a world. */
export class Holds {
  /** Whether every line is free. */
  isEmpty = true;
  #byHand: ByHand[] = [];
  #byRule: ByRule[] = [];

  /** How the line of a client is held; undefined if it is free. A cut takes precedence over a partition. */
  of(client: Endpoint): Hold | undefined {
    const ruled = this.#byRule.find((one) => one.client === client)?.how;
    const told = this.#byHand.findLast(({ account, whom }) => isFor(account, whom, client))?.how;
    return ruled === undefined || ruled === 'partition' ? (told ?? ruled) : ruled;
  }

  /** Whether something of an account is held by hand. */
  isByHand(account: string): boolean {
    return this.#byHand.some((one) => one.account === account);
  }

  /** Holds an account by hand; this replaces an earlier hold by hand on the same clients. */
  add(account: string, whom: Whom, how: Hold): void {
    this.#byHand = this.#byHand.filter((one) => one.account !== account || !isSame(one.whom, whom));
    this.#byHand.push({ account, whom, how });
    this.isEmpty = false;
  }

  /**
   * Lifts the holds by hand on an account, or on the client of it that is named.
   *
   * @throws {UsageError} when there is no such hold; it names the rule, if one holds the line
   */
  lift(where: string, account: string, whom: Whom): void {
    const id = 'network.account';
    const isMeant = (one: ByHand): boolean =>
      one.account === account &&
      (whom.appId ?? one.whom.appId) === one.whom.appId &&
      (whom.device ?? one.whom.device) === one.whom.device;
    if (!this.#byHand.some(isMeant)) {
      const ruled = this.#byRule.find(({ client }) => isFor(account, whom, client));
      if (ruled !== undefined) {
        throw new UsageError(
          id,
          `${where}: the line of ${show(account)} is held by ${ruled.rule}, which lifts it ` +
            'by itself. Only what network.cut or network.partition did can be restored.',
        );
      }
      const held = this.#byHand.map((one): Addressed => ({
        account: one.account,
        appId: one.whom.appId ?? '',
        device: one.whom.device ?? '',
      }));
      throw nobody(id, where, 'account that is cut', account, whom, held);
    }
    this.#byHand = this.#byHand.filter((one) => !isMeant(one));
    this.#count();
  }

  /** Lets a rule hold one client; returns a function that lifts the hold. */
  byRule(client: Endpoint, rule: string, how: Hold): () => void {
    const hold: ByRule = { client, rule, how };
    this.#byRule.push(hold);
    this.isEmpty = false;
    return () => {
      this.#byRule = this.#byRule.filter((one) => one !== hold);
      this.#count();
    };
  }

  #count(): void {
    this.isEmpty = this.#byHand.length === 0 && this.#byRule.length === 0;
  }
}
