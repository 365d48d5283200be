// What a trace says about any moment of it: which state every part of every client was in, which
// transition it took last, which code came last. A moment is a number of entries, so that scrubbing
// is a search in lists that only grow.
import type { CodeName } from '../../../machines/codes.ts';
import type { PartName } from '../../../machines/lifecycles.ts';
import { causeOf } from '../../telling/words.ts';
import type { TraceEntry } from '../../trace/entry.ts';

/** A transition, and where it is in the trace. */
export interface Moved {
  readonly index: number;
  readonly entry: TraceEntry & { readonly kind: 'transition' };
}

type Act = TraceEntry & { readonly kind: 'act' };

/** A code that reached an application, and where. */
export interface Emitted {
  readonly index: number;
  readonly client: string;
  readonly code: CodeName;
}

/** How many items of a list, sorted by `index`, come before a moment. */
function countBefore(list: readonly { readonly index: number }[], moment: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.index ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The list of a key, made if there is none. */
function listed<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const made: T[] = [];
  lists.set(key, made);
  return made;
}

/** A trace, indexed; it grows with `read`. */
export class History {
  readonly entries: readonly TraceEntry[];
  /** Clients in the order in which they appear. */
  readonly clients: string[] = [];
  readonly codes: Emitted[] = [];
  readonly #moves = new Map<string, Moved[]>();
  /** Per client, the transitions that somebody would want to see. */
  readonly #notable = new Map<string, Moved[]>();
  /** Per client, its codes. */
  readonly #codes = new Map<string, Emitted[]>();
  /** For each entry, whom it or the last one before it concerned. */
  readonly #concerned: (string | undefined)[] = [];
  /** Per client, where its entries are. */
  readonly #own = new Map<string, { readonly index: number }[]>();
  readonly #known = new Set<string>();
  readonly #acts: { readonly index: number; readonly entry: Act }[] = [];
  #read = 0;

  constructor(entries: readonly TraceEntry[]) {
    this.entries = entries;
    this.read();
  }

