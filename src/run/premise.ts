// One lifecycle alone: what it hears of a session that is not in its model is the world's doing. Against
// a whole client these words are acts: log in, cut the line, bring it back, kick.
import type { PartName } from '../../machines/lifecycles.ts';
import type { SessionPhase } from '../../machines/session.ts';
import { loginTiming } from '../../machines/login/timing.ts';
import type { CallName } from '../../machines/lifecycles.ts';

/** What a word is made true with. */
export interface Hands {
  /** The client is asked to do something. */
  call(name: CallName, args: Readonly<Record<string, unknown>>): void;
  /** The world does something to a part of the client. */
  act(part: PartName, type: string, args?: Readonly<Record<string, unknown>>): void;
  /** What is on its way arrives. */
  settle(): Promise<void>;
}

/** Longer than any path takes: eleven days. */
const forEver = 1_000_000_000;

/**
 * Delays under which a session waits for a word to end: in a lifecycle alone, the login's own timers
 * do not count. A session that lost its line is connecting again at once, and stays so.
 */
export const patience: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.keys(loginTiming).map((delay) => [delay, forEver])),
  backoff: 0,
};

/** A word of the session, as a step has it. */
export interface Word {
  readonly do: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The calls that a word of the session takes of the client. */
export function callsOfWord({ do: what, args }: Word): readonly CallName[] {
  if (what === 'session.opened') return ['login'];
  return what === 'session.ended' && args['by'] === 'user' ? ['logout'] : [];
}

/** Makes a word of the session come true. `phase` is how the session stands. */
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

/** Brings a client into the channel that a message to a channel takes for granted. */
export async function join(stage: Hands): Promise<void> {
  stage.call('channelJoin', { channel: 'lobby' });
  await stage.settle();
  stage.act('channel', 'reply.ok');
  await stage.settle();
}
