// What the children of a machine may still send to it, and which of its timers run: a snapshot does not say
// this, but the events that come by themselves depend on it.
import {
  createEmptyActor,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyStateNode,
  type EventObject,
  type Snapshot,
} from 'xstate';
import type { Step } from '../../engine/step.ts';
import { actorText } from './identity.ts';
import { machineOf } from './logic.ts';

/** A running timer: the event that it sends, and after how long. */
export interface RunningTimer {
  readonly id: string;
  readonly event: EventObject;
  readonly ms: number;
}

/** What a snapshot does not say. */
export interface Beside {
  /** The timers that run, by id. */
  readonly timers: ReadonlyMap<string, RunningTimer>;
  /** The children that have ended but are still there. */
  readonly ended: ReadonlySet<AnyActorRef>;
}

/** Nothing yet. */
export const nothingBeside: Beside = { timers: new Map(), ended: new Set() };

type Children = Readonly<Record<string, AnyActorRef | undefined>>;

const childrenOf = (snapshot: Snapshot<unknown>): Children =>
  (snapshot as { readonly children?: Children }).children ?? {};

const endings = ['xstate.done.actor.', 'xstate.error.actor.'];
const tidings = [...endings, 'xstate.snapshot.'];

/** The id of the child that an event comes from; undefined for other events. */
const senderOf = (type: string, prefixes: readonly string[]): string | undefined =>
  prefixes.flatMap((one) => (type.startsWith(one) ? [type.slice(one.length)] : []))[0];

/** What the snapshot that a step leads to does not say; `fired` is the id of the timer, if the step is one. */
export function besideAfter(
  before: Beside,
  event: EventObject,
  fired: string | undefined,
  from: Snapshot<unknown>,
  { snapshot, timers: changes }: Step<Snapshot<unknown>>,
): Beside {
  const sender = senderOf(event.type, endings);
  const ending = sender === undefined ? undefined : childrenOf(from)[sender];
  if (
    changes.length === 0 &&
    fired === undefined &&
    ending === undefined &&
    before.ended.size === 0
  ) {
    return before;
  }
  const timers = new Map(before.timers);
  if (fired !== undefined) timers.delete(fired);
  for (const change of changes) {
    // Nothing can cancel a delayed event without an id of its own.
    const id = change.id ?? ('event' in change ? `raise ${change.event.type}` : '');
    timers.delete(id);
    if (change.ms !== undefined) timers.set(id, { id, event: change.event, ms: change.ms });
  }
  const present = new Set(Object.values(childrenOf(snapshot)));
  const ended = new Set([...before.ended].filter((child) => present.has(child)));
  if (ending !== undefined && present.has(ending)) ended.add(ending);
  return { timers, ended };
}

/** The part of it that tells states apart, as text. */
export function besideText(snapshot: Snapshot<unknown>, { timers, ended }: Beside): string {
  const children = Object.entries(childrenOf(snapshot)).flatMap(([id, child]) =>
    child === undefined
      ? []
      : [
          `${id === child.sessionId ? '' : `${id}=`}${actorText(child)}${ended.has(child) ? '!' : ''}`,
        ],
  );
  return `${children.sort().join()} ${[...timers.keys()].sort().join()}`;
}

/** Whether an event may come by itself or from outside: from a child, only as long as the child may send it. */
export function mayCome(type: string, snapshot: Snapshot<unknown>, { ended }: Beside): boolean {
  // A compound state reports that it is done itself, and timers come when they are due; `a.*` is not an event.
  if (/^xstate\.(?:done\.state|after)\.|\*$/.test(type)) return false;
  const sender = senderOf(type, tidings);
  if (sender === undefined) return true;
  const child = childrenOf(snapshot)[sender];
  if (child === undefined || ended.has(child)) return false;
  return (
    !type.startsWith('xstate.done.actor.') ||
    mayEnd((child as unknown as { readonly logic: AnyActorLogic }).logic)
  );
}

/** Whether a state can reach a final state inside it. */
const isFinalPossible = ({ type, states }: AnyStateNode): boolean => {
  const inner = Object.values(states);
  if (type === 'parallel') {
    return inner.every(
      (one) => one.type !== 'atomic' && one.type !== 'history' && isFinalPossible(one),
    );
  }
  return inner.some((one) => one.type === 'final');
};

const known = new WeakMap<object, boolean>();

/** Whether a logic can ever be done: a machine with a final state, a promise, an observable. */
function mayEnd(logic: AnyActorLogic): boolean {
  const found = known.get(logic) ?? findEnd(logic);
  known.set(logic, found);
  return found;
}

function findEnd(logic: AnyActorLogic): boolean {
  const machine = machineOf(logic);
  if (machine !== undefined) return isFinalPossible(machine.root as AnyStateNode);
  // A callback is never done. Only its behavior tells it from a promise, or from what is neither.
  const nobody = createEmptyActor();
  const scope = { self: nobody, system: nobody.system, emit: () => undefined };
  const begin = { status: 'active', output: undefined, error: undefined, input: undefined };
  return ['xstate.promise.resolve', 'xstate.observable.complete'].some((type) => {
    try {
      const after = (logic.transition as (...args: readonly unknown[]) => Snapshot<unknown>)(
        begin,
        { type, data: undefined },
        scope,
      );
      return after.status === 'done';
    } catch {
      return !('start' in logic); // A callback throws here; the user's own logic may do anything.
    }
  });
}
