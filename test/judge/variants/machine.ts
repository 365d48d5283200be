// As a statechart of XState, with the waits as delayed transitions.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { assign, createActor, enqueueActions, fromCallback, setup } from 'xstate';
import { backOff, nextAfter } from './what-to-do.ts';

type Ended = { readonly type: 'ended'; readonly code: number };

function machineOf(Signal: SignalFactory, token: (account: string) => string) {
  const session = fromCallback<{ type: 'leave' }, { readonly account: string }>(
    ({ input, sendBack, receive }) => {
      const one: Session = Signal('app').login(input.account, token(input.account));
      let isOver = false;
      one.onLoginSuccess = () => sendBack({ type: 'in' });
      const end = (code: number): void => {
        isOver = true;
        sendBack({ type: 'ended', code });
      };
      one.onLoginFailed = end;
      one.onLogout = end;
      receive(() => one.logout());
      return () => {
        if (!isOver) one.logout();
      };
    },
  );
  const asks =
    (next: string) =>
    ({ event }: { readonly event: unknown }) =>
      nextAfter((event as Ended).code) === next;
  return setup({
    types: {
      context: {} as { account: string; tries: number; fresh: number; code: number },
      events: {} as
        | { type: 'connect'; account: string }
        | { type: 'disconnect' }
        | { type: 'in' }
        | Ended,
    },
    actors: { session },
    delays: { backOff: ({ context }) => backOff(context.tries, 1_000, 60_000) },
    guards: {
      isOver: asks('over'),
      isForPeople: asks('person'),
      isStale: ({ context, event }) =>
        nextAfter((event as Ended).code) === 'fresh' && context.fresh === 0,
      isStaleAgain: ({ context, event }) =>
        nextAfter((event as Ended).code) === 'fresh' && context.fresh > 0,
    },
    actions: {
      note: enqueueActions(({ enqueue, event }) => {
        enqueue.assign({ code: (event as Ended).code });
      }),
    },
  }).createMachine({
    context: { account: '', tries: 0, fresh: 0, code: 0 },
    initial: 'out',
    states: {
      out: {
        on: {
          connect: {
            target: 'session',
            actions: assign({ account: ({ event }) => event.account, tries: 0, fresh: 0 }),
          },
        },
      },
      stopped: { on: { connect: 'session', disconnect: 'out' } },
      waiting: {
        after: {
          backOff: {
            target: 'session',
            actions: assign({ tries: ({ context }) => context.tries + 1 }),
          },
        },
        on: { disconnect: 'out' },
      },
      again: { always: 'session' },
      session: {
        invoke: { src: 'session', input: ({ context }) => ({ account: context.account }) },
        initial: 'opening',
        states: {
          opening: { on: { in: 'open' } },
          open: { entry: assign({ tries: 0, fresh: 0 }) },
        },
        on: {
          disconnect: 'out',
          ended: [
            { guard: 'isOver', target: 'out' },
            { guard: 'isForPeople', target: 'stopped', actions: 'note' },
            { guard: 'isStaleAgain', target: 'stopped', actions: 'note' },
            {
              guard: 'isStale',
              target: 'again',
              actions: assign({ fresh: ({ context }) => context.fresh + 1 }),
            },
            { target: 'waiting' },
          ],
        },
      },
    },
  });
}

export default subject({
  name: 'an XState machine',
  create: (world) =>
    createActor(
      machineOf(world.Signal, (account) => world.service.issueToken({ account })),
      {
        clock: {
          setTimeout: (run, ms) => setTimeout(run, ms),
          clearTimeout: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
        },
      },
    ).start(),
  do: {
    login: (actor, { account }) => actor.send({ type: 'connect', account }),
    logout: (actor) => actor.send({ type: 'disconnect' }),
  },
  state: (actor) => {
    const { value, context } = actor.getSnapshot();
    return value === 'stopped' ? `stopped ${context.code}` : JSON.stringify(value);
  },
  dispose: (actor) => actor.stop(),
});
