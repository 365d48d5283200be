// What a trace says about any moment of it: which state every part of every client was in, which
// transition it took last, which code came last. A moment is a number of entries, so that scrubbing
// is a search in lists that only grow.
import type { CodeName } from '../../../machines/codes.ts';
import type { PartName } from '../../../machines/session.ts';
import { causeOf } from '../../telling/words.ts';
import type { TraceEntry } from '../../trace.ts';

/** A transition, and where it stands in the trace. */
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

/** How many of a list, sorted by `index`, stand before a moment. */
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

function add(lists: Map<string, Moved[]>, key: string, moved: Moved): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [moved]);
  else list.push(moved);
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
      if (entry.kind === 'act') this.#acts.push({ index, entry });
      else if (entry.kind === 'transition') {
        const moved = { index, entry };
        add(this.#moves, `${entry.client} ${entry.part}`, moved);
        if (entry.from !== entry.to || entry.codes !== undefined) {
          add(this.#notable, entry.client, moved);
        }
      } else if (entry.kind === 'callback' && entry.code !== undefined) {
        this.codes.push({ index, client: entry.client, code: entry.code });
      }
    }
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

  /** The transition of a client, of whichever part, that changed a state or emitted a code last. */
  movedLast(client: string, moment: number): Moved | undefined {
    const moves = this.#notable.get(client) ?? [];
    return moves[countBefore(moves, moment) - 1];
  }

  /** The transition by which a part came into the state that it is in. */
  entered(client: string, part: PartName, moment: number): Moved | undefined {
    const moves = this.#moves.get(`${client} ${part}`) ?? [];
    let at = countBefore(moves, moment) - 1;
    while (at > 0 && moves[at]?.entry.from === moves[at]?.entry.to) at -= 1;
    return moves[at];
  }

  /** The code that came last before a moment. */
  codeBefore(moment: number): Emitted | undefined {
    return this.codes[countBefore(this.codes, moment) - 1];
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

  /** Whether the line of an account was cut, or silenced, and not restored. */
  isCut(account: string, moment: number): boolean {
    // What a rule does to the line, it undoes by itself; neither is anybody's to restore.
    const last = this.#actsBefore(moment).find(
      ({ did, args, client }) =>
        ['cut', 'partition', 'restore'].includes(did) &&
        args[0] === account &&
        client === undefined,
    );
    return last !== undefined && last.did !== 'restore';
  }

  /** Whether the service was told to answer badly, and not healed. */
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

  /** Where a client called a method last, -1 where it never did. */
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
