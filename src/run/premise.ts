// In the model of a single lifecycle, the session is not included, so its events are caused by the
// world. With a whole client, these events need acts: log in, cut the connection, restore it, kick.
import type { PartName } from '../../machines/lifecycles.ts';
import type { SessionPhase } from '../../machines/session.ts';
import { loginTiming } from '../../machines/login/timing.ts';
import type { CallName } from '../../machines/lifecycles.ts';

/** The means by which a session event is made to happen. */
export interface Hands {
  /** Asks the client to do something. */
  call(name: CallName, args: Readonly<Record<string, unknown>>): void;
  /** The world does something to a part of the client. */
  act(part: PartName, type: string, args?: Readonly<Record<string, unknown>>): void;
  /** Delivers what is on its way. */
  settle(): Promise<void>;
}

/** Longer than any path takes: eleven days. */
const forEver = 1_000_000_000;

/**
 * Delays that keep a session in its phase: for a single lifecycle, the login's own timers do not
 * count. A session that lost its connection reconnects at once, and stays in that phase.
 */
export const patience: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.keys(loginTiming).map((delay) => [delay, forEver])),
  backoff: 0,
};

/** An event of the session, as a step contains it. */
export interface Word {
  readonly do: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The calls that the client must make for a session event. */
export function callsOfWord({ do: what, args }: Word): readonly CallName[] {
  if (what === 'session.opened') return ['login'];
  return what === 'session.ended' && args['by'] === 'user' ? ['logout'] : [];
}

/** Makes a session event happen. `phase` is the current phase of the session. */
export async function makeTrue(stage: Hands, word: Word, phase: SessionPhase): Promise<void> {
  const { by, membership = 'kept' } = word.args;
  switch (word.do) {
    case 'session.opened':
      stage.call('login', { account: 'alice', token: 'none' });
      await stage.settle();
      stage.act('login', 'lookup.answered');
      stage.act('login', 'connect.succeeded');
      stage.act('login', 'reply.accepted');
      break;
    case 'session.lost':
      stage.act('login', 'line.lost');
      break;
    case 'session.restored':
      stage.act('login', 'connect.succeeded');
      stage.act('login', 'reply.accepted', { membership });
      break;
    case 'session.ended':
      if (by === 'user') {
        stage.call('logout', {});
        await stage.settle();
        if (phase === 'in') stage.act('login', 'logout.acknowledged');
      } else {
        if (phase === 'lost') stage.act('login', 'connect.succeeded');
        stage.act('login', by === 'service' ? 'service.kicked' : 'service.closed');
      }
      break;
  }
  await stage.settle();
}

/** Brings a client into the channel that a message to a channel assumes. */
export async function join(stage: Hands): Promise<void> {
  stage.call('channelJoin', { channel: 'lobby' });
  await stage.settle();
  stage.act('channel', 'reply.ok');
  await stage.settle();
}
