// What the stories of cells are made of: an application that is online, in a channel or in a call, and
// what happens to it.
import type { Duration } from '../../../../src/base/duration.ts';
import type { Sdk } from '../../wire.ts';
import type { Stage } from '../stage.ts';

/** What is told, and on which browser. */
export interface Cell {
  readonly play: (stage: Stage) => void | Promise<void>;
  readonly agent?: string;
  /** Whether the frames are compared, too. */
  readonly frames?: true;
  /** How long it is watched on. @default '20 s' */
  readonly rest?: Duration;
}

export const noToken = '_no_need_token';

export const login = (stage: Stage, account = 'alice', token: unknown = noToken): Sdk => {
  stage.login(0, account, token);
  return stage.sessions.at(-1) as Sdk;
};

export async function online(
  stage: Stage,
  account = 'alice',
  ...limits: readonly number[]
): Promise<Sdk> {
  stage.login(0, account, noToken, ...limits);
  await stage.world.advance('1 s');
  return stage.sessions.at(-1) as Sdk;
}

export async function inChannel(stage: Stage, name = 'lobby'): Promise<readonly [Sdk, Sdk]> {
  const session = await online(stage);
  stage.keepChannel(session['channelJoin']?.(name));
  await stage.world.advance('1 s');
  return [session, stage.channels.at(-1) as Sdk];
}

export async function calling(stage: Stage, extra?: string): Promise<Sdk> {
  stage.friend.login('app', 'bob', noToken);
  const session = await online(stage);
  stage.keepCall(session['channelInviteUser2']?.('room', 'bob', extra) as Sdk);
  await stage.world.advance('1 s');
  return session;
}

/** The line goes, and comes back after a while. */
export async function lose({ world }: Stage, wait: Duration = '100 ms'): Promise<void> {
  world.network.cut('alice');
  await world.advance(wait);
  world.network.restore('alice');
}

export const frame = ({ world }: Stage, event: string, argument: unknown = ''): void => {
  world.wire.sockets('alice').at(-1)?.tell([event, argument]);
};

/** A login that fails with a code of the documented shape. */
export const failing =
  (code: Parameters<Stage['world']['fail']>[0]): Cell['play'] =>
  (stage) => {
    stage.world.fail(code);
    login(stage);
  };

/** A frame that comes while something goes on. */
export const during =
  (state: 1 | 2 | 3, event: string, argument: unknown = ''): Cell['play'] =>
  async (stage) => {
    if (state === 1) {
      stage.world.service.silence('login');
      login(stage);
      await stage.world.advance('1 s');
    } else {
      await online(stage);
      if (state === 3) {
        stage.world.service.silence('login');
        await lose(stage);
        await stage.world.advance('1 s');
      }
    }
    frame(stage, event, argument);
  };

export const refusal = (reason: string): unknown => [
  '',
  JSON.stringify({ result: 'failed', reason }),
];
