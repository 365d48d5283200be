// What a client is like when all is well: without knowing that, nobody can say what is wrong.
import { UsageError } from '../base/errors.ts';
import type { Subject } from '../run/index.ts';
import type { Names } from './names.ts';
import { Play } from './play.ts';

/** What is known about a client before anything goes wrong. */
export interface Learned {
  readonly appId: string;
  readonly shape: 'web' | 'native';
  /** Whether it hears that somebody calls. */
  readonly isCallable: boolean;
  /** What it shows while logged out, on its way, and logged in; undefined if it shows nothing. */
  readonly shows: {
    readonly out: string | undefined;
    readonly onItsWay: string | undefined;
    readonly in: string | undefined;
  };
}

/**
 * Logs a client in, in a world where nothing goes wrong, and calls it.
 *
 * @throws {UsageError} if it cannot be asked to log in, or does not succeed
 */
export async function learn(subject: Subject, names: Names, seed: number): Promise<Learned> {
  const wrong = (what: string): UsageError =>
    new UsageError('judge.login', `audit: ${subject.name} ${what}`);
  if (subject.do.login === undefined) {
    throw wrong('has no do.login, so nothing can be tried. Add one.');
  }
  const play = new Play(subject, { seed, legacy: false, names });
  try {
    play.begin();
    const out = play.shows;
    play.login();
    const onItsWay = play.shows;
    await play.pass(5_000);
    if (play.stopped !== undefined) {
      throw wrong(
        'never comes to rest after do.login: it calls again and again, and no time passes.',
      );
    }
    const [threw] = play.threw;
    if (threw !== undefined) throw wrong(`could not be asked to log in: ${threw}. Fix that first.`);
    const { client } = play;
    const appId = client?.loginCall.appId;
    if (client === undefined || typeof appId !== 'string') {
      throw wrong('made no login within 5 s of do.login. Does do.login use the SDK of the world?');
    }
    if (client.state !== 'loggedIn') {
      throw wrong(`is ${client.state} 5 s after do.login, in a world where all is well.`);
    }
    const peer = await meetIn(play, appId);
    peer.channelInviteUser2(names.channel, names.account);
    await play.pass(1_000);
    const isOwn = play.ownership();
    const isCallable = play.world.trace
      .callbacks()
      .some((entry) => entry.name === 'onInviteReceived' && entry.handled && isOwn(entry));
    return {
      appId,
      shape: play.captured.shape,
      isCallable,
      shows: { out, onItsWay, in: play.shows },
    };
  } finally {
    play.end();
  }
}

/** Logs in somebody to call it, in the App ID that has just been learned. */
async function meetIn(play: Play, appId: string) {
  const { peer } = play.names;
  const api = play.world.createAgoraAPI({ name: peer });
  play.captured.apis.delete(api);
  api.login(appId, peer, '_no_need_token');
  await play.pass(1_000);
  return api;
}