  /** Takes in what has been added to the trace. */
  read(): void {
    for (; this.#read < this.entries.length; this.#read++) {
      const index = this.#read;
      const entry = this.entries[index] as TraceEntry; // Within the list.
      if ('client' in entry && entry.kind !== 'rule' && !this.#known.has(entry.client)) {
        this.#known.add(entry.client);
        this.clients.push(entry.client);
      }
      const whom = this.#whom(entry);
      this.#concerned.push(whom ?? this.#concerned[index - 1]);
      if (whom !== undefined) listed(this.#own, whom).push({ index });
      if (entry.kind === 'act') this.#acts.push({ index, entry });
      else if (entry.kind === 'transition') {
        const moved = { index, entry };
        listed(this.#moves, `${entry.client} ${entry.part}`).push(moved);
        if (entry.from !== entry.to || entry.codes !== undefined) {
          listed(this.#notable, entry.client).push(moved);
        }
      } else if (entry.kind === 'callback' && entry.code !== undefined) {
        const emitted = { index, client: entry.client, code: entry.code };
        this.codes.push(emitted);
        listed(this.#codes, entry.client).push(emitted);
      }
    }
  }

  /** Whom an entry concerns: its client, or the one that something is done to. */
  #whom(entry: TraceEntry): string | undefined {
    if (entry.kind === 'rule') return undefined;
    if ('client' in entry) return entry.client;
    const [name] = entry.args;
    return this.#known.has(String(name)) ? String(name) : undefined;
  }

  /** The client that the last entry before a moment concerned, of those that concern one. */
  concerned(moment: number): string | undefined {
    return this.#concerned[moment - 1];
  }

  /** The index of the last entry before a moment that concerns a client; -1 if none does. */
  lastOf(client: string, moment: number): number {
    const own = this.#own.get(client) ?? [];
    return own[countBefore(own, moment) - 1]?.index ?? -1;
  }

  /** How much has been read: the moment at the end. */
  get end(): number {
    return this.#read;
  }

  /** The transition that a part took last before a moment. */
  moved(client: string, part: PartName, moment: number): Moved | undefined {
    const moves = this.#moves.get(`${client} ${part}`) ?? [];
    return moves[countBefore(moves, moment) - 1];
  }

  /** The last transition of a client, in any part, that changed a state or emitted a code. */
  movedLast(client: string, moment: number): Moved | undefined {
    const moves = this.#notable.get(client) ?? [];
    return moves[countBefore(moves, moment) - 1];
  }

  /** The transition by which a part entered the state that it is in. */
  entered(client: string, part: PartName, moment: number): Moved | undefined {
    const moves = this.#moves.get(`${client} ${part}`) ?? [];
    let at = countBefore(moves, moment) - 1;
    while (at > 0 && moves[at]?.entry.from === moves[at]?.entry.to) at -= 1;
    return moves[at];
  }

  /** The last code that came to a client before a moment. */
  codeBefore(client: string, moment: number): Emitted | undefined {
    const codes = this.#codes.get(client) ?? [];
    return codes[countBefore(codes, moment) - 1];
  }

  /** How often each code came to each client: `phone 103`. */
  tally(): ReadonlyMap<
    string,
    { readonly client: string; readonly code: CodeName; readonly count: number }
  > {
    const counts = new Map<string, { client: string; code: CodeName; count: number }>();
    for (const { client, code } of this.codes) {
      const key = `${client} ${code}`;
      const found = counts.get(key);
      if (found === undefined) counts.set(key, { client, code, count: 1 });
      else found.count += 1;
    }
    return counts;
  }

  /** The transition that emitted a code delivered at an entry. */
  causeOf(heard: Emitted): Moved | undefined {
    return causeOf(this.entries, heard);
  }

  /** The acts of network and service before a moment, the last one first. */
  #actsBefore(moment: number): readonly Act[] {
    const acts = this.#acts.slice(0, countBefore(this.#acts, moment));
    return acts.map(({ entry }) => entry).toReversed();
  }

  /** The name of the last of these acts before a moment; if an account is given, of those on it. */
  lastAct(names: readonly string[], moment: number, account?: string): string | undefined {
    return this.#actsBefore(moment).find(
      ({ did, args }) => names.includes(did) && (account === undefined || args[0] === account),
    )?.did;
  }

  /** Whether the line of an account was cut, or silenced, and not restored. */
  isCut(account: string, moment: number): boolean {
    // A rule undoes what it does to the line by itself, so nobody else has to restore it.
    const last = this.#actsBefore(moment).find(
      ({ did, args, client }) =>
        ['cut', 'partition', 'restore'].includes(did) &&
        args[0] === account &&
        client === undefined,
    );
    return last !== undefined && last.did !== 'restore';
  }

  /** Whether the service was told to answer badly, and has not been healed. */
  isFaulty(moment: number): boolean {
    const last = this.#actsBefore(moment).find(({ did }) =>
      ['refuse', 'silence', 'garble', 'heal'].includes(did),
    );
    return last !== undefined && last.did !== 'heal';
  }

  /** Whether the service would not take a login of an account any more. */
  isSpoilt(account: string, moment: number): boolean {
    return this.#actsBefore(moment).some(
      ({ did, args }) =>
        ['rotateCertificate', 'requireVersion', 'goDown'].includes(did) ||
        (['expireToken', 'ban'].includes(did) && args[0] === account),
    );
  }

  /** Where a client called a method last, -1 if it never did. */
  lastCall(client: string, method: string, moment: number): number {
    for (let at = moment - 1; at >= 0; at--) {
      const entry = this.entries[at];
      if (entry?.kind === 'call' && entry.client === client && entry.method === method) return at;
    }
    return -1;
  }

  /** The arguments of the last call of a method that a client made. */
  argumentsOf(client: string, method: string, moment: number): readonly unknown[] {
    const entry = this.entries[this.lastCall(client, method, moment)];
    return entry?.kind === 'call' ? entry.args : [];
  }

  /** Virtual milliseconds of a moment. */
  timeAt(moment: number): number {
    return this.entries[moment - 1]?.at ?? 0;
  }

  /** The first moment that shows everything up to a time. */
  momentAt(ms: number): number {
    let low = 0;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.at ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
