// Plays a trace again: a fresh world with the same options, the same inputs at the same places, and
// every entry compared with the recorded one.
import { checkGiven, isObject } from '../base/given.ts';
import { createWorld, type SignalingWorld } from '../create-world.ts';
import { UsageError } from '../base/errors.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Listener } from '../world/delivery.ts';
import type { Given, Input } from '../world/journal.ts';
import type { FailOptions } from '../world/rules/when.ts';
import { noToken } from '../world/token.ts';
import { Puppet } from './perform.ts';
import type { RecordedTrace } from './read.ts';

/** The outcome of playing a trace again. */
export interface ReplayOutcome {
  /** How many entries were the same. */
  readonly same: number;
  /** How many were recorded. */
  readonly entries: number;
  /** Where the two diverge: an entry of one, and what the other has there, if anything. */
  readonly divergence?: {
    /** The line of the trace. */
    readonly line: number;
    readonly expected: TraceEntry | undefined;
    readonly actual: TraceEntry | undefined;
    readonly why: 'something else came' | 'nothing came';
  };
}

/** An error with a given name, thrown where the application threw one. */
function errorNamed(name: string): Error {
  const error = new Error('as recorded');
  error.name = name;
  return error;
}

class Replay {
  readonly #trace: RecordedTrace;
  readonly #world: SignalingWorld;
  readonly #puppets = new Map<string, Puppet>();
  readonly #inputs: readonly Input[];
  /** The next input. */
  #next = 0;
  /** The entry that the next input is, if it has one. */
  #entry = 0;
  readonly #tokens: string[] = [];
  readonly #undo: { readonly key: string; readonly run: () => void }[] = [];
  #checked = 0;

  constructor(trace: RecordedTrace) {
    this.#trace = trace;
    this.#world = createWorld({ ...trace.world, errors: 'allow' });
    this.#inputs = trace.inputs ?? [];
    for (const { name, wire: _wire, ...options } of trace.clients) {
      const client = this.#world.client('replay', { name, ...options });
      this.#puppets.set(name, new Puppet(client, this.#listener()));
      client.misnamed = () => this.#misnamedNow();
    }
  }

  run(): ReplayOutcome {
    const { entries } = this.#trace;
    const { clock, trace } = this.#world;
    const divergence = (why: 'something else came' | 'nothing came'): ReplayOutcome => {
      const at = this.#checked;
      const [expected, actual] = [entries[at], trace.entries[at]];
      return {
        same: at,
        entries: entries.length,
        divergence: { line: at + 2, expected, actual, why },
      };
    };
    while (trace.entries.length < entries.length) {
      const made = this.#inputsNow() || this.#threwNow();
      if (!this.#isSame()) return divergence('something else came');
      const expected = entries[trace.entries.length];
      if (made || expected === undefined) continue;
      const due = clock.next();
      if (due === undefined || due > expected.at) return divergence('nothing came');
      clock.runNext();
      if (!this.#isSame()) return divergence('something else came');
    }
    return { same: entries.length, entries: entries.length };
  }

  /** Whether everything so far matches the recording. */
  #isSame(): boolean {
    const { entries } = this.#world.trace;
    for (; this.#checked < entries.length; this.#checked++) {
      const recorded = this.#trace.entries[this.#checked];
      if (recorded === undefined) return true;
      if (JSON.stringify(entries[this.#checked]) !== JSON.stringify(recorded)) return false;
    }
    return true;
  }

  /** Whether the next input comes here. */
  #isNow(input: Input | undefined): input is Input {
    const { trace, clock } = this.#world;
    return input !== undefined && input.place === trace.entries.length && input.ran <= clock.ran;
  }

  /** Makes the inputs that come here; returns whether there were any. */
  #inputsNow(): boolean {
    const first = this.#next;
    for (
      let input = this.#inputs[this.#next];
      this.#isNow(input);
      input = this.#inputs[this.#next]
    ) {
      this.#next += 1;
      this.#world.clock.passTo(input.at);
      this.#make(input);
    }
    return this.#next > first;
  }

  #make(input: Input): void {
    const { service } = this.#world;
    if ('token' in input) {
      this.#tokens.push(service.issueToken(input.token as { readonly account: string }));
    } else if ('rule' in input) {
      const { fail, fault, ...when } = input.rule;
      const options = when as FailOptions;
      if (fail === undefined) this.#world.fault(fault as never, options);
      else this.#world.fail(fail as never, options);
    } else if ('call' in input) this.#call(input);
    else this.#act(input);
  }

  /**
   * The entry that an input became: the first of its kind, from its place on, that was not made by
   * a rule.
   */
  #entryOf<Kind extends 'call' | 'act'>(kind: Kind, place: number) {
    const { entries } = this.#trace;
    for (let at = Math.max(place, this.#entry); at < entries.length; at++) {
      const entry = entries[at] as TraceEntry;
      const isByRule = entry.kind === 'act' ? 'client' in entry : 'by' in entry;
      if (entry.kind === kind && !isByRule) {
        this.#entry = at + 1;
        return entry as TraceEntry & { readonly kind: Kind };
      }
    }
    return undefined;
  }

  #call({ call: given, place }: Input & { readonly call: Given }): void {
    const entry = this.#entryOf('call', place);
    const puppet = entry === undefined ? undefined : this.#puppets.get(entry.client);
    if (entry === undefined || puppet === undefined) return;
    puppet.call(entry, given, this.#token(entry.args[2], given));
  }

  /** The token of a login: issued again by the service, or as recorded. */
  #token(written: unknown, { token }: Given): unknown {
    return token === undefined ? (written ?? noToken) : this.#tokens[token - 1];
  }

