// What keeps lines down. What a test does by hand is one hold for each account (or each client of it
// that it names); every rule has its own, on one client. A line is up when none is left.
//
// @source decisions.md E.2
import { show, UsageError } from '../../base/errors.ts';
import type { CutCause, Endpoint } from './line.ts';
import { isFor, nobody, type Addressed, type Whom } from '../whom.ts';

/** How a line is down: closed for a cause, or there and silent. */
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

  /** How the line of a client is held; undefined where it is free. A cut goes before a partition. */
  of(client: Endpoint): Hold | undefined {
    const ruled = this.#byRule.find((one) => one.client === client)?.how;
    const told = this.#byHand.findLast(({ account, whom }) => isFor(account, whom, client))?.how;
    return ruled === undefined || ruled === 'partition' ? (told ?? ruled) : ruled;
  }

  /** Whether something of an account is held by hand. */
  isByHand(account: string): boolean {
    return this.#byHand.some((one) => one.account === account);
  }

  /** Holds an account by hand; it takes the place of a hold before it on the same. */
  add(account: string, whom: Whom, how: Hold): void {
    this.#byHand = this.#byHand.filter((one) => one.account !== account || !isSame(one.whom, whom));
    this.#byHand.push({ account, whom, how });
    this.isEmpty = false;
  }

  /**
   * Lifts what was held by hand of an account, or of the client that is named.
   *
   * @throws {UsageError} when nothing is, with the rule where one holds it
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

  /** Lets a rule hold one client; gives what lifts it. */
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
