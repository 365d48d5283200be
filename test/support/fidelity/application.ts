// An application on the real SDK or on the double in its manner: every frame that it sends and is sent, the
// state that it says it is in, and what it throws.
import { createWorld, type SignalingWorld } from 'sigsim';
import type { Subject } from 'sigsim/paths';
import { Patches } from '../../../src/world/globals/patches.ts';
import { Random } from '../../../src/world/random.ts';

/** What happens to it while it is in. */
export const events: Readonly<Record<string, (world: SignalingWorld) => void>> = {
  nothing: () => undefined,
  'an ordered close': ({ service }) => void service.orderClose('alice'),
  'a kick': ({ service }) => void service.kick('alice'),
  'a broken socket': ({ network }) => void network.cut('alice', { cause: 'error' }),
  'a lost line': ({ network }) => void network.cut('alice'),
  'a half-open line': ({ network }) => void network.partition('alice'),
  'a token that expires': ({ service, network }) => {
    service.expireToken('alice');
    network.cut('alice');
  },
  'a service that is down': ({ service }) => void service.goDown(),
  'answers that do not come': ({ service, network }) => {
    service.silence('login');
    network.cut('alice');
  },
  'a session that is refused': ({ service, network }) => {
    service.refuse('login');
    network.cut('alice', { cause: 'error' });
  },
};

/** Takes back what happened. */
function mend({ network, service }: SignalingWorld): void {
  if (network.isCut('alice')) network.restore('alice');
  if (!service.isUp) service.comeUp();
  service.heal();
}

/** What it is asked for when it is in, as far as it can. */
function use<App>({ do: can }: Subject<App>, app: App): void {
  can.channelJoin?.(app, { channel: 'lobby' });
  can.messageInstantSend?.(app, { account: 'bob', body: 'hello' });
  can.channelInviteUser2?.(app, { channel: 'room', peer: 'bob', extra: '' });
  can.channelQueryUserNum?.(app, { channel: 'lobby' });
}

/** Plays a story with it, and gives what it did. */
export async function watch(
  of: Subject,
  event: (world: SignalingWorld) => void,
): Promise<readonly string[]> {
  const world = createWorld({ errors: 'allow' });
  const log: string[] = [];
  world.wire.tap(({ from, account, frame }) => {
    log.push(`${world.now} ${from} ${account} ${JSON.stringify(frame)}`);
  });
  world.install();
  const patches = new Patches();
  const random = new Random(1, 'client');
  patches.put(Math, 'random', () => random.next());
  const app = of.create(world, { name: 'alice' });
  let state = '';
  const pass = async (seconds: number): Promise<void> => {
    for (let n = 0; n < 2 * seconds; n++) {
      await world.advance('500 ms');
      const now = of.state?.(app) ?? '';
      if (now !== state) log.push(`${world.now} is ${now}`);
      state = now;
    }
  };
  try {
    const friend = world.createAgoraAPI();
    friend.login('app', 'bob', '_no_need_token');
    of.do.login?.(app, { account: 'alice', token: '_no_need_token' });
    await pass(2);
    use(of, app);
    await pass(3);
    event(world);
    await pass(30);
    mend(world);
    await pass(60);
    use(of, app);
    await pass(3);
    of.do.logout?.(app, {});
    await pass(5);
    log.push(...(of.told?.(app) ?? []), `${world.errors.length} errors`);
  } finally {
    patches.undo();
    of.dispose?.(app);
    try {
      world.close();
    } catch {
      log.push('it leaves something behind');
    }
  }
  return log;
}