  #act({ place }: Input): void {
    const entry = this.#entryOf('act', place);
    if (entry === undefined) return;
    const { by, did, args } = entry;
    const key = `${String(args[0])} ${String(args[1])}`;
    if (did === 'undo') {
      const at = this.#undo.findLastIndex((one) => one.key === key);
      this.#undo.splice(at, at < 0 ? 0 : 1)[0]?.run();
      return;
    }
    const side = this.#world[by] as unknown as Record<string, unknown>;
    const act = side[did];
    if (typeof act !== 'function') return;
    const undo: unknown = Reflect.apply(act, this.#world[by], args);
    if (typeof undo === 'function') {
      this.#undo.push({ key: `${did} ${String(args[0])}`, run: undo as () => void });
    }
  }

  /** Records again what the application threw; returns whether it threw here. */
  #threwNow(): boolean {
    const { entries } = this.#world.trace;
    const recorded = this.#trace.entries[entries.length];
    if (recorded?.kind !== 'threw') return false;
    entries.push(recorded);
    return true;
  }

  /** Records again a handler whose name the SDK does not know, if one was noticed here. */
  #misnamedNow(): { readonly name: string; readonly near: string } | undefined {
    const recorded = this.#trace.entries[this.#world.trace.entries.length];
    if (recorded?.kind !== 'misnamed') return undefined;
    return { name: recorded.name, near: recorded.near };
  }

  /** Makes a client's callbacks do what they did when the trace was recorded. */
  #listener(): Listener {
    return () => {
      const recorded = this.#trace.entries[this.#world.trace.entries.length];
      if (recorded?.kind !== 'callback' || !recorded.handled) return undefined;
      return () => {
        this.#inputsNow();
        const thrown = this.#trace.entries[this.#world.trace.entries.length];
        if (thrown?.kind === 'threw') throw errorNamed(thrown.error);
      };
    };
  }
}

/**
 * Plays a trace again in a fresh world, and stops where the two diverge.
 *
 * @throws {UsageError} if the trace does not contain the inputs of its world, such a world cannot
 * be created, or a client in it used the real SDK
 */
export function replayTrace(trace: RecordedTrace): ReplayOutcome {
  checkGiven(
    'replayTrace',
    trace,
    isObject(trace) && 'entries' in trace,
    'a trace',
    'Pass what readTrace() returned.',
  );
  if (trace.inputs === undefined && trace.entries.length > 0) {
    throw new UsageError(
      'trace.inputs',
      'replay: this trace does not contain the inputs of its world. ' +
        "Write it with traceFile(world) from 'sigsim/checks'; the matchers of 'sigsim/vitest' do so.",
    );
  }
  const onWire = trace.clients.find(({ wire }) => wire === true);
  if (onWire !== undefined) {
    throw new UsageError(
      'trace.wire',
      `replay: in this trace ${onWire.name} used the real SDK over the wire, whose own timers are not ` +
        'in it. Run the command that made it again (sigsim audit prints it), or look at it with sigsim page.',
    );
  }
  return new Replay(trace).run();
}
