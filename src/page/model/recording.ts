// A course of events that was recorded elsewhere, by a test that failed. Every moment of it can be looked
// at, but nothing can be done in it, because its client is not here.
import { UsageError } from '../../base/errors.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import { History } from './history.ts';

const refuse = (): never => {
  throw new UsageError(
    'page.recording',
    'page: this is a recording, and its client is elsewhere. Start over to do something.',
  );
};

/** A trace to look at. */
export class Recording {
  readonly history: History;
  readonly logins: ReadonlyMap<string, { readonly account: string; readonly token?: string }>;

  constructor(entries: readonly TraceEntry[]) {
    this.history = new History(entries);
    this.logins = new Map(
      entries.flatMap((entry) =>
        entry.kind === 'call' && entry.method.startsWith('login')
          ? [[entry.client, { account: String(entry.args[1]) }]]
          : [],
      ),
    );
  }

  get now(): number {
    return this.history.timeAt(this.history.end);
  }

  /** @throws {UsageError} always */
  // oxlint-disable-next-line require-await
  play = async (): Promise<void> => refuse();

  /** What a client can do is not recorded. */
  canReceiveCalls = (): boolean => true;

  readonly next = undefined;

  /** Nothing can be done in it, so nothing comes next. */
  after = (): number | undefined => undefined;

  /** Nothing more happens in it. */
  tick = (): Promise<boolean> => Promise.resolve(false);

  /** @throws {UsageError} always */
  scenario = refuse;

  /** @throws {UsageError} always */
  scenarioBefore = refuse;
}
