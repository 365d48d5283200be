// The truth about drawn machines with timers, by brute force: XState's own answers, and a clock that goes on
// by single milliseconds, so that every moment at which an event can come is tried.
import {
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';
import { idsOf, snapshotText, type DrawnMachine } from './random-machine.ts';

/** A timer that is running: what it sends, and in how many milliseconds. */
interface Running {
  readonly id: string;
  readonly type: string;
  readonly left: number;
}

/** What comes of an event: the transitions taken, by number, and the timers stopped and begun, in order. */
interface Answer {
  readonly to: AnyMachineSnapshot;
  readonly took: readonly number[];
  readonly timers: readonly (string | Running)[];
}

type Actions = ReturnType<typeof initialTransition>[1];

/** Reads what the actions of a step say. */
function answerOf([to, actions]: readonly [AnyMachineSnapshot, Actions]): Answer {
  const took: number[] = [];
  const timers: (string | Running)[] = [];
  for (const { type, params } of actions) {
    const { event, id, delay, sendId } = Object(params) as {
      event?: { type: string; number: number };
      id?: string;
      delay?: number;
      sendId?: string;
    };
    if (event?.type === 'took') took.push(event.number);
    if (type === 'xstate.cancel' && sendId !== undefined) timers.push(sendId);
    if (type === 'xstate.raise' && event !== undefined && delay !== undefined)
      timers.push({ id: String(id), type: event.type, left: delay });
  }
  return { to, took, timers };
}

/** The timers after a step: a new one is the last to fire of those that are due together. */
function timersAfter(running: readonly Running[], changes: Answer['timers']): readonly Running[] {
  let timers = running;
  for (const change of changes) {
    const id = typeof change === 'string' ? change : change.id;
    timers = timers.filter((one) => one.id !== id);
    if (typeof change !== 'string') timers = [...timers, change];
  }
  return timers;
}

/** The transitions in a row, so many at a time, that can be taken in time. */
export function sequencesInTime(
  drawn: DrawnMachine,
  machine: AnyStateMachine,
  length: number,
): ReadonlySet<string> {
  const ids = idsOf(drawn);
  const answers = new Map<string, Answer>();
  const ask = (at: AnyMachineSnapshot, type: string): Answer => {
    const key = `${snapshotText(at)} ${type}`;
    const known = answers.get(key) ?? answerOf(transition(machine, at, { type }));
    answers.set(key, known);
    return known;
  };
  const found = new Set<string>();
  const known = new Set<string>();
  const queue: { at: AnyMachineSnapshot; running: readonly Running[]; past: readonly string[] }[] =
    [];
  const visit = (one: (typeof queue)[number]): void => {
    const timers = one.running.map(({ id, left }) => `${id} ${left}`).join();
    const key = `${snapshotText(one.at)} ${timers} ${one.past.join()}`;
    if (known.has(key)) return;
    known.add(key);
    queue.push(one);
  };
  const take = ({ at, running, past }: (typeof queue)[number], type: string): void => {
    const { to, took, timers } = ask(at, type);
    let row = past;
    for (const number of took) {
      const whole = [...row, ids[number] as string];
      if (whole.length === length) found.add(whole.join(' → '));
      row = length === 1 ? [] : whole.slice(1 - length);
    }
    visit({ at: to, running: timersAfter(running, timers), past: row });
  };
  const begun = answerOf(initialTransition(machine));
  visit({ at: begun.to, running: timersAfter([], begun.timers), past: [] });
  for (const one of queue) {
    const due = one.running.find(({ left }) => left === 0);
    if (due !== undefined) {
      take({ ...one, running: one.running.filter((other) => other !== due) }, due.type);
      continue;
    }
    for (const type of ['A', 'B']) take(one, type);
    if (one.running.length === 0) continue;
    visit({ ...one, running: one.running.map((timer) => ({ ...timer, left: timer.left - 1 })) });
  }
  return found;
}
