// The peer of what draws and judges: fast-check's own loop of commands, each of which gives the login machine
// one event that it takes.
import { assert, commands, constant, modelRun, property, type Command } from 'fast-check';
import { createActor, type AnyActorRef } from 'xstate';
import { loginMachine } from '../machines/index.ts';
import { timeWarm } from './measure.ts';

const call = { appId: 'app', account: 'alice', token: '_no_need_token' };
const events = [
  { type: 'login', call },
  { type: 'lookup.answered' },
  { type: 'connect.succeeded' },
  { type: 'reply.accepted' },
  { type: 'logout' },
  { type: 'logout.acknowledged' },
] as const;
/** A clock that does nothing: the peer pays for no timer. */
const noClock = { setTimeout: () => 0, clearTimeout: () => undefined };

const start = (): { model: { n: number }; real: AnyActorRef } => ({
  model: { n: 0 },
  real: createActor(loginMachine, { input: { legacy: false }, clock: noClock }).start(),
});

/** Commands a second of fast-check's loop, each of which gives the login machine one event. */
export async function commandLoop(): Promise<number> {
  let sent = 0;
  const send: Command<{ n: number }, AnyActorRef> = {
    check: () => true,
    run: (model, actor) => {
      sent += 1;
      actor.send(events[model.n++ % events.length]);
    },
    toString: () => 'send',
  };
  const sends = commands([constant(send)], { maxCommands: 100, size: 'max' });
  const ms = await timeWarm(() =>
    assert(
      property(sends, (all) => modelRun(start, all)),
      { numRuns: 500, seed: 1 },
    ),
  );
  return (sent * 1000) / ms;
}
