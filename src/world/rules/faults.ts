// What can go wrong with a call, without naming a code. The machines decide what follows from it.
import { msOfDuration, type Duration } from '../../base/duration.ts';
import { show, unknownName, UsageError } from '../../base/errors.ts';
import { operationNames } from '../../../machines/lifecycles.ts';
import type { Treatment } from '../treatment.ts';
import type { Failure } from './failures.ts';
import type { CallOperation } from './occasions.ts';
import type { FailOptions } from './when.ts';

/**
 * A fault of the service or the line:
 * - `'hang'`: the service takes the request, does nothing, and never answers
 * - `'late'`: the service does it, and answers `delay` later
 * - `'dropRequest'`: the request is lost on the line, before it has any effect
 * - `'dropAnswer'`: the service does it, but its answer is lost
 * - `'duplicate'`: the request arrives twice
 * - `'reorder'`: the request takes `delay` longer, and what was sent after it can overtake it
 * - `'kick'`: a second login takes the account
 */
export type FaultKind = (typeof faultKinds)[number];

/** The kinds of faults. */
export const faultKinds = [
  'hang',
  'late',
  'dropRequest',
  'dropAnswer',
  'duplicate',
  'reorder',
  'kick',
] as const;

/** What a fault happens to: a call by its operation, or what the service sends unasked. */
export const faultOperations = [
  ...operationNames.filter((one): one is CallOperation => one !== 'lookup' && one !== 'connect'),
  'push',
] as const;

/** When a fault happens, to what, and how long it takes. */
export interface FaultWhen extends FailOptions {
  /** What it happens to. @default any call; for `'kick'`, a successful login */
  readonly on?: (typeof faultOperations)[number];
  /** For `'late'` and `'reorder'`: how much longer it takes. @default 100 ms for `'reorder'` */
  readonly delay?: Duration;
}

/** Faults that make no sense for a push. */
const noPush: ReadonlySet<FaultKind> = new Set(['hang', 'dropRequest', 'kick']);

function treatmentOf(kind: Exclude<FaultKind, 'kick'>, ms: number, isPush: boolean): Treatment {
  switch (kind) {
    case 'hang':
      return { fate: 'silence' };
    case 'late':
      return isPush ? { behindMs: ms } : { lateMs: ms };
    case 'dropRequest':
      return { loses: 'request' };
    case 'dropAnswer':
      return { loses: 'answer' };
    case 'duplicate':
      return { twice: true };
    case 'reorder':
      return { behindMs: ms };
  }
}

/** How a fault is made to happen. @throws {UsageError} when kind, operation and delay do not fit */
export function failureOf(where: string, kind: FaultKind, { on, delay }: FaultWhen): Failure {
  const id = 'world.fault';
  if (on !== undefined && !faultOperations.includes(on)) {
    throw unknownName(id, where, 'operation', on, faultOperations);
  }
  if (on === 'push' && noPush.has(kind)) {
    throw new UsageError(id, `${where}: nobody asks for a push. Give another operation.`);
  }
  const takesTime = kind === 'late' || kind === 'reorder';
  if (takesTime !== (delay !== undefined) && kind !== 'reorder') {
    throw new UsageError(
      id,
      takesTime
        ? `${where}: no delay. Say how late: { delay: "3 s" }.`
        : `${where}: delay is ${show(delay)}, but this fault takes no time. Leave it out.`,
    );
  }
  if (kind === 'kick') {
    return {
      at: on ?? 'loggedIn',
      also: ['reconnecting', 'suspended'],
      after: ({ service, who }) => {
        service.throwOut(who, 'service.kicked');
        return undefined;
      },
    };
  }
  const ms = msOfDuration(`${where}: delay`, delay ?? '100 ms');
  return { at: on ?? 'call', treatment: treatmentOf(kind, ms, on === 'push') };
}
